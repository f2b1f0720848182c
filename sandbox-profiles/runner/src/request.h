/* What the host asks for: everything up to and including START. */
#ifndef PORTCULLIS_REQUEST_H
#define PORTCULLIS_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "artifacts.h"

/* Bytes on their way into a pipe. */
struct bytes {
  uint8_t *bytes;
  size_t size, capacity;
  size_t written;
};

void bytes_append(struct bytes *bytes, const void *data, size_t size, size_t limit);

struct request {
  char **argv;
  char **environment;
  size_t argv_count, environment_count;
  struct bytes input;
  uint64_t wall_ms, cpu_ms, output_bytes, workspace_bytes;
  struct artifact_request artifacts;
  bool standby;
};

/* Takes files and input, each as it comes, until START. */
struct request request_await(void);

/* The request as the standby reads it, see PROTOCOL.md. */
struct bytes request_hand_over(const struct request *request);

#endif
