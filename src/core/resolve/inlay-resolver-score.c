/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"
#include "semver/inlay-range-private.h"

/* Section 7 of the specification: what electing a row would cost. Every row against every copy would
 * be quadratic; instead each range once marks the stretches of the sorted rows it allows. */

/* The rows of one sort, releases or prereleases, and for each how many copies allow it. */
typedef struct
{
  GPtrArray *versions;
  GArray    *rows;    /* guint: where the version is among the package's rows */
  gint64    *changes; /* of the number, from one row to the next */
} Lane;

static void
lane_init (Lane                     *self,
           const InlaySharedPackage *package,
           gboolean                  prereleases)
{
  self->versions = g_ptr_array_new ();
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < package->rows->len; i++)
    {
      const InlayVersion *version = inlay_word_get_version (inlay_shared_package_get (package, i)->text);

      if (inlay_version_is_prerelease (version) != prereleases)
        continue;
      g_ptr_array_add (self->versions, (gpointer) version);
      g_array_append_val (self->rows, i);
    }
  self->changes = g_new0 (gint64, self->versions->len + 1);
}

static void
lane_clear (Lane *self)
{
  g_ptr_array_unref (self->versions);
  g_array_unref (self->rows);
  g_free (self->changes);
}

static void
lane_count (Lane             *self,
            const InlayRange *range,
            guint             weight,
            gboolean          prereleases,
            GArray           *spans)
{
  inlay_range_find_spans (range, self->versions, prereleases, spans);
  for (guint i = 0; i < spans->len; i++)
    {
      const InlayRangeSpan *span = &g_array_index (spans, InlayRangeSpan, i);

      self->changes[span->start] += weight;
      self->changes[span->end] -= weight;
    }
}

/* What the copies of other rows that allow a row do not cost it. */
static void
lane_credit (Lane        *self,
             const guint *own,
             guint       *costs)
{
  gint64 allowing = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      guint row = g_array_index (self->rows, guint, i);

      allowing += self->changes[i];
      costs[row] -= (guint) allowing - own[row];
    }
}

static gboolean
is_counted (const InlayResolverOptions *options,
            const InlayCopy            *copy)
{
  return options->documented || (copy->strict && !copy->served);
}

/* Fills @own with how many of a row's counted copies allow the row itself, and @costs with how many
 * are in other rows. Each range gets as slot how many copies have it. */
static GPtrArray *
count_ranges (InlayResolver            *self,
              const InlaySharedPackage *package,
              guint                    *own,
              guint                    *costs)
{
  GPtrArray *ranges = g_ptr_array_new ();
  guint mark = inlay_words_mark (self->words), total = 0;

  for (guint r = 0; r < package->rows->len; r++)
    {
      const InlayRow *row = inlay_shared_package_get (package, r);
      guint counted = 0;

      for (guint i = 0; i < row->copies->len; i++)
        {
          const InlayCopy *copy = inlay_row_get (row, i);

          if (!is_counted (&self->options, copy))
            continue;
          counted++;
          own[r] += inlay_copy_accepts (copy, row) ? 1 : 0;
          if (copy->range->mark != mark)
            {
              copy->range->mark = mark;
              copy->range->slot = 0;
              g_ptr_array_add (ranges, copy->range);
            }
          copy->range->slot++;
        }
      total += counted;
      costs[r] = counted;
    }
  for (guint r = 0; r < package->rows->len; r++)
    costs[r] = total - costs[r];
  return ranges;
}

/* Returns: (transfer full): for each row, the copies in other rows that stand against its version. */
guint *
inlay_resolver_costs (InlayResolver            *self,
                      const InlaySharedPackage *package)
{
  guint *costs = g_new0 (guint, package->rows->len);
  g_autofree guint *own = g_new0 (guint, package->rows->len);
  g_autoptr (GPtrArray) ranges = count_ranges (self, package, own, costs);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (InlayRangeSpan));

  for (guint prereleases = 0; prereleases < 2; prereleases++)
    {
      Lane lane;

      lane_init (&lane, package, prereleases == 1);
      for (guint i = 0; i < ranges->len && lane.versions->len > 0; i++)
        {
          InlayWord *word = g_ptr_array_index (ranges, i);

          if (inlay_word_get_range (word) != NULL)
            lane_count (&lane, inlay_word_get_range (word), word->slot, prereleases == 1, spans);
        }
      lane_credit (&lane, own, costs);
      lane_clear (&lane);
    }
  return costs;
}

/* The specifiers that copies of other rows would have nowhere if @row were elected; asked only of
 * rows that cost the same. */
guint
inlay_resolver_gaps (const InlaySharedPackage *package,
                     const InlayRow           *row)
{
  g_autoptr (InlayOffer) offer = inlay_offer_new (row, FALSE);
  guint gaps = 0;

  for (guint i = 0; i < package->rows->len; i++)
    {
      const InlayRow *other = inlay_shared_package_get (package, i);

      if (other == row || !inlay_row_accepts (other, row))
        continue;
      for (guint k = 0; k < other->copies->len; k++)
        {
          const InlayCopy *copy = inlay_row_get (other, k);

          if (copy->served_by == NULL)
            gaps += inlay_offer_count_gaps (offer, copy->build);
        }
    }
  return gaps;
}

/* Whether all copies have the same specifiers, so that no row can lack what another has. */
gboolean
inlay_shared_package_is_uniform (const InlaySharedPackage *self)
{
  const InlayBuild *first = inlay_row_get (inlay_shared_package_get (self, 0), 0)->build;

  for (guint r = 0; r < self->rows->len; r++)
    for (guint i = 0; i < inlay_shared_package_get (self, r)->copies->len; i++)
      {
        const InlayCopy *copy = inlay_row_get (inlay_shared_package_get (self, r), i);

        if (copy->served_by != NULL || copy->build->n_points != first->n_points)
          return FALSE;
        for (guint k = 0; k < first->n_points; k++)
          if (copy->build->points[k].specifier != first->points[k].specifier)
            return FALSE;
      }
  return TRUE;
}
