/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server-private.h"

#define FILE_CACHE_SIZE (16 * 1024 * 1024)

static GBytes *
look_up (InlayServer *self,
         const char  *digest)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->file_lock);
  GBytes *bytes = g_hash_table_lookup (self->file_cache, digest);

  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

static void
keep (InlayServer *self,
      const char  *digest,
      GBytes      *bytes)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->file_lock);

  if (g_bytes_get_size (bytes) > FILE_CACHE_SIZE || g_hash_table_contains (self->file_cache, digest))
    return;
  if (self->file_cache_size + g_bytes_get_size (bytes) > FILE_CACHE_SIZE)
    {
      g_hash_table_remove_all (self->file_cache);
      self->file_cache_size = 0;
    }
  g_hash_table_insert (self->file_cache, g_strdup (digest), g_bytes_ref (bytes));
  self->file_cache_size += g_bytes_get_size (bytes);
}

/**
 * inlay_server_get_file:
 * @self: a server
 * @digest: the digest of a module's file
 * @error: return location
 *
 * Files are too large to be all in memory; those asked for lately are, and wait for nobody who reads
 * the tables.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
inlay_server_get_file (InlayServer  *self,
                       const char   *digest,
                       GError      **error)
{
  GBytes *bytes = look_up (self, digest);

  if (bytes != NULL)
    return bytes;
  g_mutex_lock (&self->store_lock);
  bytes = inlay_registry_store_get_blob (self->files, digest, error);
  g_mutex_unlock (&self->store_lock);
  if (bytes != NULL)
    keep (self, digest, bytes);
  return bytes;
}

/**
 * inlay_server_read:
 * @self: a server
 * @app: an application
 * @read: reads
 * @data: for @read
 * @error: return location
 *
 * For what few ask for and snapshots do not hold; one at a time.
 *
 * Returns: (transfer full): what @read gives
 */
JsonNode *
inlay_server_read (InlayServer      *self,
                   const char       *app,
                   InlayServerRead   read,
                   gpointer          data,
                   GError          **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->store_lock);

  inlay_registry_store_set_app (self->files, app);
  return read (self->files, data, error);
}
