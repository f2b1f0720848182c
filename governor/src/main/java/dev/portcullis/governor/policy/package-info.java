/**
 * A policy as a value: its rules, what they match, and what they say. How one is read from a
 * document is the business of {@code document}.
 */
@NullMarked
package dev.portcullis.governor.policy;

import org.jspecify.annotations.NullMarked;
