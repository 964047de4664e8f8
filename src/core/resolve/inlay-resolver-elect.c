/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Sections 7 and 8 of the specification: which version is shared, and what becomes of the rest. */

typedef struct
{
  guint cost;
  guint unserved; /* 0 when a copy has been served before; only the documented election asks */
  guint gaps;
} Score;

static guint
count_objections (const InlayResolverOptions *options,
                  const InlayRow             *row,
                  const InlayVersion         *version)
{
  guint count = 0;

  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = g_ptr_array_index (row->copies, i);

      if (options->documented ? !inlay_copy_accepts (copy, version)
                              : !copy->served && inlay_copy_objects (copy, version))
        count++;
    }
  return count;
}

static guint
count_gaps (const InlayRow *row,
            JsonObject     *offer)
{
  guint count = 0;

  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = g_ptr_array_index (row->copies, i);
      g_autoptr (GList) names = json_object_get_members (copy->entries);

      for (GList *l = names; l != NULL; l = l->next)
        count += json_object_has_member (offer, l->data) ? 0 : 1;
    }
  return count;
}

static Score
score_row (const InlayResolverOptions *options,
           const InlaySharedPackage   *package,
           const InlayRow             *row)
{
  g_autoptr (JsonObject) offer = inlay_row_offer (row, FALSE);
  Score score = { 0, options->documented ? 1 : 0, 0 };

  for (guint i = 0; i < row->copies->len; i++)
    if (((InlayCopy *) g_ptr_array_index (row->copies, i))->served)
      score.unserved = 0;
  for (guint i = 0; i < package->rows->len; i++)
    {
      const InlayRow *other = g_ptr_array_index (package->rows, i);

      if (other == row)
        continue;
      score.cost += count_objections (options, other, row->version);
      if (inlay_row_accepts (other, row->version))
        score.gaps += count_gaps (other, offer);
    }
  return score;
}

static gboolean
is_better (Score a,
           Score b)
{
  if (a.cost != b.cost)
    return a.cost < b.cost;
  if (a.unserved != b.unserved)
    return a.unserved < b.unserved;
  return a.gaps < b.gaps;
}

static InlayRow *
elect_row (const InlayResolverOptions *options,
           const InlaySharedPackage   *package)
{
  InlayRow *best = g_ptr_array_index (package->rows, 0);
  Score best_score;

  for (guint i = 0; i < package->rows->len; i++)
    if (((InlayRow *) g_ptr_array_index (package->rows, i))->host)
      return g_ptr_array_index (package->rows, i);
  if (options->latest)
    return best;

  best_score = score_row (options, package, best);
  for (guint i = 1; i < package->rows->len; i++)
    {
      InlayRow *row = g_ptr_array_index (package->rows, i);
      Score score = score_row (options, package, row);

      if (is_better (score, best_score))
        {
          best = row;
          best_score = score;
        }
    }
  return best;
}

static void
warn_tolerated (InlayResolver            *self,
                const InlaySharedPackage *package,
                const InlayRow           *row,
                const InlayRow           *elected)
{
  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = g_ptr_array_index (row->copies, i);

      if (!inlay_copy_accepts (copy, elected->version))
        inlay_resolver_warn (self, "incompatible-version",
                             g_strdup_printf ("%s needs %s %s, the page shares %s", copy->remote, package->name,
                                              copy->range_text, elected->text));
    }
}

/* Objecting copies move to a row of their own, right behind. */
static void
split_row (InlaySharedPackage *package,
           guint               index,
           const InlayRow     *elected)
{
  InlayRow *row = g_ptr_array_index (package->rows, index);
  InlayRow *scoped = inlay_shared_package_new_row (package, index + 1, row->text, INLAY_ROW_SCOPE);

  for (guint i = 0; i < row->copies->len;)
    {
      InlayCopy *copy = g_ptr_array_index (row->copies, i);

      if (inlay_copy_objects (copy, elected->version))
        g_ptr_array_add (scoped->copies, g_ptr_array_steal_index (row->copies, i));
      else
        i++;
    }
}

static gboolean
judge_row (InlayResolver       *self,
           InlaySharedPackage  *package,
           guint                index,
           InlayRow            *elected,
           GError             **error)
{
  InlayRow *row = g_ptr_array_index (package->rows, index);
  guint objections = 0;

  for (guint i = 0; i < row->copies->len; i++)
    objections += inlay_copy_objects (g_ptr_array_index (row->copies, i), elected->version) ? 1 : 0;

  if (inlay_row_accepts (row, elected->version))
    {
      row->action = INLAY_ROW_SKIP;
      return TRUE;
    }
  if (self->options.strict_compatibility && objections > 0)
    {
      const InlayCopy *copy = g_ptr_array_index (row->copies, 0);

      return inlay_resolver_refuse (self, "incompatible-version",
                                    g_strdup_printf ("%s of %s needs %s %s, the page shares %s", row->text, copy->remote,
                                                     package->name, copy->range_text, elected->text), error);
    }
  if (row == elected)
    return TRUE;

  warn_tolerated (self, package, row, elected);
  row->action = objections == row->copies->len ? INLAY_ROW_SCOPE : INLAY_ROW_SKIP;
  if (objections > 0 && objections < row->copies->len)
    split_row (package, index, elected);
  return TRUE;
}

