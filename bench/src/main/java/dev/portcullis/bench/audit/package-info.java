/** The audit index: how fast it is made, and how fast it answers, at a size of one's choice. */
@NullMarked
package dev.portcullis.bench.audit;

import org.jspecify.annotations.NullMarked;
