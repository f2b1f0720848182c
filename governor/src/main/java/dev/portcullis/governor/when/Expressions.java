package dev.portcullis.governor.when;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.checker.CelChecker;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.Match;
import dev.portcullis.governor.when.InvalidExpressionException.Fault;
import dev.portcullis.governor.when.InvalidExpressionException.Unknown;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compiles expressions of CEL, the Common Expression Language, into conditions: those of one
 * document, one after the other. The machinery is made when the first is compiled, which takes
 * longer than all else in a policy.
 */
public final class Expressions {
  static final int MAX_CODE_POINTS = 4096;
  static final int MAX_NODES = 500;
  static final int MAX_DEPTH = 32;
  static final int MAX_ITERATIONS = 10_000;
  static final int MAX_REGEX_PROGRAM = 500;

  /** Documents use few sets of functions; a hostile one is checked with all of them declared. */
  private static final int MOST_CHECKERS = 64;

  /** How CEL says that it knows no field, or no variable or function, of that name. */
  private static final java.util.regex.Pattern UNKNOWN_NAME =
      java.util.regex.Pattern.compile(
          "undefined field '([^']{1,64})'|undeclared reference to '([^']{1,64})'");

  /** A checker for each set of functions that expressions use. */
  private final Map<Set<StandardFunction>, CelChecker> checkers = new HashMap<>();

  /** Made on first use; immutable. */
  private static final class Machinery {
    static final CelOptions OPTIONS =
        CelOptions.current()
            .maxExpressionCodePointSize(MAX_CODE_POINTS)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(MAX_REGEX_PROGRAM)
            .enableHeterogeneousNumericComparisons(true)
            .build();
    static final Vocabulary VOCABULARY = new Vocabulary();
    static final CelParser PARSER =
        CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .build();

    /** All functions by name; there is no {@code dyn}. */
    static final Map<String, StandardFunction> FUNCTIONS =
        Stream.of(StandardFunction.values())
            .filter(function -> function != StandardFunction.DYN)
            .collect(
                Collectors.toUnmodifiableMap(
                    StandardFunction::functionName, function -> function, (one, _) -> one));

    /** What an expression can name without a dot before it. */
    static final List<String> NAMES =
        Stream.of(
                Vocabulary.variables().stream(),
                FUNCTIONS.keySet().stream().filter(Expressions::isWord).sorted(),
                CelStandardMacro.STANDARD_MACROS.stream().map(CelStandardMacro::getFunction))
            .flatMap(names -> names)
            .distinct()
            .toList();

    static CelChecker checker(Set<StandardFunction> functions) {
      return CelCompilerFactory.standardCelCheckerBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardDeclarations(
              CelStandardDeclarations.newBuilder().includeFunctions(functions).build())
          .setTypeProvider(VOCABULARY)
          .addVarDeclarations(
              CelVarDecl.newVarDeclaration("facts", Vocabulary.FACTS.type()),
              CelVarDecl.newVarDeclaration("principal", Vocabulary.PRINCIPAL.type()),
              CelVarDecl.newVarDeclaration("request", Vocabulary.REQUEST.type()))
          .setResultType(SimpleType.BOOL)
          .build();
    }

    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setTypeProvider(VOCABULARY)
            .build();

    private Machinery() {}
  }

  /** Compiles one expression that is about every request. */
  public Condition compile(String expression) throws InvalidExpressionException {
    return compile(expression, Match.ANYTHING);
  }

  /**
   * Compiles one expression about requests that {@code match} lets through.
   *
   * @throws InvalidExpressionException if it is not well formed, not well typed, no truth value,
   *     over a bound, or cannot hold
   */
  public Condition compile(String expression, Match match) throws InvalidExpressionException {
    Optional<Condition> common = IndicatorCondition.of(expression);
    if (common.isPresent()) {
      return common.get();
    }
    CelAbstractSyntaxTree tree = checked(expression);
    CelNavigableExpr root = CelNavigableAst.fromAst(tree).getRoot();
    refuseUnwanted(tree, root);
    refuseForeseen(root, match);
    return planned(tree);
  }

  private static Condition planned(CelAbstractSyntaxTree tree) throws InvalidExpressionException {
    try {
      return new CelCondition(Machinery.RUNTIME.createProgram(tree));
    } catch (CelEvaluationException unplannable) {
      throw invalid(1, 1, String.valueOf(unplannable.getMessage()));
    }
  }

