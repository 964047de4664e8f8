/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-tree-private.h"

#include <string.h>

/* ECMA-262 CharacterEscape and the names of groups. */

static int
read_hex (const char *text,
          guint       n_digits)
{
  int value = 0;

  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (text[i]);
    }
  return value;
}

/* `{H…}` behind \u. */
static gboolean
read_braced (PatternReader  *self,
             gunichar       *c,
             GError        **error)
{
  const char *digit = self->cursor + 1;

  *c = 0;
  for (; g_ascii_isxdigit (*digit) && *c <= 0x10ffff; digit++)
    *c = *c * 16 + (gunichar) g_ascii_xdigit_value (*digit);
  if (digit == self->cursor + 1 || *digit != '}' || *c > 0x10ffff)
    return inlay_pattern_reader_refuse (self, "a bad \\u{…}", error);
  self->cursor = digit + 1;
  return TRUE;
}

/* \uHHHH, a pair of them that makes one character, or \u{H…}; the cursor stands behind the u. */
static gboolean
read_unicode_escape (PatternReader  *self,
                     gunichar       *c,
                     GError        **error)
{
  int high, low;

  if (*self->cursor == '{')
    return read_braced (self, c, error);
  if ((high = read_hex (self->cursor, 4)) < 0)
    return inlay_pattern_reader_refuse (self, "a bad \\u", error);

  self->cursor += 4;
  *c = (gunichar) high;
  if ((high & 0xfc00) == 0xd800 && self->cursor[0] == '\\' && self->cursor[1] == 'u' &&
      ((low = read_hex (self->cursor + 2, 4)) & ~0x3ff) == 0xdc00)
    {
      self->cursor += 6;
      *c = 0x10000 + (((gunichar) high & 0x3ff) << 10) + ((gunichar) low & 0x3ff);
    }
  return TRUE;
}

/* Without u any sign may be escaped; letters keep their meaning for others' engines and are not. */
static gboolean
is_identity (PatternReader *self,
             char           escape)
{
  if (strchr ("^$\\.*+?()[]{}|/", escape) != NULL)
    return TRUE;
  return !self->strict && g_ascii_ispunct (escape);
}

gboolean
inlay_pattern_read_character (PatternReader  *self,
                              gunichar       *c,
                              GError        **error)
{
  static const char letters[] = "tnvfr";
  static const char controls[] = "\t\n\v\f\r";
  const char escape = *self->cursor;
  const char *known;
  int value;

  if (escape == '\0')
    return inlay_pattern_reader_refuse (self, "a lone backslash", error);

  if ((known = strchr (letters, escape)))
    *c = (gunichar) controls[known - letters];
  else if (escape == 'c' && g_ascii_isalpha (self->cursor[1]))
    *c = (gunichar) (*++self->cursor % 32);
  else if (escape == '0' && !g_ascii_isdigit (self->cursor[1]))
    *c = 0;
  else if (escape == 'x' && (value = read_hex (self->cursor + 1, 2)) >= 0)
    {
      *c = (gunichar) value;
      self->cursor += 2;
    }
  else if (escape == 'u')
    {
      self->cursor++;
      return read_unicode_escape (self, c, error);
    }
  else if (is_identity (self, escape))
    *c = (gunichar) escape;
  else
    return inlay_pattern_reader_refuse (self, "an unknown escape", error);

  self->cursor++;
  return TRUE;
}

/* ID_Start and ID_Continue of UAX #31; the few that their general category does not tell are
 * Other_ID_Start and Other_ID_Continue. */
static gboolean
is_name_character (gunichar c,
                   gboolean first)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_LETTER_NUMBER:
      return c != 0x2e2f;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_DECIMAL_NUMBER:
      return !first || c == 0x1885 || c == 0x1886;
    case G_UNICODE_CONNECT_PUNCTUATION:
      return !first || c == '_';
    default:
      break;
    }
  if (c == '$' || c == 0x2118 || c == 0x212e || c == 0x309b || c == 0x309c)
    return TRUE;
  return !first && (c == 0x200c || c == 0x200d || c == 0xb7 || c == 0x387 || c == 0x19da ||
                    (c >= 0x1369 && c <= 0x1371));
}

/* What stands up to the `>`; the cursor stands behind the `<`. */
char *
inlay_pattern_read_name (PatternReader  *self,
                         GError        **error)
{
  g_autoptr (GString) name = g_string_new (NULL);

  while (*self->cursor != '>')
    {
      gunichar c = g_utf8_get_char (self->cursor);

      if (self->cursor[0] == '\\' && self->cursor[1] == 'u')
        {
          self->cursor += 2;
          if (!read_unicode_escape (self, &c, error))
            return NULL;
        }
      else if (c != 0)
        self->cursor = g_utf8_next_char (self->cursor);
      if (!is_name_character (c, name->len == 0))
        {
          inlay_pattern_reader_refuse (self, "a bad group name", error);
          return NULL;
        }
      g_string_append_unichar (name, c);
    }
  if (name->len == 0)
    {
      inlay_pattern_reader_refuse (self, "a group without a name", error);
      return NULL;
    }
  self->cursor++;
  return g_string_free (g_steal_pointer (&name), FALSE);
}
