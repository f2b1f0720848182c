@NullMarked
package dev.portcullis.host.rehearsal;

import org.jspecify.annotations.NullMarked;
