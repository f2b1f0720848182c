package dev.portcullis.host.execution;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Source;

/**
 * Who asks, and by which door: established by authentication, never by what the caller says.
 *
 * @param clientIp the address of the connection, or of a configured proxy's client
 * @param requestId the id on the answer, by which the log finds it
 * @param traceId W3C trace id, 32 hexadecimal digits
 */
public record Caller(
    Principal principal, Source source, String clientIp, String requestId, String traceId) {}
