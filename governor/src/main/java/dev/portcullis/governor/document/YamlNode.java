package dev.portcullis.governor.document;

import java.util.List;

/** A piece of a YAML document, with where it starts. */
sealed interface YamlNode {
  /** From 1. */
  int line();

  /** From 1. */
  int column();

  /** How many nodes there are in it, itself included. */
  int size();

  /** How many levels there are in it, itself included. */
  int depth();

  /** What it is, for a message. */
  String kind();

  /**
   * A scalar, not yet interpreted.
   *
   * @param plain whether it stands there without quotes, so that it may be a number or the like
   * @param content where its text starts
   */
  record Scalar(String text, boolean plain, Content content, int line, int column)
      implements YamlNode {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int depth() {
      return 1;
    }

    @Override
    public String kind() {
      return CoreSchema.typeOf(this).description();
    }
  }

  /**
   * Where the text of a scalar starts, behind a quote or below the head of a block.
   *
   * @param verbatim whether the text is there as it is, each further line starting in the same
   *     column, so that a place in the text is a place in the document
   */
  record Content(int line, int column, boolean verbatim) {}

  /** A list. */
  record Sequence(List<YamlNode> items, int line, int column, int size, int depth)
      implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping; duplicate keys are still in it. */
  record Mapping(List<Entry> entries, int line, int column, int size, int depth)
      implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One key and its value. */
  record Entry(Scalar key, YamlNode value) {}
}
