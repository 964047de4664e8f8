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

/* Whether one of eight bytes is a quote, a backslash or below a blank; more may be found than there
 * are, but only behind one there is. */
static inline gboolean
has_special (guint64 bytes)
{
  const guint64 low = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 high = G_GUINT64_CONSTANT (0x8080808080808080);
  guint64 quote = bytes ^ (low * '"');
  guint64 slash = bytes ^ (low * '\\');

  return ((((quote - low) & ~quote) | ((slash - low) & ~slash) | ((bytes - low * ' ') & ~bytes)) & high) != 0;
}

/* To the next byte that does not simply stand for itself. */
static inline void
reader_skip_plain (InlayJsonReader *self)
{
  guint64 bytes;

  while ((gsize) (self->end - self->at) >= sizeof bytes)
    {
      memcpy (&bytes, self->at, sizeof bytes);
      if (has_special (bytes))
        break;
      self->at += sizeof bytes;
    }
  while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guchar) *self->at >= 0x20)
    self->at++;
}

/* The rest of a string that cannot stay where it is, into the buffer. */
static gboolean
reader_copy_string (InlayJsonReader *self,
                    const char      *opening)
{
  while (self->at < self->end)
    {
      const char *start = self->at;

      reader_skip_plain (self);
      g_string_append_len (self->buffer, start, self->at - start);

      if (self->at == self->end)
        break;
      if (inlay_json_reader_take (self, '"'))
        {
          self->token.text = self->buffer->str;
          self->token.length = self->buffer->len;
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

  reader_skip_plain (self);
  if (self->at < self->end && *self->at == '"')
    {
      self->token.text = start;
      self->token.length = (gsize) (self->at++ - start);
      return TRUE;
    }
  g_string_truncate (self->buffer, 0);
  g_string_append_len (self->buffer, start, self->at - start);
  return reader_copy_string (self, start - 1);
}
