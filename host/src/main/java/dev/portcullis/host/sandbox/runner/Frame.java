package dev.portcullis.host.sandbox.runner;

import dev.portcullis.host.sandbox.Bytes;

/** One frame as it came; its length was checked against its type, its content was not. */
record Frame(FrameType type, Bytes payload) {}
