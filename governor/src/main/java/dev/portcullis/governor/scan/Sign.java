package dev.portcullis.governor.scan;

import dev.portcullis.governor.facts.Indicator;

/** What the scan can see in a program; the ids are part of the policy language. */
enum Sign {
  NETWORK_MODULE("network-module", "network"),
  NETWORK_CALL("network-call", "network"),
  PROCESS_SPAWN("process-spawn", "process"),
  DYNAMIC_EVALUATION("dynamic-evaluation", "evaluation"),
  NESTED_PROGRAM("nested-program", "evaluation"),
  NATIVE_CODE("native-code", "native"),
  SENSITIVE_PATH("sensitive-path", "sensitive-path"),
  PERSISTENCE("persistence", "persistence"),
  PRIVILEGE("privilege", "privilege"),
  CONTAINER_ESCAPE("container-escape", "privilege"),
  DECODE_THEN_RUN("decode-then-run", "obfuscation"),
  DECODES_AND_EVALUATES("decodes-and-evaluates", "obfuscation"),
  DOWNLOAD_THEN_RUN("download-then-run", "obfuscation"),
  ENCODED_TEXT("encoded-text", "obfuscation"),
  HIDDEN_NAME("hidden-name", "obfuscation"),
  ODD_ENCODING("odd-encoding", "obfuscation"),
  NOT_SCANNED_WHOLE("not-scanned-whole", "obfuscation"),
  SECRET("secret", "secret"),
  FORK("fork", "resource"),
  FORK_BOMB("fork-bomb", "resource"),
  HUGE_ALLOCATION("huge-allocation", "resource"),
  MINING("mining", "mining");

  private final String id;
  private final String family;

  Sign(String id, String family) {
    this.id = id;
    this.family = family;
  }

  String id() {
    return id;
  }

  String family() {
    return family;
  }

  Indicator at(int line) {
    return new Indicator(id, family, line);
  }
}
