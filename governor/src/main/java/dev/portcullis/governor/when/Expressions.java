package dev.portcullis.governor.when;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.when.InvalidExpressionException.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compiles expressions of CEL, the Common Expression Language, into conditions. The machinery is
 * made when the first is compiled, which takes longer than all else in a policy.
 */
public final class Expressions {
  static final int MAX_CODE_POINTS = 4096;
  static final int MAX_NODES = 500;
  static final int MAX_DEPTH = 32;
  static final int MAX_ITERATIONS = 10_000;
  static final int MAX_REGEX_PROGRAM = 500;

  private Expressions() {}

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
    static final CelCompiler COMPILER =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(
                CelStandardDeclarations.newBuilder().excludeFunctions(StandardFunction.DYN).build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(VOCABULARY)
            .addVar("facts", Vocabulary.FACTS.type())
            .addVar("principal", Vocabulary.PRINCIPAL.type())
            .addVar("request", Vocabulary.REQUEST.type())
            .setResultType(SimpleType.BOOL)
            .build();
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setTypeProvider(VOCABULARY)
            .build();

    private Machinery() {}
  }

  /**
   * Compiles one expression.
   *
   * @throws InvalidExpressionException if it is not well formed, not well typed, no truth value, or
   *     over a bound
   */
  public static Condition compile(String expression) throws InvalidExpressionException {
    Optional<Condition> common = IndicatorCondition.of(expression);
    if (common.isPresent()) {
      return common.get();
    }
    CelAbstractSyntaxTree tree = checked(expression);
    refuseUnwanted(tree);
    try {
      return new CelCondition(Machinery.RUNTIME.createProgram(tree));
    } catch (CelEvaluationException unplannable) {
      throw invalid(1, 1, String.valueOf(unplannable.getMessage()));
    }
  }

  private static CelAbstractSyntaxTree checked(String expression)
      throws InvalidExpressionException {
    CelValidationResult result = Machinery.COMPILER.compile(expression);
    if (result.hasError()) {
      List<Fault> faults = new ArrayList<>();
      for (CelIssue issue : result.getErrors()) {
        faults.add(fault(issue.getSourceLocation(), issue.getMessage()));
      }
      throw new InvalidExpressionException(faults);
    }
    try {
      return result.getAst();
    } catch (CelValidationException hasErrorsAfterAll) {
      throw invalid(1, 1, String.valueOf(hasErrorsAfterAll.getMessage()));
    }
  }

  private static void refuseUnwanted(CelAbstractSyntaxTree tree) throws InvalidExpressionException {
    CelNavigableExpr root = CelNavigableAst.fromAst(tree).getRoot();
    if (root.height() > MAX_DEPTH) {
      throw invalid(1, 1, "nested more than " + MAX_DEPTH + " deep");
    }
    if (root.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      throw invalid(1, 1, "always the same, whatever the request");
    }
    List<Fault> faults = new ArrayList<>();
    root.allNodes().forEach(node -> unwanted(node).ifPresent(m -> faults.add(at(tree, node, m))));
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

  private static Fault at(CelAbstractSyntaxTree tree, CelNavigableExpr node, String message) {
    return fault(
        tree.getSource().getOffsetLocation(offset(tree, node)).orElse(CelSourceLocation.NONE),
        message);
  }

  private static int offset(CelAbstractSyntaxTree tree, CelNavigableExpr node) {
    Integer offset = tree.getSource().getPositionsMap().get(node.id());
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
