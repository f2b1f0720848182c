package dev.portcullis.host.sandbox;

import java.util.List;

/**
 * A programming language as one profile offers it.
 *
 * @param name the name in requests, policies and records
 * @param aliases other names a caller may use; never seen by policies
 * @param version what the image's build recorded
 * @param file what a program given as one text is called, such as {@code main.py}
 * @param command the argument vector; the element {@code {entry}} stands for the program's absolute
 *     path
 * @param standby the argument vector of the interpreter that waits, empty where there is none
 */
public record Language(
    String name,
    List<String> aliases,
    String version,
    String file,
    List<String> command,
    List<String> standby) {
  public Language {
    aliases = List.copyOf(aliases);
    command = List.copyOf(command);
    standby = List.copyOf(standby);
  }
}
