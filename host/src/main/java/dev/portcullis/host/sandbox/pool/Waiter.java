package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.Sandbox;
import dev.portcullis.host.sandbox.SandboxSpec;
import java.util.concurrent.CompletableFuture;

/** A request that waits, and what it will be told. */
final class Waiter {
  private final SandboxSpec spec;
  private final String principal;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  /** What a request that waited is told. */
  sealed interface Answer {
    /** Take this sandbox; its place in the pool is yours. */
    record Take(Sandbox sandbox) implements Answer {}

    /** Make one yourself; a place is reserved for it. */
    record Make() implements Answer {}

    /** The engine makes none at the moment. */
    record Failed(Failure failure) implements Answer {}

    /** The pool serves nobody now. */
    record Refused() implements Answer {}
  }

  Waiter(SandboxSpec spec, String principal) {
    this.spec = spec;
    this.principal = principal;
  }

  SandboxSpec spec() {
    return spec;
  }

  String principal() {
    return principal;
  }

  CompletableFuture<Answer> answer() {
    return answer;
  }
}
