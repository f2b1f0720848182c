/** Tries a policy on requests of the past before it rules those of tomorrow. */
@NullMarked
package dev.portcullis.governor.replay;

import org.jspecify.annotations.NullMarked;
