package dev.portcullis.governor.scan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** What commands a shell script runs, and what its words name. */
final class ShellReading {
  private static final KnownNames COMMANDS =
      new KnownNames()
          .with(
              Sign.NETWORK_CALL,
              "curl",
              "wget",
              "nc",
              "ncat",
              "netcat",
              "socat",
              "telnet",
              "ssh",
              "scp",
              "sftp",
              "rsync",
              "ftp",
              "tftp",
              "aria2c",
              "dig",
              "nslookup",
              "host",
              "ping",
              "nmap",
              "lynx")
          .with(
              Sign.PROCESS_SPAWN,
              "nohup",
              "setsid",
              "disown",
              "coproc",
              "xargs",
              "parallel",
              "screen",
              "tmux",
              "daemonize")
          .with(Sign.DYNAMIC_EVALUATION, "eval")
          .with(
              Sign.NATIVE_CODE, "gcc", "cc", "g++", "clang", "clang++", "tcc", "ld", "as", "rustc")
          .with(Sign.PERSISTENCE, "crontab", "at", "batch", "systemctl", "update-rc.d", "launchctl")
          .with(
              Sign.PRIVILEGE,
              "sudo",
              "su",
              "doas",
              "pkexec",
              "setcap",
              "capsh",
              "passwd",
              "chpasswd",
              "usermod",
              "useradd",
              "visudo",
              "newuidmap",
              "newgidmap")
          .with(
              Sign.CONTAINER_ESCAPE,
              "nsenter",
              "unshare",
              "mount",
              "umount",
              "insmod",
              "modprobe",
              "docker",
              "podman",
              "ctr",
              "crictl",
              "runc",
              "kubectl",
              "pivot_root",
              "chroot",
              "losetup",
              "debugfs",
              "mknod")
          .with(Sign.HUGE_ALLOCATION, "stress", "stress-ng", "fallocate", "yes");

  private static final Set<String> BEFORE_A_COMMAND =
      Set.of("then", "do", "else", "elif", "if", "while", "until", "!", "time", "in");

  /** Commands whose arguments are a command again. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "sudo", "doas", "env", "exec", "command", "builtin", "nohup", "nice", "ionice", "setsid",
          "xargs", "stdbuf", "timeout", "busybox");

  private static final Set<String> INTERPRETERS =
      Set.of(
          "sh", "bash", "dash", "zsh", "ksh", "ash", "python", "python2", "python3", "perl", "ruby",
          "node", "php", "lua");
  private static final Set<String> DOWNLOADERS = Set.of("curl", "wget", "aria2c");
  private static final Set<String> DECODERS =
      Set.of("base64", "base32", "xxd", "uudecode", "openssl", "gunzip", "zcat", "bunzip2", "xz");

  private final Tokens tokens;
  private final Findings findings;
  private final Texts texts;

  /** Where in a command we are; one for each substitution we are in. */
  private static final class Place {
    boolean atCommand = true;
    boolean wrapped;
    boolean piped;
    boolean downloads;
    boolean decodes;
    String command = "";

    void next(boolean pipe) {
      atCommand = true;
      wrapped = false;
      piped = pipe;
      command = "";
      if (!pipe) {
        downloads = false;
        decodes = false;
      }
    }
  }

  private final Deque<Place> places = new ArrayDeque<>();

  ShellReading(Tokens tokens, Findings findings) {
    this.tokens = tokens;
    this.findings = findings;
    this.texts = new Texts(tokens.source(), findings);
    places.push(new Place());
  }

  void read() {
    for (int at = 0; at < tokens.size(); at++) {
      Place place = places.getFirst();
      switch (tokens.kind(at)) {
        case NEWLINE -> {
          // A line that ends in a pipe goes on in the next.
          if (!tokens.is(at - 1, '|')) {
            place.next(false);
          }
        }
        case PUNCTUATION -> punctuation(at, place);
        case OPEN -> {
          if (places.size() < Lexer.MAX_NESTING * 2) {
            places.push(new Place());
          }
        }
        case CLOSE -> {
          if (places.size() > 1) {
            places.pop();
          }
        }
        case NAME, STRING, NUMBER -> word(at, place);
      }
    }
  }

