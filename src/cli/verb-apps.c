/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_apps[] = {
  { .name = "list", .method = "GET", .path = "/api/v1/apps", .columns = "id", .summary = N_("The applications") },
  { .name = "create", .operands = "ID", .method = "POST", .path = "/api/v1/apps", .body = "id=$1", .keyed = TRUE, .columns = "id",
    .summary = N_("Add one") },
  { .name = "show", .operands = "ID", .method = "GET", .path = "/api/v1/apps/{1}", .columns = "id generation active canary weight revision",
    .summary = N_("What visitors of one get, and its generation") },
  { .name = "delete", .operands = "ID", .method = "DELETE", .path = "/api/v1/apps/{1}?force=--force", .bind = INLAY_BIND_OWN,
    .about = "/api/v1/apps/{1}", .ask = N_("Delete the application %s with all it has?"),
    .summary = N_("Take one away with all it has; its audit stays") },
  { NULL }
};

static gboolean
is_named (InlayOrder *order,
          const char *host)
{
  for (guint i = 0; i < order->n_operands; i++)
    if (g_ascii_strcasecmp (order->operands[i], host) == 0)
      return TRUE;
  return FALSE;
}

/* Those that are there, without the operands. */
static gboolean
add_others (InlayOrder  *order,
            JsonNode    *hosts,
            JsonArray   *others,
            GError     **error)
{
  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (hosts) && i < json_array_get_length (json_node_get_array (hosts)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (hosts), i);
      const char *host = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (host == NULL)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s does not answer like a registry",
                       inlay_client_get_base (order->client));
          return FALSE;
        }
      if (!is_named (order, host))
        json_array_add_string_element (others, host);
    }
  return TRUE;
}

/* The list as it is, with the operands or without them. */
static gboolean
change_hosts (InlayOrder  *order,
              GError     **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) body = inlay_json_take_array (array);
  g_autoptr(JsonNode) hosts = inlay_order_bind (order, error) ? inlay_order_get (order, "~/hosts", error) : NULL;

  if (hosts == NULL || !add_others (order, hosts, array, error))
    return FALSE;
  for (guint i = 0; g_str_equal (order->deed->name, "add") && i < order->n_operands; i++)
    json_array_add_string_element (array, order->operands[i]);
  return inlay_order_finish (order, body, error);
}

static gboolean
set_hosts (InlayOrder  *order,
           GError     **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) body = inlay_json_take_array (array);

  for (guint i = 0; i < order->n_operands; i++)
    json_array_add_string_element (array, order->operands[i]);
  return inlay_order_finish (order, body, error);
}

#define HOSTS(word, arguments, how, function, text) \
  { .name = word, .operands = arguments, .method = "PUT", .path = "~/hosts", .bind = how, .columns = ".", .run = function, .summary = text }

const InlayDeed inlay_deeds_hosts[] = {
  { .name = "list", .method = "GET", .path = "~/hosts", .columns = ".", .summary = N_("At which names the pages of an application are") },
  HOSTS ("add", "HOST…", INLAY_BIND_STATE, change_hosts, N_("Also at these")),
  HOSTS ("remove", "HOST…", INLAY_BIND_STATE, change_hosts, N_("No more at these")),
  HOSTS ("set", "[HOST…]", INLAY_BIND_ANY, set_hosts, N_("At these and no others")),
  { NULL }
};
