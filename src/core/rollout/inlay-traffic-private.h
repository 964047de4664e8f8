/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "rollout/inlay-decision.h"

G_BEGIN_DECLS

/* Strings and nodes belong to the snapshot, which was checked. */
struct _InlayTraffic
{
  gatomicrefcount  ref_count;
  JsonNode        *snapshot;
  const char      *active;
  JsonNode        *environments; /* these may be NULL */
  JsonNode        *flags;
  JsonNode        *experiments;
  JsonNode        *rollout;
  JsonArray       *rules;
  GPtrArray       *experiment_ids;    /* sorted, so that every copy of the decision asks in one order */
  GPtrArray       *environment_names; /* likewise */
  gboolean         enabled;
  gboolean         splits;       /* strategy "ab_test" */
};

gboolean       inlay_traffic_check (JsonNode      *snapshot,
                                    GError       **error);
InlayDecision *inlay_decision_new  (const char    *environment,
                                    const char    *revision,
                                    const char    *variant,
                                    InlayReason    reason,
                                    const char    *rule);
void           inlay_decision_set_assignments (InlayDecision *self,
                                    JsonNode      *assignments);
gboolean       inlay_experiment_is_running (JsonNode      *experiment,
                                    gboolean       of_modules);
JsonNode      *inlay_experiment_find_variant (const char    *id,
                                    JsonNode      *experiment,
                                    const char    *unit);
JsonNode      *inlay_traffic_assign (InlayTraffic  *self,
                                    const char    *unit);

G_END_DECLS
