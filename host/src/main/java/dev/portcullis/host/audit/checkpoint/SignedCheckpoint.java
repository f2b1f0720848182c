package dev.portcullis.host.audit.checkpoint;

import dev.portcullis.host.audit.tlog.Checkpoint;

/** A checkpoint and the signed note that says it, as it is published. */
public record SignedCheckpoint(Checkpoint checkpoint, String note) {}
