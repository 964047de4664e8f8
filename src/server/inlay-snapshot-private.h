/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-wire.h>

#include "inlay-snapshot.h"

G_BEGIN_DECLS

/* One composition as it would be served now, or why it cannot be. */
typedef struct
{
  InlaySite *site;
  InlayBody *import_map;
  JsonNode *document;
  char *problem;
} InlayPartComposition;

/* A part and all its answers, made together and shared until a commit touches it. */
typedef struct
{
  gatomicrefcount ref_count;
  GHashTable *bodies;        /* path -> InlayBody */
  GHashTable *sites;         /* environment -> InlaySite */
  GHashTable *import_maps;   /* environment -> InlayBody */
  GHashTable *compositions;  /* id -> InlayPartComposition */
  GHashTable *files;         /* path -> digest */
  GHashTable *deployments;   /* environment or "" -> JsonNode */
  GHashTable *history;       /* deployment -> JsonNode */
  JsonNode *list;            /* nullable: what the modules are */
  GPtrArray *environments;   /* of InlayRegistryEnvironment */
  InlayTraffic *traffic;
  InlayDecision *usual;      /* for whom nothing is known of */
  InlayExposures *exposures;
  char *rollout;             /* nullable: none is live */
  gint64 generation;
  gboolean needs_visitor;
} InlayPart;

InlayPart *inlay_part_new              (void);
InlayPart *inlay_part_ref              (InlayPart           *part);
void       inlay_part_unref            (InlayPart           *part);
void       inlay_part_add_json         (InlayPart           *part,
                                        JsonNode            *node,
                                        const char          *base,
                                        const char          *name);
InlaySite *inlay_site_new              (InlayBody           *body,
                                        JsonNode            *document,
                                        const char          *revision);

/* Each part, made from the tables. */
InlayPart *inlay_part_new_control      (InlayRegistryStore  *store,
                                        InlayPart           *before,
                                        GError             **error);
InlayPart *inlay_part_new_modules      (InlayShelf          *shelf);
InlayPart *inlay_part_new_compositions (InlayRegistryStore  *store,
                                        InlayShelf          *shelf,
                                        GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPart, inlay_part_unref)

G_END_DECLS
