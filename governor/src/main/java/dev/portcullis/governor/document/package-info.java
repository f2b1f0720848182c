/**
 * Policies as documents: reading one from its bytes, saying where and why it is wrong, and running
 * the tests it carries along.
 */
@NullMarked
package dev.portcullis.governor.document;

import org.jspecify.annotations.NullMarked;
