/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range.h"

#include <string.h>

#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

/* The lowest version above @bound, as far as the order has one. */
static InlayVersion *
version_after (const InlaySemverKey *bound)
{
  g_autofree char *longer = g_strdup_printf ("%.*s.0", (int) bound->length, bound->prerelease);
  InlaySemverKey next = *bound;

  if (bound->length == 0)
    next.parts[2]++;
  else
    {
      next.prerelease = longer;
      next.length = strlen (longer);
    }
  return inlay_version_new_key (&next);
}

static InlayVersion *
set_min_version (const InlayComparators *set)
{
  InlayVersion *min = NULL;

  for (guint i = 0; i < set->len; i++)
    {
      const InlayComparator *comparator = &set->items[i];
      g_autoptr (InlayVersion) candidate = NULL;

      if (comparator->any || inlay_comparator_is_upper_bound (comparator) ||
          (comparator->op == INLAY_COMPARATOR_GT && comparator->key.length == 0 &&
           comparator->key.parts[2] == INLAY_SEMVER_MAX_PART))
        continue;
      candidate = comparator->op == INLAY_COMPARATOR_GT ? version_after (&comparator->key)
                                                        : inlay_version_new_key (&comparator->key);
      if (min == NULL || inlay_version_compare (candidate, min) > 0)
        {
          g_clear_pointer (&min, inlay_version_unref);
          min = g_steal_pointer (&candidate);
        }
    }

  return min;
}

/**
 * inlay_range_min_version:
 * @self: a range
 *
 * As `minVersion` of node-semver 7.
 *
 * Returns: (transfer full) (nullable): the lowest version that can satisfy @self, %NULL when none
 *   can
 */
InlayVersion *
inlay_range_min_version (const InlayRange *self)
{
  g_autoptr (InlayVersion) min = NULL;

  if (inlay_range_test_key (self, &INLAY_SEMVER_KEY_ZERO))
    return inlay_version_new_key (&INLAY_SEMVER_KEY_ZERO);
  if (inlay_range_test_key (self, &INLAY_SEMVER_KEY_LOWEST))
    return inlay_version_new_key (&INLAY_SEMVER_KEY_LOWEST);

  for (guint i = 0; i < self->n_sets; i++)
    {
      g_autoptr (InlayVersion) candidate = set_min_version (&self->sets[i]);

      if (candidate != NULL && (min == NULL || inlay_version_compare (min, candidate) > 0))
        {
          g_clear_pointer (&min, inlay_version_unref);
          min = g_steal_pointer (&candidate);
        }
    }

  return min != NULL && inlay_range_test (self, min) ? g_steal_pointer (&min) : NULL;
}

static gboolean
is_below_everything (const InlayComparator *self,
                     InlaySemverFlags       flags)
{
  if (self->op != INLAY_COMPARATOR_LT)
    return FALSE;
  if (flags & INLAY_SEMVER_PRERELEASE)
    return inlay_comparator_is_nothing (self);
  return self->key.parts[0] == 0 && self->key.parts[1] == 0 && self->key.parts[2] == 0;
}

static gboolean
comparators_intersect (const InlayComparator *a,
                       const InlayComparator *b,
                       InlaySemverFlags       flags)
{
  int order;

  /* In this order, as npm asks: `*` is in a prerelease, but that is not in `*`. */
  if (a->any)
    return TRUE;
  if (a->op == INLAY_COMPARATOR_EQ)
    return inlay_comparator_test_alone (b, &a->key, flags);
  if (b->any)
    return TRUE;
  if (b->op == INLAY_COMPARATOR_EQ)
    return inlay_comparator_test_alone (a, &b->key, flags);
  if (is_below_everything (a, flags) || is_below_everything (b, flags))
    return FALSE;
  if (inlay_comparator_is_lower_bound (a) == inlay_comparator_is_lower_bound (b))
    return TRUE;

  order = inlay_semver_key_compare (&a->key, &b->key);
  if (order == 0)
    return inlay_comparator_is_inclusive (a) && inlay_comparator_is_inclusive (b);
  return inlay_comparator_is_lower_bound (a) ? order < 0 : order > 0;
}

