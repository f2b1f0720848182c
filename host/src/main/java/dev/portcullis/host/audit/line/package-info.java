/**
 * A record as the line it becomes: RFC 8785 canonical JSON, its hash and the hash before it, and
 * what is read back from a line that nobody vouches for.
 */
@NullMarked
package dev.portcullis.host.audit.line;

import org.jspecify.annotations.NullMarked;
