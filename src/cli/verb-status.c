/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

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

/**
 * inlay_verb_status:
 *
 * `inlayctl status`: the environments, what they hold and how they are, and where visitors go.
 */
gboolean
inlay_verb_status (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) environments = NULL;
  g_autoptr(JsonNode) traffic = NULL;
  g_autoptr(JsonNode) all = NULL;
  g_autoptr(JsonArray) healths = json_array_new ();

  if (!inlay_cli_parse (cli, NULL, NULL, &argc, &argv, 0, 0, error))
    return FALSE;
  client = inlay_cli_connect (cli, error);
  environments = client != NULL ? inlay_client_call (client, "GET", INLAY_PATH_ENVIRONMENTS, NULL, NULL, error) : NULL;
  traffic = environments != NULL ? inlay_client_call (client, "GET", INLAY_PATH_TRAFFIC_CONFIG, NULL, NULL, error) : NULL;
  if (traffic == NULL)
    return FALSE;
  if (!is_list_of_environments (environments) || !JSON_NODE_HOLDS_OBJECT (traffic))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s does not answer like a registry",
                   inlay_client_get_base (client));
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (environments)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (environments), i);
      const char *name = inlay_json_get_string (row, "name");
      g_autofree char *path = inlay_wire_path (INLAY_PATH_HEALTH, name != NULL ? name : "");
      JsonNode *health = inlay_client_call (client, "GET", path, NULL, NULL, error);

      if (health == NULL)
        return FALSE;
      json_array_add_element (healths, health);
      if (!cli->json)
        print_environment (row, health);
    }
  if (!cli->json)
    {
      inlay_cli_print (_("traffic: %s, canary %.0f %%"), inlay_json_get_string (traffic, "routing_strategy"),
                       inlay_json_get_double (traffic, "canary_percentage", 0));
      return TRUE;
    }

  all = inlay_json_new_object ("environments", json_node_ref (environments),
                               "health", inlay_json_take_array (g_steal_pointer (&healths)),
                               "traffic", json_node_ref (traffic),
                               NULL);
  inlay_cli_answer (cli, all);
  return TRUE;
}
