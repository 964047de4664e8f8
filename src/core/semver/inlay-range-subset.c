/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range.h"

#include <string.h>

#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

typedef enum
{
  SUBSET_NO,
  SUBSET_YES,
  SUBSET_EMPTY, /* nothing is in it, so that it says nothing */
} Subset;

/* What a set comes down to: its tightest bounds and the single versions it names. */
typedef struct
{
  const InlayComparator *low;
  const InlayComparator *high;
  const InlayComparator *exact;
  gboolean               many_exact;
  gboolean               one_point; /* `>=1 <=1` */
} Bounds;

static const InlayComparator *
tighter (const InlayComparator *a,
         const InlayComparator *b,
         int                    direction)
{
  int order;

  if (a == NULL)
    return b;
  order = direction * inlay_semver_key_compare (&a->key, &b->key);
  if (order != 0)
    return order > 0 ? a : b;
  return inlay_comparator_is_inclusive (a) && !inlay_comparator_is_inclusive (b) ? b : a;
}

static Bounds
find_bounds (const InlayComparators *set)
{
  Bounds bounds = { NULL };

  for (guint i = 0; i < set->len; i++)
    {
      const InlayComparator *comparator = &set->items[i];

      if (inlay_comparator_is_lower_bound (comparator))
        bounds.low = tighter (bounds.low, comparator, 1);
      else if (inlay_comparator_is_upper_bound (comparator))
        bounds.high = tighter (bounds.high, comparator, -1);
      else
        {
          bounds.many_exact = bounds.exact != NULL;
          bounds.exact = comparator;
        }
    }

  return bounds;
}

/* Whether the bounds contradict each other. */
static gboolean
bounds_are_empty (Bounds *bounds)
{
  int order;

  if (bounds->many_exact)
    return TRUE;
  if (bounds->low == NULL || bounds->high == NULL)
    return FALSE;

  order = inlay_semver_key_compare (&bounds->low->key, &bounds->high->key);
  bounds->one_point = order == 0;
  return order > 0 || (order == 0 && !(inlay_comparator_is_inclusive (bounds->low) &&
                                       inlay_comparator_is_inclusive (bounds->high)));
}

static Subset
exact_is_subset (const Bounds     *bounds,
                 const InlayComparators        *of,
                 InlaySemverFlags  flags)
{
  const InlaySemverKey *exact = &bounds->exact->key;

  if ((bounds->low != NULL && !inlay_comparator_test_alone (bounds->low, exact, flags)) ||
      (bounds->high != NULL && !inlay_comparator_test_alone (bounds->high, exact, flags)))
    return SUBSET_EMPTY;

  for (guint i = 0; i < of->len; i++)
    if (!inlay_comparator_test_alone (&of->items[i], exact, flags))
      return SUBSET_NO;

  return SUBSET_YES;
}

static gboolean
names_prerelease_of (const InlayComparators          *set,
                     const InlaySemverKey *key)
{
  for (guint i = 0; i < set->len; i++)
    if (!set->items[i].any && set->items[i].key.length > 0 &&
        inlay_semver_key_same_triple (&set->items[i].key, key))
      return TRUE;

  return FALSE;
}

/* A bound on a prerelease lets prereleases in, which the other side must do, too. */
static gboolean
prereleases_are_covered (const Bounds     *bounds,
                         const InlayComparators        *of,
                         InlaySemverFlags  flags)
{
  const InlayComparator *high = bounds->high;

  if (flags & INLAY_SEMVER_PRERELEASE)
    return TRUE;
  if (bounds->low != NULL && bounds->low->key.length > 0 &&
      !names_prerelease_of (of, &bounds->low->key))
    return FALSE;
  if (high == NULL || high->key.length == 0)
    return TRUE;
  /* `<1.2.3-0` is the same as `<1.2.3`. */
  if (high->op == INLAY_COMPARATOR_LT &&
      high->key.length == 1 && *high->key.prerelease == '0')
    return TRUE;
  return names_prerelease_of (of, &high->key);
}

static gboolean
bounds_fit (const Bounds          *bounds,
            const InlayComparator *of)
{
  const InlayComparator *low = bounds->low;
  const InlayComparator *high = bounds->high;

  if (low != NULL)
    {
      if (inlay_comparator_is_lower_bound (of) && tighter (low, of, 1) == of)
        return FALSE;
      if (!inlay_comparator_is_lower_bound (of) && low->op == INLAY_COMPARATOR_GE &&
          !inlay_comparator_test (of, &low->key))
        return FALSE;
    }
  if (high != NULL)
    {
      if (inlay_comparator_is_upper_bound (of) && tighter (high, of, -1) == of)
        return FALSE;
      if (!inlay_comparator_is_upper_bound (of) && high->op == INLAY_COMPARATOR_LE &&
          !inlay_comparator_test (of, &high->key))
        return FALSE;
    }

  return of->op != INLAY_COMPARATOR_EQ || (low == NULL && high == NULL) || bounds->one_point;
}

static Subset
set_is_subset (InlayComparators              set,
               InlayComparators              of,
               InlaySemverFlags flags)
{
  gboolean prereleases = (flags & INLAY_SEMVER_PRERELEASE) != 0;
  const InlayComparator from_zero = { INLAY_COMPARATOR_GE, FALSE, INLAY_SEMVER_KEY_ZERO };
  const InlayComparator from_lowest = { INLAY_COMPARATOR_GE, FALSE, INLAY_SEMVER_KEY_LOWEST };
  gboolean of_is_any = of.items[0].any;
  gboolean of_has_low = FALSE;
  gboolean of_has_high = FALSE;
  Bounds bounds;

  if (set.items[0].any)
    {
      if (of_is_any)
        return SUBSET_YES;
      set = (InlayComparators) { prereleases ? &from_lowest : &from_zero, 1 };
    }
  if (of_is_any && prereleases)
    return SUBSET_YES;
  if (of_is_any)
    of = (InlayComparators) { &from_zero, 1 };

  bounds = find_bounds (&set);
  if (bounds_are_empty (&bounds))
    return SUBSET_EMPTY;
  if (bounds.exact != NULL)
    return exact_is_subset (&bounds, &of, flags);

  for (guint i = 0; i < of.len; i++)
    {
      of_has_low = of_has_low || inlay_comparator_is_lower_bound (&of.items[i]);
      of_has_high = of_has_high || inlay_comparator_is_upper_bound (&of.items[i]);
      if (!bounds_fit (&bounds, &of.items[i]))
        return SUBSET_NO;
    }
  if ((bounds.high == NULL && of_has_high) || (bounds.low == NULL && of_has_low))
    return SUBSET_NO;

  return prereleases_are_covered (&bounds, &of, flags) ? SUBSET_YES : SUBSET_NO;
}

/**
 * inlay_range_is_subset:
 * @self: a range
 * @of: another range, read with the same flags
 *
 * Returns: whether every version that satisfies @self satisfies @of; as in node-semver each
 *   alternative of @self must lie inside one alternative of @of
 */
gboolean
inlay_range_is_subset (const InlayRange *self,
                       const InlayRange *of)
{
  gboolean seen = FALSE;

  for (guint i = 0; i < self->n_sets; i++)
    {
      gboolean inside = FALSE;

      for (guint k = 0; k < of->n_sets && !inside; k++)
        {
          Subset answer = set_is_subset (self->sets[i], of->sets[k], self->flags);

          seen = seen || answer != SUBSET_EMPTY;
          inside = answer == SUBSET_YES;
        }
      if (seen && !inside)
        return FALSE;
    }

  return TRUE;
}
