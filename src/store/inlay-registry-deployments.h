/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* What a deployment puts in place: a finished release and the modules in it. */
typedef struct
{
  const char *environment;  /* nullable: the standby */
  const char *version;
  const char *notes;        /* nullable */
  const char *revision;     /* digest of @manifest */
  const char *composition;
  const char *manifest;     /* canonical JSON */
  GBytes     *page;
  GPtrArray  *modules;      /* of InlayRegistryModule */
  gboolean    supersedes;   /* a rollout that runs there; otherwise that is a conflict */
} InlayRegistryDeploy;

/* What a control write leaves behind. */
typedef struct
{
  char   *deployment;  /* nullable */
  char   *from;        /* nullable */
  char   *to;
  char   *revision;    /* nullable */
  gint64  generation;
} InlayRegistryOutcome;

char                 *inlay_registry_store_choose_environment (InlayRegistryStore     *self,
                                                            const char                 *wanted,
                                                            gboolean                    supersedes,
                                                            GError                    **error);
/* Returns %FALSE with @error set to end the visit. */
typedef gboolean (*InlayRegistryVisitor) (InlayRegistryStore  *store,
                                          const char          *id,
                                          const char          *status,
                                          gpointer             data,
                                          GError             **error);

InlayRegistryOutcome *inlay_registry_store_deploy          (InlayRegistryStore         *self,
                                                            const InlayRegistryWrite   *write,
                                                            const InlayRegistryDeploy  *deploy,
                                                            GError                    **error);
gboolean              inlay_registry_store_record_failure  (InlayRegistryStore         *self,
                                                            const InlayRegistryWrite   *write,
                                                            const char                 *environment,
                                                            const char                 *version,
                                                            const char                 *failure,
                                                            GError                    **error);
InlayRegistryOutcome *inlay_registry_store_switch          (InlayRegistryStore         *self,
                                                            const InlayRegistryWrite   *write,
                                                            const char                 *target,
                                                            guint                       required_percentage,
                                                            GError                    **error);
InlayRegistryOutcome *inlay_registry_store_rollback        (InlayRegistryStore         *self,
                                                            const InlayRegistryWrite   *write,
                                                            const char                 *reason,
                                                            const char                 *to,
                                                            GError                    **error);
gboolean              inlay_registry_store_visit_history   (InlayRegistryStore         *self,
                                                            const char                 *environment,
                                                            guint                       limit,
                                                            InlayRegistryVisitor        visit,
                                                            gpointer                    data,
                                                            GError                    **error);
char                 *inlay_registry_store_write_deployment (InlayRegistryStore        *self,
                                                            const char                 *id,
                                                            GError                    **error);
JsonNode             *inlay_registry_store_get_deployment  (InlayRegistryStore         *self,
                                                            const char                 *id,
                                                            GError                    **error);
JsonNode             *inlay_registry_store_get_manifest    (InlayRegistryStore         *self,
                                                            const char                 *revision,
                                                            GError                    **error);
GBytes               *inlay_registry_store_get_page        (InlayRegistryStore         *self,
                                                            const char                 *revision,
                                                            GError                    **error);
GPtrArray            *inlay_registry_store_list_revision_modules (InlayRegistryStore  *self,
                                                            const char                 *revision,
                                                            GError                    **error);
void                  inlay_registry_outcome_free          (InlayRegistryOutcome       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryOutcome, inlay_registry_outcome_free)

G_END_DECLS
