package dev.portcullis.host.http.edge;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds whose connection it was. A forwarded-for header is believed only if the peer is a
 * configured proxy, and then only its last address that is no proxy itself.
 */
final class ClientAddress {
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]{2,39}|[0-9a-fA-F:]{2,30}[\\d.]{7,15}");

  private final Set<String> proxies;

  ClientAddress(List<String> proxies) {
    this.proxies = Set.copyOf(proxies);
  }

  String of(String peer, List<String> forwardedFor) {
    if (!proxies.contains(peer) || forwardedFor.isEmpty()) {
      return peer;
    }
    String[] hops = String.join(",", forwardedFor).split(",", -1);
    String nearest = peer;
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!LITERAL.matcher(hop).matches()) {
        return nearest;
      }
      nearest = hop;
      if (!proxies.contains(hop)) {
        return hop;
      }
    }
    return nearest;
  }
}
