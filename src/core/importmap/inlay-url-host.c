/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url-private.h"

#include <string.h>

/* Section 3.5 of the URL Standard: host parsing. */

#define FORBIDDEN_HOST "\t\n\r #/:<>?@[\\]^|"

static gboolean
has_forbidden_host_char (const char *text,
                         gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0' || strchr (FORBIDDEN_HOST, text[i]) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
has_forbidden_domain_char (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 || *p == '%' || *p == 0x7f || strchr (FORBIDDEN_HOST, *p) != NULL)
      return TRUE;

  return FALSE;
}

/* Returns FALSE for what is no number; too large ones stop at the largest. */
static gboolean
parse_ipv4_number (const char *text,
                   guint64    *value)
{
  guint base = 10;

  *value = 0;
  if (*text == '\0')
    return FALSE;
  if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    {
      base = 16;
      text += 2;
    }
  else if (text[0] == '0' && text[1] != '\0')
    {
      base = 8;
      text++;
    }

  for (; *text != '\0'; text++)
    {
      int digit = g_ascii_xdigit_value (*text);

      if (digit < 0 || digit >= (int) base)
        return FALSE;
      *value = MIN (*value * base + (guint64) digit, G_GUINT64_CONSTANT (1) << 40);
    }
  return TRUE;
}

/* The labels, without the empty one behind a final dot. */
static char **
split_labels (const char *domain)
{
  char **labels = g_strsplit (domain, ".", -1);
  guint count = g_strv_length (labels);

  if (count > 1 && *labels[count - 1] == '\0')
    g_clear_pointer (&labels[count - 1], g_free);
  return labels;
}

static gboolean
ends_in_a_number (char **labels)
{
  const char *last = labels[g_strv_length (labels) - 1];
  guint64 value;

  if (*last != '\0' && strspn (last, "0123456789") == strlen (last))
    return TRUE;
  return parse_ipv4_number (last, &value);
}

static char *
parse_ipv4 (char **labels)
{
  guint count = g_strv_length (labels);
  guint64 address = 0;

  if (count > 4)
    return NULL;
  for (guint i = 0; i < count; i++)
    {
      gboolean last = i == count - 1;
      guint64 value;

      if (!parse_ipv4_number (labels[i], &value) || (!last && value > 255) ||
          (last && value >= G_GUINT64_CONSTANT (1) << (8 * (5 - count))))
        return NULL;
      address += last ? value : value << (8 * (3 - i));
    }

  return g_strdup_printf ("%u.%u.%u.%u", (guint) (address >> 24) & 255, (guint) (address >> 16) & 255,
                          (guint) (address >> 8) & 255, (guint) address & 255);
}

/* The dotted end of an IPv6 address, into two pieces. */
static gboolean
parse_ipv4_tail (const char *text,
                 const char *end,
                 guint16     pieces[2])
{
  guint value[4];

  for (guint i = 0; i < 4; i++)
    {
      const char *start = text;

      value[i] = 0;
      for (; text < end && g_ascii_isdigit (*text); text++)
        {
          if (text > start && value[i] == 0)
            return FALSE;
          value[i] = value[i] * 10 + (guint) (*text - '0');
          if (value[i] > 255)
            return FALSE;
        }
      if (text == start)
        return FALSE;
      if (i < 3 && (text == end || *text++ != '.'))
        return FALSE;
    }

  pieces[0] = (guint16) (value[0] << 8 | value[1]);
  pieces[1] = (guint16) (value[2] << 8 | value[3]);
  return text == end;
}

static const char *
parse_hex_piece (const char *text,
                 const char *end,
                 guint16    *piece)
{
  guint value = 0;

  for (guint i = 0; i < 4 && text < end && g_ascii_isxdigit (*text); i++, text++)
    value = value << 4 | (guint) g_ascii_xdigit_value (*text);
  *piece = (guint16) value;
  return text;
}

/* Reads the pieces; @compress is where `::` stands, or -1. */
static gboolean
read_ipv6_pieces (const char *text,
                  const char *end,
                  guint16     pieces[8],
                  int        *count,
                  int        *compress)
{
  while (text < end)
    {
      const char *after;

      if (*count == 8)
        return FALSE;
      if (*text == ':')
        {
          if (*compress >= 0)
            return FALSE;
          text++;
          *compress = *count;
          continue;
        }
      after = parse_hex_piece (text, end, &pieces[*count]);
      if (after < end && *after == '.')
        {
          if (*count > 6 || !parse_ipv4_tail (text, end, &pieces[*count]))
            return FALSE;
          *count += 2;
          return TRUE;
        }
      if (after == text || (after < end && *after != ':') || (after + 1 == end))
        return FALSE;
      (*count)++;
      text = after < end ? after + 1 : after;
    }

  return TRUE;
}

