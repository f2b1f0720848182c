package dev.portcullis.governor.facts;

/**
 * A module that a program names in an import.
 *
 * @param name as written, at most 128 characters; text of the caller, so hostile
 * @param module what would have to be installed for it: {@code numpy} of {@code numpy.linalg},
 *     {@code @scope/name} of {@code @scope/name/part}, {@code fs} of {@code node:fs}
 * @param line where, from 1
 */
public record Import(String name, String module, int line) {}
