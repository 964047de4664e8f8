/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-semver-key-private.h"

#include <string.h>

/* Up to here digits are compared as they stand; past it as JavaScript's numbers, which are what
 * npm compares: not exact. */
#define EXACT_DIGITS 15
#define MAX_DIGITS 20

static inline gboolean
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* The identifier at the start of @text, and whether it is a number. */
static inline gsize
identifier_length (const char *text,
                   gsize       length,
                   gboolean   *numeric)
{
  gsize n = 0;

  *numeric = TRUE;
  for (; n < length && text[n] != '.'; n++)
    if (!is_digit (text[n]))
      *numeric = FALSE;
  *numeric = *numeric && n > 0;
  return n;
}

static gsize
skip_zeros (const char **text,
            gsize        length)
{
  for (; length > 1 && **text == '0'; length--)
    (*text)++;
  return length;
}

static double
read_number (const char *digits,
             gsize       length)
{
  g_autofree char *text = g_strndup (digits, length);

  return g_ascii_strtod (text, NULL);
}

static int
numbers_compare (const char *a,
                 gsize       a_length,
                 const char *b,
                 gsize       b_length)
{
  a_length = skip_zeros (&a, a_length);
  b_length = skip_zeros (&b, b_length);
  if (a_length > EXACT_DIGITS && b_length > EXACT_DIGITS)
    {
      double x = read_number (a, a_length);
      double y = read_number (b, b_length);

      return (x > y) - (x < y);
    }
  if (a_length != b_length)
    return a_length < b_length ? -1 : 1;
  return memcmp (a, b, a_length);
}

static int
texts_compare (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

/* Where both go on alike, back to the start of the identifier in which they part. */
static gsize
shared_length (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  gsize least = MIN (a_length, b_length);
  gsize n = 0;

  while (n < least && a[n] == b[n])
    n++;
  while (n > 0 && a[n - 1] != '.')
    n--;
  return n;
}

/* Semantic Versioning 2.0.0, section 11.4: numbers by value and before texts, more before fewer. */
int
inlay_semver_identifiers_compare (const char *a,
                                  gsize       a_length,
                                  const char *b,
                                  gsize       b_length)
{
  gsize shared = shared_length (a, a_length, b, b_length);

  a += shared;
  b += shared;
  a_length -= shared;
  b_length -= shared;
  while (a_length > 0 && b_length > 0)
    {
      gboolean a_numeric;
      gboolean b_numeric;
      gsize a_part = identifier_length (a, a_length, &a_numeric);
      gsize b_part = identifier_length (b, b_length, &b_numeric);
      int order;

      if (a_numeric != b_numeric)
        return a_numeric ? -1 : 1;
      order = a_numeric ? numbers_compare (a, a_part, b, b_part) : texts_compare (a, a_part, b, b_part);
      if (order != 0)
        return order < 0 ? -1 : 1;

      a_part += a_part < a_length ? 1 : 0;
      b_part += b_part < b_length ? 1 : 0;
      a += a_part;
      b += b_part;
      a_length -= a_part;
      b_length -= b_part;
    }

  return (a_length > 0) - (b_length > 0);
}

/* Semantic Versioning 2.0.0, section 11. */
int
inlay_semver_key_compare (const InlaySemverKey *a,
                          const InlaySemverKey *b)
{
  for (guint i = 0; i < 3; i++)
    if (a->parts[i] != b->parts[i])
      return a->parts[i] < b->parts[i] ? -1 : 1;

  if (a->length == 0 || b->length == 0)
    return (a->length == 0) - (b->length == 0);

  return inlay_semver_identifiers_compare (a->prerelease, a->length, b->prerelease, b->length);
}

/* Room for the text with its final NUL. */
gsize
inlay_semver_key_max_length (const InlaySemverKey *self)
{
  return 3 * (MAX_DIGITS + 1) + self->length + 1;
}

static char *
write_number (guint64  number,
              char    *to)
{
  char digits[MAX_DIGITS];
  guint n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  while (n > 0)
    *to++ = digits[--n];
  return to;
}

static gboolean
is_exact_number (const char *digits,
                 gsize       length)
{
  return length <= EXACT_DIGITS ||
         read_number (digits, length) < (double) INLAY_SEMVER_MAX_PART;
}

/* Numeric identifiers are numbers, so `01` read loosely is 1; those past the exact range stay as
 * written. */
static char *
write_prerelease (const char *text,
                  gsize       length,
                  char       *to)
{
  while (length > 0)
    {
      gboolean numeric;
      gsize whole = identifier_length (text, length, &numeric);
      gsize part = whole;
      const char *from = text;

      if (numeric && *text == '0' && part > 1 && is_exact_number (text, part))
        part = skip_zeros (&from, part);
      memcpy (to, from, part);
      to += part;
      if (whole < length)
        {
          *to++ = '.';
          whole++;
        }
      text += whole;
      length -= whole;
    }
  return to;
}

/* Writes the normalised text with its NUL and returns a pointer to that; @prerelease is where the
 * prerelease starts, the NUL when there is none. */
char *
inlay_semver_key_write (const InlaySemverKey  *self,
                        char                  *to,
                        char                 **prerelease)
{
  for (guint i = 0; i < 3; i++)
    {
      to = write_number (self->parts[i], to);
      if (i < 2)
        *to++ = '.';
    }
  if (self->length > 0)
    *to++ = '-';
  *prerelease = to;
  to = write_prerelease (self->prerelease, self->length, to);
  *to = '\0';
  return to;
}

void
inlay_semver_key_append (const InlaySemverKey *self,
                         GString              *text)
{
  gsize start = text->len;
  char *prerelease;
  char *end;

  g_string_set_size (text, start + inlay_semver_key_max_length (self));
  end = inlay_semver_key_write (self, text->str + start, &prerelease);
  g_string_truncate (text, (gsize) (end - text->str));
}