static gboolean
set_is_satisfiable (const InlayComparators *set,
                    InlaySemverFlags  flags)
{
  for (guint i = set->len; i > 1; i--)
    for (guint k = 0; k < i - 1; k++)
      if (!comparators_intersect (&set->items[i - 1],
                                  &set->items[k], flags))
        return FALSE;

  return TRUE;
}

static gboolean
sets_intersect (const InlayComparators *a,
                const InlayComparators *b,
                InlaySemverFlags  flags)
{
  for (guint i = 0; i < a->len; i++)
    for (guint k = 0; k < b->len; k++)
      if (!comparators_intersect (&a->items[i], &b->items[k], flags))
        return FALSE;

  return TRUE;
}

/* (transfer container): the alternatives of @self that something can satisfy. */
static GPtrArray *
satisfiable_sets (const InlayRange *self,
                  InlaySemverFlags  flags)
{
  GPtrArray *sets = g_ptr_array_new ();

  for (guint i = 0; i < self->n_sets; i++)
    if (set_is_satisfiable (&self->sets[i], flags))
      g_ptr_array_add (sets, &self->sets[i]);

  return sets;
}

/**
 * inlay_range_intersects:
 * @a: a range
 * @b: another range, read with the same flags
 *
 * As `intersects` of node-semver 7.
 *
 * Returns: whether some version can satisfy both
 */
gboolean
inlay_range_intersects (const InlayRange *a,
                        const InlayRange *b)
{
  g_autoptr (GPtrArray) a_sets = satisfiable_sets (a, a->flags);
  g_autoptr (GPtrArray) b_sets = satisfiable_sets (b, a->flags);

  for (guint i = 0; i < a_sets->len; i++)
    for (guint k = 0; k < b_sets->len; k++)
      if (sets_intersect (g_ptr_array_index (a_sets, i), g_ptr_array_index (b_sets, k), a->flags))
        return TRUE;

  return FALSE;
}

/* Whether @version lies outside @set towards @direction: 1 above it, -1 below it. */
static gboolean
set_leaves_out (const InlayComparators *set,
                const InlayVersion *version,
                int                 direction)
{
  InlayComparatorOp open = direction > 0 ? INLAY_COMPARATOR_GT : INLAY_COMPARATOR_LT;
  InlayComparatorOp open_equal = direction > 0 ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_LE;
  const InlayComparator floor = { INLAY_COMPARATOR_GE, FALSE, INLAY_SEMVER_KEY_ZERO };
  const InlayComparator *far = NULL;
  const InlayComparator *near = NULL;
  int order;

  for (guint i = 0; i < set->len; i++)
    {
      const InlayComparator *comparator = &set->items[i];

      if (comparator->any)
        comparator = &floor;
      far = far != NULL ? far : comparator;
      near = near != NULL ? near : comparator;
      if (direction * inlay_semver_key_compare (&comparator->key, &far->key) > 0)
        far = comparator;
      else if (direction * inlay_semver_key_compare (&comparator->key, &near->key) < 0)
        near = comparator;
    }

  if (far->op == open || far->op == open_equal)
    return FALSE;
  order = direction * inlay_semver_key_compare (inlay_version_get_key (version), &near->key);
  if (near->op == INLAY_COMPARATOR_EQ || near->op == open)
    return order > 0;
  return !(near->op == open_equal && order < 0);
}

static gboolean
range_leaves_out (const InlayRange   *self,
                  const InlayVersion *version,
                  int                 direction)
{
  if (inlay_range_test (self, version))
    return FALSE;

  for (guint i = 0; i < self->n_sets; i++)
    if (!set_leaves_out (&self->sets[i], version, direction))
      return FALSE;

  return TRUE;
}

