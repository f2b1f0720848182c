/**
 * The host's configuration: immutable, checked whole, read once at start from {@code config.toml}
 * in the home.
 */
@NullMarked
package dev.portcullis.host.config;

import org.jspecify.annotations.NullMarked;
