/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-openapi.h"
#include "inlay-registry-admin.h"

void
inlay_handle_openapi (InlayRequest *request)
{
  static gsize once;
  static InlayBody *body;

  if (g_once_init_enter (&once))
    {
      body = inlay_body_new_json (inlay_openapi_new ());
      g_once_init_leave (&once, 1);
    }
  inlay_request_answer_body (request, body);
}

static JsonNode *
read_apps (InlayRegistryStore  *store,
           gpointer             data,
           GError             **error)
{
  g_auto (GStrv) apps = inlay_registry_store_list_apps (store, error);
  JsonArray *array = json_array_new ();

  for (guint i = 0; apps != NULL && apps[i] != NULL; i++)
    json_array_add_element (array, inlay_json_new_object ("id", inlay_json_new_string (apps[i]), NULL));
  if (apps != NULL)
    return inlay_json_take_array (array);
  json_array_unref (array);
  return NULL;
}

void
inlay_handle_apps (InlayRequest *request)
{
  inlay_request_answer_read (request, read_apps, NULL);
}

void
inlay_handle_add_app (InlayRequest *request)
{
  JsonNode *node = inlay_request_read_json (request);
  const char *id = node != NULL ? inlay_json_get_string (node, "id") : NULL;

  if (node == NULL)
    return;
  if (inlay_wire_is_environment (id))
    {
      request->app = id;
      inlay_request_queue_use_case (request, inlay_registry_add_app, node, (GDestroyNotify) json_node_unref);
    }
  else
    {
      inlay_request_refuse (request, 422, "invalid", "“%s” is not a name for an application", id);
      json_node_unref (node);
    }
}

void
inlay_handle_delete_app (InlayRequest *request)
{
  g_autofree char *force = NULL;

  if (!inlay_request_dup_query (request, "force", &force))
    return;
  if (force != NULL && strcmp (force, "true") != 0 && strcmp (force, "false") != 0)
    inlay_request_refuse (request, 422, "invalid", "“force” is true or false");
  else
    inlay_request_queue_use_case (request, g_strcmp0 (force, "true") == 0 ? inlay_registry_force_delete_app : inlay_registry_delete_app,
                                  NULL, NULL);
}

static JsonNode *
read_hosts (InlayRegistryStore  *store,
            gpointer             data,
            GError             **error)
{
  return inlay_registry_store_list_hosts (store, error);
}

void
inlay_handle_hosts (InlayRequest *request)
{
  inlay_request_answer_read (request, read_hosts, NULL);
}

void
inlay_handle_put_hosts (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_put_hosts);
}

/* Nobody gets to see the hashes. */
static JsonNode *
read_tokens (InlayRegistryStore  *store,
             gpointer             data,
             GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_tokens (store, error);
  JsonArray *array;

  if (rows == NULL)
    return NULL;
  array = json_array_new ();
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      g_autoptr (JsonNode) shown = inlay_json_remove (json_array_get_element (json_node_get_array (rows), i), "/hash", NULL);

      json_array_add_element (array, inlay_json_remove (shown, "/expires", NULL));
    }
  return inlay_json_take_array (array);
}

void
inlay_handle_tokens (InlayRequest *request)
{
  inlay_request_answer_read (request, read_tokens, NULL);
}

void
inlay_handle_add_token (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_add_token);
}

void
inlay_handle_revoke_token (InlayRequest *request)
{
  inlay_request_queue_use_case (request, inlay_registry_revoke_token, NULL, NULL);
}
