@NullMarked
package dev.portcullis.host.audit.index;

import org.jspecify.annotations.NullMarked;
