/** The client against a server that answers what each test says. */
@NullMarked
package dev.portcullis.client;

import org.jspecify.annotations.NullMarked;
