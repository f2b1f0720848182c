/** The composition root: the parts of a host, started in order and closed in reverse. */
@NullMarked
package dev.portcullis.host;

import org.jspecify.annotations.NullMarked;
