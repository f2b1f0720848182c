/* The mounts a guest can see: mount points, types, flags and tmpfs sizes, never a source or a host path. */
#ifndef PORTCULLIS_MOUNTS_H
#define PORTCULLIS_MOUNTS_H

#include "text.h"

/* Appends `,"mounts": [...]`. */
void mounts_write(struct json *json);

#endif
