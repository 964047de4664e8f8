/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-number-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* mantissa × 10^exponent, as a person would write the number. */
typedef struct
{
  guint64 mantissa;
  int exponent;
} Decimal;

/* Returns: the number that @cell is */
SchemaNumber
inlay_schema_number_read (const InlayJsonCell *cell)
{
  SchemaNumber self = { !cell->is_real, 0, 0 };

  if (self.is_integer)
    {
      self.integer = cell->integer;
      self.real = (double) self.integer;
    }
  else
    self.real = cell->real;
  return self;
}

static int
compare_integer_real (gint64 a,
                      double b)
{
  gint64 whole;

  /* 2^63 is exact in a double; past it no integer reaches. */
  if (b >= 9223372036854775808.0)
    return -1;
  if (b < -9223372036854775808.0)
    return 1;

  whole = (gint64) floor (b);
  if (a != whole)
    return a < whole ? -1 : 1;
  return b > floor (b) ? -1 : 0;
}

int
inlay_schema_number_compare (const SchemaNumber *a,
                             const SchemaNumber *b)
{
  if (a->is_integer && b->is_integer)
    return a->integer < b->integer ? -1 : a->integer > b->integer;
  if (a->is_integer)
    return compare_integer_real (a->integer, b->real);
  if (b->is_integer)
    return -compare_integer_real (b->integer, a->real);
  return a->real < b->real ? -1 : a->real > b->real;
}

static void
decimal_read (Decimal *self,
              double   value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *formats[] = { "%.14e", "%.15e", "%.16e" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], fabs (value));
      if (g_ascii_strtod (buffer, NULL) == fabs (value))
        break;
    }

  self->mantissa = 0;
  self->exponent = 0;
  for (const char *c = buffer; *c != '\0'; c++)
    {
      if (*c == 'e')
        {
          self->exponent += atoi (c + 1);
          break;
        }
      if (*c != '.')
        self->mantissa = self->mantissa * 10 + (guint64) (*c - '0');
    }

  self->exponent -= (int) (strchr (buffer, 'e') - buffer) - 2;
  while (self->mantissa != 0 && self->mantissa % 10 == 0)
    {
      self->mantissa /= 10;
      self->exponent++;
    }
}

static void
decimal_read_number (Decimal            *self,
                     const SchemaNumber *number)
{
  if (!number->is_integer)
    {
      decimal_read (self, number->real);
      return;
    }

  self->mantissa = number->integer < 0 ? -(guint64) number->integer : (guint64) number->integer;
  self->exponent = 0;
}

static guint64
multiply_modulo (guint64 a,
                 guint64 b,
                 guint64 modulus)
{
  return (guint64) ((unsigned __int128) a * b % modulus);
}

/* Exact on the decimal spelling: 0.0075 is a multiple of 0.0001 although the doubles are not.
 *
 * Returns: whether @self is a whole multiple of @divisor, which is above 0 */
gboolean
inlay_schema_number_is_multiple (const SchemaNumber *self,
                                 const SchemaNumber *divisor)
{
  Decimal value, unit;
  guint64 rest;

  if (self->is_integer && divisor->is_integer)
    return self->integer % divisor->integer == 0;
  if (!isfinite (self->real))
    return FALSE;

  decimal_read_number (&value, self);
  decimal_read_number (&unit, divisor);
  if (value.mantissa == 0)
    return TRUE;

  rest = value.mantissa % unit.mantissa;
  for (; value.exponent > unit.exponent && rest != 0; value.exponent--)
    rest = multiply_modulo (rest, 10, unit.mantissa);
  if (value.exponent >= unit.exponent || rest != 0)
    return rest == 0;

  /* The divisor has more trailing zeros than the value can make up for. */
  for (value.mantissa /= unit.mantissa; value.exponent < unit.exponent; value.exponent++)
    {
      if (value.mantissa % 10 != 0)
        return FALSE;
      value.mantissa /= 10;
    }
  return TRUE;
}
