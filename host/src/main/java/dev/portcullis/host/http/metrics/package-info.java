/** What is counted, for Prometheus. Label values come from closed sets only. */
@NullMarked
package dev.portcullis.host.http.metrics;

import org.jspecify.annotations.NullMarked;