static gboolean
parse_ipv6_pieces (const char *text,
                   const char *end,
                   guint16     pieces[8])
{
  int compress = -1;
  int count = 0;

  /* `::` at the start is its own mark; a single colon there is none. */
  if (text < end && *text == ':')
    {
      if (text + 1 == end || text[1] != ':')
        return FALSE;
      text++;
    }
  if (!read_ipv6_pieces (text, end, pieces, &count, &compress))
    return FALSE;
  if (compress < 0)
    return count == 8;

  memmove (&pieces[8 - (count - compress)], &pieces[compress],
           sizeof (guint16) * (gsize) (count - compress));
  memset (&pieces[compress], 0, sizeof (guint16) * (gsize) (8 - count));
  return TRUE;
}

/* The first longest run of two or more zero pieces; its length is 0 when there is none. */
static void
find_zero_run (const guint16  pieces[8],
               guint         *start,
               guint         *length)
{
  *start = *length = 0;
  for (guint i = 0; i < 8; i++)
    {
      guint k = i;

      while (k < 8 && pieces[k] == 0)
        k++;
      if (k - i > 1 && k - i > *length)
        {
          *start = i;
          *length = k - i;
        }
      i = MAX (i, k > 0 ? k - 1 : 0);
    }
}

static char *
parse_ipv6 (const char *text,
            gsize       length)
{
  guint16 pieces[8] = { 0 };
  GString *host;
  guint start;
  guint run;

  if (!parse_ipv6_pieces (text, text + length, pieces))
    return NULL;

  find_zero_run (pieces, &start, &run);
  host = g_string_new ("[");
  for (guint i = 0; i < 8; i++)
    {
      if (run > 0 && i == start)
        {
          g_string_append (host, i == 0 ? "::" : ":");
          i += run - 1;
          continue;
        }
      g_string_append_printf (host, "%x", pieces[i]);
      if (i < 7)
        g_string_append_c (host, ':');
    }
  g_string_append_c (host, ']');
  return g_string_free (host, FALSE);
}

static char *
percent_decode (const char *bytes,
                gsize       length)
{
  GString *decoded = g_string_sized_new (length);
  char *valid;

  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == '%' && i + 2 < length && g_ascii_isxdigit (bytes[i + 1]) &&
          g_ascii_isxdigit (bytes[i + 2]))
        {
          g_string_append_c (decoded, (char) (g_ascii_xdigit_value (bytes[i + 1]) << 4 |
                                              g_ascii_xdigit_value (bytes[i + 2])));
          i += 2;
        }
      else
        g_string_append_c (decoded, bytes[i]);
    }

  valid = memchr (decoded->str, '\0', decoded->len) == NULL
            ? g_utf8_make_valid (decoded->str, (gssize) decoded->len) : NULL;
  g_string_free (decoded, TRUE);
  return valid;
}

static char *
parse_opaque_host (const char *bytes,
                   gsize       length)
{
  GString *host;

  if (has_forbidden_host_char (bytes, length))
    return NULL;
  host = g_string_sized_new (length);
  inlay_url_append_encoded (host, bytes, length, INLAY_URL_SET_CONTROL);
  return g_string_free (host, FALSE);
}

/* Returns: (transfer full) (nullable): the serialised host, %NULL when it is none. */
char *
inlay_url_host_parse (const char *bytes,
                      gsize       length,
                      gboolean    special)
{
  g_autofree char *decoded = NULL;
  g_autofree char *ascii = NULL;
  g_auto (GStrv) labels = NULL;

  if (length > 0 && bytes[0] == '[')
    return bytes[length - 1] == ']' ? parse_ipv6 (bytes + 1, length - 2) : NULL;
  if (!special)
    return parse_opaque_host (bytes, length);

  decoded = percent_decode (bytes, length);
  ascii = decoded != NULL ? inlay_url_domain_to_ascii (decoded) : NULL;
  if (ascii == NULL || *ascii == '\0' || has_forbidden_domain_char (ascii))
    return NULL;

  labels = split_labels (ascii);
  if (ends_in_a_number (labels))
    return parse_ipv4 (labels);
  return g_steal_pointer (&ascii);
}
