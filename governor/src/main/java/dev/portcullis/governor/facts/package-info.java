/**
 * What is known of a request when it is judged: who asks, for what, and what a look at its code
 * says.
 */
@NullMarked
package dev.portcullis.governor.facts;

import org.jspecify.annotations.NullMarked;
