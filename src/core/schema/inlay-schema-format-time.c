/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-format-private.h"

#include <string.h>

#define DIGITS "0123456789"

/* Exactly @n_digits digits of a number in a range. Returns: what follows, or NULL. */
static const char *
read_number (const char *text,
             guint       n_digits,
             int         least,
             int         most,
             int        *value)
{
  *value = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return NULL;
      *value = *value * 10 + (text[i] - '0');
    }
  return *value >= least && *value <= most ? text + n_digits : NULL;
}

/* RFC 3339 full-date. */
static const char *
skip_date (const char *text)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  int year, month, day;
  gboolean leap;

  if (!(text = read_number (text, 4, 0, 9999, &year)) || *text != '-' ||
      !(text = read_number (text + 1, 2, 1, 12, &month)) || *text != '-' ||
      !(text = read_number (text + 1, 2, 1, 31, &day)))
    return NULL;

  leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= lengths[month - 1] + (month == 2 && leap) ? text : NULL;
}

/* RFC 3339 time-offset, in minutes east. */
static const char *
skip_offset (const char *text,
             int        *offset)
{
  int hours, minutes;
  int sign = *text == '-' ? -1 : 1;

  *offset = 0;
  if (*text == 'Z' || *text == 'z')
    return text + 1;
  if (*text != '+' && *text != '-')
    return NULL;
  if (!(text = read_number (text + 1, 2, 0, 23, &hours)) || *text != ':' ||
      !(text = read_number (text + 1, 2, 0, 59, &minutes)))
    return NULL;

  *offset = sign * (hours * 60 + minutes);
  return text;
}

/* RFC 3339 full-time. A leap second can only be 23:59:60 in UTC. */
static const char *
skip_time (const char *text)
{
  const int day = 24 * 60;
  int hour, minute, second, offset;

  if (!(text = read_number (text, 2, 0, 23, &hour)) || *text != ':' ||
      !(text = read_number (text + 1, 2, 0, 59, &minute)) || *text != ':' ||
      !(text = read_number (text + 1, 2, 0, 60, &second)))
    return NULL;

  if (*text == '.')
    {
      gsize digits = strspn (text + 1, DIGITS);

      if (digits == 0)
        return NULL;
      text += 1 + digits;
    }
  if (!(text = skip_offset (text, &offset)))
    return NULL;
  if (second == 60 && (hour * 60 + minute - offset + day) % day != day - 1)
    return NULL;
  return text;
}

gboolean
inlay_schema_is_date (const char *text)
{
  return (text = skip_date (text)) && *text == '\0';
}

gboolean
inlay_schema_is_time (const char *text)
{
  return (text = skip_time (text)) && *text == '\0';
}

gboolean
inlay_schema_is_date_time (const char *text)
{
  return (text = skip_date (text)) && (*text == 'T' || *text == 't') &&
         (text = skip_time (text + 1)) && *text == '\0';
}

/* Units in their order, none left out between two: RFC 3339, appendix A. */
static const char *
skip_units (const char *text,
            const char *units)
{
  const char *unit = NULL;

  for (;;)
    {
      gsize digits = strspn (text, DIGITS);
      const char *found;

      if (digits == 0)
        return unit != NULL ? text : NULL;
      found = text[digits] != '\0' ? strchr (units, text[digits]) : NULL;
      if (found == NULL || (unit != NULL && found != unit + 1))
        return NULL;
      unit = found;
      text += digits + 1;
    }
}

gboolean
inlay_schema_is_duration (const char *text)
{
  const char *rest;

  if (*text++ != 'P')
    return FALSE;
  if ((rest = skip_units (text, "W")) && *rest == '\0')
    return TRUE;
  if (*text != 'T' && !(text = skip_units (text, "YMD")))
    return FALSE;
  if (*text == 'T' && !(text = skip_units (text + 1, "HMS")))
    return FALSE;
  return *text == '\0';
}
