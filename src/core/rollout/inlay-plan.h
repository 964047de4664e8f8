/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PLAN (inlay_plan_get_type ())

#define INLAY_PLAN_MAX_STEPS 200
#define INLAY_PLAN_MAX_PAUSE (366 * 24 * 3600) /* seconds */
#define INLAY_PLAN_HOLD 600                    /* of a step that is only analysed */

/* The steps of a rollout, each with a greater weight (of 10,000) than the one before; only
 * the first may have 0. Immutable.
 *
 * [ { "weight": 1000, "pause": 600 },                     seconds; then on, if the analysis is good
 *   { "weight": 2500, "until": "2027-01-31T06:00:00Z" },
 *   { "weight": 5000, "pause": 60, "analysis": false },   then on, whatever the loads say
 *   { "weight": 10000, "pause": true } ]                  until somebody advances or promotes it
 *
 * A step with neither pause nor until holds for INLAY_PLAN_HOLD seconds. */
typedef struct _InlayPlan InlayPlan;

typedef struct
{
  guint    weight;
  gboolean waits;    /* for a person */
  gint64   pause;    /* microseconds, when until is 0 */
  gint64   until;    /* microseconds UTC */
  gboolean analysis;
} InlayPlanStep;

GType                inlay_plan_get_type    (void);
InlayPlan           *inlay_plan_new         (JsonNode   *steps,
                                             GError    **error)
                                             G_GNUC_WARN_UNUSED_RESULT;
InlayPlan           *inlay_plan_new_default (void);
InlayPlan           *inlay_plan_new_manual  (guint       weight);
InlayPlan           *inlay_plan_raise       (InlayPlan  *self,
                                             guint       step,
                                             guint       weight);
InlayPlan           *inlay_plan_ref         (InlayPlan  *self);
void                 inlay_plan_unref       (InlayPlan  *self);
guint                inlay_plan_get_n_steps (InlayPlan  *self);
const InlayPlanStep *inlay_plan_get_step    (InlayPlan  *self,
                                             guint       step);
JsonNode            *inlay_plan_to_json     (InlayPlan  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPlan, inlay_plan_unref)

G_END_DECLS
