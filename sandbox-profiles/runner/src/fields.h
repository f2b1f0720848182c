/* The tag-length-value fields that FILE and START carry. */
#ifndef PORTCULLIS_FIELDS_H
#define PORTCULLIS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fields {
  const uint8_t *bytes;
  size_t left;
};

struct field {
  uint8_t tag;
  const uint8_t *value;
  size_t size;
};

/* The next field; false at the end. A field longer than its frame ends the runner. */
bool fields_next(struct fields *fields, struct field *field);

/* A number of exactly `size` bytes, big endian. */
uint64_t field_number(const struct field *field, size_t size);

/* A terminated copy of UTF-8 without NUL, of at most `limit` bytes. */
char *field_text(const struct field *field, size_t limit);

#endif
