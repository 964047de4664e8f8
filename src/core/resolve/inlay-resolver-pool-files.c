/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

/* Section 9, step 4: copies that use another remote's files. */

/* A file of a remote that serves others, and the copy it is of. */
typedef struct
{
  InlayWord *file;
  InlayCopy *copy;
} Source;

struct _InlayPoolFiles
{
  GHashTable *servers; /* (element-type InlayWord GHashTable): specifier to Source, by remote */
};

static void
note_servers (InlayPoolFiles           *self,
              const InlaySharedPackage *package)
{
  for (guint r = 0; r < package->rows->len; r++)
    for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
      {
        InlayWord *server = inlay_row_get (inlay_shared_package_get (package, r), i)->served_by;

        if (server != NULL && !g_hash_table_contains (self->servers, server))
          g_hash_table_insert (self->servers, server, g_hash_table_new_full (NULL, NULL, NULL, g_free));
      }
}

static void
note_files (InlayPoolFiles           *self,
            const InlaySharedPackage *package)
{
  for (guint r = 0; r < package->rows->len; r++)
    for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
      {
        InlayCopy *copy = inlay_row_get (inlay_shared_package_get (package, r), i);
        GHashTable *files = g_hash_table_lookup (self->servers, copy->remote);

        for (guint k = 0; files != NULL && k < copy->build->n_points; k++)
          {
            Source source = { copy->build->points[k].file, copy };

            if (!g_hash_table_contains (files, copy->build->points[k].specifier))
              g_hash_table_insert (files, copy->build->points[k].specifier, g_memdup2 (&source, sizeof source));
          }
      }
}

/* Returns: (nullable): %NULL when nobody is served by another. */
InlayPoolFiles *
inlay_pool_files_new (const InlayShareScope *scope)
{
  InlayPoolFiles *self = g_new0 (InlayPoolFiles, 1);

  self->servers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  for (guint p = 0; p < scope->packages->len; p++)
    note_servers (self, g_ptr_array_index (scope->packages, p));
  if (g_hash_table_size (self->servers) == 0)
    {
      inlay_pool_files_free (self);
      return NULL;
    }
  for (guint p = 0; p < scope->packages->len; p++)
    note_files (self, g_ptr_array_index (scope->packages, p));
  return self;
}

void
inlay_pool_files_free (InlayPoolFiles *self)
{
  g_hash_table_unref (self->servers);
  g_free (self);
}

/* Maps what @copy lists to the files of the remote that serves it, without what everyone has there
 * already when @global. A file that is gone, as a remote may be, is the copy's own. */
void
inlay_pool_files_write (InlayPoolFiles *self,
                        InlayMapWriter *writer,
                        InlayCopy      *copy,
                        gboolean        global)
{
  GHashTable *files = g_hash_table_lookup (self->servers, copy->served_by);

  for (guint i = 0; i < copy->build->n_points; i++)
    {
      const InlayPoint *point = &copy->build->points[i];
      const Source *known = g_hash_table_lookup (files, point->specifier);
      Source source = { point->file, copy };

      if (known != NULL)
        source = *known;
      if (global && inlay_map_writer_says (writer, point->specifier, source.copy->remote, source.file))
        continue;
      inlay_map_writer_put (writer, copy->remote, point->specifier, source.copy->remote, source.file, source.copy->build);
      source.copy->served = TRUE;
    }
}
