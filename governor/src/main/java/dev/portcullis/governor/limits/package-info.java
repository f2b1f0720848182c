/**
 * Ceilings for one execution: what is asked, what a profile and a policy permit, and what is
 * granted.
 */
@NullMarked
package dev.portcullis.governor.limits;

import org.jspecify.annotations.NullMarked;
