#include "probes.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failure.h"

enum {
  KEYCTL_GET_KEYRING_ID = 0,
  KEY_SPEC_SESSION_KEYRING = -3,
  FAMILY_PACKET = 17,
  FAMILY_ALG = 38,
  FAMILY_VSOCK = 40,
  BEYOND_EVERY_SYSCALL = 4000,
  RUNNER = 1,
};

static long unshare_user(void) {
  return syscall(SYS_unshare, CLONE_NEWUSER);
}

static long clone_user(void) {
  long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    _exit(0);
  }
  return pid;
}

static long clone3_any(void) {
  return syscall(SYS_clone3, NULL, 0);
}

static long mount_proc(void) {
  return mount("proc", "/tmp", "proc", 0, NULL);
}

static long trace(void) {
  return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long socket_packet(void) {
  return socket(FAMILY_PACKET, SOCK_RAW, 0);
}

static long socket_alg(void) {
  return socket(FAMILY_ALG, SOCK_SEQPACKET, 0);
}

static long socket_vsock(void) {
  return socket(FAMILY_VSOCK, SOCK_STREAM, 0);
}

static long keyctl(void) {
  return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
}

static long io_uring(void) {
  return syscall(SYS_io_uring_setup, 1, NULL);
}

static long limit_runner(void) {
  struct rlimit limit;
  return syscall(SYS_prlimit64, RUNNER, RLIMIT_NOFILE, NULL, &limit);
}

static long renice_runner(void) {
  return syscall(SYS_setpriority, PRIO_PROCESS, RUNNER, 0);
}

static long unknown(void) {
  return syscall(BEYOND_EVERY_SYSCALL);
}

static const struct {
  const char *name;
  long (*call)(void);
} PROBES[] = {
    {"unshare_user", unshare_user},
    {"clone_user", clone_user},
    {"clone3", clone3_any},
    {"mount", mount_proc},
    {"ptrace", trace},
    {"socket_packet", socket_packet},
    {"socket_alg", socket_alg},
    {"socket_vsock", socket_vsock},
    {"keyctl", keyctl},
    {"io_uring_setup", io_uring},
    {"prlimit_runner", limit_runner},
    {"setpriority_runner", renice_runner},
    {"unknown_syscall", unknown},
};

/* Any other error comes from a call that was let through to look at its arguments. */
static const struct {
  int error;
  const char *name;
} DENIALS[] = {{EPERM, "EPERM"}, {ENOSYS, "ENOSYS"}, {EACCES, "EACCES"}, {EAFNOSUPPORT, "EAFNOSUPPORT"}};

static const char *verdict(int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
    return "SIGSYS";
  }
  for (size_t i = 0; i < sizeof DENIALS / sizeof *DENIALS; i++) {
    if (WIFEXITED(status) && WEXITSTATUS(status) == DENIALS[i].error) {
      return DENIALS[i].name;
    }
  }
  return "ALLOWED";
}

void probes_run(struct json *json) {
  json_raw(json, "{");
  for (size_t i = 0; i < sizeof PROBES / sizeof *PROBES; i++) {
    pid_t child = fork();
    if (child < 0) {
      fail_errno("cannot start probe %s", PROBES[i].name);
    }
    if (child == 0) {
      _exit(PROBES[i].call() < 0 ? errno : 0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    json_raw(json, i == 0 ? "" : ",");
    json_name(json, PROBES[i].name);
    json_string(json, verdict(status));
  }
  json_raw(json, "}");
}
