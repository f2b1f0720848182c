/* What the runner reads of its own confinement, for the host to compare with the profile. */
#ifndef PORTCULLIS_RECEIPT_H
#define PORTCULLIS_RECEIPT_H

#include "text.h"

void receipt_write(struct json *json);

#endif
