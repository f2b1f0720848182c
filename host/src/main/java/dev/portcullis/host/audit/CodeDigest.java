package dev.portcullis.host.audit;

/** What code was given, never the code: its digest, its size in bytes, its resolved language. */
public record CodeDigest(String sha256, long bytes, String language) {}
