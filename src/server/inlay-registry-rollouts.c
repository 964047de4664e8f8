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
  g_autoptr (JsonNode) rollout = NULL;
  g_autofree char *message = NULL;

  if (!inlay_use_case_check_environment (self, request->target, error) ||
      !(rollout = inlay_registry_store_start_rollout (work->store, &write, &what, error)))
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
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (work->store, error);
  g_autoptr (JsonNode) rollout = NULL;
  g_autofree char *message = NULL;

  if (route == NULL || !inlay_use_case_check_environment (self, route->canary_env != NULL ? route->canary_env : route->active_env, error) ||
      !(rollout = inlay_registry_store_raise_rollout (work->store, &write, request->percentage * 100, error)))
    return NULL;
  message = g_strdup_printf ("Increased canary traffic to %u%%", request->percentage);
  return answer_canary (work, rollout, request->percentage, message);
}

/* The token must be for the environment the rollout is of. */
static gboolean
may_touch (InlayUseCase  *self,
           const char    *environment,
           GError       **error)
{
  return self->grant == NULL || environment == NULL || inlay_grant_check (self->grant, "environment", environment, error);
}

typedef struct
{
  InlayUseCase *use_case;
  const InlayRegistryWrite *write;
  const InlayRegistryRollout *what;
  JsonNode *rollout;
} Start;

/* Where a revision is the token must be for, too, and only who looks for it knows. */
static gboolean
run_start (InlayRegistryStore  *store,
           gpointer             data,
           GError             **error)
{
  Start *start = data;

  start->rollout = inlay_registry_store_start_rollout (store, start->write, start->what, error);
  return start->rollout != NULL && may_touch (start->use_case, inlay_json_get_string (start->rollout, "environment"), error);
}

/**
 * inlay_registry_start_rollout:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayRolloutRequest
 * @error: return location
 *
 * Returns: (transfer full): the rollout
 */
JsonNode *
inlay_registry_start_rollout (InlayWork  *work,
                              gpointer    use_case,
                              GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRolloutRequest *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  InlayRegistryRollout what = { request->environment, request->revision, request->salt, request->plan };
  Start start = { self, &write, &what, NULL };

  if (!may_touch (self, request->environment, error))
    return NULL;
  if (!inlay_registry_store_together (work->store, run_start, &start, error))
    {
      g_clear_pointer (&start.rollout, json_node_unref);
      return NULL;
    }
  work->changed |= INLAY_PART_CONTROL;
  work->status = 201;
  work->location = g_strdup_printf ("/api/v1/apps/%s/rollouts/%s", inlay_registry_store_get_app (work->store),
                                    inlay_json_get_string (start.rollout, "id"));
  return start.rollout;
}

/**
 * inlay_registry_move_rollout:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayRolloutVerb; its name is the rollout
 * @error: return location
 *
 * Returns: (transfer full): the rollout
 */
JsonNode *
inlay_registry_move_rollout (InlayWork  *work,
                             gpointer    use_case,
                             GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRolloutVerb *verb = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) before = inlay_registry_store_get_rollout (work->store, self->name, error);
  JsonNode *rollout;

  if (before == NULL || !may_touch (self, inlay_json_get_string (before, "environment"), error) ||
      !(rollout = inlay_registry_store_move_rollout (work->store, &write, self->name, *verb, INLAY_VERDICT_PERCENTAGE, error)))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return rollout;
}

static JsonNode *
answer_done (InlayWork *work,
             gint64     generation)
{
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "generation", inlay_json_new_int (generation), NULL);
}

/* Rules show environments to visitors, so whoever writes them must be for both. */
static gboolean
check_rules (InlayUseCase  *self,
             InlayWork     *work,
             GError       **error)
{
  JsonArray *rules = inlay_json_get_array (self->request, "rules");
  gboolean may = inlay_use_case_check_visitors (self, work, error);

  for (guint i = 0; may && rules != NULL && i < json_array_get_length (rules); i++)
    may = inlay_use_case_check_environment (self, inlay_json_get_string (json_array_get_element (rules, i), "environment"), error);
  return may;
}

/**
 * inlay_registry_put_rules:
 * @work: the world
 * @use_case: an #InlayUseCase with the rules
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_put_rules (InlayWork  *work,
                          gpointer    use_case,
                          GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  gint64 generation;

  if (!check_rules (self, work, error) ||
      !inlay_registry_store_put_rules (work->store, &write, self->request, &generation, error))
    return NULL;
  return answer_done (work, generation);
}

/**
 * inlay_registry_put_experiment:
 * @work: the world
 * @use_case: an #InlayUseCase with the experiment, or without one to take it away; its name is the id
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_put_experiment (InlayWork  *work,
                               gpointer    use_case,
                               GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  gboolean is_new = FALSE;
  gint64 generation;

  if (!inlay_use_case_check_visitors (self, work, error) ||
      !inlay_registry_store_put_experiment (work->store, &write, self->name, self->request, &is_new, &generation, error))
    return NULL;
  work->status = is_new && self->request != NULL ? 201 : 200;
  return answer_done (work, generation);
}
