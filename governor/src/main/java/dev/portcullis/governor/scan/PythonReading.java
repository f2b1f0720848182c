package dev.portcullis.governor.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a Python program imports, calls and names. */
final class PythonReading extends CodeReading {
  private static final KnownNames MODULES =
      new KnownNames()
          .with(
              Sign.NETWORK_MODULE,
              "socket",
              "socketserver",
              "ssl",
              "http.client",
              "http.server",
              "urllib.request",
              "urllib3",
              "requests",
              "httpx",
              "aiohttp",
              "ftplib",
              "smtplib",
              "poplib",
              "imaplib",
              "nntplib",
              "telnetlib",
              "paramiko",
              "asyncssh",
              "websocket",
              "websockets",
              "pycurl",
              "scapy",
              "scapy.*",
              "xmlrpc.client",
              "xmlrpc.server",
              "grpc",
              "dns",
              "dns.*",
              "zmq",
              "boto3",
              "botocore")
          .with(Sign.PROCESS_SPAWN, "subprocess", "pty", "pexpect", "plumbum", "fabric", "commands")
          .with(Sign.DYNAMIC_EVALUATION, "runpy", "codeop")
          .with(Sign.NATIVE_CODE, "ctypes", "ctypes.*", "_ctypes", "cffi", "pyximport")
          .with(Sign.PERSISTENCE, "crontab")
          .with(Sign.CONTAINER_ESCAPE, "docker", "kubernetes");

  private static final KnownNames NAMES =
      new KnownNames()
          .with(
              Sign.NETWORK_CALL,
              "socket.socket",
              "socket.create_connection",
              "socket.create_server",
              "socket.getaddrinfo",
              "socket.gethostbyname",
              "urllib.request.*",
              "requests.*",
              "httpx.*",
              "aiohttp.*",
              "http.client.*",
              "asyncio.open_connection",
              "asyncio.start_server",
              "smtplib.*",
              "ftplib.*")
          .with(
              Sign.PROCESS_SPAWN,
              "os.system",
              "os.popen",
              "os.exec*",
              "os.spawn*",
              "os.posix_spawn*",
              "subprocess.*",
              "pty.spawn",
              "asyncio.create_subprocess_exec",
              "asyncio.create_subprocess_shell",
              "pexpect.*",
              "commands.*",
              "posix.system",
              "posix.exec*")
          .with(
              Sign.DYNAMIC_EVALUATION,
              "eval",
              "exec",
              "compile",
              "__import__",
              "importlib.import_module",
              "importlib.__import__",
              "runpy.*",
              "code.interact",
              "code.InteractiveInterpreter",
              "code.InteractiveConsole",
              "types.FunctionType",
              "types.CodeType",
              "marshal.load",
              "marshal.loads",
              "pickle.load",
              "pickle.loads",
              "pickle.Unpickler",
              "builtins.eval",
              "builtins.exec",
              "builtins.compile",
              "builtins.__import__",
              "__builtins__.eval",
              "__builtins__.exec",
              "__builtins__.__import__")
          .with(Sign.NATIVE_CODE, "ctypes.*", "cffi.*", "mmap.mmap")
          .with(
              Sign.PRIVILEGE,
              "os.setuid",
              "os.setgid",
              "os.seteuid",
              "os.setegid",
              "os.setreuid",
              "os.setresuid",
              "os.setgroups",
              "os.chroot")
          .with(Sign.CONTAINER_ESCAPE, "os.unshare", "os.setns")
          .with(Sign.HIDDEN_NAME, "builtins.__dict__*", "builtins.getattr", "sys.modules*")
          .with(Sign.FORK, "os.fork", "os.forkpty")
          .with(Sign.HUGE_ALLOCATION, "bytearray", "bytes", "numpy.zeros", "numpy.ones")
          .decodedBy(
              "base64.b64decode",
              "base64.b32decode",
              "base64.b16decode",
              "base64.b85decode",
              "base64.a85decode",
              "base64.decodebytes",
              "base64.urlsafe_b64decode",
              "binascii.unhexlify",
              "binascii.a2b_hex",
              "binascii.a2b_base64",
              "zlib.decompress",
              "bz2.decompress",
              "lzma.decompress",
              "gzip.decompress",
              "bytes.fromhex",
              "bytearray.fromhex",
              "codecs.decode",
              "marshal.loads");

  /** What is asked for by name when somebody wants a function without writing it. */
  private static final Set<String> ASKED_BY_NAME =
      Set.of(
          "system",
          "popen",
          "exec",
          "eval",
          "execv",
          "execve",
          "spawn",
          "fork",
          "__import__",
          "compile",
          "Popen",
          "run",
          "check_output");

  private static final Set<String> BEHIND_THE_SCENES =
      Set.of("__builtins__", "__subclasses__", "__globals__", "__mro__", "__code__");

  private static final int MOST_STARS = 16;

  private final List<String> stars = new ArrayList<>();

  PythonReading(Tokens tokens, Findings findings) {
    super(tokens, findings, MODULES, NAMES);
  }

