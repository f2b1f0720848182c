/* One program from START to EXIT. */
#ifndef PORTCULLIS_RUN_H
#define PORTCULLIS_RUN_H

#include "program.h"
#include "request.h"

/* Becomes readable when a child ends. Made once, before the first child. */
int run_open_child_signal(void);

/* Runs the request in the waiting standby, or afresh (`standby` is then NULL, or is ended), and sends all frames up to EXIT. */
void run(struct request *request, struct program *standby, int child_signal);

#endif
