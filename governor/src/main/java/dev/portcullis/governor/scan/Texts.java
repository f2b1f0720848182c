package dev.portcullis.governor.scan;

import java.util.List;
import java.util.Map;

/** Looks into the text of a program: its strings and words for phrases, all of it for secrets. */
final class Texts {
  /** So many characters of Base64 or hexadecimal digits in a row are no word of a language. */
  private static final int LONG_CODE = 400;

  private static final Phrases PHRASES =
      new Phrases(
          true,
          Map.of(
              Sign.SENSITIVE_PATH,
              List.of(
                  "/etc/shadow",
                  "/etc/passwd",
                  "/etc/sudoers",
                  "/etc/gshadow",
                  "/etc/krb5.keytab",
                  "/.ssh/",
                  "~/.ssh",
                  "/.ssh",
                  "id_rsa",
                  "id_ed25519",
                  "id_ecdsa",
                  ".aws/credentials",
                  ".aws/config",
                  ".azure/",
                  ".config/gcloud",
                  "application_default_credentials",
                  ".kube/config",
                  ".docker/config.json",
                  ".netrc",
                  ".git-credentials",
                  ".pgpass",
                  ".npmrc",
                  ".pypirc",
                  ".gnupg",
                  "_history",
                  ".vault-token",
                  ".terraform.d",
                  "/var/run/secrets",
                  "/run/secrets",
                  "/proc/self/environ",
                  "/proc/self/mem",
                  "/proc/1/",
                  "/proc/kcore",
                  "/dev/mem",
                  "/dev/kmem",
                  "/etc/ssl/private",
                  "login data",
                  "cookies.sqlite",
                  "key4.db",
                  "wallet.dat",
                  ".portcullis",
                  "169.254.169.254",
                  "metadata.google.internal"),
              Sign.PERSISTENCE,
              List.of(
                  "/etc/cron",
                  "/var/spool/cron",
                  "crontab",
                  ".bashrc",
                  ".bash_profile",
                  ".bash_login",
                  ".zshrc",
                  "/.profile",
                  "~/.profile",
                  "/etc/profile",
                  "/etc/systemd/system",
                  ".config/systemd",
                  "/lib/systemd/system",
                  "/etc/init.d",
                  "/etc/rc.local",
                  "authorized_keys",
                  "launchagents",
                  "launchdaemons",
                  ".config/autostart",
                  "/etc/ld.so.preload",
                  "sitecustomize",
                  "usercustomize",
                  "systemctl enable",
                  "currentversion\\run"),
              Sign.PRIVILEGE,
              List.of(
                  "/etc/sudoers.d",
                  "chmod +s",
                  "chmod u+s",
                  "cap_sys_admin",
                  "cap_sys_ptrace",
                  "cap_setuid",
                  "/proc/sys/kernel",
                  "ld_preload",
                  "nopasswd"),
              Sign.CONTAINER_ESCAPE,
              List.of(
                  "docker.sock",
                  "containerd.sock",
                  "crio.sock",
                  "podman.sock",
                  "release_agent",
                  "notify_on_release",
                  "core_pattern",
                  "/sys/fs/cgroup",
                  "/proc/1/root",
                  "/proc/1/ns",
                  "/proc/sysrq-trigger",
                  "/sys/kernel/uevent_helper",
                  "/dev/sda",
                  "/.dockerenv",
                  "binfmt_misc"),
              Sign.MINING,
              List.of(
                  "stratum+tcp",
                  "stratum+ssl",
                  "stratum2+tcp",
                  "xmrig",
                  "minerd",
                  "cpuminer",
                  "cryptonight",
                  "coinhive",
                  "ethminer",
                  "nicehash",
                  "randomx",
                  "minexmr",
                  "supportxmr",
                  "nanopool",
                  "moneroocean",
                  "--donate-level",
                  "hashvault"),
              Sign.NETWORK_CALL,
              List.of("/dev/tcp/", "/dev/udp/")));

  private static final Phrases SECRETS =
      new Phrases(
          false,
          Map.of(
              Sign.SECRET,
              List.of(
                  "-----BEGIN RSA PRIVATE KEY",
                  "-----BEGIN PRIVATE KEY",
                  "-----BEGIN EC PRIVATE KEY",
                  "-----BEGIN OPENSSH PRIVATE KEY",
                  "-----BEGIN DSA PRIVATE KEY",
                  "-----BEGIN ENCRYPTED PRIVATE KEY",
                  "-----BEGIN PGP PRIVATE KEY",
                  "AKIA",
                  "ASIA",
                  "ghp_",
                  "gho_",
                  "ghs_",
                  "ghu_",
                  "github_pat_",
                  "glpat-",
                  "xoxb-",
                  "xoxp-",
                  "xoxa-",
                  "xoxs-",
                  "AIza",
                  "sk-ant-",
                  "sk-proj-",
                  "sk_live_",
                  "rk_live_",
                  "npm_",
                  "pypi-AgEI",
                  "ptc_",
                  "SG.",
                  "hf_",
                  "dop_v1_",
                  "ya29.",
                  "AccountKey=")));

  private final String source;
  private final Findings findings;

  Texts(String source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /** Looks for phrases in one string or word that starts at {@code line}. */
  void look(int from, int to, int line) {
    LineCount lines = new LineCount(from, line);
    PHRASES.find(source, from, to, (phrase, end) -> findings.saw(phrase.sign(), lines.at(end)));
    LineCount linesAgain = new LineCount(from, line);
    int run = 0;
    for (int i = from; i < to; i++) {
      run = isCode(source.charAt(i)) ? run + 1 : 0;
      if (run == LONG_CODE) {
        findings.saw(Sign.ENCODED_TEXT, linesAgain.at(i));
      }
    }
  }

  /** Looks for secrets everywhere, in comments too. */
  void lookForSecrets() {
    LineCount lines = new LineCount(0, 1);
    SECRETS.find(
        source,
        0,
        source.length(),
        (phrase, end) -> {
          if (phrase.text().startsWith("-----") || follows(end, lengthAfter(phrase.text()))) {
            findings.saw(phrase.sign(), lines.at(end));
          }
        });
  }

  /** How many characters of a token have to follow its mark, or it is something else. */
  private static int lengthAfter(String mark) {
    return switch (mark) {
      case "AKIA", "ASIA" -> 16;
      case "SG.", "ya29." -> 20;
      case "xoxb-", "xoxp-", "xoxa-", "xoxs-", "glpat-" -> 20;
      case "ptc_", "ghp_", "gho_", "ghs_", "ghu_", "npm_" -> 36;
      case "sk_live_", "rk_live_" -> 24;
      default -> 30;
    };
  }

  private boolean follows(int from, int count) {
    if (from + count > source.length()) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      char c = source.charAt(i);
      if (!isCode(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isCode(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }

  /** Tells the line of one place after another, each behind the last. */
  private final class LineCount {
    private int at;
    private int line;

    LineCount(int at, int line) {
      this.at = at;
      this.line = line;
    }

    int at(int place) {
      for (; at < place; at++) {
        line += source.charAt(at) == '\n' ? 1 : 0;
      }
      return line;
    }
  }
}
