#include "cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "text.h"

#define ROOT "/sys/fs/cgroup/"

enum { TEXT_BYTES = 4096 };

/* Version 1 writes no limit as the largest number of whole pages. */
static const uint64_t V1_NO_LIMIT = UINT64_C(1) << 62;

static bool is_v2(void) {
  static int known = -1;
  if (known < 0) {
    known = access(ROOT "cgroup.controllers", F_OK) == 0;
  }
  return known;
}

/* A number at the start of `text`; "max" and "-1" mean none. */
static uint64_t parse(const char *text) {
  if (*text < '0' || *text > '9') {
    return CGROUP_UNKNOWN;
  }
  return strtoull(text, NULL, 10);
}

static uint64_t read_number(const char *path) {
  char text[TEXT_BYTES];
  return read_text(path, text, sizeof text) < 0 ? CGROUP_UNKNOWN : parse(text);
}

/*
 * The counters stay open from the start. Opening a file takes kernel memory that is charged to the sandbox; at the limit, with the
 * guest that filled it just gone, the kernel would find nobody to kill for it but the runner.
 */
enum counter { COUNTER_CPU, COUNTER_OOM, COUNTER_PIDS, COUNTER_PEAK, COUNTERS };

static int counters[COUNTERS];

static int open_first(const char *const paths[], size_t count) {
  int fd = -1;
  for (size_t i = 0; i < count && fd < 0; i++) {
    fd = open(paths[i], O_RDONLY | O_CLOEXEC);
  }
  return fd;
}

static bool read_counter(enum counter counter, char text[TEXT_BYTES]) {
  ssize_t size = counters[counter] < 0 ? -1 : pread(counters[counter], text, TEXT_BYTES - 1, 0);
  text[size < 0 ? 0 : size] = '\0';
  return size > 0;
}

void cgroup_open(void) {
  static const char *const V1_CPU[] = {ROOT "cpuacct/cpuacct.usage", ROOT "cpu,cpuacct/cpuacct.usage", ROOT "cpu/cpuacct.usage"};
  static const char *const V2[COUNTERS] = {ROOT "cpu.stat", ROOT "memory.events", ROOT "pids.events", ROOT "memory.peak"};
  static const char *const V1[COUNTERS] = {NULL, ROOT "memory/memory.oom_control", ROOT "pids/pids.events", ROOT "memory/memory.max_usage_in_bytes"};
  for (size_t i = 0; i < COUNTERS; i++) {
    counters[i] = !is_v2() && i == COUNTER_CPU ? open_first(V1_CPU, sizeof V1_CPU / sizeof *V1_CPU) : open_first(is_v2() ? &V2[i] : &V1[i], 1);
    char text[TEXT_BYTES];
    read_counter((enum counter)i, text); /* the kernel's buffer for it is made at the first reading, and kept */
  }
}

static uint64_t counter_number(enum counter counter) {
  char text[TEXT_BYTES];
  return read_counter(counter, text) ? parse(text) : CGROUP_UNKNOWN;
}

/* The number on the line that starts with `key` and a space. */
static uint64_t counter_key(enum counter counter, const char *key) {
  char text[TEXT_BYTES];
  if (!read_counter(counter, text)) {
    return CGROUP_UNKNOWN;
  }
  size_t length = strlen(key);
  for (const char *line = text; line != NULL && *line != '\0';) {
    if (strncmp(line, key, length) == 0 && line[length] == ' ') {
      return parse(line + length + 1);
    }
    line = strchr(line, '\n');
    line = line == NULL ? NULL : line + 1;
  }
  return CGROUP_UNKNOWN;
}

static void read_cpu_max(struct cgroup_limits *limits) {
  char text[TEXT_BYTES];
  if (read_text(ROOT "cpu.max", text, sizeof text) < 0) {
    return;
  }
  const char *period = strchr(text, ' ');
  limits->cpu_quota_us = parse(text);
  limits->cpu_period_us = period == NULL ? CGROUP_UNKNOWN : parse(period + 1);
}

struct cgroup_limits cgroup_limits(void) {
  struct cgroup_limits limits = {.version = is_v2() ? 2 : 1, .cpu_quota_us = CGROUP_UNKNOWN, .cpu_period_us = CGROUP_UNKNOWN};
  if (is_v2()) {
    limits.memory_bytes = read_number(ROOT "memory.max");
    limits.pids = read_number(ROOT "pids.max");
    read_cpu_max(&limits);
    return limits;
  }
  limits.memory_bytes = read_number(ROOT "memory/memory.limit_in_bytes");
  if (limits.memory_bytes >= V1_NO_LIMIT) {
    limits.memory_bytes = CGROUP_UNKNOWN;
  }
  limits.pids = read_number(ROOT "pids/pids.max");
  limits.cpu_quota_us = read_number(ROOT "cpu/cpu.cfs_quota_us");
  limits.cpu_period_us = read_number(ROOT "cpu/cpu.cfs_period_us");
  return limits;
}

static uint64_t microseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

/* User and system time of one process and of the children it has reaped, from /proc/PID/stat. */
static uint64_t process_cpu_us(const char *pid) {
  char path[64];
  char text[TEXT_BYTES];
  snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
  if (read_text(path, text, sizeof text) < 0) {
    return 0;
  }
  const char *rest = strrchr(text, ')'); /* the name before it may hold anything */
  unsigned long long user, system, children_user, children_system;
  if (rest == NULL || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu", &user, &system,
                             &children_user, &children_system) != 4) {
    return 0;
  }
  return (user + system + children_user + children_system) * 1000000 / (unsigned long long)sysconf(_SC_CLK_TCK);
}

/* Without a readable control group: what was reaped and what lives, in clock ticks. */
static uint64_t summed_cpu_us(void) {
  struct rusage reaped;
  getrusage(RUSAGE_CHILDREN, &reaped);
  uint64_t total = microseconds(reaped.ru_utime) + microseconds(reaped.ru_stime);
  DIR *processes = opendir("/proc");
  if (processes == NULL) {
    return total;
  }
  for (struct dirent *entry; (entry = readdir(processes)) != NULL;) {
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && strcmp(entry->d_name, "1") != 0) {
      total += process_cpu_us(entry->d_name);
    }
  }
  closedir(processes);
  return total;
}

uint64_t cgroup_cpu_us(void) {
  uint64_t usage = is_v2() ? counter_key(COUNTER_CPU, "usage_usec") : counter_number(COUNTER_CPU);
  if (usage == CGROUP_UNKNOWN) {
    return summed_cpu_us();
  }
  return is_v2() ? usage : usage / 1000;
}

static uint64_t known_or_zero(uint64_t number) {
  return number == CGROUP_UNKNOWN ? 0 : number;
}

struct cgroup_counters cgroup_counters(void) {
  return (struct cgroup_counters){
      .cpu_us = cgroup_cpu_us(),
      .oom_kills = known_or_zero(counter_key(COUNTER_OOM, "oom_kill")),
      .pids_events = known_or_zero(counter_key(COUNTER_PIDS, "max")),
  };
}

uint64_t cgroup_peak_bytes(void) {
  uint64_t peak = counter_number(COUNTER_PEAK);
  if (peak != CGROUP_UNKNOWN) {
    return peak;
  }
  struct rusage reaped;
  getrusage(RUSAGE_CHILDREN, &reaped);
  return (uint64_t)reaped.ru_maxrss * 1024;
}
