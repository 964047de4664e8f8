/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

#include "inlay-body.h"
#include "inlay-exposures.h"
#include "inlay-shelf.h"

G_BEGIN_DECLS

/* All that reads are answered from, as of one commit: immutable and counted. Parts that a commit did
 * not touch are shared with the snapshot before. */
typedef struct _InlaySnapshot InlaySnapshot;

typedef enum
{
  INLAY_PART_CONTROL = 1 << 0,      /* environments, routes, deployments, health */
  INLAY_PART_MODULES = 1 << 1,
  INLAY_PART_COMPOSITIONS = 1 << 2,
  INLAY_PART_DOOR = 1 << 3,         /* tokens and hosts; in no snapshot */
  INLAY_PART_ALL = INLAY_PART_CONTROL | INLAY_PART_MODULES | INLAY_PART_COMPOSITIONS | INLAY_PART_DOOR,
} InlayParts;

/* A page, its import map and what decides whether a path is one of its own. Immutable and counted. */
typedef struct
{
  gatomicrefcount ref_count;
  InlayBody  *body;
  InlayBody  *import_map;
  JsonNode   *document;
  const char *id;         /* nullable: of @document */
  char       *revision;   /* nullable: a page of what was not deployed */
} InlaySite;

InlaySnapshot *inlay_snapshot_new             (InlayRegistryStore   *store,
                                               InlaySnapshot        *before,
                                               InlayParts            changed,
                                               GError              **error);
InlaySnapshot *inlay_snapshot_ref             (InlaySnapshot        *self);
void           inlay_snapshot_unref           (InlaySnapshot        *self);
const char    *inlay_snapshot_get_app         (InlaySnapshot        *self);
gint64         inlay_snapshot_get_generation  (InlaySnapshot        *self);
InlayTraffic  *inlay_snapshot_get_traffic     (InlaySnapshot        *self);
/* What counts the variants that are handed out. */
InlayExposures *inlay_snapshot_get_exposures  (InlaySnapshot        *self);
/* The live rollout; NULL: there is none. */
const char    *inlay_snapshot_get_rollout     (InlaySnapshot        *self);
gboolean       inlay_snapshot_needs_visitor      (InlaySnapshot        *self);
GPtrArray     *inlay_snapshot_get_environments (InlaySnapshot       *self);
InlayShelf    *inlay_snapshot_get_shelf       (InlaySnapshot        *self);
/* What a path answers, whatever else is in the request. */
InlayBody     *inlay_snapshot_lookup          (InlaySnapshot        *self,
                                               const char           *path);
/* JSON; NULL: there is no such environment. */
GBytes        *inlay_snapshot_write_deployments (InlaySnapshot      *self,
                                               const char           *environment,
                                               guint                 limit);
InlaySite     *inlay_snapshot_get_environment_site (InlaySnapshot   *self,
                                               const char           *environment);
InlaySite     *inlay_snapshot_get_composition_site (InlaySnapshot   *self,
                                               const char           *composition,
                                               const char          **problem);
InlayBody     *inlay_snapshot_get_import_map  (InlaySnapshot        *self,
                                               const char           *composition,
                                               const char           *environment,
                                               const char          **problem);
/* @environment: (nullable): the active one */
InlayBody     *inlay_snapshot_get_environment_map (InlaySnapshot    *self,
                                               const char           *environment);
/* The document as it is kept; nullable. */
JsonNode      *inlay_snapshot_get_composition (InlaySnapshot        *self,
                                               const char           *id);
JsonNode      *inlay_snapshot_get_modules     (InlaySnapshot        *self);
const char    *inlay_snapshot_get_file_digest (InlaySnapshot        *self,
                                               const char           *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlaySnapshot, inlay_snapshot_unref)

/* Where the newest snapshot of each application is found without a lock. One writer. */
typedef struct
{
  gint        current;
  gint        readers[2];
  GHashTable *slots[2];   /* application -> InlaySnapshot */
} InlaySnapshotPlace;

InlaySnapshot *inlay_snapshot_place_get       (InlaySnapshotPlace   *self,
                                               const char           *app);
GPtrArray     *inlay_snapshot_place_list      (InlaySnapshotPlace   *self);
void           inlay_snapshot_place_set       (InlaySnapshotPlace   *self,
                                               const char           *app,
                                               InlaySnapshot        *snapshot);
void           inlay_snapshot_place_clear     (InlaySnapshotPlace   *self);

G_END_DECLS
