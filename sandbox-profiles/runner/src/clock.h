/* The monotonic clock, in nanoseconds. */
#ifndef PORTCULLIS_CLOCK_H
#define PORTCULLIS_CLOCK_H

#include <stdint.h>
#include <time.h>

#define NS_PER_US UINT64_C(1000)
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S UINT64_C(1000000000)
#define FOREVER UINT64_MAX

static inline uint64_t clock_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* The time from now until `when`; zero if it has passed. */
static inline struct timespec clock_until(uint64_t when) {
  uint64_t now = clock_now();
  uint64_t left = when > now ? when - now : 0;
  return (struct timespec){.tv_sec = (time_t)(left / NS_PER_S), .tv_nsec = (long)(left % NS_PER_S)};
}

#endif
