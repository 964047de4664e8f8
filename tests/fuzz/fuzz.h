/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>
#include <string.h>

/* What every target is made of: the function libFuzzer calls, and what fuzz-main.c calls once a file. */
int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize         size);

/* A refusal without a word of why is a fault, too. */
#define FUZZ_REFUSED(result, error) \
  g_assert ((result) != NULL ? (error) == NULL : (error) != NULL && (error)->message[0] != '\0')

/* The text before and after the first line break; @second is empty when there is none. */
static inline void
fuzz_split (const guint8  *data,
            gsize          size,
            char         **first,
            char         **second)
{
  const guint8 *end = size > 0 ? memchr (data, '\n', size) : NULL;
  gsize length = end != NULL ? (gsize) (end - data) : size;

  *first = g_strndup ((const char *) data, length);
  *second = end != NULL ? g_strndup ((const char *) end + 1, size - length - 1) : g_strdup ("");
}
