/** What the door needs of the host and finds in none of its ports. */
@NullMarked
package dev.portcullis.host.http.port;

import org.jspecify.annotations.NullMarked;
