/**
 * What every request meets before any route: its id and trace, the names this host answers to, web
 * origins, and bounds on bytes and time.
 */
@NullMarked
package dev.portcullis.host.http.edge;

import org.jspecify.annotations.NullMarked;
