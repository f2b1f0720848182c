/** Closed segments, compressed with what proves them, and let go of when they are old enough. */
@NullMarked
package dev.portcullis.host.audit.archive;

import org.jspecify.annotations.NullMarked;
