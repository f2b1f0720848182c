#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "failure.h"
#include "text.h"

enum { FIELD_HEADER_BYTES = 5 };

bool fields_next(struct fields *fields, struct field *field) {
  if (fields->left == 0) {
    return false;
  }
  const uint8_t *header = fields->bytes;
  if (fields->left < FIELD_HEADER_BYTES) {
    fail("a field is cut short");
  }
  size_t size = (size_t)header[1] << 24 | (size_t)header[2] << 16 | (size_t)header[3] << 8 | header[4];
  if (size > fields->left - FIELD_HEADER_BYTES) {
    fail("field %d is longer than its frame", header[0]);
  }
  *field = (struct field){.tag = header[0], .value = header + FIELD_HEADER_BYTES, .size = size};
  fields->bytes += FIELD_HEADER_BYTES + size;
  fields->left -= FIELD_HEADER_BYTES + size;
  return true;
}

uint64_t field_number(const struct field *field, size_t size) {
  if (field->size != size) {
    fail("field %d has %zu bytes instead of %zu", field->tag, field->size, size);
  }
  uint64_t number = 0;
  for (size_t i = 0; i < size; i++) {
    number = number << 8 | field->value[i];
  }
  return number;
}

char *field_text(const struct field *field, size_t limit) {
  if (field->size > limit || !utf8_valid((const char *)field->value, field->size)) {
    fail("field %d is not UTF-8 of at most %zu bytes", field->tag, limit);
  }
  char *text = malloc(field->size + 1);
  if (text == NULL) {
    fail("out of memory");
  }
  memcpy(text, field->value, field->size);
  text[field->size] = '\0';
  return text;
}
