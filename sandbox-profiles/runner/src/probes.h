/* Calls that the sandbox must deny, each tried in a child of its own so that a rule that kills shows as SIGSYS. */
#ifndef PORTCULLIS_PROBES_H
#define PORTCULLIS_PROBES_H

#include "text.h"

/* Appends an object: name of the probe to an errno name, "SIGSYS", or "ALLOWED". */
void probes_run(struct json *json);

#endif
