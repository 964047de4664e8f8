/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-deployments.h"
#include "inlay-registry-private.h"
#include "inlay-registry-rollouts.h"

G_BEGIN_DECLS

/* A rollout's row. */
typedef struct
{
  char *id;
  char *environment;
  char *deployment;
  char *revision;
  InlayPlan *plan;
  InlayRolloutState state;
  gint64 looked_at;
} InlayRegistryRolloutRow;

/* @id: (nullable): the live one */
InlayRegistryRolloutRow *inlay_registry_rollout_read   (InlayRegistryStore             *self,
                                                        const char                     *id,
                                                        GError                        **error);
void                     inlay_registry_rollout_free   (InlayRegistryRolloutRow        *row);
/* Carries out what became of @row's state: route, row, generation. */
gboolean                 inlay_registry_rollout_settle (InlayRegistryStore             *self,
                                                        const InlayRegistryWrite       *write,
                                                        InlayRegistryRolloutRow        *row,
                                                        const InlayRolloutState        *before,
                                                        guint                           required_percentage,
                                                        gint64                         *generation,
                                                        GError                        **error);
/* Ends the live rollout, if there is one, as a part of what ends its canary. */
gboolean                 inlay_registry_end_rollout    (InlayRegistryStore             *self,
                                                        gint64                          now,
                                                        InlayRolloutStatus              status,
                                                        InlayRolloutCause               cause,
                                                        GError                        **error);

/* Use cases as parts of others. */
InlayRegistryOutcome    *inlay_registry_switch_within  (InlayRegistryStore             *self,
                                                        const InlayRegistryWrite       *write,
                                                        const char                     *target,
                                                        guint                           required_percentage,
                                                        GError                        **error);
InlayRegistryOutcome    *inlay_registry_abort_within   (InlayRegistryStore             *self,
                                                        const InlayRegistryWrite       *write,
                                                        const char                     *reason,
                                                        InlayRolloutCause               cause,
                                                        GError                        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryRolloutRow, inlay_registry_rollout_free)

G_END_DECLS
