/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

#include "idna/inlay-idna-private.h"

#define MAX_ENCODED 59 /* a label's 63 less "xn--" */
static gboolean
is_among (gunichar        c,
          const gunichar *list)
{
  for (; *list != 0; list++)
    if (*list == c)
      return TRUE;
  return FALSE;
}

/* RFC 5892, section 2.2: changed by compatibility folding, so only a variant of something else. */
static gboolean
is_unstable (gunichar c)
{
  char text[7] = { 0 };
  g_autofree char *composed = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *stable = NULL;

  g_unichar_to_utf8 (c, text);
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  folded = composed != NULL ? g_utf8_casefold (composed, -1) : NULL;
  stable = folded != NULL ? g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;
  return g_strcmp0 (stable, text) != 0;
}

/* Default-ignorable code points, blocks without words, and conjoining Hangul: sections 2.3, 2.4
 * and 2.9. */
static gboolean
is_ignorable (gunichar c)
{
  static const gunichar ranges[][2] = {
    { 0x034f, 0x034f }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
    { 0x1100, 0x11ff }, { 0x20d0, 0x20ff }, { 0xa960, 0xa97f }, { 0xd7b0, 0xd7ff },
    { 0xfe00, 0xfe0f }, { 0x1d100, 0x1d24f }, { 0xe0000, 0xe0fff },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (c >= ranges[i][0] && c <= ranges[i][1])
      return TRUE;
  return FALSE;
}

/* RFC 5892, section 3, without the characters that depend on their neighbours. */
static gboolean
is_valid_character (gunichar c)
{
  static const gunichar allowed[] = { 0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007, 0 };
  static const gunichar refused[] = { 0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034,
                                      0x3035, 0x303b, 0 };

  if (is_among (c, allowed))
    return TRUE;
  if (is_among (c, refused))
    return FALSE;
  if (c < 0x80)
    return c == '-' || g_ascii_isdigit ((char) c) || g_ascii_islower ((char) c);

  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
      return !is_ignorable (c) && !is_unstable (c);
    default:
      return FALSE;
    }
}

static gboolean
holds_script (const gunichar *label,
              gsize           length)
{
  for (gsize i = 0; i < length; i++)
    {
      GUnicodeScript script = g_unichar_get_script (label[i]);

      if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA ||
          script == G_UNICODE_SCRIPT_HAN)
        return TRUE;
    }
  return FALSE;
}

static gboolean
holds_range (const gunichar *label,
             gsize           length,
             gunichar        first,
             gunichar        last)
{
  for (gsize i = 0; i < length; i++)
    if (label[i] >= first && label[i] <= last)
      return TRUE;
  return FALSE;
}

/* RFC 5892, appendix A. Returns: whether the character has a rule for its neighbours, and if so in
 * @holds whether it is kept. */
static gboolean
check_context (const gunichar *label,
               gsize           length,
               gsize           i,
               gboolean       *holds)
{
  const gunichar before = i > 0 ? label[i - 1] : 0;
  const gunichar after = i + 1 < length ? label[i + 1] : 0;
  const gunichar c = label[i];

  if (inlay_idna_is_joiner (c))
    *holds = inlay_idna_joiner_fits (label, length, i);
  else if (c == 0xb7)
    *holds = before == 'l' && after == 'l';
  else if (c == 0x375)
    *holds = after != 0 && g_unichar_get_script (after) == G_UNICODE_SCRIPT_GREEK;
  else if (c == 0x5f3 || c == 0x5f4)
    *holds = before != 0 && g_unichar_get_script (before) == G_UNICODE_SCRIPT_HEBREW;
  else if (c == 0x30fb)
    *holds = holds_script (label, length);
  else if (c >= 0x660 && c <= 0x669)
    *holds = !holds_range (label, length, 0x6f0, 0x6f9);
  else if (c >= 0x6f0 && c <= 0x6f9)
    *holds = !holds_range (label, length, 0x660, 0x669);
  else
    return FALSE;
  return TRUE;
}

/* RFC 5891, section 5.4, for a label with characters past ASCII. */
static gboolean
is_valid_label (const gunichar *label,
                gsize           length)
{
  if (length == 0 || label[0] == '-' || label[length - 1] == '-' || inlay_idna_is_mark (label[0]) ||
      (length >= 4 && label[2] == '-' && label[3] == '-'))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      gboolean holds;

      if (check_context (label, length, i, &holds) ? !holds : !is_valid_character (label[i]))
        return FALSE;
    }
  return !inlay_idna_is_right_to_left (label, length) || inlay_idna_bidi_fits (label, length);
}

static gboolean
is_composed (const gunichar *label,
             gsize           length)
{
  g_autofree char *text = g_ucs4_to_utf8 (label, (glong) length, NULL, NULL, NULL);
  g_autofree char *composed = text != NULL ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;

  return g_strcmp0 (text, composed) == 0;
}

/* Returns: whether @label is an A-label: "xn--" and the one encoding of a valid U-label */
gboolean
inlay_schema_is_a_label (const char *label)
{
  g_autofree char *lower = g_ascii_strdown (label + strlen ("xn--"), -1);
  g_autofree gunichar *characters = NULL;
  g_autofree char *encoded = NULL;
  gsize length;

  if (*lower == '\0' || !(characters = inlay_punycode_decode (lower, &length)))
    return FALSE;
  encoded = inlay_punycode_encode (characters, length);
  return g_str_equal (encoded, lower) && is_valid_label (characters, length) &&
         is_composed (characters, length);
}

/* Returns: whether @label, which is not ASCII, is a U-label */
gboolean
inlay_schema_is_u_label (const char *label)
{
  glong length;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast (label, -1, &length);
  g_autofree char *encoded = NULL;

  if (length > MAX_ENCODED || !is_valid_label (characters, (gsize) length) ||
      !is_composed (characters, (gsize) length))
    return FALSE;
  encoded = inlay_punycode_encode (characters, (gsize) length);
  return strlen (encoded) <= MAX_ENCODED;
}
