/* The guest's processes: started apart from the runner, ended together. */
#ifndef PORTCULLIS_PROGRAM_H
#define PORTCULLIS_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

/* The first process and the runner's ends of its pipes, all non-blocking; -1 once closed. */
struct program {
  pid_t pid;
  int input, output, error;
  int hand_over; /* to a standby's descriptor 3, else -1 */
  int ready;     /* from a standby's descriptor 4, else -1 */
};

/* The standby's own descriptors, see PROTOCOL.md. */
enum { STANDBY_HAND_OVER = 3, STANDBY_READY = 4 };

/* Starts `argv` in a session of its own, in /workspace, as the kernel's first choice when memory runs out. */
struct program program_start(char *const argv[], char *const environment[], bool standby);

/* Ends a standby that is not going to be used, and closes its pipes. */
void program_discard(struct program *program);

void close_descriptor(int *fd);

struct ending {
  bool ended; /* the first process, with `status` as waitpid gives it */
  int status;
  unsigned killed; /* processes that tree_kill ended, but for the first */
};

/* Reaps what has ended. */
void tree_reap(pid_t first, struct ending *ending);

/* Kills every process but the runner and reaps them all: stopped, orphaned and forking ones too. */
void tree_kill(pid_t first, struct ending *ending);

#endif
