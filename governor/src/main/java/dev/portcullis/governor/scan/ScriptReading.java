package dev.portcullis.governor.scan;

import java.util.Set;

/** What a JavaScript or TypeScript program imports, calls and names. */
final class ScriptReading extends CodeReading {
  private static final KnownNames MODULES =
      new KnownNames()
          .with(
              Sign.NETWORK_MODULE,
              "net",
              "dgram",
              "http",
              "https",
              "http2",
              "tls",
              "dns",
              "dns/promises",
              "axios",
              "node-fetch",
              "undici",
              "ws",
              "request",
              "got",
              "superagent",
              "socket.io-client",
              "ssh2",
              "ky",
              "needle")
          .with(
              Sign.PROCESS_SPAWN,
              "child_process",
              "cluster",
              "execa",
              "shelljs",
              "cross-spawn",
              "node-pty",
              "zx")
          .with(Sign.DYNAMIC_EVALUATION, "vm", "vm2", "isolated-vm", "repl")
          .with(
              Sign.NATIVE_CODE,
              "ffi-napi",
              "ref-napi",
              "koffi",
              "bindings",
              "node-gyp",
              "node-gyp-build",
              "bun:ffi")
          .with(Sign.CONTAINER_ESCAPE, "dockerode");

  private static final KnownNames NAMES =
      new KnownNames()
          .with(
              Sign.NETWORK_CALL,
              "fetch",
              "globalThis.fetch",
              "XMLHttpRequest",
              "WebSocket",
              "EventSource",
              "navigator.sendBeacon",
              "net.connect",
              "net.createConnection",
              "net.createServer",
              "net.Socket",
              "http.request",
              "http.get",
              "http.createServer",
              "https.request",
              "https.get",
              "https.createServer",
              "dgram.createSocket",
              "axios",
              "axios.*",
              "dns.*",
              "Deno.connect",
              "Deno.listen",
              "Bun.serve",
              "Bun.connect")
          .with(
              Sign.PROCESS_SPAWN,
              "child_process.*",
              "execa",
              "Deno.run",
              "Deno.Command",
              "Bun.spawn",
              "Bun.spawnSync")
          .with(
              Sign.DYNAMIC_EVALUATION,
              "eval",
              "Function",
              "globalThis.eval",
              "vm.*",
              "window.eval",
              "module._compile",
              "require.extensions*")
          .with(
              Sign.NATIVE_CODE,
              "process.dlopen",
              "process.binding",
              "process._linkedBinding",
              "WebAssembly.*",
              "Deno.dlopen")
          .with(
              Sign.PRIVILEGE,
              "process.setuid",
              "process.setgid",
              "process.seteuid",
              "process.setegid",
              "process.setgroups",
              "process.initgroups")
          .with(Sign.FORK, "cluster.fork")
          .with(
              Sign.HUGE_ALLOCATION,
              "Buffer.alloc",
              "Buffer.allocUnsafe",
              "Array",
              "ArrayBuffer",
              "Uint8Array",
              "SharedArrayBuffer")
          .decodedBy(
              "atob",
              "Buffer.from",
              "unescape",
              "decodeURIComponent",
              "String.fromCharCode",
              "String.fromCodePoint",
              "zlib.inflateSync",
              "zlib.gunzipSync",
              "zlib.brotliDecompressSync",
              "Deno.core.decode");

  private static final Set<String> GLOBALS =
      Set.of("global", "globalThis", "window", "self", "process");

  /** How far a list of imported names goes on. */
  private static final int LONGEST_CLAUSE = 400;

  ScriptReading(Tokens tokens, Findings findings) {
    super(tokens, findings, MODULES, NAMES);
  }

  @Override
  int name(int at) {
    if (tokens.text(at, 256).contains("\\u")) {
      findings.saw(Sign.HIDDEN_NAME, tokens.line(at));
    }
    if (tokens.is(at - 1, '.')) {
      return at + 1;
    }
    if (tokens.is(at, "import")) {
      return imports(at);
    }
    if (tokens.is(at, "from") && tokens.is(at + 1, Tokens.Kind.STRING)) {
      module(at + 1);
      return at + 1;
    }
    if (tokens.is(at, "require")
        && tokens.is(at + 1, '(')
        && tokens.is(at + 2, Tokens.Kind.STRING)) {
      return required(at);
    }
    if (tokens.is(at - 1, "function") || tokens.is(at - 1, "class")) {
      return at + 1;
    }
    if (GLOBALS.contains(tokens.text(at, 16)) && tokens.is(at + 1, '[')) {
      findings.saw(Sign.HIDDEN_NAME, tokens.line(at));
    }
    Chain chain = chain(at);
    if (chain.name().contains("constructor.constructor")) {
      findings.saw(Sign.HIDDEN_NAME, tokens.line(at));
    }
    used(chain, at);
    return chain.after();
  }

