/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"
#include "resolve/inlay-resolver-private.h"

/* Section 9 of the specification: the record as an import map. */

/* Whether a copy may fill from its own files what everyone else lacks: not where parts of a package
 * must come from one version. */
static gboolean
may_fill (InlayMapWriter            *self,
          const InlaySharedPackage  *package,
          const InlayCopy           *copy,
          gboolean                  *refused,
          GError                   **error)
{
  static const char form[] = "% uses parts of % that the shared version lacks";
  const InlayResolverOptions *options = &self->resolver->options;
  gboolean fills = !options->strict_coverage && !options->scope_uncovered;

  if (!fills && (options->strict_coverage || options->strict_import_map))
    *refused = !inlay_resolver_refuse (self->resolver, error, "uncovered-entrypoint", form, copy->remote, package->name,
                                       NULL);
  else
    inlay_resolver_warn (self->resolver, fills ? "entry-filled" : "uncovered-entrypoint", form, copy->remote, package->name,
                         NULL);
  return fills;
}

static void
write_scoped_row (InlayMapWriter *self,
                  InlayRow       *row)
{
  for (guint i = 0; i < row->copies->len; i++)
    inlay_map_writer_own (self, inlay_row_get (row, i), NULL);
}

/* One copy of a group's row: the whole offer, and from its own files what that lacks. */
static gboolean
write_group_copy (InlayMapWriter            *self,
                  const InlaySharedPackage  *package,
                  InlayCopy                 *copy,
                  InlayOffer                *offer,
                  GError                   **error)
{
  gboolean refused = FALSE;

  for (guint i = 0; i < offer->points->len; i++)
    {
      InlayOfferPoint *point = &g_array_index (offer->points, InlayOfferPoint, i);

      inlay_map_writer_put (self, copy->remote, point->specifier, point->copy->remote, point->file, point->copy->build);
      point->copy->served = TRUE;
    }
  if (inlay_offer_count_gaps (offer, copy->build) > 0 && may_fill (self, package, copy, &refused, error))
    inlay_map_writer_own (self, copy, offer);
  return !refused;
}

static gboolean
find_serving (InlayMapWriter            *self,
              InlaySharedPackage        *package,
              InlayRow                 **serving,
              GError                   **error)
{
  static const char several[] = "% is shared in more than one version";
  const gboolean strict = self->resolver->options.strict_import_map;
  guint count = 0;

  *serving = inlay_shared_package_find (package, INLAY_ROW_SHARE);
  for (guint i = 0; i < package->rows->len; i++)
    count += inlay_shared_package_get (package, i)->action == INLAY_ROW_SHARE ? 1 : 0;
  if (count == 1)
    return TRUE;
  if (strict && count > 1)
    return inlay_resolver_refuse (self->resolver, error, "multiple-shared-versions", several, package->name, NULL);
  if (strict)
    return inlay_resolver_refuse (self->resolver, error, "no-shared-version", "no version of % is shared", package->name,
                                  NULL);
  if (count > 1)
    inlay_resolver_warn (self->resolver, "multiple-shared-versions", several, package->name, NULL);
  else
    inlay_resolver_warn (self->resolver, "no-shared-version", "no version of % is shared", package->name, NULL);
  return TRUE;
}

