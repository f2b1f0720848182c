package dev.portcullis.host.audit;

/** Which skill was invoked, by the digest of its bundle. */
public record SkillReference(String name, String version, String digest) {}
