/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-assemble.h"
#include "inlay-outside.h"
#include "inlay-registry-things.h"

#define MAX_AUDIT 1000
#define DEFAULT_AUDIT 100

/* Modules, compositions, revisions, audit, webhooks. */

static gboolean
contains (JsonNode   *row,
          const char *member,
          const char *words)
{
  const char *text = row != NULL && JSON_NODE_HOLDS_OBJECT (row) ? inlay_json_get_string (row, member) : NULL;
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, words) != NULL;
}

/* Found by its id, package, name, description or a line of its list of keywords. */
static gboolean
is_found (JsonNode   *row,
          const char *words)
{
  JsonNode *definition = inlay_json_get_member (row, "definition");

  return contains (row, "moduleId", words) || contains (row, "npmPackage", words) || contains (definition, "name", words) ||
         contains (definition, "title", words) || contains (definition, "description", words);
}

static void
answer_search (InlayRequest  *request,
               InlaySnapshot *snapshot,
               const char    *query)
{
  JsonArray *all = json_node_get_array (inlay_snapshot_get_modules (snapshot));
  g_autofree char *words = g_utf8_casefold (query, -1);
  JsonArray *found = json_array_new ();
  g_autoptr (InlayBody) body = NULL;

  for (guint i = 0; i < json_array_get_length (all); i++)
    if (is_found (json_array_get_element (all, i), words))
      json_array_add_element (found, json_node_ref (json_array_get_element (all, i)));
  body = inlay_body_new_json (inlay_json_take_array (found));
  inlay_request_answer_body (request, body);
}

void
inlay_handle_modules (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *query = NULL;

  if (!inlay_request_dup_query (request, "q", &query))
    return;
  if (query != NULL)
    answer_search (request, snapshot, query);
  else
    inlay_handle_snapshot (request);
}

void
inlay_handle_mark_version (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_mark_version);
}

void
inlay_handle_yank (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_yank);
}

void
inlay_handle_delete_composition (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_delete_composition);
}

static JsonNode *
read_history (InlayRegistryStore  *store,
              gpointer             composition,
              GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_composition_history (store, composition, error);

  if (rows == NULL || json_array_get_length (json_node_get_array (rows)) > 0)
    return g_steal_pointer (&rows);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no composition %s", (const char *) composition);
  return NULL;
}

void
inlay_handle_history (InlayRequest *request)
{
  inlay_request_answer_read (request, read_history, (gpointer) inlay_request_get_argument (request, "composition"));
}

typedef struct
{
  const char *composition;
  guint64 number;
} Numbered;

static JsonNode *
read_numbered (InlayRegistryStore  *store,
               gpointer             data,
               GError             **error)
{
  Numbered *numbered = data;

  return inlay_registry_store_get_composition_revision (store, numbered->composition, (gint64) numbered->number, error);
}

void
inlay_handle_history_item (InlayRequest *request)
{
  Numbered numbered = { .composition = inlay_request_get_argument (request, "composition") };
  const char *number = inlay_request_get_argument (request, "number");

  if (g_ascii_string_to_unsigned (number, 10, 1, G_MAXINT32, &numbered.number, NULL))
    inlay_request_answer_read (request, read_numbered, &numbered);
  else
    inlay_request_refuse (request, 404, "not_found", "there is no revision %s of %s", number, numbered.composition);
}

typedef struct
{
  guint64 since;
  guint64 limit;
} Span;

static JsonNode *
read_audit (InlayRegistryStore  *store,
            gpointer             data,
            GError             **error)
{
  Span *span = data;

  if (!inlay_registry_store_check_known (store, error))
    return NULL;
  return inlay_registry_store_list_audit (store, (gint64) span->since, (guint) span->limit, error);
}

static gboolean
read_number (InlayRequest *request,
             const char   *name,
             guint64       maximum,
             guint64      *value)
{
  g_autofree char *text = NULL;

  if (!inlay_request_dup_query (request, name, &text))
    return FALSE;
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, value, NULL))
    {
      *value = MIN (*value, maximum);
      return TRUE;
    }
  inlay_request_refuse (request, 422, "invalid", "“%s” is not a number from 0 on", name);
  return FALSE;
}

void
inlay_handle_audit (InlayRequest *request)
{
  Span span = { 0, DEFAULT_AUDIT };

  if (read_number (request, "since", G_MAXINT64, &span.since) && read_number (request, "limit", MAX_AUDIT, &span.limit))
    inlay_request_answer_read (request, read_audit, &span);
}

