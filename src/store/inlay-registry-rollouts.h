/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Rollouts: a revision that stands by is shown to more and more visitors. At most one of an
 * application is live; the route follows it in the same transaction. */

#define INLAY_REGISTRY_LOOK (25 * G_USEC_PER_SEC) /* looks at a rollout are at least so far apart */

typedef struct
{
  const char *environment;  /* nullable: where @revision is */
  const char *revision;     /* nullable: what @environment holds */
  const char *salt;         /* nullable: a new one */
  InlayPlan  *plan;
} InlayRegistryRollout;

/* Writing; each gives the rollout as JSON with its new "generation". */
JsonNode  *inlay_registry_store_start_rollout (InlayRegistryStore          *self,
                                               const InlayRegistryWrite    *write,
                                               const InlayRegistryRollout  *rollout,
                                               GError                     **error);
JsonNode  *inlay_registry_store_raise_rollout (InlayRegistryStore          *self,
                                               const InlayRegistryWrite    *write,
                                               guint                        weight,
                                               GError                     **error);
JsonNode  *inlay_registry_store_move_rollout  (InlayRegistryStore          *self,
                                               const InlayRegistryWrite    *write,
                                               const char                  *id,
                                               InlayRolloutVerb             verb,
                                               guint                        required_percentage,
                                               GError                     **error);
gboolean   inlay_registry_store_tick_rollout  (InlayRegistryStore          *self,
                                               const InlayRegistryWrite    *write,
                                               guint                        required_percentage,
                                               gboolean                    *changed,
                                               GError                     **error);
gboolean   inlay_registry_store_count_load    (InlayRegistryStore          *self,
                                               const char                  *revision,
                                               const char                  *module_id,
                                               gboolean                     failed,
                                               GError                     **error);

/* Reading. */
gboolean   inlay_registry_store_find_rollout  (InlayRegistryStore          *self,
                                               char                       **id,
                                               GError                     **error);
JsonNode  *inlay_registry_store_list_rollouts (InlayRegistryStore          *self,
                                               guint                        limit,
                                               GError                     **error);
JsonNode  *inlay_registry_store_get_rollout   (InlayRegistryStore          *self,
                                               const char                  *id,
                                               GError                     **error);

G_END_DECLS