static void
move_copies (InlayRow *to,
             InlayRow *from,
             gboolean  in_front)
{
  guint place = 0;

  to->host = to->host || from->host;
  while (from->copies->len > 0)
    g_ptr_array_insert (to->copies, in_front ? (gint) place++ : -1, g_ptr_array_steal_index (from->copies, 0));
}

/* Rows with equal text and action become one. Returns the row that @elected is then part of. */
static InlayRow *
join_rows (InlaySharedPackage *package,
           InlayRow           *elected)
{
  for (guint i = 0; i < package->rows->len; i++)
    for (guint k = package->rows->len - 1; k > i; k--)
      {
        InlayRow *row = g_ptr_array_index (package->rows, i);
        InlayRow *other = g_ptr_array_index (package->rows, k);

        if (strcmp (row->text, other->text) != 0 || row->action != other->action)
          continue;
        move_copies (row, other, other == elected);
        if (other == elected)
          elected = row;
        g_ptr_array_remove_index (package->rows, k);
      }
  return elected;
}

static gboolean
is_torn (const InlayCopy *copy,
         JsonObject      *offer)
{
  g_autoptr (GList) names = json_object_get_members (copy->entries);

  for (GList *l = names; l != NULL; l = l->next)
    if (!json_object_has_member (offer, l->data))
      return TRUE;
  return FALSE;
}

static gboolean
check_coverage (InlayResolver       *self,
                InlaySharedPackage  *package,
                const InlayRow      *shared,
                GError             **error)
{
  g_autoptr (JsonObject) offer = inlay_row_offer (shared, FALSE);

  for (guint r = 0; r < package->rows->len; r++)
    {
      InlayRow *row = g_ptr_array_index (package->rows, r);

      for (guint i = 0; row->action == INLAY_ROW_SKIP && i < row->copies->len;)
        {
          InlayCopy *copy = g_ptr_array_index (row->copies, i);
          InlayRow *scoped;

          if (!is_torn (copy, offer))
            {
              i++;
              continue;
            }
          if (self->options.strict_coverage)
            return inlay_resolver_refuse (self, "uncovered-entrypoint",
                                          g_strdup_printf ("%s uses parts of %s that %s lacks", copy->remote,
                                                           package->name, shared->text), error);
          scoped = inlay_shared_package_find_text (package, row->text, TRUE);
          if (scoped == NULL)
            scoped = inlay_shared_package_new_row (package, package->rows->len, row->text, INLAY_ROW_SCOPE);
          g_ptr_array_add (scoped->copies, g_ptr_array_steal_index (row->copies, i));
        }
    }

  for (guint r = package->rows->len; r > 0; r--)
    if (((InlayRow *) g_ptr_array_index (package->rows, r - 1))->copies->len == 0)
      g_ptr_array_remove_index (package->rows, r - 1);
  return TRUE;
}

static gboolean
elect_package (InlayResolver       *self,
               InlaySharedPackage  *package,
               GError             **error)
{
  g_autoptr (GPtrArray) judged = g_ptr_array_new ();
  InlayRow *elected;

  package->dirty = FALSE;
  if (package->rows->len == 1)
    {
      ((InlayRow *) g_ptr_array_index (package->rows, 0))->action = INLAY_ROW_SHARE;
      return TRUE;
    }

  elected = elect_row (&self->options, package);
  for (guint i = 0; i < package->rows->len; i++)
    g_ptr_array_add (judged, g_ptr_array_index (package->rows, i));
  for (guint i = 0; i < judged->len; i++)
    {
      guint index;

      g_ptr_array_find (package->rows, g_ptr_array_index (judged, i), &index);
      if (!judge_row (self, package, index, elected, error))
        return FALSE;
    }

  elected = join_rows (package, elected);
  elected->action = INLAY_ROW_SHARE;
  if (self->options.strict_coverage || self->options.scope_uncovered)
    return check_coverage (self, package, elected, error);
  return TRUE;
}

gboolean
inlay_resolver_elect (InlayResolver  *self,
                      GError        **error)
{
  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);

      for (guint p = 0; p < scope->packages->len; p++)
        {
          InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);

          if (package->dirty && package->rows->len > 0 && !elect_package (self, package, error))
            return FALSE;
        }
    }
  return TRUE;
}
