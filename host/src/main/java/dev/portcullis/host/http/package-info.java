/** The HTTP door: translates requests and answers, and decides nothing. */
@NullMarked
package dev.portcullis.host.http;

import org.jspecify.annotations.NullMarked;
