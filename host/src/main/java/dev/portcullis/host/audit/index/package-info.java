/**
 * The index of the journal: what makes records findable. It follows the journal off the path of any
 * request, holds nothing that the journal does not, and is made again from it at will.
 *
 * <p>Records are grouped in chunks of 65,536 by number. For each chunk and each term (a dimension
 * and a value, such as a decision and {@code block}) there is one bitmap of the records that have
 * it, so that any filters together are an intersection of bitmaps, in a time that does not depend
 * on how many records each of them finds. What is not in the database yet is in memory, in the
 * {@link dev.portcullis.host.audit.index.Tail}; a query sees both.
 */
@NullMarked
package dev.portcullis.host.audit.index;

import org.jspecify.annotations.NullMarked;
