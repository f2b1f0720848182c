#include "outcome.h"

#include <signal.h>
#include <sys/wait.h>

#include "channel.h"
#include "failure.h"
#include "text.h"

const char *outcome_cause(const struct outcome *outcome) {
  int status = outcome->ending.status;
  bool failed = WIFSIGNALED(status) || WEXITSTATUS(status) != 0;
  if (outcome->cancelled) {
    return "cancelled";
  }
  if (outcome->timeout) {
    return "timeout";
  }
  if (outcome->cpu_limit) {
    return "cpu_limit";
  }
  if (outcome->output_limit) {
    return "output_limit";
  }
  if (failed && outcome->used.oom_kills > 0) {
    return "out_of_memory";
  }
  if (outcome->workspace_limit || (failed && outcome->workspace_was_full)) {
    return "workspace_full";
  }
  if (failed && outcome->used.pids_events > 0) {
    return "pids_limit";
  }
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == SIGSYS ? "seccomp" : "signaled";
  }
  return "exited";
}

static void write_member(struct json *json, const char *name, uint64_t number) {
  json_raw(json, ",");
  json_name(json, name);
  json_number(json, number);
}

void outcome_send(const struct outcome *outcome) {
  char bytes[EXIT_MAX_BYTES];
  struct json json = {.bytes = bytes, .capacity = sizeof bytes};
  int status = outcome->ending.status;
  json_raw(&json, "{\"cause\":");
  json_string(&json, outcome_cause(outcome));
  write_member(&json, "code", WIFEXITED(status) ? (uint64_t)WEXITSTATUS(status) : 0);
  write_member(&json, "signal", WIFSIGNALED(status) ? (uint64_t)WTERMSIG(status) : 0);
  write_member(&json, "wall_us", outcome->wall_us);
  write_member(&json, "cpu_us", outcome->used.cpu_us);
  write_member(&json, "peak_memory_bytes", outcome->peak_memory_bytes);
  write_member(&json, "stdout_bytes", outcome->stdout_bytes);
  write_member(&json, "stderr_bytes", outcome->stderr_bytes);
  write_member(&json, "oom_kills", outcome->used.oom_kills);
  write_member(&json, "pids_events", outcome->used.pids_events);
  write_member(&json, "processes_killed", outcome->ending.killed);
  json_raw(&json, "}");
  if (json_overflowed(&json)) {
    fail("EXIT is larger than %d bytes", EXIT_MAX_BYTES);
  }
  channel_send(FRAME_EXIT, json.bytes, json.size);
}
