/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-url-private.h"

#include <string.h>

#include "idna/inlay-idna-private.h"

/* Domain to ASCII: UTS #46 without transitional mapping, with CheckBidi and CheckJoiners. GLib's
 * g_hostname_to_ascii() is IDNA2003, which turns ß into ss and so names other hosts; only its tables
 * are used here, and what they lack is listed. */

/* Encoding is quadratic in the length; nothing this long is a host. */
#define MAX_LENGTH 4096

static gboolean
is_ignored (gunichar c)
{
  static const InlayCharacterRange ranges[] = {
    { 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
    { 0x200b, 0x200b }, { 0x2060, 0x2064 }, { 0x206a, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },
    { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a },
    { 0xe0100, 0xe01ef },
  };

  return inlay_idna_is_in (c, ranges, G_N_ELEMENTS (ranges));
}

/* Assigned since Unicode 15, which is what the oldest GLib that Inlay runs on knows. */
static gboolean
is_newly_assigned (gunichar c)
{
  static const InlayCharacterRange ranges[] = {
    { 0x88f, 0x88f }, { 0x897, 0x897 }, { 0xc5c, 0xc5c }, { 0xcdc, 0xcdc }, { 0x1acf, 0x1add },
    { 0x1ae0, 0x1aeb }, { 0x1b4e, 0x1b4f }, { 0x1b7f, 0x1b7f }, { 0x1c89, 0x1c8a }, { 0x20c1, 0x20c1 },
    { 0x2427, 0x2429 }, { 0x2b96, 0x2b96 }, { 0x31e4, 0x31e5 }, { 0xa7cb, 0xa7cf }, { 0xa7d2, 0xa7d2 },
    { 0xa7d4, 0xa7d4 }, { 0xa7da, 0xa7dc }, { 0xa7f1, 0xa7f1 }, { 0xfbc3, 0xfbd2 }, { 0xfd90, 0xfd91 },
    { 0xfdc8, 0xfdce }, { 0x105c0, 0x105f3 }, { 0x10940, 0x10959 }, { 0x10d40, 0x10d65 },
    { 0x10d69, 0x10d85 }, { 0x10d8e, 0x10d8f }, { 0x10ec2, 0x10ec7 }, { 0x10ed0, 0x10ed8 },
    { 0x10efa, 0x10efc }, { 0x11380, 0x11389 }, { 0x1138b, 0x1138b }, { 0x1138e, 0x1138e },
    { 0x11390, 0x113b5 }, { 0x113b7, 0x113c0 }, { 0x113c2, 0x113c2 }, { 0x113c5, 0x113c5 },
    { 0x113c7, 0x113ca }, { 0x113cc, 0x113d5 }, { 0x113d7, 0x113d8 }, { 0x113e1, 0x113e2 },
    { 0x116d0, 0x116e3 }, { 0x11b60, 0x11b67 }, { 0x11bc0, 0x11be1 }, { 0x11bf0, 0x11bf9 },
    { 0x11db0, 0x11ddb }, { 0x11de0, 0x11de9 }, { 0x11f5a, 0x11f5a }, { 0x13460, 0x143fa },
    { 0x16100, 0x16139 }, { 0x16d40, 0x16d79 }, { 0x16ea0, 0x16eb8 }, { 0x16ebb, 0x16ed3 },
    { 0x16ff2, 0x16ff6 }, { 0x187f8, 0x187ff }, { 0x18cff, 0x18cff }, { 0x18d09, 0x18d1e },
    { 0x18d80, 0x18df2 }, { 0x1cc00, 0x1ccfc }, { 0x1cd00, 0x1ceb3 }, { 0x1ceba, 0x1ced0 },
    { 0x1cee0, 0x1cef0 }, { 0x1e5d0, 0x1e5fa }, { 0x1e5ff, 0x1e5ff }, { 0x1e6c0, 0x1e6de },
    { 0x1e6e0, 0x1e6f5 }, { 0x1e6fe, 0x1e6ff }, { 0x1f6d8, 0x1f6d8 }, { 0x1f777, 0x1f77a },
    { 0x1f8b2, 0x1f8bb }, { 0x1f8c0, 0x1f8c1 }, { 0x1f8d0, 0x1f8d8 }, { 0x1fa54, 0x1fa57 },
    { 0x1fa89, 0x1fa8a }, { 0x1fa8e, 0x1fa8f }, { 0x1fabe, 0x1fabe }, { 0x1fac6, 0x1fac6 },
    { 0x1fac8, 0x1fac8 }, { 0x1facd, 0x1facd }, { 0x1fadc, 0x1fadc }, { 0x1fadf, 0x1fadf },
    { 0x1fae9, 0x1faea }, { 0x1faef, 0x1faef }, { 0x1fbcb, 0x1fbef }, { 0x1fbfa, 0x1fbfa },
    { 0x2b73a, 0x2b73f }, { 0x2cea2, 0x2cead }, { 0x2ebf0, 0x2ee5d }, { 0x323b0, 0x33479 },
  };

  return inlay_idna_is_in (c, ranges, G_N_ELEMENTS (ranges));
}

static gboolean
is_label_char (gunichar c)
{
  if ((c & 0xfffe) == 0xfffe || c == 0xfffc || c == 0xfffd || (c >= 0x2ff0 && c <= 0x2fff) ||
      (c >= 0xfdd0 && c <= 0xfdef))
    return FALSE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_UNASSIGNED:
      return is_newly_assigned (c);
    case G_UNICODE_CONTROL:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
      return FALSE;
    case G_UNICODE_FORMAT:
      return inlay_idna_is_joiner (c);
    default:
      return TRUE;
    }
}

/* UTS #46 leaves the deviations as they are, and large Cherokee letters, which GLib folds to the
 * small ones. */
