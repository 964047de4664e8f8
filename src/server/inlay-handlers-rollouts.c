/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-registry.h"

#define MAX_ROLLOUTS 100

static JsonNode *
read_rollouts (InlayRegistryStore  *store,
               gpointer             data,
               GError             **error)
{
  return inlay_registry_store_list_rollouts (store, MAX_ROLLOUTS, error);
}

void
inlay_handle_rollouts (InlayRequest *request)
{
  inlay_request_answer_read (request, read_rollouts, NULL);
}

static JsonNode *
read_rollout (InlayRegistryStore  *store,
              gpointer             data,
              GError             **error)
{
  return inlay_registry_store_get_rollout (store, data, error);
}

void
inlay_handle_rollout (InlayRequest *request)
{
  inlay_request_answer_read (request, read_rollout, (gpointer) inlay_request_get_argument (request, "rollout"));
}

void
inlay_handle_start_rollout (InlayRequest *request)
{
  inlay_request_queue_parsed (request, (InlayRequestParse) inlay_rollout_request_parse,
                              (GDestroyNotify) inlay_rollout_request_free, inlay_registry_start_rollout);
}

/* One handler for five addresses: the last segment says what is done. */
void
inlay_handle_move_rollout (InlayRequest *request)
{
  InlayRolloutVerb verb;
  gboolean known = inlay_rollout_verb_from_string (strrchr (request->route->path, '/') + 1, &verb);

  g_assert (known);
  inlay_request_queue_use_case (request, inlay_registry_move_rollout, g_memdup2 (&verb, sizeof verb), g_free);
}

void
inlay_handle_put_rules (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_put_rules);
}

static JsonNode *
read_experiments (InlayRegistryStore  *store,
                  gpointer             data,
                  GError             **error)
{
  return inlay_registry_store_list_experiments (store, error);
}

void
inlay_handle_experiments (InlayRequest *request)
{
  inlay_request_answer_read (request, read_experiments, NULL);
}

void
inlay_handle_put_experiment (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_put_experiment);
}

void
inlay_handle_remove_experiment (InlayRequest *request)
{
  inlay_request_queue_use_case (request, inlay_registry_put_experiment, NULL, NULL);
}
