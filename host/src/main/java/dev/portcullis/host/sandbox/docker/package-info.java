/**
 * Sandboxes as containers of a Docker engine on this machine. docker-java lives here and nowhere
 * else; the frame stream is an attach of our own, since docker-java's costs two threads each.
 */
@NullMarked
package dev.portcullis.host.sandbox.docker;

import org.jspecify.annotations.NullMarked;
