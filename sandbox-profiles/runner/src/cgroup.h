/* What the sandbox's own control groups say, version 1 or 2. A number that cannot be read, or means no limit, is CGROUP_UNKNOWN. */
#ifndef PORTCULLIS_CGROUP_H
#define PORTCULLIS_CGROUP_H

#include <stdint.h>

#define CGROUP_UNKNOWN UINT64_MAX

struct cgroup_limits {
  unsigned version;
  uint64_t memory_bytes;
  uint64_t pids;
  uint64_t cpu_quota_us;
  uint64_t cpu_period_us;
};

struct cgroup_counters {
  uint64_t cpu_us;      /* user + system, of the whole sandbox */
  uint64_t oom_kills;   /* processes killed by the kernel for memory */
  uint64_t pids_events; /* forks refused by the limit */
};

struct cgroup_limits cgroup_limits(void);

/* Opens the counters, before anything is read of them. */
void cgroup_open(void);

/* Counters that cannot be read are 0, but for the CPU time, which is then summed over the processes. */
struct cgroup_counters cgroup_counters(void);
uint64_t cgroup_cpu_us(void);

/* Peak memory; where the group does not tell, the largest process reaped. */
uint64_t cgroup_peak_bytes(void);

#endif
