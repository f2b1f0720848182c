#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "channel.h"
#include "failure.h"
#include "fields.h"
#include "workspace.h"

enum start_tag {
  TAG_ARGV = 1,
  TAG_ENVIRONMENT = 2,
  TAG_WALL_MS = 3,
  TAG_CPU_MS = 4,
  TAG_OUTPUT_BYTES = 5,
  TAG_WORKSPACE_BYTES = 6,
  TAG_ARTIFACT = 7,
  TAG_ARTIFACT_COUNT = 8,
  TAG_ARTIFACT_BYTES = 9,
  TAG_STANDBY = 10,
};

enum {
  FIRST_CAPACITY = 4096,
  ARTIFACT_GLOB_LIMIT = 64,
  ARTIFACT_COUNT_LIMIT = 10000,
  HAND_OVER_MAX_BYTES = 2 * FRAME_MAX_BYTES,
};

void bytes_append(struct bytes *bytes, const void *data, size_t size, size_t limit) {
  if (size > limit - bytes->size) {
    fail("more than %zu bytes of input", limit);
  }
  if (size > bytes->capacity - bytes->size) {
    size_t capacity = bytes->capacity == 0 ? FIRST_CAPACITY : bytes->capacity;
    while (capacity < bytes->size + size) {
      capacity *= 2;
    }
    bytes->capacity = capacity < limit ? capacity : limit;
    bytes->bytes = realloc(bytes->bytes, bytes->capacity);
    if (bytes->bytes == NULL) {
      fail("out of memory");
    }
  }
  if (size > 0) {
    memcpy(bytes->bytes + bytes->size, data, size);
    bytes->size += size;
  }
}

/* Adds to a list that always ends in NULL. */
static void add(char ***list, size_t *count, char *text) {
  if ((*count & (*count + 1)) == 0) { /* grows at each power of two, less one */
    *list = realloc(*list, (2 * (*count + 1) + 1) * sizeof **list);
    if (*list == NULL) {
      fail("out of memory");
    }
  }
  (*list)[(*count)++] = text;
  (*list)[*count] = NULL;
}

static void add_variable(struct request *request, const struct field *field) {
  char *variable = field_text(field, FRAME_MAX_BYTES);
  if (strchr(variable, '=') == NULL || variable[0] == '=') {
    fail("an environment variable is not NAME=VALUE");
  }
  add(&request->environment, &request->environment_count, variable);
}

static void add_artifact(struct request *request, const struct field *field) {
  if (request->artifacts.glob_count == ARTIFACT_GLOB_LIMIT) {
    fail("more than %d artifact patterns", ARTIFACT_GLOB_LIMIT);
  }
  add(&request->artifacts.globs, &request->artifacts.glob_count, field_text(field, PATH_MAX_BYTES));
}

static void take_field(struct request *request, const struct field *field) {
  switch ((enum start_tag)field->tag) {
    case TAG_ARGV:
      add(&request->argv, &request->argv_count, field_text(field, FRAME_MAX_BYTES));
      return;
    case TAG_ENVIRONMENT:
      add_variable(request, field);
      return;
    case TAG_WALL_MS:
      request->wall_ms = field_number(field, 8);
      return;
    case TAG_CPU_MS:
      request->cpu_ms = field_number(field, 8);
      return;
    case TAG_OUTPUT_BYTES:
      request->output_bytes = field_number(field, 8);
      return;
    case TAG_WORKSPACE_BYTES:
      request->workspace_bytes = field_number(field, 8);
      return;
    case TAG_ARTIFACT:
      add_artifact(request, field);
      return;
    case TAG_ARTIFACT_COUNT:
      request->artifacts.count_limit = (uint32_t)field_number(field, 4);
      return;
    case TAG_ARTIFACT_BYTES:
      request->artifacts.bytes_limit = field_number(field, 8);
      return;
    case TAG_STANDBY:
      request->standby = field_number(field, 1) == 1;
      return;
  }
  fail("unknown field %d of START", field->tag);
}

static void take_start(struct request *request, const struct frame *frame) {
  static char *none[] = {NULL};
  struct fields fields = {.bytes = frame->payload, .left = frame->size};
  struct field field;
  while (fields_next(&fields, &field)) {
    take_field(request, &field);
  }
  if (request->argv_count == 0 || request->argv[0][0] != '/') {
    fail("START needs an argv that begins with an absolute path");
  }
  if (request->wall_ms == 0 || request->cpu_ms == 0 || request->workspace_bytes == 0) {
    fail("START needs wall_ms, cpu_ms and workspace_bytes");
  }
  if (request->wall_ms > UINT32_MAX || request->cpu_ms > UINT32_MAX) {
    fail("a time above %u ms", UINT32_MAX);
  }
  if (request->artifacts.count_limit > ARTIFACT_COUNT_LIMIT) {
    fail("more than %d artifacts", ARTIFACT_COUNT_LIMIT);
  }
  if (request->environment == NULL) {
    request->environment = none;
  }
}

struct request request_await(void) {
  struct request request = {0};
  for (;;) {
    struct frame frame = channel_await();
    switch (frame.type) {
      case FRAME_FILE:
        workspace_take(&frame);
        break;
      case FRAME_STDIN:
        bytes_append(&request.input, frame.payload, frame.size, STDIN_MAX_BYTES);
        break;
      case FRAME_START:
        take_start(&request, &frame);
        return request;
      default:
        fail("a frame of type 0x%02x before START", frame.type);
    }
  }
}

static void append_number(struct bytes *to, size_t number) {
  const uint8_t bytes[] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
  bytes_append(to, bytes, sizeof bytes, HAND_OVER_MAX_BYTES);
}

static void append_entry(struct bytes *to, const char *text) {
  size_t size = strlen(text);
  append_number(to, size);
  bytes_append(to, text, size, HAND_OVER_MAX_BYTES);
}

static void append_count(struct bytes *to, size_t count) {
  append_number(to, 4);
  append_number(to, count);
}

struct bytes request_hand_over(const struct request *request) {
  struct bytes all = {0};
  append_count(&all, request->argv_count);
  for (size_t i = 0; i < request->argv_count; i++) {
    append_entry(&all, request->argv[i]);
  }
  append_count(&all, request->environment_count);
  for (size_t i = 0; i < request->environment_count; i++) {
    append_entry(&all, request->environment[i]);
  }
  return all;
}
