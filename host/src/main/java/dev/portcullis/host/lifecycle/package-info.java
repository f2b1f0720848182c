/** Starting, repeating and closing the parts of the host. */
@NullMarked
package dev.portcullis.host.lifecycle;

import org.jspecify.annotations.NullMarked;
