/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-reported.h"

#define MAX_NEW 32768

struct _InlayReported
{
  GHashTable *young;
  GHashTable *old;   /* nullable */
};

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

InlayReported *
inlay_reported_new (void)
{
  InlayReported *self = g_new0 (InlayReported, 1);

  self->young = new_set ();
  return self;
}

void
inlay_reported_free (InlayReported *self)
{
  g_hash_table_unref (self->young);
  g_clear_pointer (&self->old, g_hash_table_unref);
  g_free (self);
}

/**
 * inlay_reported_add:
 * @self: what was said
 * @page: who says it
 * @module_id: of what
 * @healthy: what
 *
 * Returns: whether it is said for the first time
 */
gboolean
inlay_reported_add (InlayReported *self,
                    const char    *page,
                    const char    *module_id,
                    gboolean       healthy)
{
  g_autofree char *key = g_strdup_printf ("%s %d %s", page, healthy, module_id);

  if ((self->old != NULL && g_hash_table_contains (self->old, key)) || g_hash_table_contains (self->young, key))
    return FALSE;
  g_hash_table_add (self->young, g_steal_pointer (&key));
  if (g_hash_table_size (self->young) >= MAX_NEW)
    {
      g_clear_pointer (&self->old, g_hash_table_unref);
      self->old = g_steal_pointer (&self->young);
      self->young = new_set ();
    }
  return TRUE;
}
