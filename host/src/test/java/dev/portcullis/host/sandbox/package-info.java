/** What every driver must do, and one that needs no engine. */
@NullMarked
package dev.portcullis.host.sandbox;

import org.jspecify.annotations.NullMarked;
