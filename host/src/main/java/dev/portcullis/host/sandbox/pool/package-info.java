/** Sandboxes that wait, and requests that wait for sandboxes. Knows no engine, only the port. */
@NullMarked
package dev.portcullis.host.sandbox.pool;

import org.jspecify.annotations.NullMarked;
