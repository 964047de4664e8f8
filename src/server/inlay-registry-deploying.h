/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-assemble.h"
#include "inlay-registry.h"

G_BEGIN_DECLS

/* What is asked for, and what it would be, worked out before its turn to write comes: others do not wait
 * for that. */
typedef struct
{
  InlayDeployRequest *request;
  InlayShelf         *shelf;      /* nullable: nothing is worked out; what follows is of this shelf */
  JsonNode           *document;   /* nullable: the modules say all */
  InlayAssembly      *assembly;   /* nullable: for @problem there is none */
  GError             *problem;    /* nullable */
} InlayDeployment;

InlayDeployment *inlay_deployment_new        (InlayDeployRequest  *request);
void             inlay_deployment_free       (InlayDeployment     *self);
gboolean         inlay_deployment_is_known   (InlayDeployment     *self,
                                              InlaySnapshot       *snapshot);
void             inlay_deployment_prepare    (InlayDeployment     *self,
                                              InlaySnapshot       *snapshot);

/* Use cases about deployments on the full surface. */
JsonNode *inlay_registry_request_deployment  (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_approve             (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_reject              (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_cancel              (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
/* A patch of an import map, and of which environment's; NULL: the standby's. */
typedef struct
{
  char     *environment;  /* nullable */
  JsonNode *patch;
} InlayMapPatch;

InlayMapPatch *inlay_map_patch_new           (const char     *environment,
                                              JsonNode       *patch);
void           inlay_map_patch_free          (InlayMapPatch  *self);
JsonNode *inlay_registry_patch_import_map    (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);

/* What deployments are made of. */
InlayAssembly        *inlay_deployment_assemble (InlayWork                 *work,
                                                 InlayDeployment           *deployment,
                                                 GError                   **error);
InlayRegistryOutcome *inlay_deployment_store    (InlayWork                 *work,
                                                 const InlayRegistryWrite  *write,
                                                 InlayDeployRequest        *request,
                                                 const char                *environment,
                                                 gboolean                   supersedes,
                                                 InlayAssembly             *assembly,
                                                 GError                   **error);
/* The same with what the strategy says next: all of it or nothing. @rollout: (out) (nullable). */
InlayRegistryOutcome *inlay_deployment_carry_out (InlayWork                *work,
                                                  const InlayRegistryWrite *write,
                                                  InlayDeployRequest       *request,
                                                  const char               *environment,
                                                  InlayAssembly            *assembly,
                                                  char                    **rollout,
                                                  GError                  **error);
/* Does and undoes it. FALSE: for @error it would be refused. */
gboolean              inlay_deployment_rehearse  (InlayWork                *work,
                                                  const InlayRegistryWrite *write,
                                                  InlayDeployRequest       *request,
                                                  const char               *environment,
                                                  InlayAssembly            *assembly,
                                                  GError                  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDeployment, inlay_deployment_free)

G_END_DECLS
