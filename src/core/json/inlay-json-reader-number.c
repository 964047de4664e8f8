/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-reader-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Every double is exact within 767 digits; more is an attack or an accident. */
#define MAX_NUMBER_LENGTH 4096

static gboolean
reader_skip_digits (InlayJsonReader *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  if (self->at > start)
    return TRUE;

  inlay_json_reader_fail_expected (self, "a digit");
  return FALSE;
}

/* Checks the grammar of a number and finds its end. */
static gboolean
reader_skip_number (InlayJsonReader *self,
                    gboolean        *is_integer)
{
  *is_integer = TRUE;
  inlay_json_reader_take (self, '-');
  if (inlay_json_reader_take (self, '0'))
    {
      if (self->at < self->end && g_ascii_isdigit (*self->at))
        {
          inlay_json_reader_fail (self, "a number cannot start with a zero");
          return FALSE;
        }
    }
  else if (!reader_skip_digits (self))
    {
      return FALSE;
    }

  if (inlay_json_reader_take (self, '.'))
    {
      *is_integer = FALSE;
      if (!reader_skip_digits (self))
        return FALSE;
    }
  if (inlay_json_reader_take (self, 'e') || inlay_json_reader_take (self, 'E'))
    {
      *is_integer = FALSE;
      if (!inlay_json_reader_take (self, '-'))
        inlay_json_reader_take (self, '+');
      if (!reader_skip_digits (self))
        return FALSE;
    }
  return TRUE;
}

/* "-0" is not the integer 0: only a double keeps its sign. */
static gboolean
parse_int64 (const char *digits,
             gint64     *value)
{
  if (strcmp (digits, "-0") == 0)
    return FALSE;

  errno = 0;
  *value = g_ascii_strtoll (digits, NULL, 10);
  return errno == 0;
}

static gboolean
double_is_exact (const char *digits,
                 double      value)
{
  g_autofree char *text = g_strdup_printf ("%.0f", value);

  return strcmp (text, digits) == 0;
}

/* Leaves the number in the token. */
gboolean
inlay_json_reader_read_number (InlayJsonReader *self)
{
  const char *start = self->at;
  g_autofree char *digits = NULL;
  gboolean is_integer;
  gint64 integer;
  double value;

  if (!reader_skip_number (self, &is_integer))
    return FALSE;
  if (self->at - start > MAX_NUMBER_LENGTH)
    {
      inlay_json_reader_fail_at (self, start, INLAY_ERROR_LIMIT,
                                 "a number has more than %d characters", MAX_NUMBER_LENGTH);
      return FALSE;
    }

  digits = g_strndup (start, self->at - start);
  if (is_integer && parse_int64 (digits, &integer))
    {
      self->token.kind = INLAY_JSON_KIND_INTEGER;
      self->token.integer = integer;
      return TRUE;
    }

  value = g_ascii_strtod (digits, NULL);
  if (!isfinite (value))
    {
      inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID, "a number is too large");
      return FALSE;
    }
  if (is_integer && !(self->flags & INLAY_JSON_ROUND) && !double_is_exact (digits, value))
    {
      inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID,
                                 "the integer %.40s%s does not fit into 64 bits", digits,
                                 strlen (digits) > 40 ? "…" : "");
      return FALSE;
    }
  self->token.kind = INLAY_JSON_KIND_DOUBLE;
  self->token.number = value;
  return TRUE;
}
