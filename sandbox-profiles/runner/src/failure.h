/* The runner cannot go on: say so to the host and end, and with process 1 the whole sandbox. */
#ifndef PORTCULLIS_FAILURE_H
#define PORTCULLIS_FAILURE_H

enum exit_status {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,    /* a FAILURE frame says why */
  EXIT_HOST_GONE = 2, /* the host closed the stream, or did not read for 2 s */
};

/* Sends FAILURE with the text, at most 1 KiB of it. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, followed by the text of `errno`. */
_Noreturn void fail_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
