/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-semver-scan-private.h"

#include <string.h>

static gboolean
is_identifier_char (char c)
{
  return g_ascii_isalnum (c) || c == '-';
}

/* JavaScript's white space, as npm's reader sees it: 0 when @text does not start with one. */
gsize
inlay_semver_space_length (const char *text)
{
  gunichar c;

  if (*text == '\0')
    return 0;
  if ((guchar) *text < 0x80)
    return strchr (" \t\n\v\f\r", *text) != NULL ? 1 : 0;

  c = g_utf8_get_char_validated (text, -1);
  if (c == 0x00a0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
      c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff)
    return g_utf8_skip[(guchar) *text];

  return 0;
}

/* Trimmed, with every run of white space made one plain space; never longer than @text.
 *
 * Returns: where the NUL behind it is */
char *
inlay_semver_squeeze_into (const char *text,
                           char       *to)
{
  const char *start = to;
  gboolean pending = FALSE;

  while (*text != '\0')
    {
      gsize space = (guchar) (*text - '!') < 0x5e ? 0 : inlay_semver_space_length (text);

      if (space > 0)
        {
          pending = to > start;
          text += space;
          continue;
        }
      if (pending)
        *to++ = ' ';
      pending = FALSE;
      *to++ = *text++;
    }
  *to = '\0';
  return to;
}

char *
inlay_semver_squeeze (const char *text)
{
  char *squeezed = g_malloc (strlen (text) + 1);

  inlay_semver_squeeze_into (text, squeezed);
  return squeezed;
}

static inline gboolean
is_digit (char c)
{
  return (guchar) (c - '0') < 10;
}

static void
read_digits (const char      *start,
             const char      *end,
             InlaySemverPart *part)
{
  part->digits = (gsize) (end - start);
  part->value = 0;
  for (; start < end && part->value <= INLAY_SEMVER_MAX_PART; start++)
    part->value = part->value * 10 + (guint64) (*start - '0');
  part->too_big = part->value > INLAY_SEMVER_MAX_PART;
}

static gboolean
scan_part (const char       **cursor,
           InlaySemverFlags   flags,
           InlaySemverPart   *part)
{
  const char *p = *cursor;

  if (*p == 'x' || *p == 'X' || *p == '*')
    {
      part->present = part->wild = TRUE;
      *cursor = p + 1;
      return TRUE;
    }
  if (!is_digit (*p))
    return FALSE;

  for (; is_digit (*p); p++)
    ;
  read_digits (*cursor, p, part);
  if (!(flags & INLAY_SEMVER_LOOSE) && **cursor == '0' && part->digits > 1)
    return FALSE;

  part->present = TRUE;
  *cursor = p;
  return TRUE;
}

/* Dot-separated identifiers; @numbers asks for numeric ones without leading zeros. */
static gsize
scan_identifiers (const char *text,
                  gboolean    numbers)
{
  const char *p = text;
  gsize length = 0;

  for (;;)
    {
      const char *start = p;
      gboolean numeric = TRUE;

      for (; is_identifier_char (*p); p++)
        numeric = numeric && is_digit (*p);
      if (p == start || (numbers && numeric && *start == '0' && p - start > 1))
        return length;
      length = (gsize) (p - text);
      if (*p != '.')
        return length;
      p++;
    }
}

/* The length of `+build` at the start of @text, 0 when there is none. */
gsize
inlay_semver_scan_build (const char *text)
{
  gsize length;

  if (*text != '+')
    return 0;
  length = scan_identifiers (text + 1, FALSE);
  return length > 0 ? length + 1 : 0;
}

static void
scan_prerelease (const char       **cursor,
                 InlaySemverFlags   flags,
                 InlaySemverScan   *scan)
{
  const char *p = *cursor;
  gboolean loose = (flags & INLAY_SEMVER_LOOSE) != 0;
  gsize length;

  if (!loose && *p != '-')
    return;
  /* Loosely the hyphen may be missing, or be the identifier itself: `1.2.3-.4`. */
  if (*p == '-' && (!loose || is_identifier_char (p[1])))
    p++;
  length = scan_identifiers (p, !loose);
  if (length == 0)
    return;

  scan->prerelease = p;
  scan->prerelease_length = length;
  *cursor = p + length;
}

static void
scan_patch_digit_as_prerelease (const char       **cursor,
                                InlaySemverFlags   flags,
                                InlaySemverScan   *scan)
{
  InlaySemverPart *patch = &scan->parts[2];

  const char *start = *cursor - patch->digits;

  /* `1.2.34.5` is loosely read as 1.2.3-4.5: the patch gives back what the rest needs. */
  if (!(flags & INLAY_SEMVER_LOOSE) || **cursor != '.' || patch->digits < 2)
    return;

  *cursor -= 1;
  read_digits (start, *cursor, patch);
  scan_prerelease (cursor, flags, scan);
}

/* Reads `MAJOR[.MINOR[.PATCH[-PRERELEASE][+BUILD]]]`, wildcards allowed, and moves @cursor behind
 * it. What may follow is for the caller to check. */
gboolean
inlay_semver_scan (const char       **cursor,
                   InlaySemverFlags   flags,
                   InlaySemverScan   *scan)
{
  const char *p = *cursor;
  gsize length;

  /* One by one: for all at once the compiler takes an instruction that is slow to start. */
  for (guint i = 0; i < 3; i++)
    scan->parts[i] = (InlaySemverPart) { 0 };
  scan->prerelease = scan->build = NULL;
  scan->prerelease_length = scan->build_length = 0;
  for (guint i = 0; i < 3; i++)
    {
      const char *after = p;

      if (i > 0 && *after++ != '.')
        break;
      if (!scan_part (&after, flags, &scan->parts[i]))
        {
          if (i == 0)
            return FALSE;
          scan->parts[i] = (InlaySemverPart) { 0 };
          break;
        }
      p = after;
    }

  if (scan->parts[2].present)
    {
      scan_prerelease (&p, flags, scan);
      if (scan->prerelease == NULL)
        scan_patch_digit_as_prerelease (&p, flags, scan);
      length = inlay_semver_scan_build (p);
      if (length > 0)
        {
          scan->build = p + 1;
          scan->build_length = length - 1;
          p += length;
        }
    }

  *cursor = p;
  return TRUE;
}

gboolean
inlay_semver_scan_is_full (const InlaySemverScan *scan)
{
  for (guint i = 0; i < 3; i++)
    {
      const InlaySemverPart *part = &scan->parts[i];

      if (!part->present || part->wild || part->too_big)
        return FALSE;
    }
  return TRUE;
}

/* Reads a whole version with what may stand around it. */
gboolean
inlay_semver_scan_version (const char       *text,
                           InlaySemverFlags  flags,
                           InlaySemverScan  *scan)
{
  gsize space;

  if (flags & INLAY_SEMVER_LOOSE)
    while (*text == 'v' || *text == '=' || inlay_semver_space_length (text) > 0)
      text += MAX (inlay_semver_space_length (text), 1);
  else
    {
      while ((space = inlay_semver_space_length (text)) > 0)
        text += space;
      text += *text == 'v' ? 1 : 0;
    }

  if (!inlay_semver_scan (&text, flags, scan) || !inlay_semver_scan_is_full (scan))
    return FALSE;
  while ((space = inlay_semver_space_length (text)) > 0)
    text += space;
  return *text == '\0';
}
