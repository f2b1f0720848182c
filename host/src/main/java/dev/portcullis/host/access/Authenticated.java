package dev.portcullis.host.access;

import dev.portcullis.governor.facts.Principal;
import dev.portcullis.governor.facts.Source;

/** Who a key proved, and the door it was made for. */
public record Authenticated(Principal principal, Source source) {}
