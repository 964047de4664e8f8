/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-wire.h>

#include "inlay-assemble.h"
#include "inlay-snapshot.h"

G_BEGIN_DECLS

/* One composition, and how it would be served now. Counted: parts share what is the same in both. */
typedef struct
{
  gatomicrefcount ref_count;
  JsonNode *document;
  char *mark;               /* as inlay_registry_store_mark_compositions() gives it */
  struct InlayPartTrial *trial;   /* atomic; nullable: nobody asked yet */
} InlayPartComposition;

/* Counted: a part has what the one before had. */
typedef struct
{
  gatomicrefcount ref_count;
  char *id;
  char *status;
  char *text;               /* JSON */
} InlayPartDeployment;

void inlay_part_deployment_unref (InlayPartDeployment *self);

/* A part and all its answers, made together and shared until a commit touches it. */
typedef struct
{
  gatomicrefcount ref_count;
  GHashTable *answers;       /* path -> what it answers */
  GHashTable *sites;         /* environment -> InlaySite */
  GHashTable *compositions;  /* id -> InlayPartComposition */
  GHashTable *deployments;   /* environment or "" -> GPtrArray of InlayPartDeployment, newest first */
  GHashTable *history;       /* id -> InlayPartDeployment */
  InlayShelf *shelf;         /* nullable */
  JsonNode *list;            /* atomic; nullable: what the modules are */
  char *app;                 /* nullable */
  InlayRegistryRoute *route; /* nullable */
  JsonNode *rules;           /* as they were written; nullable */
  GPtrArray *environments;   /* of InlayRegistryEnvironment; nullable */
  InlayTraffic *traffic;
  InlayDecision *usual;      /* for whom nothing is known of */
  InlayExposures *exposures;
  char *rollout;             /* nullable: none is live */
  gboolean needs_visitor;
} InlayPart;

/* Writes what a path answers about @item, which @part keeps. */
typedef InlayBody *(*InlayPartWrite) (InlayPart     *part,
                                      gconstpointer  item);

InlayPart *inlay_part_new              (void);
InlayPart *inlay_part_ref              (InlayPart           *part);
void       inlay_part_unref            (InlayPart           *part);
/* The answer is written when it is first asked for, by whoever asks: most commits are followed by
 * another before anybody looks at all they changed. */
void       inlay_part_add              (InlayPart           *part,
                                        InlayPartWrite       write,
                                        gconstpointer        item,
                                        const char          *base,
                                        const char          *name);
InlayBody *inlay_part_lookup           (InlayPart           *part,
                                        const char          *path);

InlaySite *inlay_site_new              (GBytes              *page,
                                        const char          *csp,
                                        JsonNode            *import_map,
                                        JsonNode            *document,
                                        const char          *revision);
InlaySite *inlay_site_new_of           (InlayAssembly       *assembly,
                                        const char          *revision);
InlaySite *inlay_site_ref              (InlaySite           *site);
void       inlay_site_unref            (InlaySite           *site);

/* Each part, made from the tables. */
InlayPart *inlay_part_new_control      (InlayRegistryStore  *store,
                                        InlayShelf          *shelf,
                                        InlayPart           *before,
                                        GError             **error);
InlayPart *inlay_part_new_modules      (InlayShelf          *shelf);
InlayPart *inlay_part_new_compositions (InlayRegistryStore  *store,
                                        InlayShelf          *shelf,
                                        InlayPart           *before,
                                        GError             **error);
JsonNode  *inlay_part_get_list         (InlayPart           *part);

/* NULL: there is a @problem. */
InlaySite *inlay_part_composition_assemble (InlayPartComposition *composition,
                                        InlayShelf           *shelf,
                                        const char          **problem);
void       inlay_part_composition_unref (InlayPartComposition *composition);

/* What is said of the control part. */
void       inlay_part_add_answers      (InlayPart           *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPart, inlay_part_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySite, inlay_site_unref)

G_END_DECLS
