/** The routes of {@code /v1}: each reads a request, asks one port and writes its answer. */
@NullMarked
package dev.portcullis.host.http.routes;

import org.jspecify.annotations.NullMarked;
