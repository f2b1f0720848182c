/**
 * The audit as others use it: the records, the journal that makes them durable before it
 * acknowledges them, and the space kept for what must not be refused.
 *
 * <p>Nothing here knows HTTP, a sandbox or the one path; secrets and code bodies never come here.
 */
@NullMarked
package dev.portcullis.host.audit;

import org.jspecify.annotations.NullMarked;
