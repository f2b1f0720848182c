package dev.portcullis.host.sandbox.pool;

import dev.portcullis.host.sandbox.EngineUnavailableException;
import dev.portcullis.host.sandbox.ReceiptDriftException;

/** Why the last sandbox could not be made. */
sealed interface Failure {
  /** The engine did not make it. */
  record Engine(EngineUnavailableException cause) implements Failure {}

  /** It was not what its profile says. */
  record Drift(ReceiptDriftException cause) implements Failure {}

  /** Throws it again, for somebody else. */
  default RuntimeException raise() throws EngineUnavailableException, ReceiptDriftException {
    switch (this) {
      case Engine(var cause) ->
          throw new EngineUnavailableException(String.valueOf(cause.getMessage()), cause);
      case Drift(var cause) ->
          throw new ReceiptDriftException(String.valueOf(cause.getMessage()), cause);
    }
  }
}
