package dev.portcullis.host.audit;

/** Which host writes: the home's instance id and the software's version. */
public record HostIdentity(String instance, String version) {}
