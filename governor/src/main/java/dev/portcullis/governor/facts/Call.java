package dev.portcullis.governor.facts;

/**
 * A function that a program calls, or a command that a script runs; each once, where it is first.
 *
 * @param name as written with its dots, at most 128 characters; text of the caller, so hostile
 * @param line where, from 1
 */
public record Call(String name, int line) {}