  /**
   * Checks types with only those functions declared that the expression uses, since CEL declares
   * all it has anew for each expression, which takes longer than the rest.
   */
  private CelAbstractSyntaxTree checked(String expression) throws InvalidExpressionException {
    CelAbstractSyntaxTree parsed = tree(Machinery.PARSER.parse(expression));
    // Never none: none would be understood as all.
    Set<StandardFunction> used = EnumSet.of(StandardFunction.LOGICAL_AND);
    CelNavigableAst.fromAst(parsed)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(node -> Machinery.FUNCTIONS.get(node.expr().call().function()))
        .filter(Objects::nonNull)
        .forEach(used::add);
    boolean usual = checkers.containsKey(used) || checkers.size() < MOST_CHECKERS;
    Set<StandardFunction> declared = usual ? used : Set.copyOf(Machinery.FUNCTIONS.values());
    return tree(checkers.computeIfAbsent(declared, Machinery::checker).check(parsed));
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result)
      throws InvalidExpressionException {
    if (result.hasError()) {
      List<Fault> faults = new ArrayList<>();
      for (CelIssue issue : result.getErrors()) {
        faults.add(withWord(fault(issue.getSourceLocation(), issue.getMessage())));
      }
      throw new InvalidExpressionException(faults);
    }
    try {
      return result.getAst();
    } catch (CelValidationException hasErrorsAfterAll) {
      throw invalid(1, 1, String.valueOf(hasErrorsAfterAll.getMessage()));
    }
  }

  private static boolean isWord(String function) {
    return Character.isLetter(function.charAt(0));
  }

  /** Adds what there is to choose from, where CEL does not know a name. */
  private static Fault withWord(Fault fault) {
    java.util.regex.Matcher matcher = UNKNOWN_NAME.matcher(fault.message());
    if (!matcher.find()) {
      return fault;
    }
    boolean isField = matcher.group(1) != null;
    return new Fault(
        fault.line(),
        fault.column(),
        fault.message(),
        Optional.of(
            isField
                ? new Unknown(matcher.group(1), Vocabulary.fields())
                : new Unknown(matcher.group(2), Machinery.NAMES)));
  }

  /** An expression of which the outcome is known beforehand is no condition. */
  private static void refuseForeseen(CelNavigableExpr root, Match match)
      throws InvalidExpressionException {
    boolean speaksOfTheRequest =
        root.allNodes()
            .anyMatch(
                node ->
                    node.getKind() == CelExpr.ExprKind.Kind.IDENT
                        && Vocabulary.variables().contains(node.expr().ident().name()));
    if (!speaksOfTheRequest
        || new Reach(root.expr(), Match.ANYTHING).alwaysHolds()
        || new Reach(root.expr(), Match.ANYTHING).neverHolds()) {
      throw invalid(1, 1, "always the same, whatever the request");
    }
    if (new Reach(root.expr(), match).neverHolds()) {
      throw invalid(1, 1, "never holds for a request that `match` lets through");
    }
  }

  private static void refuseUnwanted(CelAbstractSyntaxTree tree, CelNavigableExpr root)
      throws InvalidExpressionException {
    if (root.height() > MAX_DEPTH) {
      throw invalid(1, 1, "nested more than " + MAX_DEPTH + " deep");
    }
    List<Fault> faults = new ArrayList<>();
    root.allNodes()
        .forEach(
            node -> {
              unwanted(node).ifPresent(message -> faults.add(at(tree, node.id(), message)));
              ClosedWords.slips(tree, node).forEach(slip -> faults.add(slip(tree, slip)));
            });
    if (!faults.isEmpty()) {
      throw new InvalidExpressionException(faults);
    }
  }

  private static Optional<String> unwanted(CelNavigableExpr node) {
    return switch (node.getKind()) {
      case STRUCT -> Optional.of("objects cannot be made, only read");
      case CALL -> badRegex(node.expr().call());
      default -> Optional.empty();
    };
  }

  /** A pattern that stands there as text is checked now, not when the first request comes. */
  private static Optional<String> badRegex(CelExpr.CelCall call) {
    if (!call.function().equals("matches") || call.args().isEmpty()) {
      return Optional.empty();
    }
    CelExpr pattern = call.args().get(call.args().size() - 1);
    if (pattern.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || pattern.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return Optional.empty();
    }
    try {
      int size = Pattern.compile(pattern.constant().stringValue()).programSize();
      return size > MAX_REGEX_PROGRAM
          ? Optional.of("the regular expression is larger than allowed")
          : Optional.empty();
    } catch (PatternSyntaxException malformed) {
      return Optional.of("not a regular expression of RE2: " + malformed.getDescription());
    }
  }

  private static Fault slip(CelAbstractSyntaxTree tree, ClosedWords.Slip slip) {
    String word = slip.word();
    Fault plain = at(tree, slip.constant().id(), slip.of().message(word));
    return new Fault(plain.line(), plain.column(), plain.message(), slip.of().unknown(word));
  }

  private static Fault at(CelAbstractSyntaxTree tree, long node, String message) {
    return fault(
        tree.getSource().getOffsetLocation(offset(tree, node)).orElse(CelSourceLocation.NONE),
        message);
  }

  private static int offset(CelAbstractSyntaxTree tree, long node) {
    Integer offset = tree.getSource().getPositionsMap().get(node);
    return offset == null ? 0 : offset;
  }

  private static Fault fault(CelSourceLocation location, String message) {
    return new Fault(
        Math.max(1, location.getLine()), Math.max(0, location.getColumn()) + 1, message);
  }

  private static InvalidExpressionException invalid(int line, int column, String message) {
    return new InvalidExpressionException(List.of(new Fault(line, column, message)));
  }
}
