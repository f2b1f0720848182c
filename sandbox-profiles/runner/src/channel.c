#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "failure.h"

enum {
  LOWEST_DESCRIPTOR = 32, /* above everything a guest is given */
  HOST_PAUSE_MS = 2000,
  OUT_FRAMES = 4,
};

static int in_fd, out_fd;

static struct {
  size_t start, end;
  uint8_t bytes[FRAME_HEADER_BYTES + FRAME_MAX_BYTES];
} in;

static struct {
  size_t start, end;
  uint8_t bytes[OUT_FRAMES * (FRAME_HEADER_BYTES + OUTPUT_MAX_BYTES)];
} out;

static int move_away(int fd) {
  int moved = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
  int flags = moved < 0 ? -1 : fcntl(moved, F_GETFL);
  if (flags < 0 || fcntl(moved, F_SETFL, flags | O_NONBLOCK) < 0) {
    _exit(EXIT_HOST_GONE);
  }
  return moved;
}

void channel_open(void) {
  in_fd = move_away(STDIN_FILENO);
  out_fd = move_away(STDOUT_FILENO);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) {
    fail_errno("cannot open /dev/null");
  }
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
    if (dup2(null, fd) < 0) {
      fail_errno("cannot replace descriptor %d", fd);
    }
  }
  close(null);
  memset(out.bytes, 0, FRAME_HEADER_BYTES + OUTPUT_MAX_BYTES); /* in memory now, so that EXIT can be sent when there is none to be had */
}

int channel_input(void) {
  return in_fd;
}

int channel_output(void) {
  return out_fd;
}

void channel_fill(void) {
  if (in.start > 0) {
    memmove(in.bytes, in.bytes + in.start, in.end - in.start);
    in.end -= in.start;
    in.start = 0;
  }
  ssize_t count = read(in_fd, in.bytes + in.end, sizeof in.bytes - in.end);
  if (count > 0) {
    in.end += (size_t)count;
  } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
    _exit(EXIT_HOST_GONE);
  }
}

bool channel_next(struct frame *frame) {
  size_t available = in.end - in.start;
  if (available < FRAME_HEADER_BYTES) {
    return false;
  }
  const uint8_t *header = in.bytes + in.start;
  size_t size = (size_t)header[1] << 24 | (size_t)header[2] << 16 | (size_t)header[3] << 8 | header[4];
  if (size > FRAME_MAX_BYTES) {
    fail("a frame of %zu bytes, at most %d are allowed", size, FRAME_MAX_BYTES);
  }
  if (available - FRAME_HEADER_BYTES < size) {
    return false;
  }
  *frame = (struct frame){.type = header[0], .payload = header + FRAME_HEADER_BYTES, .size = size};
  in.start += FRAME_HEADER_BYTES + size;
  return true;
}

struct frame channel_await(void) {
  struct frame frame;
  while (!channel_next(&frame)) {
    struct pollfd ready = {.fd = in_fd, .events = POLLIN};
    poll(&ready, 1, -1);
    channel_fill();
  }
  return frame;
}

static size_t room(void) {
  if (out.start == out.end) {
    out.start = out.end = 0;
  }
  return sizeof out.bytes - out.end;
}

static void compact(void) {
  memmove(out.bytes, out.bytes + out.start, out.end - out.start);
  out.end -= out.start;
  out.start = 0;
}

uint8_t *channel_reserve(void) {
  size_t wanted = FRAME_HEADER_BYTES + OUTPUT_MAX_BYTES;
  if (room() < wanted && sizeof out.bytes - (out.end - out.start) >= wanted) {
    compact();
  }
  return room() < wanted ? NULL : out.bytes + out.end + FRAME_HEADER_BYTES;
}

void channel_commit(enum runner_frame type, size_t size) {
  uint8_t *header = out.bytes + out.end;
  header[0] = (uint8_t)type;
  header[1] = (uint8_t)(size >> 24);
  header[2] = (uint8_t)(size >> 16);
  header[3] = (uint8_t)(size >> 8);
  header[4] = (uint8_t)size;
  out.end += FRAME_HEADER_BYTES + size;
}

void channel_send(enum runner_frame type, const void *payload, size_t size) {
  uint8_t *place = channel_reserve();
  if (place == NULL) {
    channel_flush();
    place = channel_reserve();
  }
  if (size > 0) {
    memcpy(place, payload, size);
  }
  channel_commit(type, size);
}

bool channel_pending(void) {
  return out.start < out.end;
}

void channel_push(void) {
  while (channel_pending()) {
    ssize_t count = write(out_fd, out.bytes + out.start, out.end - out.start);
    if (count >= 0) {
      out.start += (size_t)count;
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      _exit(EXIT_HOST_GONE);
    }
  }
}

void channel_flush(void) {
  channel_push();
  while (channel_pending()) {
    struct pollfd ready = {.fd = out_fd, .events = POLLOUT};
    if (poll(&ready, 1, HOST_PAUSE_MS) == 0) {
      _exit(EXIT_HOST_GONE);
    }
    channel_push();
  }
}

void channel_await_end(void) {
  uint64_t deadline = clock_now() + HOST_PAUSE_MS * NS_PER_MS;
  while (clock_now() < deadline) {
    struct pollfd ready = {.fd = in_fd, .events = POLLIN};
    struct timespec left = clock_until(deadline);
    if (ppoll(&ready, 1, &left, NULL) > 0) {
      ssize_t count = read(in_fd, in.bytes, sizeof in.bytes);
      if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
        return;
      }
    }
  }
}
