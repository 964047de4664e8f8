/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One text cut behind each of its slashes: the keys that can catch it, with their hashes. */
typedef struct
{
  guint64 hash;
  gsize   length;
} InlayImportPrefix;

typedef struct
{
  const char        *text;
  InlayImportPrefix *items; /* shortest first, the whole text last */
  guint              n_items;
  guint              n_allocated;
  InlayImportPrefix  few[24];
} InlayImportPrefixes;

/* The keys of a table of rules or scopes, found by a part of a longer text without copying it. */
typedef struct _InlayImportIndex InlayImportIndex;

void              inlay_import_prefixes_init  (InlayImportPrefixes      *self,
                                               const char               *text);
void              inlay_import_prefixes_clear (InlayImportPrefixes      *self);
InlayImportIndex *inlay_import_index_new      (GHashTable               *table,
                                               GDestroyNotify            free_value);
void              inlay_import_index_add      (InlayImportIndex         *self,
                                               const char               *key,
                                               gpointer                  value);
void              inlay_import_index_free     (InlayImportIndex         *self);
gboolean          inlay_import_index_find     (const InlayImportIndex   *self,
                                               const char               *text,
                                               const InlayImportPrefix  *prefix,
                                               gpointer                 *value);

G_END_DECLS
