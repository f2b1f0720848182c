package dev.portcullis.host.http.routes;

import dev.portcullis.host.http.port.AuditReads;
import dev.portcullis.host.http.port.Authenticator;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * Puts a doorkeeper before every route; a route that does not say what it needs stops the start.
 */
final class Doorkeepers implements DynamicFeature {
  private final Authenticator authenticator;
  private final AuditReads reads;

  Doorkeepers(Authenticator authenticator, AuditReads reads) {
    this.authenticator = authenticator;
    this.reads = reads;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    if (!method.getDeclaringClass().getPackage().equals(Doorkeepers.class.getPackage())) {
      return; // What Jersey adds itself, such as the answer to OPTIONS, shows only what is there.
    }
    Needs needs = method.getAnnotation(Needs.class);
    boolean open = method.isAnnotationPresent(NeedsNoKey.class);
    if ((needs == null) == !open) {
      throw new IllegalStateException(method + " must say what it needs, once");
    }
    Takes takes = method.getAnnotation(Takes.class);
    context.register(
        new Doorkeeper(
            authenticator,
            reads,
            Optional.ofNullable(needs).map(Needs::value),
            takes == null ? List.of() : List.of(takes.value()),
            template(resource)));
  }

  private static String template(ResourceInfo resource) {
    Path onClass = resource.getResourceClass().getAnnotation(Path.class);
    Path onMethod = resource.getResourceMethod().getAnnotation(Path.class);
    return (onClass == null ? "" : onClass.value()) + (onMethod == null ? "" : onMethod.value());
  }
}
