/**
 * A thin, typed client of the host's HTTP interface: one method a route, one record a document. It
 * decides nothing and repeats nothing by itself.
 */
@NullMarked
package dev.portcullis.client;

import org.jspecify.annotations.NullMarked;
