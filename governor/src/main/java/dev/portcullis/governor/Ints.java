package dev.portcullis.governor;

import java.util.Arrays;

/** A growing list of ints, without boxes. */
final class Ints {
  private int[] values = new int[8];
  private int size;

  void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  void addAll(Ints more) {
    if (size + more.size > values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, size + more.size));
    }
    System.arraycopy(more.values, 0, values, size, more.size);
    size += more.size;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  /** Sorts, and drops what is there twice. */
  void sortDistinct() {
    Arrays.sort(values, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || values[kept - 1] != values[i]) {
        values[kept++] = values[i];
      }
    }
    size = kept;
  }
}
