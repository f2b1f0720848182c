/**
 * Counts what the policy bounds: how often, and how many at once. The governor says which bounds a
 * request counts in; here is the memory and the clock it does not have.
 */
@NullMarked
package dev.portcullis.host.quota;

import org.jspecify.annotations.NullMarked;
