/** The journal as it grows, for those who watch it. */
@NullMarked
package dev.portcullis.host.audit.follow;

import org.jspecify.annotations.NullMarked;
