/**
 * The host's side of the runner's protocol (sandbox-profiles/runner/PROTOCOL.md).
 *
 * <p>The runner shares its sandbox with the guest, so every byte that arrives is hostile: length,
 * order, number, text and name are checked here, and the first violation ends the conversation.
 */
@NullMarked
package dev.portcullis.host.sandbox.runner;

import org.jspecify.annotations.NullMarked;
