/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

/* Section 8 of the specification: what becomes of each row once one is elected. */

static const char incompatible[] = "% needs % %, the page shares %";

static void
warn_tolerated (InlayResolver            *self,
                const InlaySharedPackage *package,
                const InlayRow           *row,
                const InlayRow           *elected)
{
  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = inlay_row_get (row, i);

      if (!copy->strict && !inlay_copy_accepts (copy, elected))
        inlay_resolver_warn (self, "incompatible-version", incompatible, copy->remote, package->name, copy->range,
                             elected->text, NULL);
    }
}

static gboolean
refuse_incompatible (InlayResolver             *self,
                     const InlaySharedPackage  *package,
                     const InlayRow            *row,
                     const InlayRow            *elected,
                     GError                   **error)
{
  for (guint i = 0; i < row->copies->len; i++)
    {
      const InlayCopy *copy = inlay_row_get (row, i);

      if (inlay_copy_objects (copy, elected))
        return inlay_resolver_refuse (self, error, "incompatible-version", incompatible, copy->remote, package->name,
                                      copy->range, elected->text, NULL);
    }
  return TRUE;
}

/* Objecting copies move to a row of their own. */
static InlayRow *
split_row (InlayRow       *row,
           const InlayRow *elected)
{
  InlayRow *scoped = inlay_row_new (row->text, INLAY_ROW_SCOPE);
  guint kept = 0;

  scoped->cost = row->cost;
  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      if (inlay_copy_objects (copy, elected))
        g_ptr_array_add (scoped->copies, copy);
      else
        row->copies->pdata[kept++] = copy;
    }
  while (row->copies->len > kept)
    g_ptr_array_steal_index (row->copies, row->copies->len - 1);
  return scoped;
}

/* @split is set to a row that belongs right behind. */
static gboolean
judge_row (InlayResolver             *self,
           const InlaySharedPackage  *package,
           InlayRow                  *row,
           InlayRow                  *elected,
           InlayRow                 **split,
           GError                   **error)
{
  guint objections = 0, accepting = 0;

  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      objections += inlay_copy_objects (copy, elected) ? 1 : 0;
      accepting += inlay_copy_accepts (copy, elected) ? 1 : 0;
      copy->cause = INLAY_CAUSE_NONE;
    }
  if (accepting == row->copies->len)
    {
      row->action = INLAY_ROW_SKIP;
      return TRUE;
    }
  if (self->options.strict_compatibility && objections > 0)
    return refuse_incompatible (self, package, row, elected, error);
  if (row == elected)
    return TRUE;

  warn_tolerated (self, package, row, elected);
  row->action = objections == row->copies->len ? INLAY_ROW_SCOPE : INLAY_ROW_SKIP;
  if (objections > 0 && objections < row->copies->len)
    *split = split_row (row, elected);
  return TRUE;
}

static gboolean
judge_rows (InlayResolver       *self,
            InlaySharedPackage  *package,
            InlayRow            *elected,
            GError             **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (inlay_row_free);
  gboolean ok = TRUE;
  GPtrArray *before = package->rows;

  for (guint i = 0; i < before->len; i++)
    {
      InlayRow *row = g_ptr_array_index (before, i), *split = NULL;

      ok = ok && judge_row (self, package, row, elected, &split, error);
      g_ptr_array_add (rows, row);
      if (split != NULL)
        g_ptr_array_add (rows, split);
    }
  g_ptr_array_set_free_func (before, NULL);
  g_ptr_array_unref (before);
  package->rows = g_steal_pointer (&rows);
  return ok;
}

static void
move_copies (InlayRow *to,
             InlayRow *from,
             gboolean  in_front)
{
  to->host |= from->host;
  if (in_front)
    {
      GPtrArray *front = from->copies;

      from->copies = to->copies;
      to->copies = front;
    }
  g_ptr_array_extend_and_steal (to->copies, from->copies);
  from->copies = g_ptr_array_new_with_free_func (inlay_copy_free);
}

