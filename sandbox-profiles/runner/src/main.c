/* Process 1 of a sandbox: starts at most one program for the host. See ../PROTOCOL.md. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cgroup.h"
#include "channel.h"
#include "failure.h"
#include "receipt.h"
#include "request.h"
#include "run.h"
#include "workspace.h"

static void send_receipt(void) {
  static char bytes[OUTPUT_MAX_BYTES];
  struct json json = {.bytes = bytes, .capacity = sizeof bytes};
  receipt_write(&json);
  channel_send(FRAME_RECEIPT, json.bytes, json.size);
  channel_flush();
}

/* Returns when the standby is warm; the host may leave meanwhile, and the standby may fail to start. */
static void await_standby(struct program *standby) {
  struct pollfd watches[] = {{.fd = standby->ready, .events = POLLIN}, {.fd = channel_input(), .events = 0}};
  while (poll(watches, 2, -1) < 0 && errno == EINTR) {
  }
  if (watches[1].revents != 0 && watches[0].revents == 0) {
    _exit(EXIT_HOST_GONE);
  }
  char warm;
  if (read(standby->ready, &warm, 1) != 1) {
    fail("the standby ended before it was ready");
  }
  close_descriptor(&standby->ready);
}

int main(int argc, char *argv[]) {
  extern char **environ;
  /* First of all: from here on nobody in the sandbox can open this process's memory or descriptors. */
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) {
    return EXIT_FAILED;
  }
  channel_open();
  if (getpid() != 1) {
    fail("the runner kills every process it can see: it only runs as process 1 of a sandbox");
  }
  bool has_standby = argc > 2 && strcmp(argv[1], "--standby") == 0;
  if (argc != 1 && !has_standby) {
    fail("usage: runner [--standby ARGV...]");
  }
  signal(SIGPIPE, SIG_IGN);
  int child_signal = run_open_child_signal();
  workspace_open();
  cgroup_open();
  struct program standby = {0};
  if (has_standby) {
    standby = program_start(argv + 2, environ, true);
  }
  send_receipt();
  if (has_standby) {
    await_standby(&standby);
  }
  channel_send(FRAME_READY, NULL, 0);
  channel_flush();
  struct request request = request_await();
  run(&request, has_standby ? &standby : NULL, child_signal);
  channel_flush();
  /* The engine takes a container apart as soon as this process ends, on the processors that the host now needs for the answer. */
  channel_await_end();
  return EXIT_DONE;
}