  private void punctuation(int at, Place place) {
    boolean pipe = tokens.is(at, '|') && !tokens.is(at - 1, '|') && !tokens.is(at + 1, '|');
    boolean redirects = tokens.is(at, '<') || tokens.is(at, '>');
    boolean duplicates = tokens.is(at, '&') && (tokens.is(at - 1, '>') || tokens.is(at + 1, '>'));
    if (tokens.is(at, '<') && INTERPRETERS.contains(place.command)) {
      findings.saw(Sign.NESTED_PROGRAM, tokens.line(at));
    }
    if (!redirects && !duplicates) {
      forkBomb(at);
      place.next(pipe);
    }
  }

  private void word(int at, Place place) {
    int from = tokens.start(at);
    int to = tokens.end(at);
    texts.look(from, to, tokens.line(at));
    boolean target = tokens.is(at - 1, '<') || tokens.is(at - 1, '>');
    if (!place.atCommand || target) {
      argument(at, place);
      return;
    }
    String word = unquoted(tokens.text(at, Findings.LONGEST_NAME));
    boolean option = place.wrapped && (word.startsWith("-") || isNumber(word));
    if (word.isEmpty() || isAssignment(word) || BEFORE_A_COMMAND.contains(word) || option) {
      return;
    }
    command(word.substring(word.lastIndexOf('/') + 1), at, place);
  }

  private void command(String name, int at, Place place) {
    int line = tokens.line(at);
    if (name.isEmpty()) {
      place.atCommand = false;
      return;
    }
    findings.called(name, line);
    COMMANDS.signOf(name).ifPresent(sign -> findings.saw(sign, line));
    if (INTERPRETERS.contains(name) && place.piped) {
      findings.saw(
          place.downloads
              ? Sign.DOWNLOAD_THEN_RUN
              : place.decodes ? Sign.DECODE_THEN_RUN : Sign.NESTED_PROGRAM,
          line);
    }
    place.downloads |= DOWNLOADERS.contains(name);
    place.decodes |= DECODERS.contains(name);
    place.wrapped = WRAPPERS.contains(name);
    place.atCommand = place.wrapped;
    place.command = name;
  }

  private void argument(int at, Place place) {
    String word = unquoted(tokens.text(at, 64));
    if (INTERPRETERS.contains(place.command) && (word.equals("-c") || word.equals("-e"))) {
      findings.saw(Sign.NESTED_PROGRAM, tokens.line(at));
    }
    if (place.command.equals("source") || place.command.equals(".")) {
      findings.imported(word, word, tokens.line(at));
      place.command = "";
    }
    if (place.command.equals("dd") && word.startsWith("if=/dev/zero")) {
      findings.saw(Sign.HUGE_ALLOCATION, tokens.line(at));
    }
  }

  /** {@code f() { f | f & }}, whatever it is called; {@code at} is the ampersand. */
  private void forkBomb(int at) {
    if (tokens.is(at, '&')
        && tokens.is(at - 1, Tokens.Kind.NAME)
        && tokens.is(at - 2, '|')
        && tokens.is(at - 3, Tokens.Kind.NAME)
        && tokens.is(at - 4, '{')
        && tokens.text(at - 1, 64).equals(tokens.text(at - 3, 64))) {
      findings.saw(Sign.FORK_BOMB, tokens.line(at));
    }
  }

  private static boolean isAssignment(String word) {
    int equals = word.indexOf('=');
    if (equals <= 0 || !Lexer.isNameStart(word.charAt(0))) {
      return false;
    }
    for (int i = 1; i < equals; i++) {
      char c = word.charAt(i);
      if (!Lexer.isNamePart(c) && c != '[' && c != ']' && c != '+') {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (!Lexer.isDigit(c) && c != '.' && c != 's' && c != 'm' && c != 'h') {
        return false;
      }
    }
    return true;
  }

  /** The word as the shell sees it once quotes and backslashes are gone. */
  private static String unquoted(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c != '\'' && c != '"' && c != '\\') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
