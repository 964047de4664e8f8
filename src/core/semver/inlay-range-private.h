/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-range.h"

G_BEGIN_DECLS

typedef enum
{
  INLAY_COMPARATOR_EQ,
  INLAY_COMPARATOR_LT,
  INLAY_COMPARATOR_LE,
  INLAY_COMPARATOR_GT,
  INLAY_COMPARATOR_GE,
} InlayComparatorOp;

/* One condition; without a version it holds for every one. */
typedef struct
{
  InlayComparatorOp  op;
  InlayVersion      *version;
} InlayComparator;

/* Alternatives of comparators that must all hold. */
struct _InlayRange
{
  gatomicrefcount   ref_count;
  InlaySemverFlags  flags;
  GPtrArray        *sets; /* (element-type GArray) of InlayComparator */
  char             *source;
  char             *text;
};

static inline gboolean
inlay_comparator_is_lower_bound (const InlayComparator *self)
{
  return self->op == INLAY_COMPARATOR_GT || self->op == INLAY_COMPARATOR_GE;
}

static inline gboolean
inlay_comparator_is_upper_bound (const InlayComparator *self)
{
  return self->op == INLAY_COMPARATOR_LT || self->op == INLAY_COMPARATOR_LE;
}

static inline gboolean
inlay_comparator_is_inclusive (const InlayComparator *self)
{
  return self->op == INLAY_COMPARATOR_LE || self->op == INLAY_COMPARATOR_GE;
}

static inline const InlayComparator *
inlay_comparators_get (const GArray *set,
                       guint         i)
{
  return &g_array_index (set, InlayComparator, i);
}

gboolean   inlay_comparator_test        (const InlayComparator  *self,
                                         const InlayVersion     *version);
gboolean   inlay_comparator_is_nothing  (const InlayComparator  *self);
char      *inlay_comparator_to_string   (const InlayComparator  *self);
gboolean   inlay_comparators_test       (const InlayComparator  *items,
                                         guint                   count,
                                         const InlayVersion     *version,
                                         InlaySemverFlags        flags);
GPtrArray *inlay_range_parse_sets       (const char             *squeezed,
                                         InlaySemverFlags        flags,
                                         GError                **error);

G_END_DECLS
