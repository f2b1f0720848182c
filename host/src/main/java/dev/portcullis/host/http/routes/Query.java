package dev.portcullis.host.http.routes;

import dev.portcullis.host.http.problem.ProblemException;
import dev.portcullis.host.http.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** Reads query parameters; the doorkeeper has seen that each is known and given once. */
final class Query {
  private Query() {}

  static Optional<String> text(ContainerRequestContext context, String name) {
    return Optional.ofNullable(context.getUriInfo().getQueryParameters().getFirst(name));
  }

  static boolean flag(ContainerRequestContext context, String name) {
    return switch (text(context, name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "must be true or false");
    };
  }

  /** A page's size, from 1 to {@code most}. */
  static int limit(ContainerRequestContext context, int usual, int most) {
    return number(context, "limit", usual, most);
  }

  /** A whole number from 1 to {@code most}. */
  static int number(ContainerRequestContext context, String name, int usual, int most) {
    Optional<String> text = text(context, name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.get().matches("[1-9]\\d{0,8}") || Integer.parseInt(text.get()) > most) {
      throw invalid(name, "must be from 1 to " + most);
    }
    return Integer.parseInt(text.get());
  }

  static ProblemException invalid(String name, String reason) {
    return new ProblemException(
        ProblemType.INVALID_REQUEST, "query parameter `" + name + "` " + reason);
  }
}
