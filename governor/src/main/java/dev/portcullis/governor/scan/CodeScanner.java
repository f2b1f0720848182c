package dev.portcullis.governor.scan;

import dev.portcullis.governor.facts.CodeFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at a program without running it. Never throws, whatever the bytes; takes time in proportion
 * to them, up to {@link #MOST_BYTES}; keeps none of them.
 */
public final class CodeScanner {
  /** What lies behind is not looked at, which the facts then say. */
  public static final int MOST_BYTES = 2 << 20;

  private CodeScanner() {}

  /**
   * Looks at one source.
   *
   * @param language the resolved name; of one that is not known only the text is looked at
   */
  public static CodeFacts scan(String language, byte[] code) {
    int looked = Math.min(code.length, MOST_BYTES);
    String source = new String(code, 0, looked, StandardCharsets.UTF_8);
    Findings findings = new Findings();
    switch (language.toLowerCase(Locale.ROOT)) {
      case "python" -> {
        oddEncoding(source, findings);
        new PythonReading(new PythonLexer(source).lex(), findings).read();
      }
      case "javascript", "typescript", "node" ->
          new ScriptReading(new ScriptLexer(source).lex(), findings).read();
      case "shell", "bash", "sh" -> new ShellReading(new ShellLexer(source).lex(), findings).read();
      default -> new Texts(source, findings).look(0, source.length(), 1);
    }
    new Texts(source, findings).lookForSecrets();
    if (looked < code.length) {
      findings.cutShort(1);
    }
    return findings.facts(code.length);
  }

  /** The ids of everything it can see, which policies name. */
  public static List<String> indicatorIds() {
    return Stream.of(Sign.values()).map(Sign::id).toList();
  }

  /** The families of everything it can see, which policies name. */
  public static List<String> indicatorFamilies() {
    return Stream.of(Sign.values()).map(Sign::family).distinct().toList();
  }

  /** What a file is written in, by the end of its name; empty if that is no code we know. */
  public static Optional<String> languageOf(String path) {
    int dot = path.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String ending = path.substring(dot + 1).toLowerCase(Locale.ROOT);
    return switch (ending) {
      case "py", "pyw", "pth" -> Optional.of("python");
      case "js", "mjs", "cjs", "jsx" -> Optional.of("javascript");
      case "ts", "mts", "cts", "tsx" -> Optional.of("typescript");
      case "sh", "bash" -> Optional.of("shell");
      default -> Optional.empty();
    };
  }

  /** A Python source that says it is written in anything but UTF-8 reads differently than here. */
  private static void oddEncoding(String source, Findings findings) {
    int start = 0;
    for (int line = 1; line <= 2 && start < source.length(); line++) {
      int newline = source.indexOf('\n', start);
      int end = newline < 0 ? source.length() : newline;
      String text = source.substring(start, Math.min(end, start + 200)).strip();
      int coding = text.startsWith("#") ? text.indexOf("coding") : -1;
      if (coding >= 0) {
        String name = text.substring(coding + 6).strip().toLowerCase(Locale.ROOT);
        boolean declares = name.startsWith(":") || name.startsWith("=");
        String encoding = declares ? name.substring(1).strip() : "utf-8";
        if (!encoding.startsWith("utf-8")
            && !encoding.startsWith("utf8")
            && !encoding.startsWith("ascii")
            && !encoding.startsWith("us-ascii")) {
          findings.saw(Sign.ODD_ENCODING, line);
        }
      }
      start = end + 1;
    }
  }
}