/* A chain that is broken is an answer, too. */
static JsonNode *
verify_audit (InlayRegistryStore  *store,
              gpointer             data,
              GError             **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *last = NULL;

  if (!inlay_registry_store_check_known (store, error))
    return NULL;
  last = inlay_registry_store_check_audit (store, &reason);
  if (last == NULL && reason->domain != INLAY_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  return inlay_json_new_object ("valid", inlay_json_new_boolean (last != NULL),
                                "last", last != NULL ? inlay_json_new_string (last) : inlay_json_new_null (),
                                "reason", reason != NULL ? inlay_json_new_string (reason->message) : inlay_json_new_null (), NULL);
}

void
inlay_handle_verify_audit (InlayRequest *request)
{
  inlay_request_answer_read (request, verify_audit, NULL);
}

/* A webhook whose address is being judged. */
typedef struct
{
  InlayRequest *request;
  InlayJobRun run;
  JsonNode *body;
  GUri *uri;
} Webhook;

static void
webhook_free (Webhook *webhook)
{
  json_node_unref (webhook->body);
  g_uri_unref (webhook->uri);
  g_free (webhook);
}

/* A name that nobody knows now may be known when there is something to tell: then it is judged
 * again, as each time. */
static void
judge_webhook (gpointer      data,
               GCancellable *cancellable)
{
  Webhook *webhook = data;
  InlayRequest *request = webhook->request;
  const char *allowed = g_getenv ("INLAY_PROBE_HOSTS");
  g_autofree char *lower = g_ascii_strdown (allowed != NULL ? allowed : "", -1);
  InlayOutsidePolicy policy = { FALSE, g_strsplit (lower, ",", -1) };
  g_autoptr (GError) error = NULL;
  GList *addresses = inlay_outside_resolve (webhook->uri, &policy, cancellable, &error);

  if (g_error_matches (error, INLAY_ERROR, INLAY_ERROR_DENIED))
    {
      inlay_request_refuse (request, 422, "ssrf", "%s", error->message);
      inlay_request_wake (request);
    }
  else
    inlay_request_queue_use_case (request, webhook->run, json_node_ref (webhook->body), (GDestroyNotify) json_node_unref);
  g_list_free_full (addresses, g_object_unref);
  g_strfreev (policy.hosts);
  webhook_free (webhook);
}

static void
queue_webhook (InlayRequest *request,
               InlayJobRun   run)
{
  JsonNode *node = inlay_request_read_json (request);
  const char *url = node != NULL ? inlay_json_get_string (node, "url") : NULL;
  g_autoptr (GError) error = NULL;
  GUri *uri = url != NULL ? inlay_outside_parse (url, &error) : NULL;
  Webhook *webhook;

  if (node == NULL)
    return;
  if (url == NULL)
    inlay_request_queue_use_case (request, run, node, (GDestroyNotify) json_node_unref);
  else if (uri == NULL)
    {
      inlay_request_refuse (request, 422, "ssrf", "%s", error->message);
      json_node_unref (node);
    }
  else
    {
      webhook = g_new0 (Webhook, 1);
      *webhook = (Webhook) { request, run, node, uri };
      inlay_request_rest (request);
      inlay_server_do_slowly (request->server, judge_webhook, webhook);
    }
}

void
inlay_handle_add_webhook (InlayRequest *request)
{
  queue_webhook (request, inlay_registry_add_webhook);
}

void
inlay_handle_change_webhook (InlayRequest *request)
{
  queue_webhook (request, inlay_registry_change_webhook);
}

void
inlay_handle_delete_webhook (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_delete_webhook);
}

void
inlay_handle_redeliver (InlayRequest *request)
{
  inlay_request_queue_json (request, inlay_registry_redeliver);
}

static JsonNode *
read_webhooks (InlayRegistryStore  *store,
               gpointer             data,
               GError             **error)
{
  return inlay_registry_store_list_webhooks (store, error);
}

void
inlay_handle_webhooks (InlayRequest *request)
{
  inlay_request_answer_read (request, read_webhooks, NULL);
}

static JsonNode *
read_deliveries (InlayRegistryStore  *store,
                 gpointer             webhook,
                 GError             **error)
{
  return inlay_registry_store_list_deliveries (store, webhook, error);
}

void
inlay_handle_deliveries (InlayRequest *request)
{
  inlay_request_answer_read (request, read_deliveries, (gpointer) inlay_request_get_argument (request, "id"));
}
