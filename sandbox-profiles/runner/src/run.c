#include "run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "channel.h"
#include "clock.h"
#include "failure.h"
#include "outcome.h"
#include "workspace.h"

/*
 * How often limits without an event of their own are looked at. CPU time cannot pass its limit before the rest of it has
 * passed on all processors at once, so the next look waits that long within these bounds.
 */
#define TICK_MIN_NS (2 * NS_PER_MS)
#define TICK_MAX_NS (20 * NS_PER_MS)

struct run {
  const struct request *request;
  struct program program;
  struct bytes input;
  struct bytes hand_over;
  uint64_t started, deadline, next_tick;
  struct cgroup_counters baseline;
  struct outcome outcome;
};

/* A descriptor the loop waits for, and what happens when it is ready. */
enum watch { WATCH_HOST_IN, WATCH_HOST_OUT, WATCH_CHILD, WATCH_STDOUT, WATCH_STDERR, WATCH_STDIN, WATCH_HAND_OVER, WATCHES };

int run_open_child_signal(void) {
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_BLOCK, &child, NULL);
  int fd = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC);
  if (fd < 0) {
    fail_errno("cannot watch for children");
  }
  return fd;
}

/* Writes what the pipe takes; closes it at the end, and when nobody reads it any more. */
static void pump(int *fd, struct bytes *bytes) {
  while (*fd >= 0 && bytes->written < bytes->size) {
    ssize_t count = write(*fd, bytes->bytes + bytes->written, bytes->size - bytes->written);
    if (count > 0) {
      bytes->written += (size_t)count;
    } else if (count < 0 && errno == EAGAIN) {
      return;
    } else if (count < 0 && errno != EINTR) {
      break;
    }
  }
  close_descriptor(fd);
  free(bytes->bytes);
  *bytes = (struct bytes){0};
}

/* Passes on what one pipe holds, up to the limit; false when it holds nothing more or the host does not read. */
static bool take_output(struct run *run, int *fd, enum runner_frame type, uint64_t *sent) {
  uint8_t *place = *fd < 0 ? NULL : channel_reserve();
  if (place == NULL) {
    return false;
  }
  ssize_t count = read(*fd, place, OUTPUT_MAX_BYTES);
  if (count <= 0) {
    if (count == 0 || errno != EAGAIN) {
      close_descriptor(fd);
    }
    return false;
  }
  uint64_t left = run->request->output_bytes - *sent;
  size_t size = (uint64_t)count > left ? (size_t)left : (size_t)count;
  if (size > 0) {
    channel_commit(type, size);
    *sent += size;
  }
  if ((uint64_t)count > left) {
    run->outcome.output_limit = true; /* open still: a closed pipe is something the program could complain of before it is killed */
    return false;
  }
  return true;
}

static bool take_stdout(struct run *run) {
  return take_output(run, &run->program.output, FRAME_STDOUT, &run->outcome.stdout_bytes);
}

static bool take_stderr(struct run *run) {
  return take_output(run, &run->program.error, FRAME_STDERR, &run->outcome.stderr_bytes);
}

static void take_host_frames(struct run *run) {
  struct frame frame;
  while (channel_next(&frame)) {
    if (frame.type != FRAME_CANCEL) {
      fail("a frame of type 0x%02x after START", frame.type);
    }
    run->outcome.cancelled = true;
  }
}

static void look_at_limits(struct run *run) {
  const struct request *request = run->request;
  struct workspace_usage usage = workspace_usage();
  run->outcome.workspace_was_full |= usage.full;
  run->outcome.workspace_limit |= request->workspace_bytes < usage.size_bytes && usage.used_bytes > request->workspace_bytes;
  uint64_t used_us = cgroup_cpu_us() - run->baseline.cpu_us;
  uint64_t limit_us = request->cpu_ms * 1000;
  run->outcome.cpu_limit |= used_us > limit_us;
  uint64_t left_ns = used_us < limit_us ? (limit_us - used_us) * NS_PER_US / (uint64_t)sysconf(_SC_NPROCESSORS_ONLN) : 0;
  run->next_tick = clock_now() + (left_ns < TICK_MIN_NS ? TICK_MIN_NS : left_ns > TICK_MAX_NS ? TICK_MAX_NS : left_ns);
}

/* Whether the runner has a reason to end the program. */
static bool condemned(const struct outcome *outcome) {
  return outcome->cancelled || outcome->timeout || outcome->cpu_limit || outcome->output_limit || outcome->workspace_limit;
}

