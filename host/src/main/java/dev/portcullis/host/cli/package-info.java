/**
 * The command line: what a person or a script on the host says to it. Commands that need a running
 * host go through {@code dev.portcullis.client}; those that must work without one open the home.
 */
@NullMarked
package dev.portcullis.host.cli;

import org.jspecify.annotations.NullMarked;
