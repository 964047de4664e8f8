/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* Section 3 of the specification: what is remembered. */

/* How many copies are made place for at once, at first and at most. */
#define FIRST_BLOCK 32
#define LAST_BLOCK 4096

static void
package_free (gpointer data)
{
  InlaySharedPackage *self = data;

  g_clear_pointer (&self->index, inlay_row_index_free);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
scope_free (gpointer data)
{
  InlayShareScope *self = data;

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->packages);
  g_free (self);
}

static void
private_free (gpointer data)
{
  InlayPrivatePackage *self = data;

  inlay_build_unref (self->build);
  g_free (self);
}

static void
remote_free (gpointer data)
{
  InlayRemote *self = data;

  g_free (self->directory);
  inlay_manifest_unref (self->manifest);
  g_ptr_array_unref (self->privates);
  g_free (self);
}

InlayRecord *
inlay_record_new (void)
{
  InlayRecord *self = g_new0 (InlayRecord, 1);

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->remotes = g_ptr_array_new_with_free_func (remote_free);
  self->by_name = g_hash_table_new (NULL, NULL);
  self->by_listed = g_hash_table_new (NULL, NULL);
  self->scopes = g_ptr_array_new_with_free_func (scope_free);
  self->scope_by_name = g_hash_table_new (NULL, NULL);
  return self;
}

void
inlay_record_free (InlayRecord *self)
{
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_listed);
  g_hash_table_unref (self->scope_by_name);
  g_ptr_array_unref (self->remotes);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/* Place for a copy, which the caller fills; it goes with the record. */
InlayCopy *
inlay_record_take_copy (InlayRecord *self)
{
  if (self->used == self->block)
    {
      self->block = CLAMP (2 * self->block, FIRST_BLOCK, LAST_BLOCK);
      self->used = 0;
      g_ptr_array_add (self->blocks, g_new (InlayCopy, self->block));
    }
  return (InlayCopy *) g_ptr_array_index (self->blocks, self->blocks->len - 1) + self->used++;
}

static gpointer
duplicate_package (gconstpointer data,
                   gpointer      user_data)
{
  const InlaySharedPackage *from = data;
  InlaySharedPackage *self = g_memdup2 (from, sizeof *from);

  self->rows = g_ptr_array_copy (from->rows, inlay_row_copy, user_data);
  self->index = NULL;
  return self;
}

static InlayShareScope *
duplicate_scope (const InlayShareScope *from,
                 InlayRecord           *record)
{
  InlayShareScope *self = g_new0 (InlayShareScope, 1);

  self->name = from->name;
  self->packages = g_ptr_array_copy (from->packages, duplicate_package, record);
  self->by_name = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->packages->len; i++)
    {
      InlaySharedPackage *package = g_ptr_array_index (self->packages, i);

      g_hash_table_insert (self->by_name, package->name, package);
    }
  return self;
}

static gpointer
duplicate_private (gconstpointer data,
                   gpointer      user_data)
{
  InlayPrivatePackage *self = g_memdup2 (data, sizeof *self);

  inlay_build_ref (self->build);
  return self;
}

static InlayRemote *
duplicate_remote (const InlayRemote *from)
{
  InlayRemote *self = g_memdup2 (from, sizeof *from);

  self->directory = g_strdup (from->directory);
  inlay_manifest_ref (self->manifest);
  self->privates = g_ptr_array_copy (from->privates, duplicate_private, NULL);
  return self;
}

static void
put_scope (InlayRecord     *self,
           InlayShareScope *scope)
{
  g_ptr_array_add (self->scopes, scope);
  g_hash_table_insert (self->scope_by_name, scope->name, scope);
}

InlayRecord *
inlay_record_copy (InlayRecord *self)
{
  InlayRecord *copy = inlay_record_new ();

  copy->pooled = self->pooled;
  for (guint i = 0; i < self->remotes->len; i++)
    inlay_record_put_remote (copy, duplicate_remote (g_ptr_array_index (self->remotes, i)));
  for (guint i = 0; i < self->scopes->len; i++)
    put_scope (copy, duplicate_scope (g_ptr_array_index (self->scopes, i), copy));
  return copy;
}

InlayRemote *
inlay_record_find_remote (InlayRecord     *self,
                          const InlayWord *name)
{
  const InlayRemote *there = name->place < self->remotes->len ? g_ptr_array_index (self->remotes, name->place) : NULL;

  return there != NULL && there->name == name ? (InlayRemote *) there : g_hash_table_lookup (self->by_name, name);
}

/* The remote that is listed as @name, whatever its file says. */
InlayRemote *
inlay_record_find_listed (InlayRecord     *self,
                          const InlayWord *name)
{
  InlayRemote *remote = inlay_record_find_remote (self, name);

  return remote != NULL ? remote : g_hash_table_lookup (self->by_listed, name);
}

void
inlay_record_put_remote (InlayRecord *self,
                         InlayRemote *remote)
{
  remote->name->place = self->remotes->len;
  g_ptr_array_add (self->remotes, remote);
  g_hash_table_insert (self->by_name, remote->name, remote);
  if (remote->listed != NULL && remote->listed != remote->name)
    g_hash_table_insert (self->by_listed, remote->listed, remote);
}

InlayShareScope *
inlay_record_get_scope (InlayRecord *self,
                        InlayWord   *name)
{
  InlayShareScope *scope = self->last_scope;

  if (scope != NULL && scope->name == name)
    return scope;
  self->last_scope = scope = g_hash_table_lookup (self->scope_by_name, name);
  if (scope != NULL)
    return scope;
  scope = g_new0 (InlayShareScope, 1);
  scope->name = name;
  scope->packages = g_ptr_array_new_with_free_func (package_free);
  scope->by_name = g_hash_table_new (NULL, NULL);
  put_scope (self, scope);
  return scope;
}

