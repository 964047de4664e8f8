/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Deployments that wait for a second person, and switches that wait for their time. */
typedef struct
{
  const char *environment;
  const char *version;
  const char *revision;    /* what it will be */
  JsonNode   *request;     /* what was asked for */
} InlayRegistryProposal;

char      *inlay_registry_store_propose          (InlayRegistryStore           *self,
                                                  const InlayRegistryWrite     *write,
                                                  const InlayRegistryProposal  *proposal,
                                                  GError                      **error);
/* @decision: "approved", "rejected" or "cancelled" */
gboolean   inlay_registry_store_decide           (InlayRegistryStore           *self,
                                                  const InlayRegistryWrite     *write,
                                                  const char                   *id,
                                                  const char                   *decision,
                                                  const char                   *reason,
                                                  const char                   *deployment,
                                                  GError                      **error);
JsonNode  *inlay_registry_store_get_proposal     (InlayRegistryStore           *self,
                                                  const char                   *id,
                                                  GError                      **error);
JsonNode  *inlay_registry_store_list_proposals   (InlayRegistryStore           *self,
                                                  guint                         limit,
                                                  GError                      **error);

char      *inlay_registry_store_schedule_switch  (InlayRegistryStore           *self,
                                                  const InlayRegistryWrite     *write,
                                                  const char                   *target,
                                                  const char                   *expect_active,
                                                  gint64                        due_at,
                                                  GError                      **error);
gboolean   inlay_registry_store_finish_schedule  (InlayRegistryStore           *self,
                                                  const InlayRegistryWrite     *write,
                                                  const char                   *id,
                                                  const char                   *target,
                                                  const char                   *failure,
                                                  GError                      **error);
gboolean   inlay_registry_store_cancel_schedule  (InlayRegistryStore           *self,
                                                  const InlayRegistryWrite     *write,
                                                  const char                   *id,
                                                  GError                      **error);
/* Those that are due at @now; -1: all. */
JsonNode  *inlay_registry_store_list_schedules   (InlayRegistryStore           *self,
                                                  gint64                        now,
                                                  GError                      **error);

G_END_DECLS
