/** The append-only journal of decisions and outcomes, and its verifier. */
@NullMarked
package dev.portcullis.host.audit;

import org.jspecify.annotations.NullMarked;