InlaySharedPackage *
inlay_share_scope_get_package (InlayShareScope *self,
                               InlayWord       *name)
{
  InlaySharedPackage *package = name->place < self->packages->len ? g_ptr_array_index (self->packages, name->place) : NULL;

  if (package != NULL && package->name == name)
    return package;
  package = g_hash_table_lookup (self->by_name, name);
  if (package != NULL)
    return package;
  name->place = self->packages->len;
  package = g_new0 (InlaySharedPackage, 1);
  package->name = name;
  package->rows = g_ptr_array_new_with_free_func (inlay_row_free);
  g_ptr_array_add (self->packages, package);
  g_hash_table_insert (self->by_name, name, package);
  return package;
}

gboolean
inlay_share_scope_is_exact (const InlayShareScope *self)
{
  return strcmp (self->name->text, INLAY_RESOLVER_EXACT) == 0;
}

gboolean
inlay_share_scope_is_global (const InlayShareScope *self)
{
  return strcmp (self->name->text, INLAY_RESOLVER_GLOBAL) == 0;
}

static gboolean
evict_from_row (InlayRow   *row,
                GHashTable *names)
{
  guint kept = 0;

  for (guint i = 0; i < row->copies->len; i++)
    {
      InlayCopy *copy = inlay_row_get (row, i);

      if (!g_hash_table_contains (names, copy->remote))
        {
          row->copies->pdata[kept++] = copy;
          continue;
        }
      if (i == 0)
        row->host = FALSE;
      inlay_copy_free (copy);
    }
  if (kept == row->copies->len)
    return FALSE;
  while (row->copies->len > kept)
    g_ptr_array_steal_index (row->copies, row->copies->len - 1);
  return TRUE;
}

static void
evict_from_scope (InlayShareScope *scope,
                  GHashTable      *names)
{
  gboolean exact = inlay_share_scope_is_exact (scope);

  for (guint p = scope->packages->len; p > 0; p--)
    {
      InlaySharedPackage *package = g_ptr_array_index (scope->packages, p - 1);
      gboolean found = FALSE;

      for (guint r = 0; r < package->rows->len; r++)
        found |= evict_from_row (inlay_shared_package_get (package, r), names);
      if (!found)
        continue;
      package->dirty |= !exact;
      inlay_shared_package_drop_empty (package);
      if (package->rows->len == 0)
        {
          g_hash_table_remove (scope->by_name, package->name);
          g_ptr_array_remove_index (scope->packages, p - 1);
        }
    }
}

/* Forgets all that came from the remotes in @names, a set of words. */
void
inlay_record_evict (InlayRecord *self,
                    GHashTable  *names)
{
  if (g_hash_table_size (names) == 0)
    return;
  for (guint i = self->remotes->len; i > 0; i--)
    {
      InlayRemote *remote = g_ptr_array_index (self->remotes, i - 1);

      if (!g_hash_table_contains (names, remote->name))
        continue;
      g_hash_table_remove (self->by_name, remote->name);
      if (remote->listed != NULL && g_hash_table_lookup (self->by_listed, remote->listed) == remote)
        g_hash_table_remove (self->by_listed, remote->listed);
      g_ptr_array_remove_index (self->remotes, i - 1);
    }
  for (guint i = 0; i < self->remotes->len; i++)
    ((InlayRemote *) g_ptr_array_index (self->remotes, i))->name->place = i;
  for (guint i = 0; i < self->scopes->len; i++)
    evict_from_scope (g_ptr_array_index (self->scopes, i), names);
}

/* Takes the manifest; the directory is for the caller to say. */
InlayRemote *
inlay_remote_new (InlayWord     *name,
                  InlayManifest *manifest)
{
  InlayRemote *self = g_new0 (InlayRemote, 1);

  self->name = name;
  self->manifest = manifest;
  self->privates = g_ptr_array_new_with_free_func (private_free);
  return self;
}

/* Adds a remote in place of one of the same name. */
InlayRemote *
inlay_record_add_remote (InlayRecord      *self,
                         const InlayEntry *entry)
{
  InlayRemote *remote = inlay_remote_new (entry->name, inlay_manifest_ref (entry->manifest));

  if (inlay_record_find_remote (self, entry->name) != NULL)
    {
      g_autoptr (GHashTable) names = g_hash_table_new (NULL, NULL);

      g_hash_table_add (names, entry->name);
      inlay_record_evict (self, names);
    }
  remote->listed = entry->listed;
  remote->directory = inlay_resolver_directory (entry->url);
  inlay_record_put_remote (self, remote);
  return remote;
}

static InlayPrivatePackage *
find_private (InlayRemote     *self,
              const InlayWord *name)
{
  for (guint i = 0; i < self->privates->len; i++)
    if (((InlayPrivatePackage *) g_ptr_array_index (self->privates, i))->name == name)
      return g_ptr_array_index (self->privates, i);
  return NULL;
}

/* The later of two of one name counts. */
void
inlay_remote_add_private (InlayRemote *self,
                          InlayWord   *name,
                          InlayBuild  *build)
{
  InlayPrivatePackage *package = find_private (self, name);

  if (package == NULL)
    {
      package = g_new0 (InlayPrivatePackage, 1);
      package->name = name;
      g_ptr_array_add (self->privates, package);
    }
  else
    inlay_build_unref (package->build);
  package->build = inlay_build_ref (build);
}
