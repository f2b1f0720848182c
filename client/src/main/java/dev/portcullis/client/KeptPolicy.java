package dev.portcullis.client;

import org.jspecify.annotations.Nullable;

/**
 * A policy that the host keeps.
 *
 * @param digest names its bytes
 * @param active whether it rules
 * @param activatedAt when it was last made to rule; null if it never was
 */
public record KeptPolicy(
    String digest,
    boolean active,
    long bytes,
    String storedAt,
    String storedBy,
    @Nullable String activatedAt,
    @Nullable String activatedBy) {}