static gboolean
is_kept (gunichar c)
{
  return c == 0xdf || c == 0x3c2 || (c >= 0x13a0 && c <= 0x13f5) || inlay_idna_is_joiner (c);
}

static char *
fold (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = composed != NULL ? g_utf8_casefold (composed, -1) : NULL;

  return folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC) : NULL;
}

/* Section 4, step 1. Returns: FALSE for a character that would bring a dot of its own. */
static gboolean
append_mapped (GString  *mapped,
               gunichar  c)
{
  g_autofree char *folded = NULL;
  char text[7] = { 0 };

  if (is_ignored (c))
    return TRUE;
  if (c == 0x3002 || c == 0xff0e || c == 0xff61)
    g_string_append_c (mapped, '.');
  else if (c == 0x1e9e)
    g_string_append (mapped, "ß");
  else if (c < 0x80)
    g_string_append_c (mapped, g_ascii_tolower ((char) c));
  else if (is_kept (c))
    g_string_append_unichar (mapped, c);
  else
    {
      g_unichar_to_utf8 (c, text);
      folded = fold (text);
      if (folded == NULL || strchr (folded, '.') != NULL || strstr (folded, "\xe3\x80\x82") != NULL)
        return FALSE;
      g_string_append (mapped, folded);
    }
  return TRUE;
}

static char *
map_domain (const char *domain)
{
  g_autoptr (GString) mapped = g_string_new (NULL);

  for (const char *p = domain; *p != '\0'; p = g_utf8_next_char (p))
    if (!append_mapped (mapped, g_utf8_get_char (p)))
      return NULL;
  return g_utf8_normalize (mapped->str, -1, G_NORMALIZE_NFC);
}

/* Section 4.1, for a label in its decoded form. */
static gboolean
label_is_valid (const gunichar *label,
                gsize           length)
{
  for (gsize i = 0; i < length; i++)
    if (!is_label_char (label[i]) || (i == 0 && inlay_idna_is_mark (label[i])) ||
        (inlay_idna_is_joiner (label[i]) && !inlay_idna_joiner_fits (label, length, i)))
      return FALSE;

  return TRUE;
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* An A-label must stand for something past ASCII that would be mapped to itself. */
static gboolean
is_mapped_form (const gunichar *label,
                gsize           length)
{
  g_autofree char *text = g_ucs4_to_utf8 (label, (glong) length, NULL, NULL, NULL);
  g_autofree char *mapped = text != NULL && !is_ascii (text) ? map_domain (text) : NULL;

  return mapped != NULL && strcmp (mapped, text) == 0;
}

typedef struct
{
  const char *ascii; /* as it stands, when it is ASCII */
  gunichar *points;
  gsize length;
} Label;

static void
label_clear (gpointer data)
{
  g_free (((Label *) data)->points);
}

static gboolean
label_read (Label      *self,
            const char *text)
{
  glong length = 0;

  self->ascii = is_ascii (text) ? text : NULL;
  if (!g_str_has_prefix (text, "xn--"))
    {
      self->points = g_utf8_to_ucs4_fast (text, -1, &length);
      self->length = (gsize) length;
      return self->ascii != NULL || label_is_valid (self->points, self->length);
    }

  self->points = self->ascii != NULL ? inlay_punycode_decode (text + strlen ("xn--"), &self->length) : NULL;
  return self->points != NULL && is_mapped_form (self->points, self->length) &&
         label_is_valid (self->points, self->length);
}

static void
label_append (const Label *self,
              GString     *ascii)
{
  g_autofree char *encoded = NULL;

  if (self->ascii != NULL)
    {
      g_string_append (ascii, self->ascii);
      return;
    }
  encoded = inlay_punycode_encode (self->points, self->length);
  g_string_append_printf (ascii, "xn--%s", encoded);
}

static gboolean
directions_fit (GArray *labels)
{
  gboolean right_to_left = FALSE;

  for (guint i = 0; i < labels->len && !right_to_left; i++)
    right_to_left = inlay_idna_is_right_to_left (g_array_index (labels, Label, i).points,
                                                 g_array_index (labels, Label, i).length);
  for (guint i = 0; i < labels->len && right_to_left; i++)
    if (!inlay_idna_bidi_fits (g_array_index (labels, Label, i).points,
                               g_array_index (labels, Label, i).length))
      return FALSE;
  return TRUE;
}

static char *
labels_to_ascii (char **texts)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, TRUE, sizeof (Label));
  g_autoptr (GString) ascii = g_string_new (NULL);

  g_array_set_clear_func (labels, label_clear);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_array_set_size (labels, i + 1);
      if (!label_read (&g_array_index (labels, Label, i), texts[i]))
        return NULL;
    }
  if (!directions_fit (labels))
    return NULL;

  for (guint i = 0; i < labels->len; i++)
    {
      if (i > 0)
        g_string_append_c (ascii, '.');
      label_append (&g_array_index (labels, Label, i), ascii);
    }
  return g_string_free (g_steal_pointer (&ascii), FALSE);
}

/* Section 3.5 of the URL Standard, "domain to ASCII", not strictly.
 *
 * Returns: (transfer full) (nullable): the domain in its DNS form, %NULL when it has none. */
char *
inlay_url_domain_to_ascii (const char *domain)
{
  g_autofree char *mapped = NULL;
  g_auto (GStrv) labels = NULL;

  /* Also with labels in Punycode that stand for nothing: browsers ask DNS for them. */
  if (is_ascii (domain))
    return g_ascii_strdown (domain, -1);
  if (strlen (domain) > MAX_LENGTH)
    return NULL;

  mapped = map_domain (domain);
  if (mapped == NULL || *mapped == '\0')
    return NULL;
  labels = g_strsplit (mapped, ".", -1);
  return labels_to_ascii (labels);
}
