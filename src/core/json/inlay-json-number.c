/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MAX_DIGITS 17

/* Decimal digits without trailing zeros; the value is 0.DIGITS times ten to the power of @point. */
typedef struct
{
  char digits[MAX_DIGITS + 1];
  int  length;
  int  point;
} Decimal;

static gboolean
decimal_is_exact (const Decimal *self,
                  double         value)
{
  char text[INLAY_JSON_NUMBER_SIZE];

  g_snprintf (text, sizeof text, "0.%.*se%d", self->length, self->digits, self->point);
  return g_ascii_strtod (text, NULL) == value;
}

static void
decimal_set (Decimal *self,
             double   value,
             int      precision)
{
  char format[8];
  char text[INLAY_JSON_NUMBER_SIZE];
  const char *exponent;

  g_snprintf (format, sizeof format, "%%.%de", precision - 1);
  g_ascii_formatd (text, sizeof text, format, value);

  exponent = strchr (text, 'e');
  self->digits[0] = text[0];
  if (precision > 1)
    memcpy (self->digits + 1, text + 2, precision - 1);
  self->length = precision;
  self->point = (int) g_ascii_strtoll (exponent + 1, NULL, 10) + 1;
}

static gboolean
decimal_increment (Decimal *self)
{
  if (self->digits[self->length - 1] == '9')
    return FALSE;

  self->digits[self->length - 1]++;
  return TRUE;
}

/* Any decimal of up to 15 digits survives a trip through a normal double, so 15 digits find every
 * short form; subnormals have less room. Below a power of two doubles lie closer together than
 * above it: there the nearest 16 digits may miss while the next ones up hit. */
static void
decimal_set_shortest (Decimal *self,
                      double   value)
{
  int exponent;
  gboolean is_power = frexp (value, &exponent) == 0.5;

  for (int precision = value < DBL_MIN ? 1 : DBL_DIG; precision <= MAX_DIGITS; precision++)
    {
      decimal_set (self, value, precision);
      if (decimal_is_exact (self, value) ||
          (is_power && decimal_increment (self) && decimal_is_exact (self, value)))
        break;
    }

  while (self->length > 1 && self->digits[self->length - 1] == '0')
    self->length--;
}

static void
decimal_print (const Decimal *self,
               char          *buffer,
               gsize          size)
{
  int length = self->length;
  int point = self->point;
  const char *digits = self->digits;

  if (length <= point && point <= 21)
    g_snprintf (buffer, size, "%.*s%.*s", length, digits, point - length, "000000000000000000000");
  else if (0 < point && point <= 21)
    g_snprintf (buffer, size, "%.*s.%.*s", point, digits, length - point, digits + point);
  else if (-6 < point && point <= 0)
    g_snprintf (buffer, size, "0.%.*s%.*s", -point, "000000", length, digits);
  else if (length == 1)
    g_snprintf (buffer, size, "%ce%+d", digits[0], point - 1);
  else
    g_snprintf (buffer, size, "%c.%.*se%+d", digits[0], length - 1, digits + 1, point - 1);
}

/**
 * inlay_json_format_double:
 * @buffer: room for INLAY_JSON_NUMBER_SIZE bytes
 * @value: a finite number
 *
 * Puts the shortest digits that read back as @value, laid out as ECMAScript's Number::toString
 * does (RFC 8785, section 3.2.2.3). Negative zero is "0", as there.
 */
void
inlay_json_format_double (char   *buffer,
                          double  value)
{
  gsize size = INLAY_JSON_NUMBER_SIZE;
  Decimal decimal;

  if (fabs (value) < 1e15 && value == trunc (value))
    {
      g_snprintf (buffer, size, "%" G_GINT64_FORMAT, (gint64) value);
      return;
    }

  if (value < 0)
    {
      *buffer++ = '-';
      size--;
    }
  decimal_set_shortest (&decimal, fabs (value));
  decimal_print (&decimal, buffer, size);
}
