/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "idna/inlay-idna-private.h"

/* RFC 5893: which characters may stand together in a label of a domain that is written from the
 * right. GLib knows no directions, so the blocks that have one are listed. */

typedef enum
{
  LEFT,           /* L */
  RIGHT,          /* R and AL */
  ARABIC_NUMBER,  /* AN */
  NUMBER,         /* EN */
  MARK,           /* NSM */
  NEUTRAL,        /* ES, CS, ET, ON and BN */
} Direction;

static const InlayCharacterRange right[] = {
  { 0x0590, 0x08ff }, { 0x200f, 0x200f }, { 0xfb1d, 0xfdcf }, { 0xfdf0, 0xfdff }, { 0xfe70, 0xfeff },
  { 0x10800, 0x10fff }, { 0x1e800, 0x1efff },
};

static const InlayCharacterRange arabic_numbers[] = {
  { 0x0600, 0x0605 }, { 0x0660, 0x0669 }, { 0x066b, 0x066c }, { 0x06dd, 0x06dd }, { 0x0890, 0x0891 },
  { 0x08e2, 0x08e2 }, { 0x10d30, 0x10d39 }, { 0x10d40, 0x10d49 }, { 0x10e60, 0x10e7e },
};

static const InlayCharacterRange numbers[] = {
  { 0x0030, 0x0039 }, { 0x06f0, 0x06f9 }, { 0x102e1, 0x102fb },
};

/* Signs inside the blocks of @right that have no direction of their own. */
static const InlayCharacterRange neutral[] = {
  { 0x0606, 0x0607 }, { 0x0609, 0x060a }, { 0x060c, 0x060c }, { 0x060e, 0x060f }, { 0x066a, 0x066a },
  { 0x06de, 0x06de }, { 0x06e9, 0x06e9 }, { 0x07f6, 0x07f9 }, { 0xfb29, 0xfb29 }, { 0xfd3e, 0xfd4f },
  { 0xfdcf, 0xfdcf }, { 0xfdfd, 0xfdff }, { 0x1091f, 0x1091f }, { 0x10b39, 0x10b3f },
  { 0x10d6e, 0x10d6e }, { 0x1eef0, 0x1eef1 },
};

static Direction
find_direction (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (inlay_idna_is_in (c, numbers, G_N_ELEMENTS (numbers)))
    return NUMBER;
  if (inlay_idna_is_in (c, arabic_numbers, G_N_ELEMENTS (arabic_numbers)))
    return ARABIC_NUMBER;
  if (type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK)
    return MARK;
  if (inlay_idna_is_in (c, right, G_N_ELEMENTS (right)))
    return inlay_idna_is_in (c, neutral, G_N_ELEMENTS (neutral)) ? NEUTRAL : RIGHT;

  switch (type)
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_UNASSIGNED:
      return LEFT;
    default:
      return NEUTRAL;
    }
}

/* Returns: whether @label makes its domain a bidi domain: it has a character written from the right
 *   or an Arabic number */
gboolean
inlay_idna_is_right_to_left (const gunichar *label,
                             gsize           length)
{
  for (gsize i = 0; i < length; i++)
    {
      Direction direction = find_direction (label[i]);

      if (direction == RIGHT || direction == ARABIC_NUMBER)
        return TRUE;
    }
  return FALSE;
}

/* RFC 5893, section 2, for a label of a bidi domain. */
gboolean
inlay_idna_bidi_fits (const gunichar *label,
                      gsize           length)
{
  guint seen = 0;
  gsize end = length;
  Direction first;
  Direction last;

  if (length == 0)
    return TRUE;
  first = find_direction (label[0]);
  if (first != LEFT && first != RIGHT)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    seen |= 1u << find_direction (label[i]);
  while (end > 1 && find_direction (label[end - 1]) == MARK)
    end--;
  last = find_direction (label[end - 1]);

  if (first == LEFT)
    return !(seen & (1u << RIGHT | 1u << ARABIC_NUMBER)) && (last == LEFT || last == NUMBER);
  return !(seen & 1u << LEFT) && !((seen & 1u << NUMBER) && (seen & 1u << ARABIC_NUMBER)) &&
         (last == RIGHT || last == NUMBER || last == ARABIC_NUMBER);
}
