package dev.portcullis.host.sandbox.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that wait, served in turn between principals and in order within each. Bounded in all
 * and per principal. Not thread-safe: the pool's lock guards it.
 */
final class WaitingLine {
  private final int most;
  private final int mostPerPrincipal;

  /** The principal served last is the last here. */
  private final Map<String, Deque<Waiter>> byPrincipal = new LinkedHashMap<>();

  private int size;

  WaitingLine(int most, int mostPerPrincipal) {
    this.most = most;
    this.mostPerPrincipal = mostPerPrincipal;
  }

  /** Whether there was room. */
  boolean add(Waiter waiter) {
    Deque<Waiter> own = byPrincipal.computeIfAbsent(waiter.principal(), _ -> new ArrayDeque<>());
    if (size >= most || own.size() >= mostPerPrincipal) {
      if (own.isEmpty()) {
        byPrincipal.remove(waiter.principal());
      }
      return false;
    }
    own.addLast(waiter);
    size++;
    return true;
  }

  /** Everybody, in the order in which they are to be served if all could be. */
  List<Waiter> inTurn() {
    List<Waiter> turn = new ArrayList<>(size);
    List<Iterator<Waiter>> lines = new ArrayList<>();
    byPrincipal.values().forEach(own -> lines.add(own.iterator()));
    while (turn.size() < size) {
      for (Iterator<Waiter> line : lines) {
        if (line.hasNext()) {
          turn.add(line.next());
        }
      }
    }
    return turn;
  }

  /** Takes one out that is served; its principal has had its turn. */
  void served(Waiter waiter) {
    Deque<Waiter> own = byPrincipal.remove(waiter.principal());
    if (own != null && own.remove(waiter)) {
      size--;
    }
    if (own != null && !own.isEmpty()) {
      byPrincipal.put(waiter.principal(), own);
    }
  }

  /** Takes one out that gave up; its principal keeps its turn. */
  void left(Waiter waiter) {
    Deque<Waiter> own = byPrincipal.get(waiter.principal());
    if (own != null && own.remove(waiter)) {
      size--;
      if (own.isEmpty()) {
        byPrincipal.remove(waiter.principal());
      }
    }
  }

  int size() {
    return size;
  }
}
