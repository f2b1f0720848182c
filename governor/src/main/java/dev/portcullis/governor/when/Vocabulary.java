package dev.portcullis.governor.when;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.portcullis.governor.facts.Call;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.facts.Import;
import dev.portcullis.governor.facts.Indicator;
import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.facts.Role;
import dev.portcullis.governor.limits.ByteSize;
import dev.portcullis.governor.limits.PartialLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What expressions can speak of: the types of {@code facts}, {@code principal}, {@code request}.
 */
final class Vocabulary implements CelTypeProvider {
  private static final CelType TEXTS = ListType.create(SimpleType.STRING);

  static final Shape<Indicator> INDICATOR =
      Shape.<Indicator>named("portcullis.Indicator")
          .field("id", SimpleType.STRING, Indicator::id)
          .field("family", SimpleType.STRING, Indicator::family)
          .field("line", SimpleType.INT, indicator -> (long) indicator.line())
          .build();

  static final Shape<Request> FACTS =
      Shape.<Request>named("portcullis.Facts")
          .field("language", SimpleType.STRING, request -> request.language().orElse(""))
          .field("size_bytes", SimpleType.INT, request -> request.facts().code().sizeBytes())
          .field("complete", SimpleType.BOOL, request -> request.facts().code().complete())
          .field("imports", TEXTS, request -> texts(request.facts().code().imports()))
          .field("modules", TEXTS, request -> modules(request.facts()))
          .field("calls", TEXTS, request -> calls(request.facts()))
          .field(
              "indicators",
              ListType.create(INDICATOR.type()),
              request ->
                  View.list(
                      request.facts().code().indicators(), each -> new View<>(INDICATOR, each)))
          .field("stdin_bytes", SimpleType.INT, request -> request.facts().stdinBytes())
          .field("files", SimpleType.INT, request -> (long) request.facts().fileCount())
          .field("file_bytes", SimpleType.INT, request -> request.facts().fileBytes())
          .build();

  static final Shape<Principal> PRINCIPAL =
      Shape.<Principal>named("portcullis.Principal")
          .field("id", SimpleType.STRING, Principal::id)
          .field("roles", TEXTS, principal -> roles(principal))
          .field("key_id", SimpleType.STRING, Principal::keyId)
          .build();

  static final Shape<PartialLimits> LIMITS =
      Shape.<PartialLimits>named("portcullis.Limits")
          .optional("wall_ms", SimpleType.INT, 0L, limits -> limits.wall().map(Duration::toMillis))
          .optional("cpu_ms", SimpleType.INT, 0L, limits -> limits.cpu().map(Duration::toMillis))
          .optional("memory_bytes", SimpleType.INT, 0L, l -> l.memory().map(ByteSize::bytes))
          .optional(
              "pids",
              SimpleType.INT,
              0L,
              l ->
                  l.pids().isPresent() ? Optional.of((long) l.pids().getAsInt()) : Optional.empty())
          .optional("output_bytes", SimpleType.INT, 0L, l -> l.output().map(ByteSize::bytes))
          .optional("workspace_bytes", SimpleType.INT, 0L, l -> l.workspace().map(ByteSize::bytes))
          .build();

  static final Shape<Request> REQUEST =
      Shape.<Request>named("portcullis.Request")
          .field("action", SimpleType.STRING, request -> request.action().text())
          .field("source", SimpleType.STRING, request -> request.source().text())
          .optional("language", SimpleType.STRING, "", Request::language)
          .optional("profile", SimpleType.STRING, "", Request::profile)
          .optional("skill", SimpleType.STRING, "", Request::skill)
          .field("limits", LIMITS.type(), request -> new View<>(LIMITS, request.asked()))
          .field("time", SimpleType.TIMESTAMP, Request::time)
          .build();

  private static final List<String> VARIABLES = List.of("facts", "principal", "request");

  private static final ImmutableList<CelType> TYPES =
      ImmutableList.of(
          FACTS.type(), INDICATOR.type(), PRINCIPAL.type(), REQUEST.type(), LIMITS.type());

  /** Finds the value of a variable; none but these three get through the type check. */
  static Optional<Object> variable(String name, Request request) {
    return switch (name) {
      case "facts" -> Optional.of(new View<>(FACTS, request));
      case "principal" -> Optional.of(new View<>(PRINCIPAL, request.principal()));
      case "request" -> Optional.of(new View<>(REQUEST, request));
      default -> Optional.empty();
    };
  }

  /** The names of the variables. */
  static List<String> variables() {
    return VARIABLES;
  }

  /** The names of all fields there are. */
  static List<String> fields() {
    return Stream.of(FACTS, INDICATOR, PRINCIPAL, REQUEST, LIMITS)
        .flatMap(shape -> shape.fields().stream())
        .distinct()
        .toList();
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return TYPES;
  }

  @Override
  public Optional<CelType> findType(String name) {
    return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  private static List<Object> texts(List<Import> imports) {
    return View.list(imports, Import::name);
  }

  private static List<Object> modules(Facts facts) {
    return View.list(facts.code().imports(), Import::module);
  }

  private static List<Object> calls(Facts facts) {
    return View.list(facts.code().calls(), Call::name);
  }

  private static List<Object> roles(Principal principal) {
    return principal.roles().stream().map(Role::text).sorted().<Object>map(text -> text).toList();
  }
}
