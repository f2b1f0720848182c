package dev.portcullis.governor.facts;

/**
 * Something in a program that a reviewer would look at twice. Advice to the score, never proof: the
 * sandbox is the boundary.
 *
 * @param id what was seen, from a fixed vocabulary, such as {@code sensitive-path}
 * @param family the kind of behaviour it points to, such as {@code persistence}
 * @param line where, from 1
 */
public record Indicator(String id, String family, int line) {}
