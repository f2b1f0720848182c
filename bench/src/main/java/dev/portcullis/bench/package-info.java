/** Benchmarks of single stages, beside the peers they are measured against. */
@NullMarked
package dev.portcullis.bench;

import org.jspecify.annotations.NullMarked;
