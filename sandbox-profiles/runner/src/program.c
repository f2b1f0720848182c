#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "failure.h"
#include "protocol.h"

enum {
  REPORT = 5,            /* the child's descriptor that tells why it could not become the program */
  LOWEST_COPY = 64,      /* above every descriptor a child is given */
  KILL_PATIENCE_S = 2,   /* ending process 1 ends what is left */
  LAST_DESCRIPTOR = 256, /* where close_range is not there */
};

struct ends {
  int read, write;
};

static struct ends make_pipe(void) {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) < 0) {
    fail_errno("cannot make a pipe");
  }
  return (struct ends){.read = fds[0], .write = fds[1]};
}

static int non_blocking(int fd) {
  if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
    fail_errno("cannot make a pipe non-blocking");
  }
  return fd;
}

void close_descriptor(int *fd) {
  if (*fd >= 0) {
    close(*fd);
    *fd = -1;
  }
}

/* Only the given descriptors stay, as 0, 1, 2... in their order; -1 leaves a number out. */
static bool place_descriptors(const int *sources, int count) {
  int copies[REPORT + 1];
  for (int i = 0; i < count; i++) {
    copies[i] = sources[i] < 0 ? -1 : fcntl(sources[i], F_DUPFD_CLOEXEC, LOWEST_COPY);
    if (copies[i] < 0 && sources[i] >= 0) {
      return false;
    }
  }
  for (int i = 0; i < count; i++) {
    if (copies[i] < 0) {
      close(i);
    } else if (dup2(copies[i], i) < 0) {
      return false;
    }
  }
  if (syscall(SYS_close_range, (unsigned)count, ~0U, 0) < 0) {
    for (int fd = count; fd < LAST_DESCRIPTOR; fd++) {
      close(fd);
    }
  }
  return fcntl(REPORT, F_SETFD, FD_CLOEXEC) == 0;
}

/* /proc/self belongs to root until the child is dumpable again, and only then can it volunteer. */
static bool volunteer_for_oom(void) {
  if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0) {
    return false;
  }
  int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  bool done = fd >= 0 && write(fd, "1000", 4) == 4;
  close(fd);
  return done;
}

static void default_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  signal(SIGPIPE, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(char *const argv[], char *const environment[], const int *descriptors) {
  if (place_descriptors(descriptors, REPORT + 1) && setsid() >= 0 && volunteer_for_oom() && chdir(WORKSPACE) == 0) {
    umask(022);
    default_signals();
    execve(argv[0], argv, environment);
  }
  int error = errno;
  _exit(write(REPORT, &error, sizeof error) == (ssize_t)sizeof error ? 127 : 126);
}

/* The report closes by itself when the child has become the program. */
static void await_start(int report, const char *name) {
  int error = 0;
  ssize_t count;
  while ((count = read(report, &error, sizeof error)) < 0 && errno == EINTR) {
  }
  if (count != 0) {
    errno = error;
    fail_errno("cannot start %.200s", name);
  }
}

struct program program_start(char *const argv[], char *const environment[], bool standby) {
  struct ends input = make_pipe();
  struct ends output = make_pipe();
  struct ends error = make_pipe();
  struct ends report = make_pipe();
  struct ends hand_over = standby ? make_pipe() : (struct ends){-1, -1};
  struct ends ready = standby ? make_pipe() : (struct ends){-1, -1};
  pid_t pid = fork();
  if (pid < 0) {
    fail_errno("cannot start a process");
  }
  if (pid == 0) {
    const int descriptors[] = {input.read, output.write, error.write, hand_over.read, ready.write, report.write};
    become(argv, environment, descriptors);
  }
  close(input.read);
  close(output.write);
  close(error.write);
  close(report.write);
  close_descriptor(&hand_over.read);
  close_descriptor(&ready.write);
  await_start(report.read, argv[0]);
  close(report.read);
  return (struct program){
      .pid = pid,
      .input = non_blocking(input.write),
      .output = non_blocking(output.read),
      .error = non_blocking(error.read),
      .hand_over = standby ? non_blocking(hand_over.write) : -1,
      .ready = ready.read,
  };
}

void program_discard(struct program *program) {
  struct ending ignored = {0};
  tree_kill(program->pid, &ignored);
  close_descriptor(&program->input);
  close_descriptor(&program->output);
  close_descriptor(&program->error);
  close_descriptor(&program->hand_over);
  close_descriptor(&program->ready);
}

/* Returns what waitpid returned last: 0 while some child lives, -1 when none is left. */
static pid_t reap(pid_t first, struct ending *ending, bool killing) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
    if (pid == first) {
      ending->ended = true;
      ending->status = status;
    } else if (killing && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
      ending->killed++;
    }
  }
  return pid;
}

void tree_reap(pid_t first, struct ending *ending) {
  reap(first, ending, false);
}

void tree_kill(pid_t first, struct ending *ending) {
  uint64_t deadline = clock_now() + KILL_PATIENCE_S * NS_PER_S;
  while (reap(first, ending, true) == 0 && clock_now() < deadline) {
    kill(-1, SIGKILL);
    if (reap(first, ending, true) != 0) {
      return;
    }
    struct timespec pause = {.tv_nsec = 200000};
    nanosleep(&pause, NULL);
  }
}
