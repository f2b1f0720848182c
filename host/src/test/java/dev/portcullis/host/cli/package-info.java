/** The command line as a user meets it: streams and exit codes. */
@NullMarked
package dev.portcullis.host.cli;

import org.jspecify.annotations.NullMarked;
