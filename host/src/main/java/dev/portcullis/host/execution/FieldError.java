package dev.portcullis.host.execution;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON pointer (RFC 6901) of the field
 * @param reason for people, lower case, without a full stop
 */
public record FieldError(String pointer, String reason) {}
