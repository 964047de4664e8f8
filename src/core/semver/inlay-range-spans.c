/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "semver/inlay-range-private.h"
#include "semver/inlay-semver-scan-private.h"

/* Which of a sorted list a range allows, without asking about each: a range is bounds, so what each
 * of its alternatives allows are stretches of the list. */

/* The first place from @start on whose version is lower than @key, or not higher. */
static guint
find_bound (GPtrArray            *versions,
            guint                 start,
            guint                 end,
            const InlaySemverKey *key,
            gboolean              or_equal)
{
  while (start < end)
    {
      guint middle = start + (end - start) / 2;
      int order = inlay_semver_key_compare (inlay_version_get_key (g_ptr_array_index (versions, middle)), key);

      if (order < 0 || (or_equal && order == 0))
        end = middle;
      else
        start = middle + 1;
    }
  return start;
}

static void
narrow (GPtrArray             *versions,
        const InlayComparator *comparator,
        InlayRangeSpan        *span)
{
  guint at_least, above;

  if (comparator->any)
    return;
  above = find_bound (versions, span->start, span->end, &comparator->key, TRUE);
  at_least = find_bound (versions, above, span->end, &comparator->key, FALSE);
  switch (comparator->op)
    {
    case INLAY_COMPARATOR_EQ:
      *span = (InlayRangeSpan) { above, at_least };
      break;
    case INLAY_COMPARATOR_LT:
      span->start = at_least;
      break;
    case INLAY_COMPARATOR_LE:
      span->start = above;
      break;
    case INLAY_COMPARATOR_GT:
      span->end = above;
      break;
    case INLAY_COMPARATOR_GE:
      span->end = at_least;
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Where the versions with the three numbers of @key are, from their release down. */
static InlayRangeSpan
find_triple (GPtrArray            *versions,
             const InlaySemverKey *key)
{
  InlaySemverKey release = *key, lowest = *key;
  InlayRangeSpan span;

  release.length = 0;
  lowest.prerelease = "0";
  lowest.length = 1;
  span.start = find_bound (versions, 0, versions->len, &release, TRUE);
  span.end = find_bound (versions, span.start, versions->len, &lowest, FALSE);
  return span;
}

static void
add_span (GPtrArray              *versions,
          const InlayComparators *set,
          InlayRangeSpan          span,
          GArray                 *spans)
{
  for (guint i = 0; i < set->len && span.start < span.end; i++)
    narrow (versions, &set->items[i], &span);
  if (span.start < span.end)
    g_array_append_val (spans, span);
}

static gint
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const InlayRangeSpan *x = a, *y = b;

  return x->start < y->start ? -1 : x->start > y->start;
}

static void
unite_spans (GArray *spans)
{
  guint kept = 0;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      InlayRangeSpan span = g_array_index (spans, InlayRangeSpan, i);
      InlayRangeSpan *last = kept > 0 ? &g_array_index (spans, InlayRangeSpan, kept - 1) : NULL;

      if (last != NULL && span.start <= last->end)
        last->end = MAX (last->end, span.end);
      else
        g_array_index (spans, InlayRangeSpan, kept++) = span;
    }
  g_array_set_size (spans, kept);
}

/* Fills @spans, InlayRangeSpan, with the stretches of @versions that @self allows, apart from each
 * other. @versions is in descending order and either all releases or, with @prereleases, all
 * prereleases, as a range treats the two differently. */
void
inlay_range_find_spans (const InlayRange *self,
                        GPtrArray        *versions,
                        gboolean          prereleases,
                        GArray           *spans)
{
  g_array_set_size (spans, 0);
  for (guint i = 0; i < self->n_sets; i++)
    {
      const InlayComparators *set = &self->sets[i];

      if (!prereleases || (self->flags & INLAY_SEMVER_PRERELEASE))
        {
          add_span (versions, set, (InlayRangeSpan) { 0, versions->len }, spans);
          continue;
        }
      for (guint k = 0; k < set->len; k++)
        {
          const InlayComparator *item = &set->items[k];

          if (!item->any && item->key.length > 0)
            add_span (versions, set, find_triple (versions, &item->key), spans);
        }
    }
  unite_spans (spans);
}
