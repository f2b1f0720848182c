package dev.portcullis.host.audit.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A journal in memory, of which the index sees what a real one shows it. */
final class ListedJournal implements Followed {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final List<byte[]> lines = new ArrayList<>();
  private final List<JsonNode> records = new ArrayList<>();
  private long first;
  private String last = "0".repeat(64);

  /** One whose records before {@code first} were archived and removed. */
  ListedJournal(long first) {
    this.first = first;
  }

  synchronized ListedJournal add(Instant time, Map<String, Object> fields) {
    try {
      Map<String, Object> record = new TreeMap<>(fields);
      record.put("seq", first + lines.size());
      record.put("time", time.toString());
      record.put("prev_hash", last);
      record.put("host", Map.of("instance", "i", "version", "0"));
      last =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(record)));
      record.put("hash", last);
      byte[] line = JSON.writeValueAsBytes(record);
      lines.add(line);
      records.add(JSON.readTree(line));
      return this;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As if its archived beginning had been removed. */
  synchronized void forgetBefore(long seq) {
    while (first < seq) {
      lines.removeFirst();
      records.removeFirst();
      first++;
    }
  }

  synchronized List<JsonNode> records() {
    return List.copyOf(records);
  }

  synchronized String line(long seq) {
    return new String(lines.get((int) (seq - first)), StandardCharsets.UTF_8);
  }

  @Override
  public synchronized long tip() {
    return lines.isEmpty() ? 0 : first + lines.size() - 1;
  }

  @Override
  public synchronized long first() {
    return first;
  }

  @Override
  public void lines(long seq, LineTaker each) throws IOException {
    List<byte[]> now;
    synchronized (this) {
      now = List.copyOf(lines.subList((int) Math.max(0, seq - first), lines.size()));
    }
    for (byte[] line : now) {
      each.take(line);
    }
  }
}
