package dev.portcullis.governor.scan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds many phrases in a text in one pass (Aho and Corasick, 1975), ASCII letters compared without
 * their case where it was made so.
 */
final class Phrases {
  private static final int ALPHABET = 128;

  private final boolean foldsCase;
  private final int[] next;
  private final List<List<Phrase>> found = new ArrayList<>();

  /** A phrase and what it is a sign of. */
  record Phrase(String text, Sign sign) {}

  /** Told of each phrase that was found. */
  @FunctionalInterface
  interface Sink {
    void found(Phrase phrase, int end);
  }

  Phrases(boolean foldsCase, Map<Sign, List<String>> bySign) {
    this.foldsCase = foldsCase;
    List<int[]> states = new ArrayList<>();
    newState(states);
    bySign.forEach(
        (sign, phrases) -> phrases.forEach(text -> insert(states, new Phrase(text, sign))));
    link(states);
    this.next = new int[states.size() * ALPHABET];
    for (int state = 0; state < states.size(); state++) {
      System.arraycopy(states.get(state), 0, next, state * ALPHABET, ALPHABET);
    }
  }

  void find(String text, int from, int to, Sink sink) {
    int state = 0;
    for (int i = from; i < to; i++) {
      char c = fold(text.charAt(i));
      state = c < ALPHABET ? next[state * ALPHABET + c] : 0;
      List<Phrase> here = found.get(state);
      for (int j = 0; j < here.size(); j++) {
        sink.found(here.get(j), i + 1);
      }
    }
  }

  private char fold(char c) {
    return foldsCase && c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private int newState(List<int[]> states) {
    int[] edges = new int[ALPHABET];
    Arrays.fill(edges, -1);
    states.add(edges);
    found.add(new ArrayList<>());
    return states.size() - 1;
  }

  private void insert(List<int[]> states, Phrase phrase) {
    int state = 0;
    for (int i = 0; i < phrase.text().length(); i++) {
      char c = fold(phrase.text().charAt(i));
      if (states.get(state)[c] < 0) {
        int fresh = newState(states);
        states.get(state)[c] = fresh;
      }
      state = states.get(state)[c];
    }
    found.get(state).add(phrase);
  }

  /** Gives every state an edge for every character: its own, or that of its longest suffix. */
  private void link(List<int[]> states) {
    int[] suffix = new int[states.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    int[] root = states.get(0);
    for (int c = 0; c < ALPHABET; c++) {
      if (root[c] < 0) {
        root[c] = 0;
      } else {
        queue.add(root[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      found.get(state).addAll(found.get(suffix[state]));
      for (int c = 0; c < ALPHABET; c++) {
        int edge = states.get(state)[c];
        int bySuffix = states.get(suffix[state])[c];
        if (edge < 0) {
          states.get(state)[c] = bySuffix;
        } else {
          suffix[edge] = bySuffix;
          queue.add(edge);
        }
      }
    }
  }
}
