#include "artifacts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel.h"
#include "clock.h"
#include "failure.h"
#include "glob.h"
#include "text.h"
#include "workspace.h"

enum {
  DEPTH_LIMIT = 32,      /* folders below folders */
  SKIPPED_LIMIT = 256,   /* files reported beyond the caller's count */
  WALK_LIMIT_SECONDS = 2 /* a guest may leave millions of names */
};

struct found {
  char **paths;
  size_t count;
  size_t limit;
  uint64_t deadline;
};

static bool matches(const struct artifact_request *request, const char *path) {
  for (size_t i = 0; i < request->glob_count; i++) {
    if (glob_match(request->globs[i], path)) {
      return true;
    }
  }
  return false;
}

static void remember(struct found *found, const char *path) {
  char *copy = strdup(path);
  if (copy == NULL) {
    fail("out of memory");
  }
  found->paths[found->count++] = copy;
}

/* Collects what matches in the folder open at `folder`, whose path (empty or ending in a slash) is in `path`. Closes `folder`. */
static void walk(int folder, char path[PATH_MAX_BYTES + 1], int depth, const struct artifact_request *request, struct found *found) {
  size_t length = strlen(path);
  DIR *entries = fdopendir(folder);
  if (entries == NULL) {
    close(folder);
    return;
  }
  for (struct dirent *entry; (entry = readdir(entries)) != NULL && found->count < found->limit && clock_now() < found->deadline;) {
    size_t name = strlen(entry->d_name);
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || length + name + 1 > PATH_MAX_BYTES) {
      continue;
    }
    memcpy(path + length, entry->d_name, name + 1);
    struct stat status;
    if (fstatat(dirfd(entries), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
      continue;
    }
    if (!S_ISDIR(status.st_mode)) {
      if (matches(request, path)) {
        remember(found, path);
      }
      continue;
    }
    int below = depth < DEPTH_LIMIT ? openat(dirfd(entries), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (below >= 0) {
      memcpy(path + length + name, "/", 2);
      walk(below, path, depth + 1, request, found);
    }
  }
  closedir(entries);
}

static void announce(struct json *json, const char *path) {
  json_raw(json, "{\"path\":");
  json_string(json, path);
}

static void send_json(struct json *json) {
  if (json_overflowed(json)) {
    fail("the name of an artifact is too long");
  }
  channel_send(FRAME_ARTIFACT, json->bytes, json->size);
}

static void send_skipped(const char *path, const char *reason) {
  char bytes[8 * PATH_MAX_BYTES];
  struct json json = {.bytes = bytes, .capacity = sizeof bytes};
  announce(&json, path);
  json_raw(&json, ",\"skipped\":");
  json_string(&json, reason);
  json_raw(&json, "}");
  send_json(&json);
}

static void send_data(const char *path, int fd, uint64_t size) {
  while (size > 0) {
    uint8_t *place = channel_reserve();
    if (place == NULL) {
      channel_flush();
      place = channel_reserve();
    }
    size_t wanted = size < OUTPUT_MAX_BYTES ? (size_t)size : OUTPUT_MAX_BYTES;
    ssize_t count = read(fd, place, wanted);
    if (count <= 0) {
      fail_errno("cannot read %s to its end", path);
    }
    channel_commit(FRAME_ARTIFACT_DATA, (size_t)count);
    size -= (uint64_t)count;
  }
}

static void send_file(const char *path, int fd, const struct stat *status) {
  char bytes[8 * PATH_MAX_BYTES];
  struct json json = {.bytes = bytes, .capacity = sizeof bytes};
  announce(&json, path);
  json_raw(&json, ",\"size\":");
  json_number(&json, (uint64_t)status->st_size);
  json_raw(&json, ",\"mode\":");
  json_number(&json, status->st_mode & 0777);
  json_raw(&json, "}");
  send_json(&json);
  send_data(path, fd, (uint64_t)status->st_size);
}

/* Why a file cannot be taken, or NULL. */
static const char *refusal(const char *path, int fd, struct stat *status, uint64_t bytes_left) {
  if (!utf8_valid(path, strlen(path))) {
    return "bad_name";
  }
  if (fd < 0) {
    /* ELOOP: a link; ENXIO: a socket; both are what they are, whatever their permissions. */
    return errno == ELOOP || errno == ENXIO ? "not_regular" : "unreadable";
  }
  if (fstat(fd, status) < 0) {
    return "unreadable";
  }
  if (!S_ISREG(status->st_mode)) {
    return "not_regular";
  }
  return (uint64_t)status->st_size > bytes_left ? "too_large" : NULL;
}

static int by_name(const void *left, const void *right) {
  return strcmp(*(char *const *)left, *(char *const *)right);
}

void artifacts_send(const struct artifact_request *request) {
  if (request->glob_count == 0) {
    return;
  }
  struct found found = {.limit = (size_t)request->count_limit + SKIPPED_LIMIT, .deadline = clock_now() + WALK_LIMIT_SECONDS * NS_PER_S};
  found.paths = calloc(found.limit, sizeof *found.paths);
  if (found.paths == NULL) {
    fail("out of memory");
  }
  int folder = open(WORKSPACE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  char path[PATH_MAX_BYTES + 2] = "";
  if (folder >= 0) {
    walk(folder, path, 0, request, &found);
  }
  qsort(found.paths, found.count, sizeof *found.paths, by_name);
  uint32_t sent = 0;
  uint64_t bytes_left = request->bytes_limit;
  for (size_t i = 0; i < found.count; i++) {
    struct stat status;
    int fd = workspace_read(found.paths[i]);
    const char *skipped = refusal(found.paths[i], fd, &status, bytes_left);
    if (skipped == NULL && sent == request->count_limit) {
      skipped = "too_many";
    }
    if (skipped == NULL) {
      sent++;
      bytes_left -= (uint64_t)status.st_size;
      send_file(found.paths[i], fd, &status);
    } else {
      send_skipped(found.paths[i], skipped);
    }
    if (fd >= 0) {
      close(fd);
    }
  }
}
