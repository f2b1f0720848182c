/** Tests of the protocol against streams that no honest runner would send. */
@NullMarked
package dev.portcullis.host.sandbox.runner;

import org.jspecify.annotations.NullMarked;
