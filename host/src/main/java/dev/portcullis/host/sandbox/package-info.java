/**
 * The sandbox as the one path sees it: a port with one driver behind it, and a pool of sandboxes
 * that wait.
 */
@NullMarked
package dev.portcullis.host.sandbox;

import org.jspecify.annotations.NullMarked;
