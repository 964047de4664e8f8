/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

static void
copy_free (gpointer data)
{
  InlayCopy *self = data;

  g_free (self->remote);
  g_free (self->range_text);
  g_clear_pointer (&self->range, inlay_range_unref);
  json_object_unref (self->entries);
  g_free (self->bundle);
  g_free (self);
}

static void
row_free (gpointer data)
{
  InlayRow *self = data;

  g_free (self->text);
  inlay_version_unref (self->version);
  g_ptr_array_unref (self->copies);
  g_free (self);
}

static void
package_free (gpointer data)
{
  InlaySharedPackage *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
scope_free (gpointer data)
{
  InlayShareScope *self = data;

  g_free (self->name);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->packages);
  g_free (self);
}

static void
private_free (gpointer data)
{
  InlayPrivatePackage *self = data;

  g_free (self->name);
  json_object_unref (self->entries);
  g_free (self->bundle);
  g_free (self);
}

static void
remote_free (gpointer data)
{
  InlayRemote *self = data;

  g_free (self->name);
  g_free (self->directory);
  g_clear_pointer (&self->exposes, json_array_unref);
  g_clear_pointer (&self->integrity, json_object_unref);
  g_clear_pointer (&self->chunks, json_object_unref);
  g_ptr_array_unref (self->privates);
  g_free (self);
}

InlayRecord *
inlay_record_new (void)
{
  InlayRecord *self = g_new0 (InlayRecord, 1);

  self->remotes = g_ptr_array_new_with_free_func (remote_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->scopes = g_ptr_array_new_with_free_func (scope_free);
  return self;
}

void
inlay_record_free (InlayRecord *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->remotes);
  g_ptr_array_unref (self->scopes);
  g_free (self);
}

static gpointer
duplicate_copy (gconstpointer data,
                gpointer      user_data)
{
  const InlayCopy *from = data;
  InlayCopy *self = g_memdup2 (from, sizeof *from);

  self->remote = g_strdup (from->remote);
  self->range_text = g_strdup (from->range_text);
  self->range = from->range != NULL ? inlay_range_ref (from->range) : NULL;
  self->entries = json_object_ref (from->entries);
  self->bundle = g_strdup (from->bundle);
  return self;
}

static gpointer
duplicate_row (gconstpointer data,
               gpointer      user_data)
{
  const InlayRow *from = data;
  InlayRow *self = g_memdup2 (from, sizeof *from);

  self->text = g_strdup (from->text);
  self->version = inlay_version_ref (from->version);
  self->copies = g_ptr_array_copy (from->copies, (GCopyFunc) duplicate_copy, NULL);
  return self;
}

static gpointer
duplicate_package (gconstpointer data,
                   gpointer      user_data)
{
  const InlaySharedPackage *from = data;
  InlaySharedPackage *self = g_memdup2 (from, sizeof *from);

  self->name = g_strdup (from->name);
  self->rows = g_ptr_array_copy (from->rows, (GCopyFunc) duplicate_row, NULL);
  return self;
}

static void
index_packages (InlayShareScope *self)
{
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->packages->len; i++)
    {
      InlaySharedPackage *package = g_ptr_array_index (self->packages, i);

      g_hash_table_insert (self->by_name, package->name, package);
    }
}

static gpointer
duplicate_scope (gconstpointer data,
                 gpointer      user_data)
{
  const InlayShareScope *from = data;
  InlayShareScope *self = g_new0 (InlayShareScope, 1);

  self->name = g_strdup (from->name);
  self->packages = g_ptr_array_copy (from->packages, (GCopyFunc) duplicate_package, NULL);
  index_packages (self);
  return self;
}

static gpointer
duplicate_private (gconstpointer data,
                   gpointer      user_data)
{
  const InlayPrivatePackage *from = data;
  InlayPrivatePackage *self = g_new0 (InlayPrivatePackage, 1);

  self->name = g_strdup (from->name);
  self->entries = json_object_ref (from->entries);
  self->bundle = g_strdup (from->bundle);
  return self;
}

static gpointer
duplicate_remote (gconstpointer data,
                  gpointer      user_data)
{
  const InlayRemote *from = data;
  InlayRemote *self = g_new0 (InlayRemote, 1);

  self->name = g_strdup (from->name);
  self->directory = g_strdup (from->directory);
  self->exposes = from->exposes != NULL ? json_array_ref (from->exposes) : NULL;
  self->integrity = from->integrity != NULL ? json_object_ref (from->integrity) : NULL;
  self->chunks = from->chunks != NULL ? json_object_ref (from->chunks) : NULL;
  self->privates = g_ptr_array_copy (from->privates, (GCopyFunc) duplicate_private, NULL);
  return self;
}

