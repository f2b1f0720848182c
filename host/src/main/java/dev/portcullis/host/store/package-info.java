/** The database: what must survive a restart and is no audit record. */
@NullMarked
package dev.portcullis.host.store;

import org.jspecify.annotations.NullMarked;
