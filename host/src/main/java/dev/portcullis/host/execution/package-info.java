/**
 * The one path: every program that runs is admitted, judged, recorded, run in a sandbox and
 * recorded again here, whichever door the request came through.
 */
@NullMarked
package dev.portcullis.host.execution;

import org.jspecify.annotations.NullMarked;
