package dev.portcullis.host.audit;

import java.time.Instant;

/** A record that is on disk: its number, its hash and the time on its line. */
public record Appended(long seq, String hash, Instant time) {}