  private int imports(int at) {
    if (tokens.is(at + 1, Tokens.Kind.STRING)) {
      module(at + 1);
      return at + 1;
    }
    if (tokens.is(at + 1, '(')) {
      return tokens.is(at + 2, Tokens.Kind.STRING) ? required(at) : at + 1;
    }
    int from = at + 1;
    while (from < Math.min(tokens.size(), at + LONGEST_CLAUSE) && !isFrom(from)) {
      if (tokens.is(from, ';') || tokens.is(from, '(')) {
        return at + 1;
      }
      from++;
    }
    if (!isFrom(from)) {
      return at + 1;
    }
    bindClause(at + 1, from, module(from + 1));
    return from + 1;
  }

  private boolean isFrom(int at) {
    return tokens.is(at, "from") && tokens.is(at + 1, Tokens.Kind.STRING);
  }

  /** {@code d, {a, b as c}, * as n}: which names stand for what of the module. */
  private void bindClause(int from, int to, String module) {
    boolean braces = false;
    for (int i = from; i < to; i++) {
      braces = tokens.is(i, '{') || (braces && !tokens.is(i, '}'));
      if (!tokens.is(i, Tokens.Kind.NAME) || tokens.is(i, "as") || tokens.is(i, "type")) {
        continue;
      }
      String name = tokens.text(i, Findings.LONGEST_NAME);
      boolean renamed = tokens.is(i + 1, "as") && tokens.is(i + 2, Tokens.Kind.NAME);
      String bound = renamed ? tokens.text(i + 2, Findings.LONGEST_NAME) : name;
      alias(bound, braces && !name.equals("default") ? module + "." + name : module);
      i += renamed ? 2 : 0;
    }
  }

  /** {@code require("m")} or {@code import("m")}, and what is made of it at once. */
  private int required(int at) {
    String module = module(at + 2);
    int after = at + 4;
    bindBefore(tokens.is(at - 1, "await") ? at - 2 : at - 1, module);
    if (tokens.is(after, '.') && tokens.is(after + 1, Tokens.Kind.NAME)) {
      Chain rest = chain(after + 1);
      used(new Chain(module + "." + rest.name(), rest.after()), at);
      bindBefore(at - 1, module + "." + rest.name());
      return rest.after();
    }
    return at + 3;
  }

  /** {@code name =} or {@code {a, b: c} =} before {@code equals}, which is the sign's place. */
  private void bindBefore(int equals, String meaning) {
    if (!tokens.is(equals, '=')) {
      return;
    }
    if (tokens.is(equals - 1, Tokens.Kind.NAME)) {
      alias(tokens.text(equals - 1, Findings.LONGEST_NAME), meaning);
    } else if (tokens.is(equals - 1, '}')) {
      int open = equals - 2;
      while (open > Math.max(0, equals - LONGEST_CLAUSE) && !tokens.is(open, '{')) {
        open--;
      }
      for (int i = open + 1; i < equals - 1; i++) {
        if (tokens.is(i, Tokens.Kind.NAME)) {
          String name = tokens.text(i, Findings.LONGEST_NAME);
          boolean renamed = tokens.is(i + 1, ':') && tokens.is(i + 2, Tokens.Kind.NAME);
          alias(renamed ? tokens.text(i + 2, Findings.LONGEST_NAME) : name, meaning + "." + name);
          i += renamed ? 2 : 0;
        }
      }
    }
  }

  /** Notes the module that the string names, unless it is a file of the program itself. */
  private String module(int string) {
    String text = tokens.text(string, Findings.LONGEST_NAME);
    String name = text.startsWith("node:") ? text.substring(5) : text;
    if (!name.isBlank() && !name.startsWith(".") && !name.startsWith("/")) {
      imported(name, root(name), tokens.line(string));
    }
    return name;
  }

  private static String root(String name) {
    int slash = name.indexOf('/');
    if (slash > 0 && name.startsWith("@")) {
      slash = name.indexOf('/', slash + 1);
    }
    return slash < 0 ? name : name.substring(0, slash);
  }
}
