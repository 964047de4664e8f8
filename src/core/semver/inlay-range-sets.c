/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range.h"

#include <string.h>

#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

/* The lowest version above @bound, as far as the order has one. */
static InlayVersion *
version_after (const InlayVersion *bound)
{
  g_autofree char *next = NULL;

  if (!inlay_version_is_prerelease (bound))
    return inlay_version_new_parts (inlay_version_get_major (bound),
                                    inlay_version_get_minor (bound),
                                    inlay_version_get_patch (bound) + 1, "");

  next = g_strconcat (inlay_version_get_prerelease (bound), ".0", NULL);
  return inlay_version_new_parts (inlay_version_get_major (bound),
                                  inlay_version_get_minor (bound),
                                  inlay_version_get_patch (bound), next);
}

static InlayVersion *
set_min_version (const GArray *set)
{
  InlayVersion *min = NULL;

  for (guint i = 0; i < set->len; i++)
    {
      const InlayComparator *comparator = inlay_comparators_get (set, i);
      g_autoptr (InlayVersion) candidate = NULL;

      if (comparator->version == NULL || inlay_comparator_is_upper_bound (comparator))
        continue;
      if (comparator->op == INLAY_COMPARATOR_GT)
        candidate = version_after (comparator->version);
      else
        candidate = inlay_version_ref (comparator->version);
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
 * Returns: (transfer full) (nullable): the lowest version that can satisfy @self, %NULL when none
 *   can
 */
InlayVersion *
inlay_range_min_version (const InlayRange *self)
{
  g_autoptr (InlayVersion) zero = inlay_version_new_parts (0, 0, 0, "");
  g_autoptr (InlayVersion) lowest = inlay_version_new_parts (0, 0, 0, "0");
  g_autoptr (InlayVersion) min = NULL;

  if (inlay_range_test (self, zero))
    return g_steal_pointer (&zero);
  if (inlay_range_test (self, lowest))
    return g_steal_pointer (&lowest);

  for (guint i = 0; i < self->sets->len; i++)
    {
      g_autoptr (InlayVersion) candidate = set_min_version (g_ptr_array_index (self->sets, i));

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
  return g_str_has_prefix (inlay_version_to_string (self->version), "0.0.0");
}

static gboolean
comparators_intersect (const InlayComparator *a,
                       const InlayComparator *b,
                       InlaySemverFlags       flags)
{
  int order;

  if (a->version == NULL || b->version == NULL)
    return TRUE;
  if (a->op == INLAY_COMPARATOR_EQ)
    return inlay_comparators_test (b, 1, a->version, flags);
  if (b->op == INLAY_COMPARATOR_EQ)
    return inlay_comparators_test (a, 1, b->version, flags);
  if (is_below_everything (a, flags) || is_below_everything (b, flags))
    return FALSE;
  if (inlay_comparator_is_lower_bound (a) == inlay_comparator_is_lower_bound (b))
    return TRUE;

  order = inlay_version_compare (a->version, b->version);
  if (order == 0)
    return inlay_comparator_is_inclusive (a) && inlay_comparator_is_inclusive (b);
  return inlay_comparator_is_lower_bound (a) ? order < 0 : order > 0;
}

static gboolean
set_is_satisfiable (const GArray     *set,
                    InlaySemverFlags  flags)
{
  for (guint i = set->len; i > 1; i--)
    for (guint k = 0; k < i - 1; k++)
      if (!comparators_intersect (inlay_comparators_get (set, i - 1),
                                  inlay_comparators_get (set, k), flags))
        return FALSE;

  return TRUE;
}

static gboolean
sets_intersect (const GArray     *a,
                const GArray     *b,
                InlaySemverFlags  flags)
{
  for (guint i = 0; i < a->len; i++)
    for (guint k = 0; k < b->len; k++)
      if (!comparators_intersect (inlay_comparators_get (a, i), inlay_comparators_get (b, k), flags))
        return FALSE;

  return TRUE;
}

/* (transfer container): the alternatives of @self that something can satisfy. */
static GPtrArray *
satisfiable_sets (const InlayRange *self,
                  InlaySemverFlags  flags)
{
  GPtrArray *sets = g_ptr_array_new ();

  for (guint i = 0; i < self->sets->len; i++)
    if (set_is_satisfiable (g_ptr_array_index (self->sets, i), flags))
      g_ptr_array_add (sets, g_ptr_array_index (self->sets, i));

  return sets;
}

/**
 * inlay_range_intersects:
 * @a: a range
 * @b: another range, read with the same flags
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
set_leaves_out (const GArray       *set,
                const InlayVersion *version,
                int                 direction)
{
  InlayComparatorOp open = direction > 0 ? INLAY_COMPARATOR_GT : INLAY_COMPARATOR_LT;
  InlayComparatorOp open_equal = direction > 0 ? INLAY_COMPARATOR_GE : INLAY_COMPARATOR_LE;
  g_autoptr (InlayVersion) zero = inlay_version_new_parts (0, 0, 0, "");
  InlayComparator floor = { INLAY_COMPARATOR_GE, zero };
  const InlayComparator *far = NULL;
  const InlayComparator *near = NULL;
  int order;

  for (guint i = 0; i < set->len; i++)
    {
      const InlayComparator *comparator = inlay_comparators_get (set, i);

      if (comparator->version == NULL)
        comparator = &floor;
      far = far != NULL ? far : comparator;
      near = near != NULL ? near : comparator;
      if (direction * inlay_version_compare (comparator->version, far->version) > 0)
        far = comparator;
      else if (direction * inlay_version_compare (comparator->version, near->version) < 0)
        near = comparator;
    }

  if (far->op == open || far->op == open_equal)
    return FALSE;
  order = direction * inlay_version_compare (version, near->version);
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

  for (guint i = 0; i < self->sets->len; i++)
    if (!set_leaves_out (g_ptr_array_index (self->sets, i), version, direction))
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
