package dev.portcullis.governor.facts;

/**
 * A module that a program names in an import.
 *
 * @param name as written, at most 128 characters; text of the caller, so hostile
 * @param line where, from 1
 */
public record Import(String name, int line) {}
