#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool continuation(char byte) {
  return ((uint8_t)byte & 0xC0) == 0x80;
}

size_t utf8_sequence(const char *text, size_t size) {
  if (size == 0) {
    return 0;
  }
  uint8_t lead = (uint8_t)text[0];
  uint8_t second = size > 1 ? (uint8_t)text[1] : 0;
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return size >= 2 && continuation(text[1]) ? 2 : 0;
  }
  if ((lead & 0xF0) == 0xE0) {
    bool overlong = lead == 0xE0 && second < 0xA0;
    bool surrogate = lead == 0xED && second >= 0xA0;
    return size >= 3 && continuation(text[1]) && continuation(text[2]) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    bool overlong = lead == 0xF0 && second < 0x90;
    bool beyond = lead == 0xF4 && second >= 0x90;
    return size >= 4 && continuation(text[1]) && continuation(text[2]) && continuation(text[3]) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

bool utf8_valid(const char *text, size_t size) {
  while (size > 0) {
    size_t length = utf8_sequence(text, size);
    if (length == 0 || text[0] == '\0') {
      return false;
    }
    text += length;
    size -= length;
  }
  return true;
}

long read_text(const char *path, char *buffer, size_t capacity) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return -1;
  }
  size_t size = 0;
  while (size < capacity - 1) {
    ssize_t count = read(fd, buffer + size, capacity - 1 - size);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      close(fd);
      return -1;
    }
    if (count == 0) {
      break;
    }
    size += (size_t)count;
  }
  close(fd);
  buffer[size] = '\0';
  return (long)size;
}

bool json_overflowed(const struct json *json) {
  return json->size >= json->capacity;
}

static void append(struct json *json, const char *text, size_t size) {
  if (size >= json->capacity - json->size) {
    json->size = json->capacity;
    return;
  }
  memcpy(json->bytes + json->size, text, size);
  json->size += size;
}

void json_raw(struct json *json, const char *text) {
  append(json, text, strlen(text));
}

void json_number(struct json *json, uint64_t number) {
  char digits[24];
  append(json, digits, (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)number));
}

void json_string(struct json *json, const char *text) {
  size_t left = strlen(text);
  append(json, "\"", 1);
  while (left > 0) {
    size_t length = utf8_sequence(text, left);
    if (length == 0) {
      append(json, "\xEF\xBF\xBD", 3);
      length = 1;
    } else if ((uint8_t)text[0] < 0x20 || text[0] == '"' || text[0] == '\\' || text[0] == 0x7F) {
      char escaped[8];
      append(json, escaped, (size_t)snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)(uint8_t)text[0]));
    } else {
      append(json, text, length);
    }
    text += length;
    left -= length;
  }
  append(json, "\"", 1);
}

void json_name(struct json *json, const char *name) {
  json_string(json, name);
  append(json, ":", 1);
}
