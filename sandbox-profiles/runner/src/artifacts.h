/* The files a program leaves for its caller. */
#ifndef PORTCULLIS_ARTIFACTS_H
#define PORTCULLIS_ARTIFACTS_H

#include <stddef.h>
#include <stdint.h>

struct artifact_request {
  char **globs;
  size_t glob_count;
  uint32_t count_limit;
  uint64_t bytes_limit;
};

/* Sends the files that match, in the order of their names. Nothing else may be running in the sandbox. */
void artifacts_send(const struct artifact_request *request);

#endif
