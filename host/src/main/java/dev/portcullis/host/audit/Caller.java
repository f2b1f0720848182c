package dev.portcullis.host.audit;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Source;
import java.util.Optional;

/**
 * Who asked, through which door and in which request.
 *
 * @param clientIp the peer's address; absent for what did not come over a network
 * @param traceId 32 hexadecimal digits of the W3C trace context
 * @param idempotencyKeySha256 never the key itself
 */
public record Caller(
    Principal principal,
    Source source,
    Optional<String> clientIp,
    String requestId,
    Optional<String> traceId,
    Optional<String> idempotencyKeySha256) {}
