package dev.portcullis.host.sandbox;

/**
 * One file given to a program.
 *
 * @param path relative to the workspace, already checked: no empty, {@code .} or {@code ..}
 *     component, no NUL
 * @param content its exact bytes
 * @param executable whether its executable bit is set
 */
public record ProgramFile(String path, Bytes content, boolean executable) {}
