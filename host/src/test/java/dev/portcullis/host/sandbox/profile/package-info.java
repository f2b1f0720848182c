/** Tests of what profiles may say. */
@NullMarked
package dev.portcullis.host.sandbox.profile;

import org.jspecify.annotations.NullMarked;
