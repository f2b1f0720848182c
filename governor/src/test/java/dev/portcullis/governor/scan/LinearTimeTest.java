package dev.portcullis.governor.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts how often tokens are looked at: four times the code takes four times the looks, also where
 * every token makes the reader look ahead. How long the lexers take is measured by {@code bench}.
 */
class LinearTimeTest {
  private static final int PIECES = 4_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "python; import a,",
        "python; from a import (b,",
        "python; from .",
        "python; eval(",
        "python; getattr(",
        "python; a.",
        "python; f'{",
        "python; ~x = [0] * ~",
        "python; __import__(",
        "python; ~from a import *\neval(b)\n~",
        "javascript; import",
        "javascript; import {a,",
        "javascript; {a}=require('b')",
        "javascript; ~{a,b,~",
        "javascript; `${",
        "javascript; eval(",
        "javascript; a?.",
        "javascript; this[",
        "shell; $(",
        "shell; \"$(",
        "shell; a |",
        "shell; a | a &",
        "shell; { a | a &",
        "shell; <<A",
        "shell; python -c"
      })
  void read_fourTimesTheCode_looksFourTimesAtTokens(String language, String piece) {
    long once = looks(language, piece, PIECES);
    long fourTimes = looks(language, piece, 4 * PIECES);

    assertThat(once).isPositive();
    // A reader that goes back over what it has read would look sixteen times as often.
    assertThat(fourTimes).isLessThan(5 * once);
  }

  private static long looks(String language, String piece, int times) {
    String code = (piece + " ").repeat(times);
    Findings findings = new Findings();
    return switch (language) {
      case "python" -> {
        Counted tokens = new Counted(new PythonLexer(code).lex());
        new PythonReading(tokens, findings).read();
        yield tokens.looks;
      }
      case "javascript" -> {
        Counted tokens = new Counted(new ScriptLexer(code).lex());
        new ScriptReading(tokens, findings).read();
        yield tokens.looks;
      }
      default -> {
        Counted tokens = new Counted(new ShellLexer(code).lex());
        new ShellReading(tokens, findings).read();
        yield tokens.looks;
      }
    };
  }

  /** The same tokens, each look at one of them counted. */
  private static final class Counted extends Tokens {
    private long looks;

    Counted(Tokens of) {
      super(of.source());
      for (int i = 0; i < of.size(); i++) {
        add(of.kind(i), of.start(i), of.end(i), of.line(i));
      }
    }

    @Override
    boolean is(int index, Kind kind) {
      looks++;
      return super.is(index, kind);
    }

    @Override
    Kind kind(int index) {
      looks++;
      return super.kind(index);
    }

    @Override
    String text(int index, int most) {
      looks++;
      return super.text(index, most);
    }
  }
}
