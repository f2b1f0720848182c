/**
 * JSON as it crosses the wire: strict reading of what callers send, and writing of answers. A
 * caller's text is hostile until it went through here.
 */
@NullMarked
package dev.portcullis.host.http.json;

import org.jspecify.annotations.NullMarked;
