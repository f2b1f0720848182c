package dev.portcullis.host.execution;

import java.util.OptionalInt;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON pointer (RFC 6901) of the field
 * @param reason for people, lower case, without a full stop
 * @param line of the field in a document that people write, from 1
 * @param column of the field in a document that people write, from 1
 */
public record FieldError(String pointer, String reason, OptionalInt line, OptionalInt column) {
  /** In a document that programs write, where lines say nothing. */
  public FieldError(String pointer, String reason) {
    this(pointer, reason, OptionalInt.empty(), OptionalInt.empty());
  }
}
