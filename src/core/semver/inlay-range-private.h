/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "semver/inlay-range.h"
#include "semver/inlay-semver-key-private.h"

G_BEGIN_DECLS

typedef enum
{
  INLAY_COMPARATOR_EQ,
  INLAY_COMPARATOR_LT,
  INLAY_COMPARATOR_LE,
  INLAY_COMPARATOR_GT,
  INLAY_COMPARATOR_GE,
} InlayComparatorOp;

/* One condition. */
typedef struct
{
  InlayComparatorOp op;
  gboolean          any; /* holds for every version; @op and @key mean nothing */
  InlaySemverKey    key;
} InlayComparator;

/* Comparators that must all hold. */
typedef struct
{
  const InlayComparator *items;
  guint                  len;
} InlayComparators;

/* Alternatives; @sets and the comparators stand behind the struct. */
struct _InlayRange
{
  gatomicrefcount   ref_count;
  InlaySemverFlags  flags;
  guint             n_sets;
  InlayComparators *sets;
  char             *source;  /* as written */
  char             *storage; /* what the keys point into */
  GSList           *more;    /* texts that were respelled: likewise */
  char             *text;    /* canonical; made when first asked for */
};

/* From a place of a list up to, and without, another. */
typedef struct
{
  guint start;
  guint end;
} InlayRangeSpan;

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

gboolean    inlay_comparator_test        (const InlayComparator   *self,
                                          const InlaySemverKey    *key);
gboolean    inlay_comparator_is_nothing  (const InlayComparator   *self);
void        inlay_comparator_append      (const InlayComparator   *self,
                                          GString                 *text);
gboolean    inlay_comparators_test       (const InlayComparators  *self,
                                          const InlaySemverKey    *key,
                                          InlaySemverFlags         flags);
gboolean    inlay_range_test_key         (const InlayRange        *self,
                                          const InlaySemverKey    *key);
InlayRange *inlay_range_new_parsed       (const char              *text,
                                          gsize                    length,
                                          InlaySemverFlags         flags,
                                          GError                 **error);

static inline gboolean
inlay_comparator_test_alone (const InlayComparator *self,
                             const InlaySemverKey  *key,
                             InlaySemverFlags       flags)
{
  return inlay_comparators_test (&(InlayComparators) { self, 1 }, key, flags);
}

void        inlay_range_find_spans       (const InlayRange        *self,
                                          GPtrArray               *versions,
                                          gboolean                 prereleases,
                                          GArray                  *spans);

G_END_DECLS
