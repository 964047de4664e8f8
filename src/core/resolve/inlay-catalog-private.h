/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-catalog.h"

G_BEGIN_DECLS

/* The versions of one module, both lists newest first and in step. Counted: catalogs made of one
 * another share what is the same in both. */
typedef struct
{
  gatomicrefcount ref_count;
  GRefString *id;
  GPtrArray *modules;  /* (element-type InlayModule) */
  GPtrArray *versions; /* (element-type InlayVersion) */
} InlayCatalogModule;

typedef struct
{
  JsonNode  *node;
  GPtrArray *versions; /* (element-type InlayVersion), newest first */
} InlayCatalogPackage;

struct _InlayCatalog
{
  gatomicrefcount   ref_count;
  GHashTable       *modules;   /* (element-type utf8 InlayCatalogModule), by their own ids */
  GHashTable       *packages;  /* (element-type utf8 InlayCatalogPackage) */
  GHashTable       *integrity; /* (element-type utf8 utf8) */
  char            **ids;       /* of modules, sorted; the texts are theirs */
};

InlayCatalogModule *inlay_catalog_module_ref   (InlayCatalogModule *self);
void                inlay_catalog_module_unref (InlayCatalogModule *self);

GList *inlay_catalog_sorted_keys (GHashTable *table);

G_END_DECLS
