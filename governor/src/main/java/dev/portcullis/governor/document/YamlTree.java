package dev.portcullis.governor.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document into {@link YamlNode}s, within bounds: size, depth, and the number of
 * nodes with every alias counted at the size of what it stands for. No tags, so no types but YAML's
 * own; no keys but scalars.
 */
final class YamlTree {
  static final int MAX_BYTES = 8 << 20;
  static final int MAX_DEPTH = 32;
  static final int MAX_NODES = 1_000_000;

  private final String text;
  private final Iterator<Event> events;
  private int lineOfCursor = 1;
  private int cursor;
  private final Map<Anchor, YamlNode> anchors = new HashMap<>();
  private int nodes;
  private @Nullable Mark reached;

  private YamlTree(String text, Iterator<Event> events) {
    this.text = text;
    this.events = events;
  }

  /** Stops at the first fault of form: what comes after it would be guesswork. */
  static YamlNode read(byte[] document) throws InvalidPolicyException {
    if (document.length > MAX_BYTES) {
      throw fault(
          1, 1, "a policy has at most " + MAX_BYTES + " bytes, this has " + document.length);
    }
    String text = decode(document);
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(MAX_BYTES).build();
    try {
      return new YamlTree(text, new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException malformed) {
      Mark mark = malformed.getProblemMark().or(malformed::getContextMark).orElse(null);
      String problem = "not YAML: " + malformed.getProblem();
      throw mark == null
          ? fault(1, 1, problem)
          : fault(mark.getLine() + 1, mark.getColumn() + 1, problem);
    } catch (ReaderException unprintable) {
      int[] at = positionOf(text, unprintable.getPosition());
      throw fault(
          at[0],
          at[1],
          String.format(
              "not YAML: the character U+%04X is not allowed", unprintable.getCodePoint()));
    } catch (YamlEngineException malformed) {
      throw fault(1, 1, "not YAML: " + malformed.getMessage());
    }
  }

  private YamlNode document() throws InvalidPolicyException {
    skip(Event.ID.StreamStart);
    Event start = next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      throw fault(1, 1, "the document is empty");
    }
    YamlNode root = node(next(), 1);
    skip(Event.ID.DocumentEnd);
    Event after = next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw fault(after, "a policy is one document, and here a second begins");
    }
    return root;
  }

  /** The parser fails in ways of its own on some malformed documents, such as a cut-off escape. */
  private Event next() throws InvalidPolicyException {
    try {
      Event event = events.next();
      reached = event.getEndMark().orElse(reached);
      return event;
    } catch (YamlEngineException malformed) {
      throw malformed;
    } catch (RuntimeException unforeseen) {
      int line = reached == null ? 1 : reached.getLine() + 1;
      int column = reached == null ? 1 : reached.getColumn() + 1;
      throw fault(line, column, "not YAML: what comes next cannot be read");
    }
  }

  private void skip(Event.ID expected) throws InvalidPolicyException {
    if (next().getEventId() != expected) {
      throw new IllegalStateException("the YAML parser left its grammar at " + expected);
    }
  }

  private YamlNode node(Event event, int depth) throws InvalidPolicyException {
    if (depth > MAX_DEPTH) {
      throw fault(event, "nested more than " + MAX_DEPTH + " deep");
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias, depth);
    }
    count(event, 1);
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent sequence -> sequence(sequence, depth);
          case MappingStartEvent mapping -> mapping(mapping, depth);
          default -> throw new IllegalStateException("the YAML parser left its grammar: " + event);
        };
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), node);
    }
    return node;
  }

  private YamlNode aliased(AliasEvent alias, int depth) throws InvalidPolicyException {
    @Nullable YamlNode target = anchors.get(alias.getAlias());
    if (target == null) {
      throw fault(alias, "`*" + alias.getAlias().getValue() + "` stands for nothing seen before");
    }
    if (depth + target.depth() - 1 > MAX_DEPTH) {
      throw fault(alias, "nested more than " + MAX_DEPTH + " deep");
    }
    count(alias, target.size());
    return target;
  }

  private YamlNode.Scalar scalar(ScalarEvent event) throws InvalidPolicyException {
    if (event.getTag().isPresent()) {
      throw fault(event, "tags such as `" + event.getTag().get() + "` are not allowed");
    }
    if (hasHalfACharacter(event.getValue())) {
      throw fault(event, "text with half of a character in it, by an escape such as `\\ud800`");
    }
    return new YamlNode.Scalar(
        event.getValue(), event.isPlain(), content(event), line(event), column(event));
  }

  /** An unpaired surrogate, which is no text: it could be neither recorded nor answered. */
  private static boolean hasHalfACharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSurrogatePair(
            text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private YamlNode.Content content(ScalarEvent event) {
    if (event.isLiteral()) {
      int below = line(event) + 1;
      return new YamlNode.Content(below, indentFrom(below) + 1, true);
    }
    int quote = event.isPlain() ? 0 : 1;
    int end = event.getEndMark().map(Mark::getColumn).orElse(0) + 1;
    boolean oneLine = event.getEndMark().map(Mark::getLine).orElse(-1) + 1 == line(event);
    // A text with escapes is shorter than the place it takes.
    int length = event.getValue().codePointCount(0, event.getValue().length()) + 2 * quote;
    return new YamlNode.Content(
        line(event), column(event) + quote, oneLine && end - column(event) == length);
  }

  /** How far the first line with anything in it is indented, from that line on. */
  private int indentFrom(int line) {
    while (lineOfCursor < line && cursor < text.length()) {
      lineOfCursor += text.charAt(cursor++) == '\n' ? 1 : 0;
    }
    int indent = 0;
    for (int i = cursor; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        indent = 0;
      } else if (c == ' ') {
        indent++;
      } else {
        return indent;
      }
    }
    return indent;
  }

  private YamlNode sequence(SequenceStartEvent event, int depth) throws InvalidPolicyException {
    refuseTag(event);
    List<YamlNode> items = new ArrayList<>();
    int size = 1;
    int deepest = 0;
    for (Event next = next(); next.getEventId() != Event.ID.SequenceEnd; next = next()) {
      YamlNode item = node(next, depth + 1);
      size += item.size();
      deepest = Math.max(deepest, item.depth());
      items.add(item);
    }
    return new YamlNode.Sequence(List.copyOf(items), line(event), column(event), size, deepest + 1);
  }

  private YamlNode mapping(MappingStartEvent event, int depth) throws InvalidPolicyException {
    refuseTag(event);
    List<YamlNode.Entry> entries = new ArrayList<>();
    int size = 1;
    int deepest = 1;
    for (Event next = next(); next.getEventId() != Event.ID.MappingEnd; next = next()) {
      YamlNode key = node(next, depth + 1);
      if (!(key instanceof YamlNode.Scalar name)) {
        throw fault(next, "a key is text, and this is " + key.kind());
      }
      YamlNode value = node(next(), depth + 1);
      size += 1 + value.size();
      deepest = Math.max(deepest, value.depth());
      entries.add(new YamlNode.Entry(name, value));
    }
    return new YamlNode.Mapping(
        List.copyOf(entries), line(event), column(event), size, deepest + 1);
  }

  private void count(Event event, int more) throws InvalidPolicyException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw fault(event, "more than " + MAX_NODES + " nodes, aliases counted at their full size");
    }
  }

  private static void refuseTag(CollectionStartEvent event) throws InvalidPolicyException {
    if (event.getTag().isPresent()) {
      throw fault(event, "tags such as `" + event.getTag().get() + "` are not allowed");
    }
  }

  private static String decode(byte[] document) throws InvalidPolicyException {
    ByteBuffer bytes = ByteBuffer.wrap(document);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      String before = new String(document, 0, bytes.position(), StandardCharsets.UTF_8);
      int[] at = positionOf(before, before.codePointCount(0, before.length()));
      throw fault(at[0], at[1], "not UTF-8");
    }
  }

  /** Line and column, from 1, of the code point of that number, from 0. */
  private static int[] positionOf(String text, int codePoints) {
    int line = 1;
    int column = 1;
    int seen = 0;
    for (int i = 0; i < text.length() && seen < codePoints; seen++) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      column = codePoint == '\n' ? 1 : column + 1;
      line += codePoint == '\n' ? 1 : 0;
    }
    return new int[] {line, column};
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Event event) {
    return event.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  private static InvalidPolicyException fault(Event event, String message) {
    return fault(line(event), column(event), message);
  }

  private static InvalidPolicyException fault(int line, int column, String message) {
    return new InvalidPolicyException(List.of(new PolicyProblem(line, column, "", message)));
  }
}
