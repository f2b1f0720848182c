/* Small pieces of text: UTF-8 validation, whole small files, and JSON into a bounded buffer. */
#ifndef PORTCULLIS_TEXT_H
#define PORTCULLIS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the well-formed UTF-8 sequence at `text`, or 0 where there is none. */
size_t utf8_sequence(const char *text, size_t size);

/* Well-formed UTF-8 without NUL. */
bool utf8_valid(const char *text, size_t size);

/* Reads a small file whole and terminates it; returns its length, or -1. What does not fit is cut. */
long read_text(const char *path, char *buffer, size_t capacity);

struct json {
  char *bytes;
  size_t capacity;
  size_t size; /* equal to capacity once something did not fit */
};

bool json_overflowed(const struct json *json);
void json_raw(struct json *json, const char *text);
void json_number(struct json *json, uint64_t number);

/* A quoted string; bytes that are not UTF-8 become U+FFFD. */
void json_string(struct json *json, const char *text);

/* `"name": ` */
void json_name(struct json *json, const char *name);

#endif
