#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "protocol.h"

static _Noreturn void send_and_end(char *text, int length) {
  size_t size = length < 0 ? 0 : (size_t)length;
  if (size >= FAILURE_MAX_BYTES) {
    size = FAILURE_MAX_BYTES - 1;
  }
  channel_send(FRAME_FAILURE, text, size);
  channel_flush();
  _exit(EXIT_FAILED);
}

_Noreturn void fail(const char *format, ...) {
  char text[FAILURE_MAX_BYTES];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  send_and_end(text, length);
}

_Noreturn void fail_errno(const char *format, ...) {
  int error = errno;
  char text[FAILURE_MAX_BYTES];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length >= 0 && (size_t)length < sizeof text) {
    length += snprintf(text + length, sizeof text - (size_t)length, ": %s", strerror(error));
  }
  send_and_end(text, length);
}
