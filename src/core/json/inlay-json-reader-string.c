/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-reader-private.h"

#include <string.h>

static gboolean
reader_read_hex (InlayJsonReader *self,
                 guint           *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end || !g_ascii_isxdigit (*self->at))
        {
          inlay_json_reader_fail_expected (self, "a hexadecimal digit");
          return FALSE;
        }
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

/* After "\u". */
static gboolean
reader_read_unicode (InlayJsonReader *self)
{
  const char *start = self->at - 2;
  guint unit, low;

  if (!reader_read_hex (self, &unit))
    return FALSE;

  if (unit == 0)
    {
      inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID,
                                 "a string cannot hold NUL (\\u0000)");
      return FALSE;
    }
  if (unit < 0xd800 || unit > 0xdfff)
    {
      g_string_append_unichar (self->buffer, unit);
      return TRUE;
    }

  if (unit < 0xdc00 && self->end - self->at >= 2 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      self->at += 2;
      if (!reader_read_hex (self, &low))
        return FALSE;
      if (low >= 0xdc00 && low <= 0xdfff)
        {
          g_string_append_unichar (self->buffer,
                                   0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
          return TRUE;
        }
    }

  inlay_json_reader_fail_at (self, start, INLAY_ERROR_INVALID,
                             "\\u%04x is half of a surrogate pair", unit);
  return FALSE;
}

static gboolean
reader_read_escape (InlayJsonReader *self)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *name;

  self->at++;
  if (inlay_json_reader_take (self, 'u'))
    return reader_read_unicode (self);

  name = self->at < self->end ? strchr (names, *self->at) : NULL;
  if (name == NULL || *name == '\0')
    {
      inlay_json_reader_fail_expected (self, "an escaped character");
      return FALSE;
    }
  g_string_append_c (self->buffer, values[name - names]);
  self->at++;
  return TRUE;
}

/* The rest of a string that cannot stay where it is, into the buffer. */
static gboolean
reader_copy_string (InlayJsonReader *self,
                    const char      *opening)
{
  while (self->at < self->end)
    {
      const char *start = self->at;

      self->at = inlay_json_skip_plain (self->at, self->end);
      g_string_append_len (self->buffer, start, self->at - start);

      if (self->at == self->end)
        break;
      if (inlay_json_reader_take (self, '"'))
        {
          self->token.text = self->buffer->str;
          self->token.length = self->buffer->len;
          self->token.lasts = FALSE;
          return TRUE;
        }
      if (*self->at != '\\')
        {
          inlay_json_reader_fail (self,
                                  "a string cannot hold the control character U+%04X unescaped",
                                  (guint) *self->at);
          return FALSE;
        }
      if (!reader_read_escape (self))
        return FALSE;
    }

  inlay_json_reader_fail_at (self, opening, INLAY_ERROR_INVALID,
                             "the string that starts here does not end");
  return FALSE;
}

/* After the opening quote; leaves the string in the token. */
gboolean
inlay_json_reader_read_string (InlayJsonReader *self)
{
  const char *start = self->at;

  self->at = inlay_json_skip_plain (self->at, self->end);
  if (self->at < self->end && *self->at == '"')
    {
      self->token.text = start;
      self->token.length = (gsize) (self->at++ - start);
      self->token.lasts = TRUE;
      return TRUE;
    }
  g_string_truncate (self->buffer, 0);
  g_string_append_len (self->buffer, start, self->at - start);
  return reader_copy_string (self, start - 1);
}