/* Rows with equal text and action become one. Returns the row that @elected is then part of. */
static InlayRow *
join_rows (InlaySharedPackage *package,
           InlayRow           *elected)
{
  g_autoptr (GHashTable) scoped = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) skipped = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) shared = g_hash_table_new (NULL, NULL);
  GHashTable *const seen[] = { skipped, shared, scoped }; /* by InlayRowAction */
  gboolean joined = FALSE;

  for (guint i = 0; i < package->rows->len; i++)
    {
      InlayRow *row = inlay_shared_package_get (package, i);
      InlayRow *first = g_hash_table_lookup (seen[row->action], row->text);

      if (first == NULL)
        {
          g_hash_table_insert (seen[row->action], row->text, row);
          continue;
        }
      move_copies (first, row, row == elected);
      if (row == elected)
        elected = first;
      joined = TRUE;
    }
  if (joined)
    inlay_shared_package_drop_empty (package);
  return elected;
}

/* Moves a torn copy to the scoped row of its version; that row may be new, at the end. */
static void
scope_torn (InlaySharedPackage *package,
            InlayRow           *row,
            InlayCopy          *copy)
{
  InlayRow *scoped = inlay_shared_package_find_text (package, row->text, TRUE);

  if (scoped == NULL)
    scoped = inlay_shared_package_new_row (package, row->text, INLAY_ROW_SCOPE);
  copy->cause = INLAY_CAUSE_COVERAGE;
  g_ptr_array_add (scoped->copies, copy);
}

static gboolean
check_row (InlayResolver       *self,
           InlaySharedPackage  *package,
           InlayRow            *row,
           InlayWord           *shared,
           InlayOffer          *offer,
           GError             **error)
{
  guint kept = 0, length = row->copies->len;
  gboolean ok = TRUE;

  for (guint i = 0; i < length; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      if (!ok || copy->served_by != NULL || inlay_offer_count_gaps (offer, copy->build) == 0)
        row->copies->pdata[kept++] = copy;
      else if (self->options.strict_coverage)
        {
          row->copies->pdata[kept++] = copy;
          ok = inlay_resolver_refuse (self, error, "uncovered-entrypoint", "% uses parts of % that % lacks", copy->remote,
                                      package->name, shared, NULL);
        }
      else
        scope_torn (package, row, copy);
    }
  while (row->copies->len > kept)
    g_ptr_array_steal_index (row->copies, row->copies->len - 1);
  return ok;
}

static gboolean
check_coverage (InlayResolver       *self,
                InlaySharedPackage  *package,
                const InlayRow      *shared,
                GError             **error)
{
  g_autoptr (InlayOffer) offer = inlay_offer_new (shared, FALSE);
  guint length = package->rows->len;

  for (guint r = 0; r < length; r++)
    {
      InlayRow *row = inlay_shared_package_get (package, r);

      if (row->action == INLAY_ROW_SKIP && !check_row (self, package, row, shared->text, offer, error))
        return FALSE;
    }
  inlay_shared_package_drop_empty (package);
  return TRUE;
}

static gboolean
elect_package (InlayResolver          *self,
               const InlayShareScope  *scope,
               InlaySharedPackage     *package,
               GError                **error)
{
  InlayRow *elected = inlay_shared_package_get (package, 0);

  package->dirty = FALSE;
  package->elected = TRUE;
  if (package->rows->len == 1)
    {
      package->rule = INLAY_RULE_ONLY;
      elected->action = INLAY_ROW_SHARE;
      for (guint i = 0; i < elected->copies->len; i++)
        inlay_row_get (elected, i)->cause = INLAY_CAUSE_NONE;
      return TRUE;
    }

  elected = inlay_resolver_elect_row (self, scope, package);
  if (!judge_rows (self, package, elected, error))
    return FALSE;
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

          package->elected = FALSE;
          if (package->dirty && package->rows->len > 0 && !elect_package (self, scope, package, error))
            return FALSE;
        }
    }
  return TRUE;
}
