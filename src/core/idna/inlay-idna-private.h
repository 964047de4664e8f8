/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the domains of URLs (UTS #46) and the idn-hostname format (RFC 5891) have in common. */

#define INLAY_ZERO_WIDTH_NON_JOINER 0x200c
#define INLAY_ZERO_WIDTH_JOINER 0x200d

static inline gboolean
inlay_idna_is_joiner (gunichar c)
{
  return c == INLAY_ZERO_WIDTH_NON_JOINER || c == INLAY_ZERO_WIDTH_JOINER;
}

static inline gboolean
inlay_idna_is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
         type == G_UNICODE_ENCLOSING_MARK;
}

typedef struct
{
  gunichar first;
  gunichar last;
} InlayCharacterRange;

static inline gboolean
inlay_idna_is_in (gunichar                   c,
                  const InlayCharacterRange *ranges,
                  guint                      n_ranges)
{
  for (guint i = 0; i < n_ranges; i++)
    if (c >= ranges[i].first && c <= ranges[i].last)
      return TRUE;
  return FALSE;
}

gunichar *inlay_punycode_decode        (const char     *text,
                                        gsize          *n_characters);
char     *inlay_punycode_encode        (const gunichar *characters,
                                        gsize           n_characters);
gboolean  inlay_idna_joiner_fits       (const gunichar *label,
                                        gsize           length,
                                        gsize           position);
gboolean  inlay_idna_is_right_to_left  (const gunichar *label,
                                        gsize           length);
gboolean  inlay_idna_bidi_fits         (const gunichar *label,
                                        gsize           length);

G_END_DECLS
