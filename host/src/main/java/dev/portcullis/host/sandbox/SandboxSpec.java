package dev.portcullis.host.sandbox;

import dev.portcullis.governor.limits.Limits;
import java.util.Optional;

/**
 * What a sandbox is made for.
 *
 * @param profile the kind of sandbox, with the image it is pinned to
 * @param limits the ceilings the engine enforces; a program's own limits are these or lower
 * @param standby the language whose interpreter waits inside, if any
 */
public record SandboxSpec(Profile profile, Limits limits, Optional<Language> standby) {}
