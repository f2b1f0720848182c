package dev.portcullis.governor.when;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.portcullis.governor.facts.Request;
import dev.portcullis.governor.policy.Condition;
import dev.portcullis.governor.policy.ConditionFailedException;

/** A compiled expression. */
record CelCondition(Program program) implements Condition {
  @Override
  public boolean holds(Request request) throws ConditionFailedException {
    try {
      return (Boolean) program.eval(name -> Vocabulary.variable(name, request));
    } catch (CelEvaluationException failed) {
      throw new ConditionFailedException(oneLine(String.valueOf(failed.getMessage())), failed);
    } catch (RuntimeException brokenLibrary) {
      // Whatever a function of CEL trips over, the answer is not known: that counts against the
      // caller, and must neither pass as a no nor end the request as a fault of the host.
      throw new ConditionFailedException(
          "evaluation failed: " + brokenLibrary.getClass().getSimpleName(), brokenLibrary);
    }
  }

  private static String oneLine(String message) {
    String line = message.lines().findFirst().orElse("evaluation failed");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
