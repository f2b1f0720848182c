/**
 * A transparency log's mathematics and formats, of any records: RFC 6962 Merkle trees and proofs,
 * C2SP tlog-tiles, signed-note and tlog-checkpoint. Knows nothing of journals.
 */
@NullMarked
package dev.portcullis.host.audit.tlog;

import org.jspecify.annotations.NullMarked;
