/* The globs that name artifacts. */
#ifndef PORTCULLIS_GLOB_H
#define PORTCULLIS_GLOB_H

#include <stdbool.h>

/*
 * Whether `path` matches: `?` is one character and `*` any number of them, but neither a slash; `**` crosses slashes, and `**` with
 * the slash after it also stands for nothing, so that `**` + `/x` matches `x`. Time is at most the product of both lengths, whatever
 * the pattern.
 */
bool glob_match(const char *pattern, const char *path);

#endif
