#include "mounts.h"

#include <stdbool.h>
#include <string.h>
#include <sys/vfs.h>

#include "failure.h"

/* mountinfo writes space, tab, newline and backslash as a backslash and three octal digits. */
static void unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from != '\0';) {
    bool escaped = from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' && from[2] <= '7' && from[3] >= '0' && from[3] <= '7';
    if (escaped) {
      *to++ = (char)((from[1] - '0') << 6 | (from[2] - '0') << 3 | (from[3] - '0'));
      from += 4;
    } else {
      *to++ = *from++;
    }
  }
  *to = '\0';
}

/* Read-only if either the mount or the file system under it is. */
static bool read_only(const char *options) {
  return strncmp(options, "ro", 2) == 0 && (options[2] == ',' || options[2] == '\0');
}

static void write_flags(struct json *json, char *options, bool super_read_only) {
  json_raw(json, ",\"flags\":[");
  const char *separator = "";
  char *rest = NULL;
  for (char *option = strtok_r(options, ",", &rest); option != NULL; option = strtok_r(NULL, ",", &rest)) {
    json_raw(json, separator);
    json_string(json, super_read_only && strcmp(option, "rw") == 0 ? "ro" : option);
    separator = ",";
  }
  json_raw(json, "]");
}

/* One line: id parent device root POINT OPTIONS optional... - TYPE source SUPER_OPTIONS */
static void write_mount(struct json *json, char *line, const char *separator) {
  char *fields[6];
  char *rest = NULL;
  fields[0] = strtok_r(line, " ", &rest);
  for (size_t i = 1; i < 6; i++) {
    fields[i] = strtok_r(NULL, " ", &rest);
  }
  char *word = strtok_r(NULL, " ", &rest);
  while (word != NULL && strcmp(word, "-") != 0) {
    word = strtok_r(NULL, " ", &rest);
  }
  const char *type = strtok_r(NULL, " ", &rest);
  const char *source = strtok_r(NULL, " ", &rest);
  const char *super_options = strtok_r(NULL, " ", &rest);
  if (fields[5] == NULL || type == NULL || source == NULL || super_options == NULL) {
    fail("a line of /proc/self/mountinfo cannot be read");
  }
  unescape(fields[4]);
  json_raw(json, separator);
  json_raw(json, "{\"path\":");
  json_string(json, fields[4]);
  json_raw(json, ",\"type\":");
  json_string(json, type);
  write_flags(json, fields[5], read_only(super_options));
  struct statfs usage;
  if (strcmp(type, "tmpfs") == 0 && statfs(fields[4], &usage) == 0) {
    json_raw(json, ",\"size_bytes\":");
    json_number(json, (uint64_t)usage.f_blocks * (uint64_t)usage.f_bsize);
  }
  json_raw(json, "}");
}

void mounts_write(struct json *json) {
  static char text[1 << 17];
  if (read_text("/proc/self/mountinfo", text, sizeof text) < 0) {
    fail_errno("cannot read /proc/self/mountinfo");
  }
  json_raw(json, ",\"mounts\":[");
  const char *separator = "";
  char *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    write_mount(json, line, separator);
    separator = ",";
  }
  json_raw(json, "]");
}
