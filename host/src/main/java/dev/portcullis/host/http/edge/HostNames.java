package dev.portcullis.host.http.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The names this host answers to: the configured ones and the address the connection was made to.
 * Any other name is refused, or a web page could point a name of its own at this address and speak
 * to the host as if it were its own server (DNS rebinding).
 */
final class HostNames {
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  HostNames(List<String> configured) {
    names.addAll(configured);
  }

  boolean answersTo(Request request) {
    String host = request.getHttpURI().getHost();
    if (host == null || host.isEmpty()) {
      return false;
    }
    return names.contains(host)
        || isAddress(host, request.getConnectionMetaData().getLocalSocketAddress());
  }

  private static boolean isAddress(String host, @Nullable SocketAddress local) {
    if (!(local instanceof InetSocketAddress socket) || socket.getAddress() == null) {
      return false;
    }
    InetAddress address = socket.getAddress();
    if (address.isLoopbackAddress() && host.toLowerCase(Locale.ROOT).equals("localhost")) {
      return true;
    }
    if (address instanceof Inet6Address) {
      return host.startsWith("[") && host.endsWith("]") && sameIpv6(host, address);
    }
    return host.equals(address.getHostAddress());
  }

  private static boolean sameIpv6(String bracketed, InetAddress address) {
    String literal = bracketed.substring(1, bracketed.length() - 1);
    if (!literal.matches("[0-9a-fA-F:.]{2,45}")) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(literal).equals(address);
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
