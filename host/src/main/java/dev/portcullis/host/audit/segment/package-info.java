/**
 * The files that hold the lines: their names and order, and reading them forwards and backwards in
 * bounded memory.
 */
@NullMarked
package dev.portcullis.host.audit.segment;

import org.jspecify.annotations.NullMarked;
