/**
 * The host as its users meet it: started as a process, spoken to over HTTP, with the real engine
 * behind it.
 */
@NullMarked
package dev.portcullis.host.it;

import org.jspecify.annotations.NullMarked;
