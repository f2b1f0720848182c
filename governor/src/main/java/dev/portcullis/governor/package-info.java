/**
 * Decides whether a principal may do a thing, how risky it is, and within which limits.
 *
 * <p>Pure: no I/O, no clock, no logging, no threads.
 */
@NullMarked
package dev.portcullis.governor;

import org.jspecify.annotations.NullMarked;
