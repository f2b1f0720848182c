#include "receipt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "cgroup.h"
#include "failure.h"
#include "mounts.h"
#include "probes.h"
#include "protocol.h"

enum { TEXT_BYTES = 16384 };

/* The value of a `Name:<tab>value` line of /proc/self/status, terminated in place; the copy lives until the next call. */
static const char *status_value(const char *status, const char *name) {
  static char value[TEXT_BYTES];
  size_t length = strlen(name);
  for (const char *line = status; line != NULL;) {
    if (strncmp(line, name, length) == 0 && line[length] == ':') {
      line += length + 1;
      line += strspn(line, " \t");
      size_t size = strcspn(line, "\n");
      memcpy(value, line, size);
      value[size] = '\0';
      return value;
    }
    line = strchr(line, '\n');
    line = line == NULL ? NULL : line + 1;
  }
  fail("/proc/self/status has no %s", name);
}

static void write_number_or_null(struct json *json, const char *name, uint64_t number, uint64_t null) {
  json_name(json, name);
  if (number == null) {
    json_raw(json, "null");
  } else {
    json_number(json, number);
  }
}

static void write_identity(struct json *json, const char *status) {
  json_name(json, "uid");
  json_number(json, strtoull(status_value(status, "Uid"), NULL, 10));
  json_raw(json, ",");
  json_name(json, "gid");
  json_number(json, strtoull(status_value(status, "Gid"), NULL, 10));
  json_raw(json, ",\"groups\":[");
  const char *separator = "";
  char *rest = NULL;
  for (const char *group = status_value(status, "Groups"); strtoull(group, &rest, 10), rest != group; group = rest) {
    json_raw(json, separator);
    json_number(json, strtoull(group, NULL, 10));
    separator = ",";
  }
  json_raw(json, "]");
}

static void write_capabilities(struct json *json, const char *status) {
  static const char *const SETS[][2] = {
      {"inheritable", "CapInh"}, {"permitted", "CapPrm"}, {"effective", "CapEff"}, {"bounding", "CapBnd"}, {"ambient", "CapAmb"}};
  json_raw(json, ",\"capabilities\":{");
  for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
    json_raw(json, i == 0 ? "" : ",");
    json_name(json, SETS[i][0]);
    json_string(json, status_value(status, SETS[i][1]));
  }
  json_raw(json, "}");
}

static void write_interfaces(struct json *json) {
  char text[TEXT_BYTES];
  if (read_text("/proc/net/dev", text, sizeof text) < 0) {
    fail_errno("cannot read /proc/net/dev");
  }
  json_raw(json, ",\"interfaces\":[");
  const char *separator = "";
  char *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
    char *colon = strchr(line, ':');
    if (colon == NULL) {
      continue; /* the two lines of headings */
    }
    *colon = '\0';
    json_raw(json, separator);
    json_string(json, line + strspn(line, " "));
    separator = ",";
  }
  json_raw(json, "]");
}

static void write_apparmor(struct json *json) {
  char label[TEXT_BYTES];
  char enabled[8];
  long length = read_text("/proc/self/attr/apparmor/current", label, sizeof label);
  if (length < 0 && read_text("/sys/module/apparmor/parameters/enabled", enabled, sizeof enabled) > 0 && enabled[0] == 'Y') {
    length = read_text("/proc/self/attr/current", label, sizeof label);
  }
  if (length > 0) {
    label[strcspn(label, "\n")] = '\0';
  }
  json_raw(json, ",\"apparmor\":");
  json_string(json, length > 0 ? label : "unavailable");
}

static void write_cgroup(struct json *json) {
  struct cgroup_limits limits = cgroup_limits();
  json_raw(json, ",\"cgroup\":{\"version\":");
  json_number(json, limits.version);
  json_raw(json, ",");
  write_number_or_null(json, "memory_bytes", limits.memory_bytes, CGROUP_UNKNOWN);
  json_raw(json, ",");
  write_number_or_null(json, "pids", limits.pids, CGROUP_UNKNOWN);
  json_raw(json, ",");
  write_number_or_null(json, "cpu_quota_us", limits.cpu_quota_us, CGROUP_UNKNOWN);
  json_raw(json, ",");
  write_number_or_null(json, "cpu_period_us", limits.cpu_period_us, CGROUP_UNKNOWN);
  json_raw(json, "}");
}

/* Hard limits: a guest may raise the soft ones to them. */
static void write_rlimits(struct json *json) {
  static const struct {
    const char *name;
    int resource;
  } LIMITS[] = {{"nofile", RLIMIT_NOFILE}, {"core", RLIMIT_CORE}, {"fsize", RLIMIT_FSIZE}};
  json_raw(json, ",\"rlimits\":{");
  for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
    struct rlimit limit;
    if (getrlimit(LIMITS[i].resource, &limit) < 0) {
      fail_errno("cannot read limit %s", LIMITS[i].name);
    }
    json_raw(json, i == 0 ? "" : ",");
    write_number_or_null(json, LIMITS[i].name, limit.rlim_max, RLIM_INFINITY);
  }
  json_raw(json, "}");
}

void receipt_write(struct json *json) {
  char status[TEXT_BYTES];
  if (read_text("/proc/self/status", status, sizeof status) < 0) {
    fail_errno("cannot read /proc/self/status");
  }
  json_raw(json, "{\"protocol\":");
  json_number(json, PROTOCOL_VERSION);
  json_raw(json, ",");
  write_identity(json, status);
  write_capabilities(json, status);
  json_raw(json, ",\"seccomp\":");
  json_number(json, strtoull(status_value(status, "Seccomp"), NULL, 10));
  json_raw(json, ",\"no_new_privileges\":");
  json_raw(json, strcmp(status_value(status, "NoNewPrivs"), "1") == 0 ? "true" : "false");
  json_raw(json, ",\"dumpable\":");
  json_raw(json, prctl(PR_GET_DUMPABLE) == 0 ? "false" : "true");
  write_interfaces(json);
  mounts_write(json);
  write_apparmor(json);
  write_cgroup(json);
  write_rlimits(json);
  json_raw(json, ",\"probes\":");
  probes_run(json);
  json_raw(json, "}");
  if (json_overflowed(json)) {
    fail("the receipt is larger than %zu bytes", json->capacity);
  }
}
