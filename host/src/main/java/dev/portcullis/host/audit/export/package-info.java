/**
 * The journal for others to keep: as it stands, as rows, and as the events that other systems
 * understand. One record after the other, in bounded memory.
 */
@NullMarked
package dev.portcullis.host.audit.export;

import org.jspecify.annotations.NullMarked;
