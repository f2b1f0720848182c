/** Proves a journal, or names the first record that is not what was written; needs no host. */
@NullMarked
package dev.portcullis.host.audit.verify;

import org.jspecify.annotations.NullMarked;
