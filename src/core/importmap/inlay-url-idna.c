/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url-private.h"

#include <string.h>

/* Domain to ASCII: UTS #46 without transitional mapping. GLib's g_hostname_to_ascii() is IDNA2003,
 * which turns ß into ss and so names other hosts; only its tables are used here. */

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define VIRAMA 9

static gboolean
is_ignored (gunichar c)
{
  return c == 0x00ad || c == 0x034f || c == 0x200b || c == 0x2060 || c == 0x2064 || c == 0xfeff ||
         (c >= 0x180b && c <= 0x180d) || c == 0x180f || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0xe0100 && c <= 0xe01ef);
}

static gboolean
is_label_char (gunichar c)
{
  if ((c & 0xfffe) == 0xfffe || c == 0xfffc || c == 0xfffd || (c >= 0x2ff0 && c <= 0x2fff) ||
      (c >= 0xfdd0 && c <= 0xfdef))
    return FALSE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return FALSE;
    case G_UNICODE_FORMAT:
      return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    default:
      return TRUE;
    }
}

static void
append_mapped (GString  *mapped,
               gunichar  c)
{
  if (is_ignored (c))
    return;
  if (c == 0x3002 || c == 0xff0e || c == 0xff61)
    g_string_append_c (mapped, '.');
  else if (c == 0x0130)
    g_string_append (mapped, "i\xcc\x87"); /* the one whose small form is two characters */
  else
    g_string_append_unichar (mapped, g_unichar_tolower (c));
}

static char *
map_domain (const char *domain)
{
  g_autofree char *compatible = NULL;
  g_autoptr (GString) dotted = g_string_new (NULL);
  g_autoptr (GString) mapped = g_string_new (NULL);

  for (const char *p = domain; *p != '\0'; p = g_utf8_next_char (p))
    append_mapped (dotted, g_utf8_get_char (p));
  compatible = g_utf8_normalize (dotted->str, -1, G_NORMALIZE_NFKC);
  for (const char *p = compatible; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    append_mapped (mapped, g_utf8_get_char (p));

  return g_utf8_normalize (mapped->str, -1, G_NORMALIZE_NFC);
}

static gboolean
label_is_valid (const gunichar *label,
                glong           length)
{
  for (glong i = 0; i < length; i++)
    {
      if (!is_label_char (label[i]) || (i == 0 && g_unichar_ismark (label[i])))
        return FALSE;
      if ((label[i] == ZERO_WIDTH_JOINER || label[i] == ZERO_WIDTH_NON_JOINER) &&
          (i == 0 || g_unichar_combining_class (label[i - 1]) != VIRAMA))
        return FALSE;
    }

  return TRUE;
}

/* RFC 3492, section 6.1 */
static guint
punycode_adapt (guint    delta,
                guint    points,
                gboolean first)
{
  guint k = 0;

  delta /= first ? 700 : 2;
  delta += delta / points;
  for (; delta > 455; k += 36)
    delta /= 35;
  return k + 36 * delta / (delta + 38);
}

static void
punycode_append_delta (GString *text,
                       guint    delta,
                       guint    bias)
{
  for (guint k = 36;; k += 36)
    {
      guint threshold = k <= bias ? 1 : MIN (k - bias, 26);
      guint digit = delta < threshold ? delta : threshold + (delta - threshold) % (36 - threshold);

      g_string_append_c (text, (char) (digit < 26 ? 'a' + digit : '0' + digit - 26));
      if (delta < threshold)
        return;
      delta = (delta - threshold) / (36 - threshold);
    }
}

static gunichar
lowest_from (const gunichar *label,
             glong           length,
             gunichar        floor)
{
  gunichar lowest = G_MAXUINT32;

  for (glong i = 0; i < length; i++)
    if (label[i] >= floor && label[i] < lowest)
      lowest = label[i];
  return lowest;
}

/* RFC 3492, section 6.3 */
static char *
punycode_encode (const gunichar *label,
                 glong           length)
{
  GString *text = g_string_new ("xn--");
  gunichar n = 128;
  guint bias = 72;
  guint delta = 0;
  guint basic;
  guint done;

  for (glong i = 0; i < length; i++)
    if (label[i] < 128)
      g_string_append_c (text, (char) label[i]);
  basic = done = (guint) text->len - 4;
  if (basic > 0)
    g_string_append_c (text, '-');

  for (; done < (guint) length; n++, delta++)
    {
      gunichar next = lowest_from (label, length, n);

      delta += (next - n) * (done + 1);
      n = next;
      for (glong i = 0; i < length; i++)
        {
          if (label[i] < n)
            delta++;
          if (label[i] != n)
            continue;
          punycode_append_delta (text, delta, bias);
          bias = punycode_adapt (delta, done + 1, done == basic);
          delta = 0;
          done++;
        }
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

static char *
label_to_ascii (const char *label)
{
  g_autofree gunichar *points = NULL;
  g_autofree char *decoded = NULL;
  glong length = 0;

  if (is_ascii (label) && !g_str_has_prefix (label, "xn--"))
    return g_strdup (label);
  if (is_ascii (label))
    {
      decoded = g_hostname_to_unicode (label);
      if (decoded == NULL || is_ascii (decoded))
        return NULL;
    }

  points = g_utf8_to_ucs4_fast (decoded != NULL ? decoded : label, -1, &length);
  return label_is_valid (points, length) ? punycode_encode (points, length) : NULL;
}

/* Returns: (transfer full) (nullable): the domain in its DNS form, %NULL when it has none. */
char *
inlay_url_domain_to_ascii (const char *domain)
{
  g_autofree char *mapped = NULL;
  g_auto (GStrv) labels = NULL;
  g_autoptr (GString) ascii = NULL;

  if (is_ascii (domain))
    return g_ascii_strdown (domain, -1);

  /* Encoding is quadratic in the length; nothing this long is a host. */
  if (strlen (domain) > 4096)
    return NULL;
  mapped = map_domain (domain);
  if (mapped == NULL || *mapped == '\0')
    return NULL;
  labels = g_strsplit (mapped, ".", -1);
  ascii = g_string_new (NULL);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *label = label_to_ascii (labels[i]);

      if (label == NULL)
        return NULL;
      if (i > 0)
        g_string_append_c (ascii, '.');
      g_string_append (ascii, label);
    }

  return g_string_free (g_steal_pointer (&ascii), FALSE);
}
