/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

G_BEGIN_DECLS

/* Every published module version, ready to be chosen from. Immutable and counted. */
typedef struct _InlayShelf InlayShelf;

typedef struct
{
  InlayVersion *version;
  InlayModule  *module;   /* nullable: published without a definition, and none can be made of it */
  JsonNode     *row;      /* as the store gives it */
  char         *address;  /* nullable: only its package is known */
  gboolean      is_held;  /* @address is one of the files kept here */
} InlayShelfItem;

/* What was made of the shelf last, for whoever may want the same again; gone with the shelf. */
typedef struct
{
  GMutex         lock;
  gpointer       value;       /* nullable; guarded by @lock */
  GDestroyNotify free_value;
} InlayShelfMemo;

InlayShelf     *inlay_shelf_new       (InlayRegistryStore  *store,
                                       InlayShelf          *before,
                                       GError             **error);
InlayShelf     *inlay_shelf_ref       (InlayShelf          *self);
void            inlay_shelf_unref     (InlayShelf          *self);
/* (element-type InlayShelfItem), oldest version first */
GPtrArray      *inlay_shelf_lookup    (InlayShelf          *self,
                                       const char          *module_id);
InlayShelfItem *inlay_shelf_find      (InlayShelf          *self,
                                       const char          *module_id,
                                       const char          *version);
const char     *inlay_shelf_find_file (InlayShelf          *self,
                                       const char          *path);
char          **inlay_shelf_list_ids  (InlayShelf          *self);
/* The same for the resolver; what has no definition is not in it. */
InlayCatalog   *inlay_shelf_get_catalog (InlayShelf        *self);
InlayShelfMemo *inlay_shelf_get_memo  (InlayShelf          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayShelf, inlay_shelf_unref)

G_END_DECLS
