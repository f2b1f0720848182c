/**
 * Profiles as they are written down: the author's {@code profile.yaml}, and the lock that says
 * which image was built of it.
 */
@NullMarked
package dev.portcullis.host.sandbox.profile;

import org.jspecify.annotations.NullMarked;