static gboolean
write_group_row (InlayMapWriter            *self,
                 const InlaySharedPackage  *package,
                 InlayRow                  *row,
                 InlayOffer                *offer,
                 InlayPoolFiles            *files,
                 GError                   **error)
{
  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      if (copy->served_by != NULL)
        inlay_pool_files_write (files, self, copy, FALSE);
      else if (!write_group_copy (self, package, copy, offer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_group_package (InlayMapWriter      *self,
                     InlaySharedPackage  *package,
                     InlayPoolFiles      *files,
                     GError             **error)
{
  g_autoptr (InlayOffer) shared_offer = NULL;
  InlayRow *shared = NULL;
  gboolean asked = FALSE;

  for (guint r = 0; r < package->rows->len; r++)
    {
      InlayRow *row = inlay_shared_package_get (package, r);
      InlayRow *serving = row;
      g_autoptr (InlayOffer) own = NULL;

      if (row->action == INLAY_ROW_SCOPE)
        {
          write_scoped_row (self, row);
          continue;
        }
      if (row->action == INLAY_ROW_SKIP)
        {
          if (!asked && !find_serving (self, package, &shared, error))
            return FALSE;
          if (!asked && shared != NULL)
            shared_offer = inlay_offer_new (shared, FALSE);
          asked = TRUE;
          serving = shared != NULL ? shared : row;
        }
      inlay_row_get (row, 0)->served = serving == row;
      if (serving == row)
        own = inlay_offer_new (row, FALSE);
      if (!write_group_row (self, package, row, own != NULL ? own : shared_offer, files, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_group (InlayMapWriter         *self,
             const InlayShareScope  *scope,
             GError                **error)
{
  g_autoptr (InlayPoolFiles) files = self->resolver->record->pooled ? inlay_pool_files_new (scope) : NULL;

  for (guint p = 0; p < scope->packages->len; p++)
    if (!write_group_package (self, g_ptr_array_index (scope->packages, p), files, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_global_share (InlayMapWriter            *self,
                    const InlaySharedPackage  *package,
                    InlayRow                  *row,
                    GError                   **error)
{
  static const char form[] = "% has % % left out, as something else is already shared as %";
  g_autoptr (InlayOffer) offer = NULL;
  InlayWord *remote = inlay_row_get (row, 0)->remote;

  if (inlay_map_writer_has (self, package->name))
    {
      if (self->resolver->options.strict_import_map)
        return inlay_resolver_refuse (self->resolver, error, "multiple-shared-versions", form, remote, package->name,
                                      row->text, package->name, NULL);
      inlay_resolver_warn (self->resolver, "multiple-shared-versions", form, remote, package->name, row->text,
                           package->name, NULL);
      return TRUE;
    }
  offer = inlay_offer_new (row, FALSE);
  for (guint i = 0; i < offer->points->len; i++)
    {
      InlayOfferPoint *point = &g_array_index (offer->points, InlayOfferPoint, i);

      if (inlay_map_writer_has (self, point->specifier))
        continue;
      inlay_map_writer_put (self, NULL, point->specifier, point->copy->remote, point->file, point->copy->build);
      point->copy->served = TRUE;
    }
  return TRUE;
}

static gboolean
write_global_skipped (InlayMapWriter            *self,
                      const InlaySharedPackage  *package,
                      InlayCopy                 *copy,
                      GError                   **error)
{
  const InlayBuild *build = copy->build;
  gboolean asked = FALSE, refused = FALSE, fills = FALSE;

  for (guint i = 0; i < build->n_points; i++)
    {
      if (inlay_map_writer_has (self, build->points[i].specifier))
        continue;
      if (!asked)
        fills = may_fill (self, package, copy, &refused, error);
      asked = TRUE;
      if (!fills)
        return !refused;
      inlay_map_writer_put (self, NULL, build->points[i].specifier, copy->remote, build->points[i].file, build);
      copy->served = TRUE;
    }
  return TRUE;
}

static gboolean
write_global_package (InlayMapWriter      *self,
                      InlaySharedPackage  *package,
                      GError             **error)
{
  for (guint r = 0; r < package->rows->len; r++)
    {
      InlayRow *row = inlay_shared_package_get (package, r);

      if (row->action == INLAY_ROW_SCOPE)
        write_scoped_row (self, row);
      else if (row->action == INLAY_ROW_SHARE && !write_global_share (self, package, row, error))
        return FALSE;
    }
  for (guint r = 0; r < package->rows->len; r++)
    {
      InlayRow *row = inlay_shared_package_get (package, r);

      if (row->action != INLAY_ROW_SKIP)
        continue;
      inlay_row_get (row, 0)->served = FALSE;
      for (guint i = 0; i < row->copies->len; i++)
        if (inlay_row_get (row, i)->served_by == NULL &&
            !write_global_skipped (self, package, inlay_row_get (row, i), error))
          return FALSE;
    }
  return TRUE;
}

/* Copies that use another remote's files, once it is known what everyone has. */
static void
write_global_pooled (InlayMapWriter        *self,
                     const InlayShareScope *scope)
{
  g_autoptr (InlayPoolFiles) files = self->resolver->record->pooled ? inlay_pool_files_new (scope) : NULL;

  if (files == NULL)
    return;
  for (guint p = 0; p < scope->packages->len; p++)
    {
      const InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);

      for (guint r = 0; r < package->rows->len; r++)
        {
          const InlayRow *row = inlay_shared_package_get (package, r);

          for (guint i = 0; row->action != INLAY_ROW_SCOPE && i < row->copies->len; i++)
            if (inlay_row_get (row, i)->served_by != NULL)
              inlay_pool_files_write (files, self, inlay_row_get (row, i), TRUE);
        }
    }
}

static gboolean
write_global (InlayMapWriter         *self,
              const InlayShareScope  *scope,
              GError                **error)
{
  for (guint p = 0; p < scope->packages->len; p++)
    if (!write_global_package (self, g_ptr_array_index (scope->packages, p), error))
      return FALSE;
  write_global_pooled (self, scope);
  return TRUE;
}

gboolean
inlay_resolver_write_map (InlayResolver   *self,
                          InlayMapWriter  *writer,
                          GError         **error)
{
  InlayRecord *record = self->record;

  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_private (writer, g_ptr_array_index (record->remotes, i));
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < record->scopes->len; i++)
      {
        const InlayShareScope *scope = g_ptr_array_index (record->scopes, i);
        gboolean global = inlay_share_scope_is_global (scope);

        if (global != (pass == 1))
          continue;
        if (!(global ? write_global (writer, scope, error) : write_group (writer, scope, error)))
          return FALSE;
      }
  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_exposed (writer, g_ptr_array_index (record->remotes, i));
  for (guint i = 0; i < record->remotes->len; i++)
    inlay_map_writer_chunks (writer, g_ptr_array_index (record->remotes, i));
  return TRUE;
}
