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

/* The list as it is, with the operands or without them. */
static gboolean
change_hosts (InlayOrder  *order,
              GError     **error)
{
  gboolean adds = g_str_equal (order->deed->name, "add");
  g_autoptr(JsonNode) hosts = NULL;
  g_autoptr(JsonNode) body = NULL;
  JsonArray *array = json_array_new ();

  body = inlay_json_take_array (array);
  if (!inlay_order_bind (order, error) || !(hosts = inlay_order_get (order, "~/hosts", error)))
    return FALSE;
  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (hosts) && i < json_array_get_length (json_node_get_array (hosts)); i++)
    {
      const char *host = json_array_get_string_element (json_node_get_array (hosts), i);
      gboolean named = FALSE;

      for (guint j = 0; j < order->n_operands; j++)
        named |= g_ascii_strcasecmp (order->operands[j], host) == 0;
      if (!named)
        json_array_add_string_element (array, host);
    }
  for (guint i = 0; adds && i < order->n_operands; i++)
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
