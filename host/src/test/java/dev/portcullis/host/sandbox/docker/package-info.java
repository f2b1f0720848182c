/** Tests of the driver, those named {@code *IT} against a real engine. */
@NullMarked
package dev.portcullis.host.sandbox.docker;

import org.jspecify.annotations.NullMarked;
