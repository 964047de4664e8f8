/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "idna/inlay-idna-private.h"

#define VIRAMA 9 /* canonical combining class */

static gboolean
joins_cursively (gunichar c)
{
  switch ((int) g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_MANDAIC:
    case G_UNICODE_SCRIPT_MONGOLIAN:
    case G_UNICODE_SCRIPT_PHAGS_PA:
    case G_UNICODE_SCRIPT_MANICHAEAN:
    case G_UNICODE_SCRIPT_ADLAM:
      return g_unichar_isalpha (c);
    default:
      return FALSE;
    }
}

/* Letters of Arabic and Syriac that join only to what stands before them. */
static gboolean
joins_only_before (gunichar c)
{
  static const gunichar ranges[][2] = {
    { 0x621, 0x625 }, { 0x627, 0x627 }, { 0x629, 0x629 }, { 0x62f, 0x632 }, { 0x648, 0x648 },
    { 0x671, 0x677 }, { 0x688, 0x699 }, { 0x6c0, 0x6c0 }, { 0x6c3, 0x6cb }, { 0x6cd, 0x6cd },
    { 0x6cf, 0x6cf }, { 0x6d2, 0x6d5 }, { 0x6ee, 0x6ef }, { 0x710, 0x710 }, { 0x715, 0x719 },
    { 0x71e, 0x71e }, { 0x728, 0x728 }, { 0x72a, 0x72a }, { 0x72c, 0x72c }, { 0x72f, 0x72f },
    { 0x74d, 0x74d }, { 0x759, 0x75b }, { 0x76b, 0x76c }, { 0x771, 0x771 }, { 0x773, 0x774 },
    { 0x778, 0x779 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (c >= ranges[i][0] && c <= ranges[i][1])
      return TRUE;
  return FALSE;
}

/* RFC 5892, appendix A.1: between letters that would join without it. */
static gboolean
breaks_a_join (const gunichar *label,
               gsize           length,
               gsize           position)
{
  gsize before = position, after = position + 1;

  while (before > 0 && inlay_idna_is_mark (label[before - 1]))
    before--;
  while (after < length && inlay_idna_is_mark (label[after]))
    after++;
  return before > 0 && after < length && joins_cursively (label[before - 1]) &&
         !joins_only_before (label[before - 1]) && joins_cursively (label[after]);
}

/* RFC 5892, appendices A.1 and A.2: whether the zero-width joiner or non-joiner at @position may
 * stand there. */
gboolean
inlay_idna_joiner_fits (const gunichar *label,
                        gsize           length,
                        gsize           position)
{
  return (position > 0 && g_unichar_combining_class (label[position - 1]) == VIRAMA) ||
         (label[position] == INLAY_ZERO_WIDTH_NON_JOINER && breaks_a_join (label, length, position));
}
