/**
 * The journal: an append-only log of every decision, outcome and administrative change, durable
 * before it is acknowledged and chained so that no change goes unnoticed.
 *
 * <p>A record is one line: RFC 8785 canonical JSON and a line feed. Nothing here knows HTTP, a
 * sandbox or the one path; secrets and code bodies never come here.
 */
@NullMarked
package dev.portcullis.host.audit;

import org.jspecify.annotations.NullMarked;
