/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range-parse-private.h"

#include <string.h>

/* What node-semver respells before it reads words, in its order: npm's users see the corners. */

static char *
strip_builds (const char *text)
{
  GString *stripped = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      gsize length = inlay_semver_scan_build (text);

      if (length == 0)
        g_string_append_c (stripped, *text++);
      text += length;
    }
  return g_string_free (stripped, FALSE);
}

static void
append_hyphen_low (GString               *words,
                   const InlaySemverScan *scan,
                   const char            *text,
                   gsize                  length,
                   gboolean               prereleases)
{
  const InlaySemverPart *parts = scan->parts;
  const char *suffix = prereleases ? "-0" : "";
  const char *major = inlay_range_skip_prefix (text);

  if (inlay_semver_part_is_wild (&parts[0]))
    return;
  if (inlay_semver_part_is_wild (&parts[1]))
    g_string_append_printf (words, ">=%.*s.0.0%s", (int) parts[0].digits, major, suffix);
  else if (inlay_semver_part_is_wild (&parts[2]))
    g_string_append_printf (words, ">=%.*s.0%s", (int) (parts[0].digits + 1 + parts[1].digits), major,
                            suffix);
  else
    g_string_append_printf (words, ">=%.*s%s", (int) length, text,
                            scan->prerelease != NULL ? "" : suffix);
}

static void
append_hyphen_high (GString               *words,
                    const InlaySemverScan *scan,
                    const char            *text,
                    gsize                  length,
                    gboolean               prereleases)
{
  const InlaySemverPart *parts = scan->parts;

  if (inlay_semver_part_is_wild (&parts[0]))
    return;
  if (words->len > 0)
    g_string_append_c (words, ' ');
  if (inlay_semver_part_is_wild (&parts[1]))
    g_string_append_printf (words, "<%" G_GUINT64_FORMAT ".0.0-0", parts[0].value + 1);
  else if (inlay_semver_part_is_wild (&parts[2]))
    g_string_append_printf (words, "<%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".0-0",
                            parts[0].value, parts[1].value + 1);
  else if (scan->prerelease != NULL || prereleases)
    g_string_append_printf (words, "%s%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT "-%.*s",
                            scan->prerelease != NULL ? "<=" : "<", parts[0].value, parts[1].value,
                            parts[2].value + (scan->prerelease != NULL ? 0 : 1),
                            scan->prerelease != NULL ? (int) scan->prerelease_length : 1,
                            scan->prerelease != NULL ? scan->prerelease : "0");
  else
    g_string_append_printf (words, "<=%.*s", (int) length, text);
}

/* `1.2 - 3.4` becomes `>=1.2.0 <3.5.0-0`; anything else stays as it is. */
static char *
replace_hyphen (const char       *text,
                InlaySemverFlags  flags)
{
  gboolean prereleases = (flags & INLAY_SEMVER_PRERELEASE) != 0;
  const char *low = text + (*text == ' ' ? 1 : 0);
  const char *low_end = inlay_range_skip_prefix (low);
  const char *high;
  const char *end;
  InlaySemverScan low_scan;
  InlaySemverScan high_scan;
  GString *words;

  if (!inlay_semver_scan (&low_end, flags, &low_scan) || !g_str_has_prefix (low_end, " - "))
    return g_strdup (text);
  high = low_end + strlen (" - ");
  end = inlay_range_skip_prefix (high);
  if (!inlay_semver_scan (&end, flags, &high_scan) || end[*end == ' ' ? 1 : 0] != '\0')
    return g_strdup (text);

  words = g_string_new (NULL);
  append_hyphen_low (words, &low_scan, low, (gsize) (low_end - low), prereleases);
  append_hyphen_high (words, &high_scan, high, (gsize) (end - high), prereleases);
  return g_string_free (words, FALSE);
}

/* How much of @text an operator in front would be pulled to; 0 when nothing starts here. */
static gsize
measure_operand (const char *text)
{
  const char *end = text;
  InlaySemverScan scan;

  if (inlay_semver_scan (&end, INLAY_SEMVER_LOOSE, &scan) && scan.parts[2].present &&
      scan.parts[0].digits > 0 && scan.parts[1].digits > 0 && scan.parts[2].digits > 0)
    return (gsize) (end - text);

  end = text;
  if (inlay_semver_scan (&end, INLAY_SEMVER_DEFAULT, &scan))
    return (gsize) (end - text);
  return *text == '0' ? 1 : 0;
}

/* `> 1` becomes `>1`, `~ 1` and `~> 1` become `~1`, `^ 1` becomes `^1`. */
static char *
join_operators (const char *text)
{
  GString *joined = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      const char *sign = text + (*text == ' ' ? 1 : 0);
      InlayComparatorOp op;
      const char *after = inlay_range_read_operator (sign, &op);
      const char *prefix = after + (*after == ' ' ? 1 : 0);
      const char *operand = inlay_range_skip_prefix (prefix);
      gsize length = measure_operand (operand);

      if (length == 0)
        {
          g_string_append_c (joined, *text++);
          continue;
        }
      g_string_append_len (joined, text, after - text);
      /* Without an operator the blank before the version separates two words. */
      if (after == sign && sign == text && prefix != after)
        g_string_append_c (joined, ' ');
      g_string_append_len (joined, prefix, operand + length - prefix);
      text = operand + length;
    }

  return g_string_free (joined, FALSE);
}

static char *
join_signs (const char *text)
{
  GString *joined = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      char sign = *text;
      const char *after = text + 1;

      g_string_append_c (joined, sign);
      if (sign == '~' && *after == '>' && after[1] == ' ')
        after++;
      if ((sign == '~' || sign == '^') && *after == ' ')
        while (*after == ' ')
          after++;
      text = after;
    }

  return g_string_free (joined, FALSE);
}

/* Most ranges have nothing to respell: no build, no ` - `, no operator with a blank behind it. */
static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text == '+' || (*text == ' ' && text[1] == '-') ||
        (text[1] == ' ' && strchr ("<>=v^~", *text) != NULL))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): @text with blanks behind operators gone, hyphen ranges
 *   written out and builds left out; %NULL when it is to be read as it stands */
char *
inlay_range_respell (const char       *text,
                     InlaySemverFlags  flags)
{
  g_autofree char *stripped = NULL;
  g_autofree char *spelled = NULL;
  g_autofree char *operators = NULL;

  if (is_plain (text))
    return NULL;
  stripped = strip_builds (text);
  spelled = replace_hyphen (stripped, flags);
  operators = join_operators (spelled);
  return join_signs (operators);
}
