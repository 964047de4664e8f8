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

typedef struct
{
  const InlayComparator *items;
  guint                  count;
} Set;

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
  order = direction * inlay_version_compare (a->version, b->version);
  if (order != 0)
    return order > 0 ? a : b;
  return inlay_comparator_is_inclusive (a) && !inlay_comparator_is_inclusive (b) ? b : a;
}

static Bounds
find_bounds (const Set *set)
{
  Bounds bounds = { NULL };

  for (guint i = 0; i < set->count; i++)
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

  order = inlay_version_compare (bounds->low->version, bounds->high->version);
  bounds->one_point = order == 0;
  return order > 0 || (order == 0 && !(inlay_comparator_is_inclusive (bounds->low) &&
                                       inlay_comparator_is_inclusive (bounds->high)));
}

static Subset
exact_is_subset (const Bounds     *bounds,
                 const Set        *of,
                 InlaySemverFlags  flags)
{
  const InlayVersion *exact = bounds->exact->version;

  if ((bounds->low != NULL && !inlay_comparators_test (bounds->low, 1, exact, flags)) ||
      (bounds->high != NULL && !inlay_comparators_test (bounds->high, 1, exact, flags)))
    return SUBSET_EMPTY;

  for (guint i = 0; i < of->count; i++)
    if (!inlay_comparators_test (&of->items[i], 1, exact, flags))
      return SUBSET_NO;

  return SUBSET_YES;
}

static gboolean
names_prerelease_of (const Set          *set,
                     const InlayVersion *version)
{
  for (guint i = 0; i < set->count; i++)
    if (set->items[i].version != NULL && inlay_version_is_prerelease (set->items[i].version) &&
        inlay_version_same_triple (set->items[i].version, version))
      return TRUE;

  return FALSE;
}

/* A bound on a prerelease lets prereleases in, which the other side must do, too. */
static gboolean
prereleases_are_covered (const Bounds     *bounds,
                         const Set        *of,
                         InlaySemverFlags  flags)
{
  const InlayComparator *high = bounds->high;

  if (flags & INLAY_SEMVER_PRERELEASE)
    return TRUE;
  if (bounds->low != NULL && inlay_version_is_prerelease (bounds->low->version) &&
      !names_prerelease_of (of, bounds->low->version))
    return FALSE;
  if (high == NULL || !inlay_version_is_prerelease (high->version))
    return TRUE;
  /* `<1.2.3-0` is the same as `<1.2.3`. */
  if (high->op == INLAY_COMPARATOR_LT &&
      strcmp (inlay_version_get_prerelease (high->version), "0") == 0)
    return TRUE;
  return names_prerelease_of (of, high->version);
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
          !inlay_comparator_test (of, low->version))
        return FALSE;
    }
  if (high != NULL)
    {
      if (inlay_comparator_is_upper_bound (of) && tighter (high, of, -1) == of)
        return FALSE;
      if (!inlay_comparator_is_upper_bound (of) && high->op == INLAY_COMPARATOR_LE &&
          !inlay_comparator_test (of, high->version))
        return FALSE;
    }

  return of->op != INLAY_COMPARATOR_EQ || (low == NULL && high == NULL) || bounds->one_point;
}

static Subset
set_is_subset (Set              set,
               Set              of,
               InlaySemverFlags flags)
{
  gboolean prereleases = (flags & INLAY_SEMVER_PRERELEASE) != 0;
  g_autoptr (InlayVersion) zero = inlay_version_new_parts (0, 0, 0, "");
  g_autoptr (InlayVersion) lowest = inlay_version_new_parts (0, 0, 0, "0");
  InlayComparator from_zero = { INLAY_COMPARATOR_GE, zero };
  InlayComparator from_lowest = { INLAY_COMPARATOR_GE, lowest };
  gboolean of_is_any = of.items[0].version == NULL;
  gboolean of_has_low = FALSE;
  gboolean of_has_high = FALSE;
  Bounds bounds;

  if (set.items[0].version == NULL)
    {
      if (of_is_any)
        return SUBSET_YES;
      set = (Set) { prereleases ? &from_lowest : &from_zero, 1 };
    }
  if (of_is_any && prereleases)
    return SUBSET_YES;
  if (of_is_any)
    of = (Set) { &from_zero, 1 };

  bounds = find_bounds (&set);
  if (bounds_are_empty (&bounds))
    return SUBSET_EMPTY;
  if (bounds.exact != NULL)
    return exact_is_subset (&bounds, &of, flags);

  for (guint i = 0; i < of.count; i++)
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

  for (guint i = 0; i < self->sets->len; i++)
    {
      const GArray *set = g_ptr_array_index (self->sets, i);
      gboolean inside = FALSE;

      for (guint k = 0; k < of->sets->len && !inside; k++)
        {
          const GArray *of_set = g_ptr_array_index (of->sets, k);
          Subset answer = set_is_subset ((Set) { inlay_comparators_get (set, 0), set->len },
                                         (Set) { inlay_comparators_get (of_set, 0), of_set->len },
                                         self->flags);

          seen = seen || answer != SUBSET_EMPTY;
          inside = answer == SUBSET_YES;
        }
      if (seen && !inside)
        return FALSE;
    }

  return TRUE;
}
