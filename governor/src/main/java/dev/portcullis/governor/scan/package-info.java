/**
 * A lexical look at a program: what it imports and calls, and what in it a reviewer would look at
 * twice. It never runs the code, never fails on any bytes, and takes time in proportion to them.
 *
 * <p>It is advice to the score. Whoever wants to hide from it can; the sandbox is the boundary.
 */
@NullMarked
package dev.portcullis.governor.scan;

import org.jspecify.annotations.NullMarked;
