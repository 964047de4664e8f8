/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

#define MAX_ENCODED 59 /* a label's 63 less "xn--" */
#define VIRAMA 9       /* canonical combining class */
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

/* RFC 3492, section 5. */
enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_N = 128 };

static guint
adapt (guint    delta,
       guint    n_points,
       gboolean first)
{
  guint k = 0;

  delta = first ? delta / DAMP : delta / 2;
  for (delta += delta / n_points; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
    delta /= BASE - T_MIN;
  return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static guint
get_threshold (guint k,
               guint bias)
{
  return k <= bias ? T_MIN : MIN (k - bias, T_MAX);
}

static int
get_digit (char c)
{
  if (g_ascii_isdigit (c))
    return c - '0' + 26;
  return g_ascii_isalpha (c) ? g_ascii_tolower (c) - 'a' : -1;
}

/* One variable-length integer. Returns: what follows, or NULL. */
static const char *
read_delta (const char *text,
            guint       bias,
            guint64    *i)
{
  guint64 weight = 1;

  for (guint k = BASE;; k += BASE)
    {
      int digit = get_digit (*text);
      guint threshold = get_threshold (k, bias);

      if (digit < 0)
        return NULL;
      text++;
      *i += (guint64) digit * weight;
      if (*i > G_MAXUINT32)
        return NULL;
      if ((guint) digit < threshold)
        return text;
      weight *= BASE - threshold;
      if (weight > G_MAXUINT32)
        return NULL;
    }
}

/* Returns: (transfer full) (nullable): the characters that @text, without "xn--", stands for */
gunichar *
inlay_schema_punycode_decode (const char *text,
                              gsize      *n_characters)
{
  g_autoptr (GArray) output = g_array_new (TRUE, FALSE, sizeof (gunichar));
  const char *delimiter = strrchr (text, '-');
  guint64 n = FIRST_N, i = 0;
  guint bias = FIRST_BIAS;

  for (const char *c = text; delimiter != NULL && c < delimiter; c++)
    {
      gunichar basic = (guchar) *c;

      g_array_append_val (output, basic);
    }

  text = delimiter != NULL ? delimiter + 1 : text;
  while (*text != '\0')
    {
      guint64 before = i;
      gunichar character;

      if (!(text = read_delta (text, bias, &i)))
        return NULL;
      bias = adapt ((guint) (i - before), output->len + 1, before == 0);
      n += i / (output->len + 1);
      i %= output->len + 1;
      if (n > 0x10ffff)
        return NULL;
      character = (gunichar) n;
      g_array_insert_val (output, (guint) i, character);
      i++;
    }

  *n_characters = output->len;
  return (gunichar *) (gpointer) g_array_free (g_steal_pointer (&output), FALSE);
}

static void
write_delta (GString *text,
             guint    delta,
             guint    bias)
{
  static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

  for (guint k = BASE;; k += BASE)
    {
      guint threshold = get_threshold (k, bias);

      if (delta < threshold)
        break;
      g_string_append_c (text, digits[threshold + (delta - threshold) % (BASE - threshold)]);
      delta = (delta - threshold) / (BASE - threshold);
    }
  g_string_append_c (text, digits[delta]);
}

static gunichar
find_next (const gunichar *characters,
           gsize           n_characters,
           gunichar        least)
{
  gunichar next = G_MAXUINT32;

  for (gsize i = 0; i < n_characters; i++)
    if (characters[i] >= least && characters[i] < next)
      next = characters[i];
  return next;
}

/* @characters are at most a few hundred, so that no sum overflows.
 *
 * Returns: (transfer full): their punycode, without "xn--" */
char *
inlay_schema_punycode_encode (const gunichar *characters,
                              gsize           n_characters)
{
  GString *text = g_string_new (NULL);
  guint bias = FIRST_BIAS, delta = 0, n_basic, n_done;
  gunichar n = FIRST_N;

  for (gsize i = 0; i < n_characters; i++)
    if (characters[i] < FIRST_N)
      g_string_append_c (text, (char) characters[i]);
  n_basic = n_done = (guint) text->len;
  if (n_basic > 0)
    g_string_append_c (text, '-');

  while (n_done < n_characters)
    {
      gunichar next = find_next (characters, n_characters, n);

      delta += (next - n) * (n_done + 1);
      n = next;
      for (gsize i = 0; i < n_characters; i++)
        {
          if (characters[i] < n)
            delta++;
          if (characters[i] != n)
            continue;
          write_delta (text, delta, bias);
          bias = adapt (delta, n_done + 1, n_done == n_basic);
          delta = 0;
          n_done++;
        }
      delta++;
      n++;
    }
  return g_string_free (text, FALSE);
}

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
is_mark (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_SPACING_MARK ||
         type == G_UNICODE_ENCLOSING_MARK;
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

  while (before > 0 && is_mark (label[before - 1]))
    before--;
  while (after < length && is_mark (label[after]))
    after++;
  return before > 0 && after < length && joins_cursively (label[before - 1]) &&
         !joins_only_before (label[before - 1]) && joins_cursively (label[after]);
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

  if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER)
    *holds = (i > 0 && g_unichar_combining_class (before) == VIRAMA) ||
             (c == ZERO_WIDTH_NON_JOINER && breaks_a_join (label, length, i));
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
  if (length == 0 || label[0] == '-' || label[length - 1] == '-' || is_mark (label[0]) ||
      (length >= 4 && label[2] == '-' && label[3] == '-'))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      gboolean holds;

      if (check_context (label, length, i, &holds) ? !holds : !is_valid_character (label[i]))
        return FALSE;
    }
  return TRUE;
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

  if (*lower == '\0' || !(characters = inlay_schema_punycode_decode (lower, &length)))
    return FALSE;
  encoded = inlay_schema_punycode_encode (characters, length);
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
  encoded = inlay_schema_punycode_encode (characters, (gsize) length);
  return strlen (encoded) <= MAX_ENCODED;
}
