package dev.portcullis.host.execution;

import dev.portcullis.host.sandbox.Language;
import java.util.ArrayList;
import java.util.List;

/** Where a program that is one text goes: no file of the request may lie there or below. */
final class ProgramPlace {
  private ProgramPlace() {}

  /** Every file that is in the program's way. */
  static List<FieldError> errors(ExecutionRequest request, Language language) {
    return switch (request.source()) {
      case ExecutionRequest.Source.Entry _ -> List.of();
      case ExecutionRequest.Source.Code _ -> {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < request.files().size(); i++) {
          String path = request.files().get(i).path();
          if (path.equals(language.file()) || path.startsWith(language.file() + "/")) {
            errors.add(
                new FieldError(
                    "/files/" + i + "/path",
                    "is where `code` goes, which is called `%s`: use another name, or `entry`"
                        .formatted(language.file())));
          }
        }
        yield errors;
      }
    };
  }
}
