/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <string.h>

#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

G_BEGIN_DECLS

static inline gboolean
inlay_semver_part_is_wild (const InlaySemverPart *part)
{
  return !part->present || part->wild;
}

/* Zero as node-semver knows it: by its text, so that loosely `00` is none. */
static inline gboolean
inlay_semver_part_is_zero (const InlaySemverPart *part)
{
  return part->value == 0 && part->digits == 1;
}

static inline const char *
inlay_range_skip_prefix (const char *text)
{
  while (*text == 'v' || *text == '=' || *text == ' ')
    text++;
  return text;
}

static inline const char *
inlay_range_read_operator (const char        *text,
                           InlayComparatorOp *op)
{
  char sign = *text == '<' || *text == '>' ? *text++ : '\0';
  gboolean equals = *text == '=';

  if (sign == '<')
    *op = equals ? INLAY_COMPARATOR_LE : INLAY_COMPARATOR_LT;
  else if (sign == '>')
    *op = equals ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_GT;
  else
    *op = INLAY_COMPARATOR_EQ;

  return text + (equals ? 1 : 0);
}

char *inlay_range_respell (const char       *text,
                           InlaySemverFlags  flags);

G_END_DECLS