InlayRecord *
inlay_record_copy (InlayRecord *self)
{
  InlayRecord *copy = g_new0 (InlayRecord, 1);

  copy->remotes = g_ptr_array_copy (self->remotes, (GCopyFunc) duplicate_remote, NULL);
  copy->scopes = g_ptr_array_copy (self->scopes, (GCopyFunc) duplicate_scope, NULL);
  copy->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < copy->remotes->len; i++)
    {
      InlayRemote *remote = g_ptr_array_index (copy->remotes, i);

      g_hash_table_insert (copy->by_name, remote->name, remote);
    }
  return copy;
}

InlayRemote *
inlay_record_find_remote (InlayRecord *self,
                          const char  *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

static InlayShareScope *
get_scope (InlayRecord *self,
           const char  *name)
{
  InlayShareScope *scope;

  for (guint i = 0; i < self->scopes->len; i++)
    if (strcmp (((InlayShareScope *) g_ptr_array_index (self->scopes, i))->name, name) == 0)
      return g_ptr_array_index (self->scopes, i);

  scope = g_new0 (InlayShareScope, 1);
  scope->name = g_strdup (name);
  scope->packages = g_ptr_array_new_with_free_func (package_free);
  scope->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (self->scopes, scope);
  return scope;
}

InlaySharedPackage *
inlay_record_get_package (InlayRecord *self,
                          const char  *scope_name,
                          const char  *name)
{
  InlayShareScope *scope = get_scope (self, scope_name);
  InlaySharedPackage *package = g_hash_table_lookup (scope->by_name, name);

  if (package != NULL)
    return package;
  package = g_new0 (InlaySharedPackage, 1);
  package->name = g_strdup (name);
  package->rows = g_ptr_array_new_with_free_func (row_free);
  g_ptr_array_add (scope->packages, package);
  g_hash_table_insert (scope->by_name, package->name, package);
  return package;
}

static gboolean
evict_from_row (InlayRow   *row,
                GHashTable *names)
{
  gboolean found = FALSE;

  for (guint i = row->copies->len; i > 0; i--)
    {
      InlayCopy *copy = g_ptr_array_index (row->copies, i - 1);

      if (!g_hash_table_contains (names, copy->remote))
        continue;
      if (i == 1)
        row->host = FALSE;
      g_ptr_array_remove_index (row->copies, i - 1);
      found = TRUE;
    }
  return found;
}

static void
evict_from_scope (InlayShareScope *scope,
                  GHashTable      *names)
{
  gboolean exact = strcmp (scope->name, INLAY_RESOLVER_EXACT) == 0;

  for (guint p = scope->packages->len; p > 0; p--)
    {
      InlaySharedPackage *package = g_ptr_array_index (scope->packages, p - 1);

      for (guint r = package->rows->len; r > 0; r--)
        {
          InlayRow *row = g_ptr_array_index (package->rows, r - 1);

          if (evict_from_row (row, names) && !exact)
            package->dirty = TRUE;
          if (row->copies->len == 0)
            g_ptr_array_remove_index (package->rows, r - 1);
        }
      if (package->rows->len == 0)
        {
          g_hash_table_remove (scope->by_name, package->name);
          g_ptr_array_remove_index (scope->packages, p - 1);
        }
    }
}

/* Forgets all that came from the remotes in @names, a set. */
void
inlay_record_evict (InlayRecord *self,
                    GHashTable  *names)
{
  for (guint i = self->remotes->len; i > 0; i--)
    {
      InlayRemote *remote = g_ptr_array_index (self->remotes, i - 1);

      if (!g_hash_table_contains (names, remote->name))
        continue;
      g_hash_table_remove (self->by_name, remote->name);
      g_ptr_array_remove_index (self->remotes, i - 1);
    }
  for (guint i = 0; i < self->scopes->len; i++)
    evict_from_scope (g_ptr_array_index (self->scopes, i), names);
}

InlayRow *
inlay_shared_package_new_row (InlaySharedPackage *self,
                              guint               index,
                              const char         *text,
                              InlayRowAction      action)
{
  InlayRow *row = g_new0 (InlayRow, 1);

  row->text = g_strdup (text);
  row->version = inlay_version_parse (text, 0, NULL);
  row->action = action;
  row->copies = g_ptr_array_new_with_free_func (copy_free);
  g_ptr_array_insert (self->rows, (gint) index, row);
  return row;
}

static gint
compare_rows (gconstpointer a,
              gconstpointer b)
{
  return inlay_version_compare ((*(InlayRow *const *) b)->version, (*(InlayRow *const *) a)->version);
}

void
inlay_shared_package_sort (InlaySharedPackage *self)
{
  g_ptr_array_sort (self->rows, compare_rows);
}

InlayRow *
inlay_shared_package_find (InlaySharedPackage *self,
                           InlayRowAction      action)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((InlayRow *) g_ptr_array_index (self->rows, i))->action == action)
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