  @Override
  int name(int at) {
    if (tokens.is(at, "import") && !tokens.is(at - 1, '.')) {
      return imports(at + 1);
    }
    if (tokens.is(at, "from") && tokens.is(at + 1, Tokens.Kind.NAME)) {
      return fromImport(at);
    }
    if (tokens.is(at, "from") && tokens.is(at + 1, '.')) {
      return pastRelativeImport(at + 1);
    }
    if (BEHIND_THE_SCENES.contains(tokens.text(at, 32))) {
      findings.saw(Sign.HIDDEN_NAME, tokens.line(at));
    }
    if (tokens.is(at - 1, '.') || tokens.is(at - 1, "def") || tokens.is(at - 1, "class")) {
      return at + 1;
    }
    Chain chain = chain(at);
    if (chain.name().equals("getattr")) {
      askedByName(chain.after());
    }
    used(chain, at);
    if (chain.name().indexOf('.') < 0) {
      for (String star : stars) {
        used(new Chain(star + "." + chain.name(), chain.after()), at);
      }
    }
    importedByCall(chain);
    // The parts of the chain were seen as one; those behind the scenes are looked for in each.
    for (int part = at + 1; part < chain.after(); part++) {
      if (tokens.is(part, Tokens.Kind.NAME) && BEHIND_THE_SCENES.contains(tokens.text(part, 32))) {
        findings.saw(Sign.HIDDEN_NAME, tokens.line(part));
      }
    }
    return chain.after();
  }

  /** {@code import a.b as c, d}, from behind the keyword. */
  private int imports(int from) {
    int at = from;
    while (tokens.is(at, Tokens.Kind.NAME)) {
      Chain module = path(at);
      imported(module.name(), root(module.name()), tokens.line(at));
      at = module.after();
      if (tokens.is(at, "as") && tokens.is(at + 1, Tokens.Kind.NAME)) {
        alias(tokens.text(at + 1, Findings.LONGEST_NAME), module.name());
        at += 2;
      }
      if (!tokens.is(at, ',')) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** {@code from a.b import c as d, (e)}. */
  private int fromImport(int from) {
    Chain module = path(from + 1);
    int at = module.after();
    if (!tokens.is(at, "import")) {
      return from + 1;
    }
    imported(module.name(), root(module.name()), tokens.line(from));
    at++;
    boolean grouped = tokens.is(at, '(');
    at += grouped ? 1 : 0;
    if (tokens.is(at, '*') && stars.size() < MOST_STARS) {
      stars.add(module.name());
    }
    while (at < tokens.size()) {
      if (grouped && tokens.is(at, Tokens.Kind.NEWLINE)) {
        at++;
      } else if (tokens.is(at, Tokens.Kind.NAME)) {
        at = fromName(module.name(), at);
      } else {
        return at;
      }
    }
    return at;
  }

  /** {@code from .a import b} names a file of the program itself. */
  private int pastRelativeImport(int from) {
    int at = from;
    while (tokens.is(at, '.') || (tokens.is(at, Tokens.Kind.NAME) && !tokens.is(at, "import"))) {
      at++;
    }
    return tokens.is(at, "import") ? at + 1 : at;
  }

  private int fromName(String module, int from) {
    String name = tokens.text(from, Findings.LONGEST_NAME);
    String bound = name;
    int at = from + 1;
    if (tokens.is(at, "as") && tokens.is(at + 1, Tokens.Kind.NAME)) {
      bound = tokens.text(at + 1, Findings.LONGEST_NAME);
      at += 2;
    }
    alias(bound, module + "." + name);
    // The name may be a module of its own, as in `from urllib import request`.
    if (MODULES.signOf(module + "." + name).isPresent()) {
      imported(module + "." + name, root(module), tokens.line(from));
    }
    return tokens.is(at, ',') ? at + 1 : at;
  }

  /** {@code __import__("x")} and {@code importlib.import_module("x")}. */
  private void importedByCall(Chain chain) {
    boolean imports =
        chain.name().equals("__import__") || chain.name().equals("importlib.import_module");
    int argument = chain.after() + 1;
    if (imports && tokens.is(chain.after(), '(') && tokens.is(argument, Tokens.Kind.STRING)) {
      String name = tokens.text(argument, Findings.LONGEST_NAME);
      if (!name.isBlank()) {
        imported(name, root(name), tokens.line(argument));
      }
    }
  }

  /** {@code getattr(x, "system")}. */
  private void askedByName(int parenthesis) {
    for (int i = parenthesis + 1; i < Math.min(tokens.size(), parenthesis + 12); i++) {
      if (tokens.is(i, Tokens.Kind.STRING) && ASKED_BY_NAME.contains(tokens.text(i, 32))) {
        findings.saw(Sign.HIDDEN_NAME, tokens.line(i));
        return;
      }
    }
  }

  /** A dotted name as it stands there, not resolved. */
  private Chain path(int from) {
    StringBuilder name = new StringBuilder(tokens.text(from, Findings.LONGEST_NAME));
    int at = from + 1;
    while (tokens.is(at, '.') && tokens.is(at + 1, Tokens.Kind.NAME)) {
      if (name.length() < Findings.LONGEST_NAME) {
        name.append('.').append(tokens.text(at + 1, Findings.LONGEST_NAME));
      }
      at += 2;
    }
    return new Chain(name.toString(), at);
  }

  private static String root(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
