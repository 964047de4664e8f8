/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry.h"

#include <inlay-wire.h>

/* The older surface knows percentages only: a plan of steps that wait for a person. */
static JsonNode *
answer_canary (InlayWork  *work,
               JsonNode   *rollout,
               guint       percentage,
               const char *message)
{
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                                "environment", inlay_json_new_string (inlay_json_get_string (rollout, "environment")),
                                "percentage", inlay_json_new_int (percentage),
                                "rollout", inlay_json_new_string (inlay_json_get_string (rollout, "id")),
                                "generation", inlay_json_new_int (inlay_json_get_int (rollout, "generation", 0)),
                                "message", inlay_json_new_string (message), NULL);
}

/**
 * inlay_registry_canary:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayCanaryRequest that names a target
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_canary (InlayWork  *work,
                       gpointer    use_case,
                       GError    **error)
{
  InlayUseCase *self = use_case;
  InlayCanaryRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (InlayPlan) plan = inlay_plan_new_manual (request->percentage * 100);
  InlayRegistryRollout what = { request->target, NULL, NULL, plan };
  g_autoptr (JsonNode) rollout = inlay_registry_store_start_rollout (work->store, &write, &what, error);
  g_autofree char *message = NULL;

  if (rollout == NULL)
    return NULL;
  message = g_strdup_printf ("Started canary deployment to %s with %u%% traffic", request->target, request->percentage);
  return answer_canary (work, rollout, request->percentage, message);
}

/**
 * inlay_registry_increase:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayCanaryRequest
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_increase (InlayWork  *work,
                         gpointer    use_case,
                         GError    **error)
{
  InlayUseCase *self = use_case;
  InlayCanaryRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) rollout = inlay_registry_store_raise_rollout (work->store, &write, request->percentage * 100, error);
  g_autofree char *message = NULL;

  if (rollout == NULL)
    return NULL;
  message = g_strdup_printf ("Increased canary traffic to %u%%", request->percentage);
  return answer_canary (work, rollout, request->percentage, message);
}
