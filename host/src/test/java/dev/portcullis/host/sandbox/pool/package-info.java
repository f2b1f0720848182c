/** Tests of the pool, over a driver without an engine. */
@NullMarked
package dev.portcullis.host.sandbox.pool;

import org.jspecify.annotations.NullMarked;
