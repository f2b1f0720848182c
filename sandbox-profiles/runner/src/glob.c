#include "glob.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "protocol.h"

/*
 * A set of positions in the pattern, advanced by each byte of the path: no backtracking. Entering a position also enters
 * those reachable without consuming anything.
 */
struct positions {
  bool at[PATH_MAX_BYTES + 1];
};

static bool crossing(const char *pattern, size_t at) {
  return pattern[at] == '*' && pattern[at + 1] == '*';
}

static void enter(struct positions *positions, const char *pattern, size_t at) {
  while (!positions->at[at]) {
    positions->at[at] = true;
    if (crossing(pattern, at)) {
      bool whole = at == 0 || pattern[at - 1] == '/';
      if (whole && pattern[at + 2] == '/') {
        enter(positions, pattern, at + 3);
      }
      at += 2;
    } else if (pattern[at] == '*') {
      at += 1;
    } else {
      return;
    }
  }
}

static void advance(struct positions *to, const char *pattern, size_t at, char byte, bool inside_character) {
  if (crossing(pattern, at)) {
    enter(to, pattern, at);
  } else if (pattern[at] == '*') {
    if (byte != '/') {
      enter(to, pattern, at);
    }
  } else if (pattern[at] == '?') {
    if (byte != '/' && !inside_character) {
      enter(to, pattern, at + 1);
    }
  } else if (pattern[at] == byte) {
    enter(to, pattern, at + 1);
  }
}

bool glob_match(const char *pattern, const char *path) {
  size_t length = strlen(pattern);
  if (length > PATH_MAX_BYTES) {
    return false;
  }
  struct positions now = {0};
  enter(&now, pattern, 0);
  for (; *path != '\0'; path++) {
    struct positions next = {0};
    bool inside_character = ((uint8_t)*path & 0xC0) == 0x80;
    for (size_t at = 0; at < length; at++) {
      if (now.at[at]) {
        advance(&next, pattern, at, *path, inside_character);
      }
    }
    /* The later bytes of a character that `?` took are taken with it. */
    for (size_t at = 1; inside_character && at <= length; at++) {
      if (now.at[at] && pattern[at - 1] == '?') {
        enter(&next, pattern, at);
      }
    }
    now = next;
  }
  return now.at[length];
}
