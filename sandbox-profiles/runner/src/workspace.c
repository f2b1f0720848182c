#include "workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "failure.h"
#include "fields.h"

enum file_tag { TAG_PATH = 1, TAG_MODE = 2, TAG_SIZE = 3 };

struct file {
  char *path;
  mode_t mode;
  uint64_t size;
};

static int root = -1;

void workspace_open(void) {
  root = open(WORKSPACE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (root < 0) {
    fail_errno("cannot open " WORKSPACE);
  }
}

static void require_relative(const char *path) {
  for (const char *component = path;; component++) {
    size_t length = strcspn(component, "/");
    bool dots = (length == 1 && component[0] == '.') || (length == 2 && component[0] == '.' && component[1] == '.');
    if (length == 0 || length > COMPONENT_MAX_BYTES || dots) {
      fail("not a path inside " WORKSPACE);
    }
    component += length;
    if (*component == '\0') {
      return;
    }
  }
}

static struct file parse(const struct frame *frame) {
  struct fields fields = {.bytes = frame->payload, .left = frame->size};
  struct field field;
  struct file file = {.mode = 0644};
  bool sized = false;
  while (fields_next(&fields, &field)) {
    switch (field.tag) {
      case TAG_PATH:
        free(file.path);
        file.path = field_text(&field, PATH_MAX_BYTES);
        break;
      case TAG_MODE:
        file.mode = (mode_t)field_number(&field, 4);
        break;
      case TAG_SIZE:
        file.size = field_number(&field, 8);
        sized = true;
        break;
      default:
        fail("unknown field %d of FILE", field.tag);
    }
  }
  if (file.path == NULL || !sized || (file.mode != 0644 && file.mode != 0755)) {
    fail("FILE needs a path, a size, and mode 0644 or 0755");
  }
  require_relative(file.path);
  return file;
}

/* Opens the folder that holds the last component, and sets `name` to it; makes folders on the way if told. */
static int open_parent(const char *path, const char **name, bool make) {
  int folder = fcntl(root, F_DUPFD_CLOEXEC, 0);
  for (const char *slash; folder >= 0 && (slash = strchr(path, '/')) != NULL; path = slash + 1) {
    char component[COMPONENT_MAX_BYTES + 1] = {0};
    size_t length = (size_t)(slash - path);
    if (length > COMPONENT_MAX_BYTES) {
      close(folder);
      errno = ENAMETOOLONG;
      return -1;
    }
    memcpy(component, path, length);
    int next = openat(folder, component, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0 && errno == ENOENT && make && mkdirat(folder, component, 0755) == 0) {
      next = openat(folder, component, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    }
    int error = errno;
    close(folder);
    errno = error;
    folder = next;
  }
  *name = path;
  return folder;
}

static int create(const struct file *file) {
  const char *name;
  int folder = open_parent(file->path, &name, true);
  if (folder < 0) {
    fail_errno("cannot make the folders of %s", file->path);
  }
  int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file->mode);
  if (fd < 0 || fchmod(fd, file->mode) < 0) {
    fail_errno("cannot create %s", file->path);
  }
  close(folder);
  return fd;
}

void workspace_take(const struct frame *announcement) {
  struct file file = parse(announcement);
  int fd = create(&file);
  while (file.size > 0) {
    struct frame frame = channel_await();
    if (frame.type != FRAME_DATA || frame.size == 0 || frame.size > file.size) {
      fail("expected %llu more bytes of %s", (unsigned long long)file.size, file.path);
    }
    file.size -= frame.size;
    while (frame.size > 0) {
      ssize_t count = write(fd, frame.payload, frame.size);
      if (count < 0) {
        fail_errno("cannot write %s", file.path);
      }
      frame.payload += count;
      frame.size -= (size_t)count;
    }
  }
  close(fd);
  free(file.path);
}

int workspace_read(const char *path) {
  const char *name;
  int folder = open_parent(path, &name, false);
  if (folder < 0) {
    return -1;
  }
  int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  int error = errno;
  close(folder);
  errno = error;
  return fd;
}

struct workspace_usage workspace_usage(void) {
  struct statfs usage;
  if (fstatfs(root, &usage) < 0) {
    fail_errno("cannot measure " WORKSPACE);
  }
  uint64_t block = (uint64_t)usage.f_bsize;
  return (struct workspace_usage){
      .used_bytes = (uint64_t)(usage.f_blocks - usage.f_bfree) * block,
      .size_bytes = (uint64_t)usage.f_blocks * block,
      .full = (usage.f_blocks > 0 && usage.f_bfree == 0) || (usage.f_files > 0 && usage.f_ffree == 0),
  };
}