/**
 * inlay_range_is_below:
 * @self: a range
 * @version: a version
 *
 * Returns: whether @version is above everything @self allows (node-semver's `gtr()`)
 */
gboolean
inlay_range_is_below (const InlayRange   *self,
                      const InlayVersion *version)
{
  return range_leaves_out (self, version, 1);
}

/**
 * inlay_range_is_above:
 * @self: a range
 * @version: a version
 *
 * Returns: whether @version is below everything @self allows (node-semver's `ltr()`)
 */
gboolean
inlay_range_is_above (const InlayRange   *self,
                      const InlayVersion *version)
{
  return range_leaves_out (self, version, -1);
}

static InlayVersion *
best_satisfying (const InlayRange *self,
                 GPtrArray        *versions,
                 int               direction)
{
  InlayVersion *best = NULL;

  for (guint i = 0; i < versions->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (versions, i);

      if ((best == NULL || direction * inlay_version_compare (version, best) > 0) &&
          inlay_range_test (self, version))
        best = version;
    }

  return best;
}

/**
 * inlay_range_max_satisfying:
 * @self: a range
 * @versions: (element-type InlayVersion): versions in any order
 *
 * As `maxSatisfying` of node-semver 7.
 *
 * Returns: (transfer none) (nullable): the highest that satisfies @self, the first of equals
 */
InlayVersion *
inlay_range_max_satisfying (const InlayRange *self,
                            GPtrArray        *versions)
{
  return best_satisfying (self, versions, 1);
}

/**
 * inlay_range_min_satisfying:
 * @self: a range
 * @versions: (element-type InlayVersion): versions in any order
 *
 * As `minSatisfying` of node-semver 7.
 *
 * Returns: (transfer none) (nullable): the lowest that satisfies @self, the first of equals
 */
InlayVersion *
inlay_range_min_satisfying (const InlayRange *self,
                            GPtrArray        *versions)
{
  return best_satisfying (self, versions, -1);
}

static gint
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  return inlay_version_compare (*(InlayVersion *const *) a, *(InlayVersion *const *) b);
}

static void
append_run (GString            *text,
            const InlayVersion *lowest,
            const InlayVersion *first,
            const InlayVersion *last)
{
  if (text->len > 0)
    g_string_append (text, " || ");

  if (first == last)
    g_string_append (text, inlay_version_to_string (first));
  else if (last == NULL && first == lowest)
    g_string_append_c (text, '*');
  else if (last == NULL)
    g_string_append_printf (text, ">=%s", inlay_version_to_string (first));
  else if (first == lowest)
    g_string_append_printf (text, "<=%s", inlay_version_to_string (last));
  else
    g_string_append_printf (text, "%s - %s", inlay_version_to_string (first),
                            inlay_version_to_string (last));
}

/**
 * inlay_range_simplify:
 * @self: a range
 * @versions: (element-type InlayVersion): the versions there are
 *
 * Finds a range that chooses the same of @versions.
 *
 * As `simplifyRange` of node-semver 7.
 *
 * Returns: (transfer full): its text, or the text of @self when that is not longer
 */
char *
inlay_range_simplify (const InlayRange *self,
                      GPtrArray        *versions)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (versions->len);
  g_autoptr (GString) text = g_string_new (NULL);
  const InlayVersion *first = NULL;
  const InlayVersion *last = NULL;

  for (guint i = 0; i < versions->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (versions, i));
  g_ptr_array_sort (sorted, compare_versions);

  for (guint i = 0; i < sorted->len; i++)
    {
      const InlayVersion *version = g_ptr_array_index (sorted, i);

      if (inlay_range_test (self, version))
        {
          first = first != NULL ? first : version;
          last = version;
        }
      else if (first != NULL)
        {
          append_run (text, g_ptr_array_index (sorted, 0), first, last);
          first = last = NULL;
        }
    }
  if (first != NULL)
    append_run (text, g_ptr_array_index (sorted, 0), first, NULL);

  return g_strdup (text->len < strlen (self->source) ? text->str : self->source);
}
