/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-cdn.h"
#include "resolve/inlay-composition-resolver.h"
#include "resolve/inlay-resolution-private.h"

G_BEGIN_DECLS

/* One run. Names and addresses are collected in tables and written sorted at the end. */
typedef struct
{
  JsonNode          *composition;
  InlayCatalog      *catalog;
  InlayResolveFlags  flags;
  char              *cdn_base;
  char              *cdn_target;
  InlayResolution   *resolution;
  GPtrArray         *chosen;  /* (element-type InlayChoice), of modules that have a version */
  GHashTable        *imports; /* (element-type utf8 utf8) */
  GHashTable        *scopes;  /* (element-type utf8 GHashTable) */
} InlayCompositionResolver;

GList      *inlay_composition_resolver_sorted_keys  (GHashTable                *table);
const char *inlay_composition_resolver_locked       (InlayCompositionResolver  *self,
                                                     const char                *name);
void        inlay_composition_resolver_map          (InlayCompositionResolver  *self,
                                                     const char                *scope,
                                                     const char                *key,
                                                     const char                *address);
void        inlay_composition_resolver_share        (InlayCompositionResolver  *self);

G_END_DECLS
