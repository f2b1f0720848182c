/** Failures as clients see them: problem details of RFC 9457, each of one closed set of types. */
@NullMarked
package dev.portcullis.host.http.problem;

import org.jspecify.annotations.NullMarked;
