/**
 * Tries a policy without letting it rule: on a request that nobody makes, and on the decisions that
 * the journal has. Nothing runs, nothing is counted, nothing is recorded.
 */
@NullMarked
package dev.portcullis.host.rehearsal;

import org.jspecify.annotations.NullMarked;
