/**
 * What the host signs for: the Merkle tree that follows the journal, and checkpoints that only ever
 * extend the last one.
 */
@NullMarked
package dev.portcullis.host.audit.checkpoint;

import org.jspecify.annotations.NullMarked;
