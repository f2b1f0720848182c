/* Files under /workspace. No component is ever followed through a link, in or out. */
#ifndef PORTCULLIS_WORKSPACE_H
#define PORTCULLIS_WORKSPACE_H

#include <stdbool.h>
#include <stdint.h>

#include "channel.h"

void workspace_open(void);

/* Takes one FILE frame and the DATA frames that follow it. */
void workspace_take(const struct frame *announcement);

/* Opens an existing file for reading without ever blocking; -1 and errno where it cannot. */
int workspace_read(const char *path);

struct workspace_usage {
  uint64_t used_bytes;
  uint64_t size_bytes;
  bool full; /* no block or no inode is left */
};

struct workspace_usage workspace_usage(void);

#endif
