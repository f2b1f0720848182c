@NullMarked
package dev.portcullis.host.execution;

import org.jspecify.annotations.NullMarked;