static void handle(struct run *run, const struct pollfd *watches, int child_signal) {
  if (watches[WATCH_HOST_IN].revents != 0) {
    channel_fill();
    take_host_frames(run);
  }
  if (watches[WATCH_STDOUT].revents != 0) {
    take_stdout(run);
  }
  if (watches[WATCH_STDERR].revents != 0) {
    take_stderr(run);
  }
  if (watches[WATCH_STDIN].revents != 0) {
    pump(&run->program.input, &run->input);
  }
  if (watches[WATCH_HAND_OVER].revents != 0) {
    pump(&run->program.hand_over, &run->hand_over);
  }
  if (watches[WATCH_CHILD].revents != 0) {
    struct signalfd_siginfo ignored;
    while (read(child_signal, &ignored, sizeof ignored) > 0) {
    }
    tree_reap(run->program.pid, &run->outcome.ending);
  }
  uint64_t now = clock_now();
  if (now >= run->deadline && !run->outcome.ending.ended) {
    run->outcome.timeout = true;
  } else if (now >= run->next_tick) {
    look_at_limits(run);
  }
  channel_push();
}

/* Until the first process has ended, or there is a reason to end it. */
static void supervise(struct run *run, int child_signal) {
  struct pollfd watches[WATCHES];
  take_host_frames(run); /* what came together with START */
  while (!run->outcome.ending.ended && !condemned(&run->outcome)) {
    /* Nothing is read from the program while the host does not read: the program waits, its limits do not. */
    bool open = channel_reserve() != NULL;
    watches[WATCH_HOST_IN] = (struct pollfd){.fd = channel_input(), .events = POLLIN};
    watches[WATCH_HOST_OUT] = (struct pollfd){.fd = channel_pending() ? channel_output() : -1, .events = POLLOUT};
    watches[WATCH_CHILD] = (struct pollfd){.fd = child_signal, .events = POLLIN};
    watches[WATCH_STDOUT] = (struct pollfd){.fd = open ? run->program.output : -1, .events = POLLIN};
    watches[WATCH_STDERR] = (struct pollfd){.fd = open ? run->program.error : -1, .events = POLLIN};
    watches[WATCH_STDIN] = (struct pollfd){.fd = run->program.input, .events = POLLOUT};
    watches[WATCH_HAND_OVER] = (struct pollfd){.fd = run->program.hand_over, .events = POLLOUT};
    struct timespec wait = clock_until(run->deadline < run->next_tick ? run->deadline : run->next_tick);
    int ready = ppoll(watches, WATCHES, &wait, NULL);
    if (ready < 0 && errno != EINTR) {
      fail_errno("cannot wait for the program");
    }
    if (ready <= 0) {
      for (size_t i = 0; i < WATCHES; i++) {
        watches[i].revents = 0;
      }
    }
    handle(run, watches, child_signal);
  }
}

/* Everything is dead: what the pipes still hold is all there will be. */
static void drain(struct run *run) {
  bool more = true;
  while (more) {
    if (channel_reserve() == NULL) {
      channel_flush();
    }
    more = take_stdout(run);
    if (channel_reserve() == NULL) {
      channel_flush();
    }
    more |= take_stderr(run);
  }
}

static void measure(struct run *run) {
  struct outcome *outcome = &run->outcome;
  struct cgroup_counters now = cgroup_counters();
  outcome->used = (struct cgroup_counters){
      .cpu_us = now.cpu_us - run->baseline.cpu_us,
      .oom_kills = now.oom_kills - run->baseline.oom_kills,
      .pids_events = now.pids_events - run->baseline.pids_events,
  };
  outcome->peak_memory_bytes = cgroup_peak_bytes();
  outcome->workspace_was_full |= workspace_usage().full;
}

static void begin(struct run *run, struct request *request, struct program *standby) {
  run->request = request;
  run->input = request->input;
  request->input = (struct bytes){0};
  run->started = clock_now();
  run->baseline = cgroup_counters();
  if (request->standby) {
    if (standby == NULL) {
      fail("there is no standby to hand a program to");
    }
    run->program = *standby;
    run->hand_over = request_hand_over(request);
    pump(&run->program.hand_over, &run->hand_over);
  } else {
    run->program = program_start(request->argv, request->environment, false);
  }
  pump(&run->program.input, &run->input);
  run->deadline = run->started + request->wall_ms * NS_PER_MS;
  run->next_tick = run->started + (request->cpu_ms * NS_PER_MS < TICK_MAX_NS ? TICK_MIN_NS : TICK_MAX_NS);
}

void run(struct request *request, struct program *standby, int child_signal) {
  struct run run = {0};
  if (!request->standby && standby != NULL) {
    program_discard(standby);
  }
  begin(&run, request, standby);
  supervise(&run, child_signal);
  run.outcome.wall_us = (clock_now() - run.started) / NS_PER_US;
  tree_kill(run.program.pid, &run.outcome.ending);
  drain(&run);
  measure(&run);
  artifacts_send(&request->artifacts);
  outcome_send(&run.outcome);
}
