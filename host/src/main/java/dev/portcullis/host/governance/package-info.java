/**
 * What rules now: the active policy, the mode and thresholds in force, and the kill switch; each
 * change is recorded.
 */
@NullMarked
package dev.portcullis.host.governance;

import org.jspecify.annotations.NullMarked;
