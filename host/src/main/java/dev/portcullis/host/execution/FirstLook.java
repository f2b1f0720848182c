package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.CodeFacts;
import dev.portcullis.governor.facts.Facts;
import dev.portcullis.governor.scan.CodeScanner;
import dev.portcullis.host.sandbox.Language;
import dev.portcullis.host.sandbox.ProgramFile;
import java.util.Optional;

/** Looks at what a request brings along before it is judged; nothing of it is run or kept. */
final class FirstLook {
  private FirstLook() {}

  /** Files whose names say that they are code are looked at like the program: it may load them. */
  static Facts at(ExecutionRequest request, Language language) {
    CodeFacts code = CodeFacts.NONE;
    int files = 0;
    long fileBytes = 0;
    if (request.source() instanceof ExecutionRequest.Source.Code(var text)) {
      code = CodeScanner.scan(language.name(), text.toArray());
    }
    for (ProgramFile file : request.files()) {
      Optional<String> written =
          isEntry(request, file)
              ? Optional.of(language.name())
              : CodeScanner.languageOf(file.path());
      if (written.isPresent()) {
        code = code.plus(CodeScanner.scan(written.get(), file.content().toArray()));
      }
      if (!isEntry(request, file)) {
        files++;
        fileBytes += file.content().size();
      }
    }
    return new Facts(code, request.stdin().size(), files, fileBytes);
  }

  private static boolean isEntry(ExecutionRequest request, ProgramFile file) {
    return request.source() instanceof ExecutionRequest.Source.Entry(String path)
        && path.equals(file.path());
  }
}
