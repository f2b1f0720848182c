/*
 * The frame stream to the host. Both directions are bounded: one frame in, a few frames out.
 * Losing the host ends the runner from in here (EXIT_HOST_GONE): nothing above could go on.
 */
#ifndef PORTCULLIS_CHANNEL_H
#define PORTCULLIS_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol.h"

struct frame {
  uint8_t type;
  const uint8_t *payload; /* valid until the next channel_fill */
  size_t size;
};

/* Moves the stream away from descriptors 0 and 1, which a guest inherits, and puts /dev/null on 0 to 2. */
void channel_open(void);

int channel_input(void);
int channel_output(void);

/* Reads what is there, without blocking. */
void channel_fill(void);

/* Takes the next whole frame from what was read. */
bool channel_next(struct frame *frame);

/* The next frame, however long the host takes. */
struct frame channel_await(void);

/* Queues a frame; where there is no room, blocks until the host has read. */
void channel_send(enum runner_frame type, const void *payload, size_t size);

/* Room for a payload of OUTPUT_MAX_BYTES to be filled in place and then committed, or NULL while the host does not read. */
uint8_t *channel_reserve(void);
void channel_commit(enum runner_frame type, size_t size);

bool channel_pending(void);

/* Writes what the host takes now. */
void channel_push(void);

/* Writes everything; the host may pause for at most 2 s. */
void channel_flush(void);

/* Waits until the host has closed its side, at most 2 s; what it still sends is dropped. */
void channel_await_end(void);

#endif
