package dev.portcullis.governor.when;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.portcullis.governor.facts.Action;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.facts.Source;
import dev.portcullis.governor.scan.CodeScanner;
import dev.portcullis.governor.when.InvalidExpressionException.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Fields whose values come from a closed set. To compare one with a word that is not in its set is
 * a slip of the pen, and a rule that can never apply.
 */
enum ClosedWords {
  ACTION(Vocabulary.REQUEST.type(), "action", Stream.of(Action.values()).map(Action::text)),
  SOURCE(Vocabulary.REQUEST.type(), "source", Stream.of(Source.values()).map(Source::text)),
  ROLE(Vocabulary.PRINCIPAL.type(), "roles", Stream.of(Role.values()).map(Role::text)),
  INDICATOR(Vocabulary.INDICATOR.type(), "id", CodeScanner.indicatorIds().stream()),
  FAMILY(Vocabulary.INDICATOR.type(), "family", CodeScanner.indicatorFamilies().stream());

  private final String type;
  private final String field;
  private final ImmutableList<String> words;

  ClosedWords(CelType type, String field, Stream<String> words) {
    this.type = type.name();
    this.field = field;
    this.words = words.collect(ImmutableList.toImmutableList());
  }

  /** The word, if it is none of these. */
  Optional<Unknown> unknown(String word) {
    return words.contains(word) ? Optional.empty() : Optional.of(new Unknown(word, words));
  }

  /** How a word that is none of these is told. */
  String message(String word) {
    String what = name().toLowerCase(Locale.ROOT);
    return "no "
        + (this == FAMILY ? "indicator is of the family" : what + " is called")
        + " `"
        + word
        + "`";
  }

  /** A constant of the tree that stands beside one of these fields and is none of its words. */
  record Slip(ClosedWords of, CelExpr constant) {
    String word() {
      return constant.constant().stringValue();
    }
  }

  /** Every slip in one comparison. */
  static List<Slip> slips(CelAbstractSyntaxTree tree, CelNavigableExpr node) {
    if (node.getKind() != CelExpr.ExprKind.Kind.CALL || node.expr().call().args().size() != 2) {
      return List.of();
    }
    CelExpr one = node.expr().call().args().get(0);
    CelExpr other = node.expr().call().args().get(1);
    return switch (node.expr().call().function()) {
      case "_==_", "_!=_" ->
          Stream.concat(slips(tree, one, List.of(other)), slips(tree, other, List.of(one)))
              .toList();
      case "@in" ->
          other.getKind() == CelExpr.ExprKind.Kind.LIST
              ? slips(tree, one, other.list().elements()).toList()
              : slips(tree, other, List.of(one)).toList();
      default -> List.of();
    };
  }

  private static Stream<Slip> slips(
      CelAbstractSyntaxTree tree, CelExpr field, List<CelExpr> besides) {
    return Stream.of(values())
        .filter(words -> words.isRead(tree, field))
        .flatMap(
            words ->
                besides.stream()
                    .filter(ClosedWords::isText)
                    .map(constant -> new Slip(words, constant))
                    .filter(slip -> words.unknown(slip.word()).isPresent()));
  }

  private boolean isRead(CelAbstractSyntaxTree tree, CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.SELECT
        && !expr.select().testOnly()
        && expr.select().field().equals(field)
        && tree.getType(expr.select().operand().id())
            .filter(operand -> operand.name().equals(type))
            .isPresent();
  }

  private static boolean isText(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }
}
