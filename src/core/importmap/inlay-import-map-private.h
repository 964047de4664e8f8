/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "importmap/inlay-import-index-private.h"
#include "importmap/inlay-import-map.h"

G_BEGIN_DECLS

/* All keys are normalised. A rule without an address blocks. */
struct _InlayImportMap
{
  gatomicrefcount  ref_count;
  GHashTable      *imports;   /* (element-type utf8 InlayUrl), the address nullable */
  GHashTable      *scopes;    /* (element-type utf8 GHashTable), of tables like imports */
  GHashTable      *integrity; /* (element-type utf8 utf8) */

  /* Of a sealed map, for finding; NULL when the table is empty. */
  InlayImportIndex *import_index; /* to InlayUrl */
  InlayImportIndex *scope_index;  /* to InlayImportIndex */
};

GHashTable *inlay_import_rules_new         (void);
void        inlay_import_map_seal          (InlayImportMap *self);
InlayUrl   *inlay_import_map_parse_url_like (const char     *specifier,
                                             const InlayUrl *base);
gboolean    inlay_import_map_shorten       (char           *text,
                                            gsize          *length);

G_END_DECLS