/* The row of a version's text, among those that are scoped or those that are not. */
InlayRow *
inlay_shared_package_find_text (InlaySharedPackage *self,
                                const char         *text,
                                gboolean            scoped)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      InlayRow *row = g_ptr_array_index (self->rows, i);

      if (strcmp (row->text, text) == 0 && (row->action == INLAY_ROW_SCOPE) == scoped)
        return row;
    }
  return NULL;
}

/* Adds a remote in place of one of the same name. */
InlayRemote *
inlay_record_add_remote (InlayRecord      *self,
                         const InlayEntry *entry)
{
  InlayRemote *remote = g_new0 (InlayRemote, 1);

  if (inlay_record_find_remote (self, entry->name) != NULL)
    {
      g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

      g_hash_table_add (names, entry->name);
      inlay_record_evict (self, names);
    }
  remote->name = g_strdup (entry->name);
  remote->directory = inlay_resolver_directory (entry->url);
  remote->exposes = entry->exposes != NULL ? json_array_ref (entry->exposes) : NULL;
  remote->integrity = entry->integrity != NULL ? json_object_ref (entry->integrity) : NULL;
  remote->chunks = entry->chunks != NULL ? json_object_ref (entry->chunks) : NULL;
  remote->privates = g_ptr_array_new_with_free_func (private_free);
  g_ptr_array_add (self->remotes, remote);
  g_hash_table_insert (self->by_name, remote->name, remote);
  return remote;
}

/* Returns: (transfer full) (nullable): the same range for the same text, NULL for what is none. */
static InlayRange *
read_range (InlayResolver *resolver,
            const char    *text)
{
  gpointer range;

  if (!g_hash_table_lookup_extended (resolver->ranges, text, NULL, &range))
    {
      range = inlay_range_parse (text, 0, NULL);
      g_hash_table_insert (resolver->ranges, g_strdup (text), range);
    }
  return range != NULL ? inlay_range_ref (range) : NULL;
}

InlayCopy *
inlay_copy_new (InlayResolver       *resolver,
                const InlayEntry    *entry,
                const InlayExternal *external,
                const char          *range)
{
  InlayCopy *self = g_new0 (InlayCopy, 1);

  self->remote = g_strdup (entry->name);
  self->range_text = g_strdup (range);
  self->range = read_range (resolver, range);
  self->strict = external->strict;
  self->entries = json_object_ref (external->entries);
  self->bundle = g_strdup (external->bundle);
  return self;
}

gboolean
inlay_copy_accepts (const InlayCopy    *self,
                    const InlayVersion *version)
{
  return self->range != NULL && inlay_range_test (self->range, version);
}

gboolean
inlay_copy_objects (const InlayCopy    *self,
                    const InlayVersion *version)
{
  return self->strict && !inlay_copy_accepts (self, version);
}

gboolean
inlay_row_accepts (const InlayRow     *self,
                   const InlayVersion *version)
{
  for (guint i = 0; i < self->copies->len; i++)
    if (!inlay_copy_accepts (g_ptr_array_index (self->copies, i), version))
      return FALSE;
  return TRUE;
}

/* All specifiers the copies have, each with the number of the first copy that has it. */
JsonObject *
inlay_row_offer (const InlayRow *self,
                 gboolean        served_only)
{
  JsonObject *offer = json_object_new ();

  for (guint i = 0; i < self->copies->len; i++)
    {
      const InlayCopy *copy = g_ptr_array_index (self->copies, i);
      JsonObjectIter iter;
      const char *specifier;
      JsonNode *file;

      if (served_only && !copy->served)
        continue;
      json_object_iter_init_ordered (&iter, copy->entries);
      while (json_object_iter_next_ordered (&iter, &specifier, &file))
        if (!json_object_has_member (offer, specifier))
          json_object_set_int_member (offer, specifier, i);
    }
  return offer;
}
