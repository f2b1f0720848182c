/**
 * The journal in a directory: one thread writes and syncs for everybody, and what a crash or a
 * failing disk leaves is put right.
 */
@NullMarked
package dev.portcullis.host.audit.journal;

import org.jspecify.annotations.NullMarked;
