/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* One module as the older form of a deployment names it. */
typedef struct
{
  char     *module_id;
  char     *version;
  char     *npm_package;  /* nullable */
  char     *esm_url;      /* nullable: the registry's own files, or the CDN */
  JsonNode *config;       /* nullable; an object */
  JsonNode *dependencies; /* nullable; an object of ranges */
  JsonNode *critical;     /* nullable: as the module's definition says; a boolean */
} InlayWireModule;

/**
 * InlayDeployStrategy:
 * @INLAY_DEPLOY_STANDBY: nobody gets it before a switch or a rollout
 * @INLAY_DEPLOY_CANARY: a rollout begins with it, of the steps that are given or the usual ones
 * @INLAY_DEPLOY_DIRECT: everybody gets it at once, if it is healthy enough to be switched to
 *
 * What follows a deployment, in the same transaction.
 */
typedef enum
{
  INLAY_DEPLOY_STANDBY,
  INLAY_DEPLOY_CANARY,
  INLAY_DEPLOY_DIRECT,
} InlayDeployStrategy;

/* POST /api/deploy: @modules, a composition by id or whole, or what was deployed before. */
typedef struct
{
  GPtrArray *modules;        /* nullable; of InlayWireModule */
  char      *composition_id; /* nullable */
  JsonNode  *composition;    /* nullable */
  char      *revision;       /* nullable; a digest */
  gboolean   dry_run;        /* only say what would happen */
  InlayDeployStrategy strategy;
  InlayPlan *plan;           /* nullable: of a canary, the usual steps */
  char      *version;
  char      *environment;    /* nullable: the standby */
  char      *deployed_by;    /* nullable; a token's name wins */
  char      *notes;          /* nullable */
} InlayDeployRequest;

typedef struct
{
  char *deployment_id;
  char *environment;
  char *revision;
  char *message;
} InlayDeployReply;

void                inlay_wire_module_free      (InlayWireModule     *self);
InlayWireModule    *inlay_wire_module_parse     (JsonNode            *node,
                                                 GError             **error);
JsonNode           *inlay_wire_module_build     (InlayWireModule     *self);

/* POST /api/import-maps/validate: modules whose version may be a range; of InlayWireModule. */
GPtrArray          *inlay_requirements_parse    (JsonNode            *node,
                                                 GError             **error);

const char         *inlay_deploy_strategy_to_string   (InlayDeployStrategy   strategy);
gboolean            inlay_deploy_strategy_from_string (const char           *text,
                                                       InlayDeployStrategy  *strategy);

void                inlay_deploy_request_free   (InlayDeployRequest  *self);
InlayDeployRequest *inlay_deploy_request_parse  (JsonNode            *node,
                                                 GError             **error);
JsonNode           *inlay_deploy_request_build  (InlayDeployRequest  *self);

void                inlay_deploy_reply_free     (InlayDeployReply    *self);
InlayDeployReply   *inlay_deploy_reply_parse    (JsonNode            *node,
                                                 GError             **error);
JsonNode           *inlay_deploy_reply_build    (InlayDeployReply    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayWireModule, inlay_wire_module_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDeployRequest, inlay_deploy_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDeployReply, inlay_deploy_reply_free)

G_END_DECLS
