/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "idna/inlay-idna-private.h"

#include <string.h>

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
inlay_punycode_decode (const char *text,
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

/* @characters are at most a few thousand, so that no sum overflows.
 *
 * Returns: (transfer full): their punycode, without "xn--" */
char *
inlay_punycode_encode (const gunichar *characters,
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
