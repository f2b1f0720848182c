/**
 * Conditions written as CEL expressions over what is known of a request. CEL stays inside.
 *
 * <p>Expressions are typed and bounded: in length, nodes, depth, iterations and the size of regular
 * expressions, which run in linear time. What goes over a bound when it is evaluated fails, and a
 * condition that fails counts against the caller.
 */
@NullMarked
package dev.portcullis.governor.when;

import org.jspecify.annotations.NullMarked;
