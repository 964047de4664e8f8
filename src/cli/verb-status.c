/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

static void
print_environment (JsonNode *row,
                   JsonNode *health)
{
  const char *version = inlay_json_get_string (row, "version");
  const char *at = inlay_json_get_string (row, "deployed_at");

  inlay_cli_print ("%-10s %-8s %-20s %3" G_GINT64_FORMAT " %s  %3.0f %% %s  %s",
                   inlay_json_get_string (row, "name"), inlay_json_get_string (row, "status"),
                   version != NULL ? version : "–", inlay_json_get_int (row, "module_count", 0),
                   _("modules"), inlay_json_get_double (health, "healthyPercentage", 0), _("healthy"),
                   at != NULL ? at : "");
}

static gboolean
is_list_of_environments (JsonNode *answer)
{
  JsonArray *rows = JSON_NODE_HOLDS_ARRAY (answer) ? json_node_get_array (answer) : NULL;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (inlay_json_get_string (row, "name") == NULL || inlay_json_get_string (row, "status") == NULL)
        return FALSE;
    }
  return rows != NULL;
}

static gboolean
check_answers (InlayClient  *client,
               JsonNode     *state,
               JsonNode     *environments,
               JsonNode     *health,
               GError      **error)
{
  if (inlay_json_get_string (state, "active") != NULL && is_list_of_environments (environments) &&
      inlay_json_get_object (health, "environments") != NULL)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s does not answer like a registry", inlay_client_get_base (client));
  return FALSE;
}

static void
print_all (JsonNode *state,
           JsonNode *environments,
           JsonNode *health)
{
  JsonNode *of_each = inlay_json_get_member (health, "environments");
  const char *canary = inlay_json_get_string (state, "canary");

  for (guint i = 0; i < json_array_get_length (json_node_get_array (environments)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (environments), i);

      print_environment (row, inlay_json_get_member (of_each, inlay_json_get_string (row, "name")));
    }
  if (canary != NULL)
    inlay_cli_print (_("traffic: %s, canary %s %g %%"), inlay_json_get_string (state, "active"), canary,
                     (double) inlay_json_get_int (state, "weight", 0) / 100);
  else
    inlay_cli_print (_("traffic: %s"), inlay_json_get_string (state, "active"));
}

/* The environments, what they hold and how they are, and where visitors go. */
static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) state = inlay_order_get (order, "~", error);
  g_autoptr(JsonNode) environments = state != NULL ? inlay_order_get (order, "~/environments", error) : NULL;
  g_autoptr(JsonNode) health = environments != NULL ? inlay_order_get (order, "~/health", error) : NULL;
  g_autoptr(JsonNode) all = NULL;

  if (health == NULL || !check_answers (order->client, state, environments, health, error))
    return FALSE;
  if (!order->cli->json)
    {
      print_all (state, environments, health);
      return TRUE;
    }
  all = inlay_json_new_object ("app", json_node_ref (state), "environments", json_node_ref (environments),
                               "health", json_node_ref (health), NULL);
  inlay_cli_answer (order->cli, all);
  return TRUE;
}

const InlayDeed inlay_deeds_status[] = {
  { .method = "GET", .path = "~", .run = run, .summary = N_("Show what a registry serves") },
  { NULL }
};
