/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_TRAFFIC (inlay_traffic_get_type ())
#define INLAY_TYPE_DECISION (inlay_decision_get_type ())

/* How an application's visitors are spread at one generation. Immutable, shared between threads.
 * Read from one object; all but "active" may be left out:
 *
 * { "active": "blue",
 *   "enabled": true,              when not, no rule, experiment or rollout counts
 *   "environments": { "blue": { "revision": "sha256-…" }, "green": { "revision": null } },
 *   "flags": { "new-cart": true },
 *   "rules": [
 *     { "type": "user_group", "groups": ["staff"], "environment": "green", "enabled": true },
 *     { "type": "feature_flag", "flag": "new-cart", "environment": "green" },
 *     { "type": "percentage", "percentage": 5, "environment": "green" } ],
 *   "experiments": { "e1": { "salt": "…", "enabled": true, "variants": [
 *     { "name": "a", "weight": 5000, "environment": "blue" } ] },
 *                    "e2": { "module": "@acme/cart", "variants": [
     { "name": "b", "weight": 1, "config": { "columns": 2 }, "use": "@acme/cart-next" } ] } },
 *   "strategy": "ab_test",        even buckets get "blue", odd ones "green"
 *   "rollout": { "environment": "green", "salt": "…", "hash": "m3",
 *                "percentage": 10 } }                    or "weight": 1000 (of 10,000)
 *
 * "hash" is m3 where there is a salt, else seed31; percentage rules use seed31. An experiment's
 * salt is its id unless it has one; a variant without an environment gets the active one. An
 * experiment on a module chooses no environment: every visitor is assigned a variant of each, however
 * the rest is decided; it patches the config (RFC 7396) of what is placed of the module, or puts another
 * module of the same revision in its place. Experiments are asked in the order of their ids, which are ASCII and begin with
 * a letter. A target without a revision is passed over. */
typedef struct _InlayTraffic InlayTraffic;

/* What one visitor gets, and why. Immutable. */
typedef struct _InlayDecision InlayDecision;

/* In the order they are asked. */
typedef enum
{
  INLAY_REASON_OVERRIDE,
  INLAY_REASON_GROUP,
  INLAY_REASON_FLAG,
  INLAY_REASON_EXPERIMENT,
  INLAY_REASON_ROLLOUT,
  INLAY_REASON_ACTIVE,
} InlayReason;

GType          inlay_traffic_get_type           (void);
InlayTraffic  *inlay_traffic_new                (JsonNode             *snapshot,
                                                 GError              **error)
                                                 G_GNUC_WARN_UNUSED_RESULT;
InlayTraffic  *inlay_traffic_ref                (InlayTraffic         *self);
void           inlay_traffic_unref              (InlayTraffic         *self);
JsonNode      *inlay_traffic_to_json            (InlayTraffic         *self);
/* @unit: (nullable): who; @groups: (nullable); @override: (nullable): an environment or revision */
InlayDecision *inlay_traffic_decide             (InlayTraffic         *self,
                                                 const char           *unit,
                                                 const char * const   *groups,
                                                 const char           *override);
JsonNode      *inlay_traffic_explain            (InlayTraffic         *self,
                                                 const char           *unit,
                                                 const char * const   *groups,
                                                 const char           *override);

/* Whether a page has to ask what variants of its modules to show. */
gboolean       inlay_traffic_varies_modules     (InlayTraffic         *self);
/* @wanted: (nullable): "experiment:variant,…" */
JsonNode      *inlay_traffic_build_variants     (InlayTraffic         *self,
                                                 InlayDecision        *decision,
                                                 const char           *wanted);

GType          inlay_decision_get_type          (void);
InlayDecision *inlay_decision_ref               (InlayDecision        *self);
void           inlay_decision_unref             (InlayDecision        *self);
const char    *inlay_decision_get_environment   (InlayDecision        *self);
const char    *inlay_decision_get_revision      (InlayDecision        *self); /* nullable */
const char    *inlay_decision_get_variant       (InlayDecision        *self); /* nullable */
InlayReason    inlay_decision_get_reason        (InlayDecision        *self);
const char    *inlay_decision_get_rule          (InlayDecision        *self); /* nullable */
JsonNode      *inlay_decision_get_assignments   (InlayDecision        *self);
JsonNode      *inlay_decision_to_json           (InlayDecision        *self);
const char    *inlay_reason_to_string           (InlayReason           reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayTraffic, inlay_traffic_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDecision, inlay_decision_unref)

G_END_DECLS
