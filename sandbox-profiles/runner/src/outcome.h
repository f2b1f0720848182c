/* Why and how a program ended. */
#ifndef PORTCULLIS_OUTCOME_H
#define PORTCULLIS_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "cgroup.h"
#include "program.h"

/* What the runner killed the program for, or saw; several may hold. */
struct outcome {
  bool cancelled, timeout, cpu_limit, output_limit, workspace_limit;
  bool workspace_was_full;
  uint64_t wall_us;
  uint64_t stdout_bytes, stderr_bytes;
  struct cgroup_counters used; /* since START */
  uint64_t peak_memory_bytes;
  struct ending ending;
};

/* The first cause that applies, as PROTOCOL.md orders them. */
const char *outcome_cause(const struct outcome *outcome);

/* Sends EXIT. */
void outcome_send(const struct outcome *outcome);

#endif
