package dev.portcullis.host.audit.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads one line without building a tree. What does not have the form of a record is an {@link
 * IOException}; members it does not know are passed over.
 */
final class LineFactsReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
          .build();

  private final JsonParser json;
  private final Set<Term> terms = new LinkedHashSet<>();
  private final Set<String> words = new LinkedHashSet<>();
  private final List<String> references = new ArrayList<>(4);
  private boolean decided;
  private long seq;
  private String hash = "";
  private String prevHash = "";
  private String time = "";

  private LineFactsReader(JsonParser json) {
    this.json = json;
  }

  static LineFacts read(byte[] line) throws IOException {
    try (JsonParser json = JSON.createParser(line)) {
      return new LineFactsReader(json).record();
    }
  }

  private LineFacts record() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("a line is no JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      member(name);
    }
    for (String word : words) {
      terms.add(new Term(Dimension.WORD, word));
    }
    if (seq < 1 || hash.isEmpty()) {
      throw new IOException("a line has no number or no hash");
    }
    try {
      return new LineFacts(
          seq, hash, prevHash, Instant.parse(time), List.copyOf(terms), references);
    } catch (DateTimeException malformed) {
      throw new IOException("record " + seq + " has no time", malformed);
    }
  }

  private void member(String name) throws IOException {
    switch (name) {
      case "seq" -> seq = json.getLongValue();
      case "hash" -> hash = json.getText();
      case "prev_hash" -> prevHash = json.getText();
      case "time" -> time = json.getText();
      case "stage" -> term(Dimension.STAGE);
      case "action" -> {
        term(Dimension.ACTION);
        Words.add(json.getText(), words);
      }
      case "enforced" -> term(Dimension.DECISION);
      case "computed" -> term(Dimension.COMPUTED);
      case "source" -> term(Dimension.SOURCE);
      case "client_ip" -> term(Dimension.CLIENT_IP);
      case "language" -> term(Dimension.LANGUAGE);
      case "profile" -> term(Dimension.PROFILE);
      case "mode" -> term(Dimension.MODE);
      case "policy_digest" -> term(Dimension.POLICY);
      case "risk" -> term(Dimension.RISK);
      case "id", "request_id", "trace_id" -> references.add(json.getText());
      case "decision_id" -> {
        decided = true;
        references.add(json.getText());
      }
      case "principal" -> principal();
      case "skill" -> skill();
      case "rules" -> rules();
      case "outcome" -> outcome();
      case "change" -> allWords();
      case "facts" -> {
        // Those of a decision are of the program, no message; its id stands before them.
        if (decided) {
          json.skipChildren();
        } else {
          eventFacts();
        }
      }
      default -> json.skipChildren();
    }
  }

  /** Whom an event of the host is about can be asked for like who makes a request. */
  private void eventFacts() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        switch (name) {
          case "address" -> term(Dimension.CLIENT_IP);
          case "principal" -> term(Dimension.PRINCIPAL);
          case "key_id" -> term(Dimension.KEY);
          default -> {}
        }
      }
      allWords();
    }
  }

  private void term(Dimension dimension) throws IOException {
    terms.add(new Term(dimension, json.getText()));
  }

  private void principal() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> term(Dimension.PRINCIPAL);
        case "key_id" -> term(Dimension.KEY);
        default -> json.skipChildren();
      }
    }
  }

  private void skill() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("name")) {
        term(Dimension.SKILL);
      } else {
        json.skipChildren();
      }
    }
  }

  private void rules() throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "id" -> {
            term(Dimension.RULE);
            Words.add(json.getText(), words);
          }
          case "message" -> Words.add(json.getText(), words);
          default -> json.skipChildren();
        }
      }
    }
  }

  private void outcome() throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "cause" -> {
          term(Dimension.CAUSE);
          Words.add(json.getText(), words);
        }
        case "problem" -> {
          term(Dimension.PROBLEM);
          Words.add(json.getText(), words);
        }
        case "detail" -> Words.add(json.getText(), words);
        default -> json.skipChildren();
      }
    }
  }

  /** Every text in the value at which the parser stands. */
  private void allWords() throws IOException {
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token == null) {
        throw new IOException("a line breaks off");
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING) {
        Words.add(json.getText(), words);
      }
      if (depth > 0) {
        json.nextToken();
      }
    } while (depth > 0);
  }
}
