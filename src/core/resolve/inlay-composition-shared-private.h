/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "resolve/inlay-composition-resolver-private.h"

G_BEGIN_DECLS

/* What one module asks of one package. */
typedef struct
{
  const InlayChoice *user;
  char              *text;
  InlayRange        *range;
  InlayVersion      *own;    /* a copy for itself; NULL shares */
  InlayChoice       *choice; /* of that copy */
} InlayDemand;

typedef struct
{
  char         *name;
  JsonNode     *config;     /* nullable: what `shared` says */
  char         *pin_text;   /* nullable */
  InlayRange   *pin;        /* nullable */
  GPtrArray    *demands;    /* (element-type InlayDemand), in the order of the modules */
  GHashTable   *by_user;    /* (element-type InlayChoice InlayDemand) */
  GPtrArray    *candidates; /* (element-type InlayVersion), newest first */
  GArray       *votes;      /* (element-type InlayVote): the demands, equal ranges once */
  InlayVersion *favourite;  /* (nullable): what most modules accept, whatever is pinned */
  gboolean      listed;     /* the catalog knows the candidates */
  gboolean      singleton;
  gboolean      strict;
  InlayChoice  *choice;
  InlayVersion *elected;    /* nullable */
} InlayWantedPackage;

typedef struct
{
  const InlayRange *range;
  guint             weight;
} InlayVote;

typedef struct
{
  InlayCompositionResolver *resolver;
  GHashTable               *packages; /* (element-type utf8 InlayWantedPackage) */
  GList                    *names;    /* sorted */
} InlaySharing;

InlayResolveProblem *inlay_sharing_add_problem        (InlaySharing             *self,
                                                       gboolean                  is_conflict,
                                                       const char               *kind,
                                                       const InlayWantedPackage *package,
                                                       char                     *message);
void                 inlay_sharing_offer_better       (InlaySharing             *self,
                                                       InlayResolveProblem      *problem,
                                                       const InlayWantedPackage *package);
void                 inlay_sharing_elect              (InlaySharing             *self,
                                                       const char               *name);
const InlayVersion  *inlay_wanted_package_version_for (const InlayWantedPackage *package,
                                                       const InlayChoice        *user);
void                 inlay_sharing_map_for_page       (InlaySharing             *self);
void                 inlay_sharing_map_for_modules    (InlaySharing             *self);

G_END_DECLS
