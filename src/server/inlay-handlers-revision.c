/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#include "inlay-assemble.h"

/* What never changes under its address, and what is served now. */

typedef struct
{
  char *digest;
  GBytes *page;
} Revision;

static JsonNode *
read_revision (InlayRegistryStore  *store,
               gpointer             data,
               GError             **error)
{
  Revision *revision = data;
  g_autoptr (JsonNode) manifest = inlay_registry_store_get_manifest (store, revision->digest, error);

  if (manifest == NULL || !(revision->page = inlay_registry_store_get_page (store, revision->digest, error)))
    return NULL;
  return g_steal_pointer (&manifest);
}

static GBytes *
choose_part (JsonNode    *manifest,
             GBytes      *page,
             const char  *part,
             const char **type)
{
  const char *csp = inlay_json_get_string (manifest, "csp");
  g_autoptr (JsonNode) map = NULL;

  *type = INLAY_TYPE_JSON;
  if (strcmp (part, "manifest") == 0)
    return inlay_json_write_bytes (manifest, INLAY_JSON_DEFAULT);
  if (strcmp (part, "import-map.json") == 0)
    {
      map = inlay_assemble_map (inlay_json_get_member (manifest, "importMap"), inlay_json_get_member (manifest, "integrity"));
      return inlay_json_write_bytes (map, INLAY_JSON_DEFAULT);
    }
  *type = strcmp (part, "csp") == 0 ? "text/plain; charset=utf-8" : "text/html; charset=utf-8";
  if (strcmp (part, "csp") == 0)
    return g_bytes_new (csp, strlen (csp));
  return strcmp (part, "index.html") == 0 ? g_bytes_ref (page) : NULL;
}

static void
answer_part (InlayRequest *request,
             JsonNode     *manifest,
             Revision     *revision)
{
  const char *part = inlay_request_get_argument (request, "part");
  const char *type;
  g_autoptr (GBytes) bytes = choose_part (manifest, revision->page, part, &type);
  g_autoptr (InlayBody) body = NULL;

  if (bytes == NULL)
    {
      inlay_request_refuse (request, 404, "not_found", "a revision has no %s", part);
      return;
    }
  body = inlay_body_new (INLAY_BODY_FILE, type, bytes,
                         g_str_has_prefix (type, "text/html") ? inlay_json_get_string (manifest, "csp") : NULL);
  inlay_request_answer_body (request, body);
}

void
inlay_handle_revision (InlayRequest *request)
{
  const char *name = inlay_request_get_argument (request, "digest");
  Revision revision = { .digest = g_str_has_prefix (name, "sha256-") ? g_strdup (name) : g_strconcat ("sha256-", name, NULL) };
  g_autoptr (JsonNode) manifest = NULL;
  GError *error = NULL;

  if (!inlay_digest_is_valid (revision.digest))
    inlay_request_refuse (request, 404, "not_found", "there is no revision %s", name);
  else if (!(manifest = inlay_server_read (request->server, request->app, read_revision, &revision, &error)))
    inlay_request_refuse_error (request, error);
  else
    answer_part (request, manifest, &revision);
  g_clear_pointer (&revision.page, g_bytes_unref);
  g_free (revision.digest);
}

void
inlay_handle_current_map (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *environment = NULL;
  InlayBody *body;

  if (!inlay_request_dup_query (request, "env", &environment))
    return;
  body = inlay_snapshot_get_environment_map (snapshot, environment);
  if (body != NULL)
    inlay_request_answer_body (request, body);
  else
    inlay_request_refuse (request, 404, "not_found", "nothing is deployed to %s",
                          environment != NULL ? environment : "the active environment");
}

/* The composition in the body, kept here by that id, or meant by a list of modules. */
static JsonNode *
find_document (InlaySnapshot  *snapshot,
               JsonNode       *body,
               GError        **error)
{
  JsonNode *given = inlay_json_get_member (body, "composition");
  const char *id = inlay_json_get_string (body, "composition");
  JsonNode *kept;

  if (given == NULL)
    {
      g_autoptr (GPtrArray) modules = inlay_requirements_parse (body, error);

      return modules != NULL ? inlay_assemble_document ("check", modules, error) : NULL;
    }
  if (id == NULL)
    return inlay_composition_upgrade (given, error);
  if ((kept = inlay_snapshot_get_composition (snapshot, id)) != NULL)
    return inlay_composition_upgrade (kept, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no composition %s", id);
  return NULL;
}

void
inlay_handle_resolve (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autoptr (JsonNode) body = inlay_request_read_json (request);
  g_autoptr (JsonNode) document = NULL;
  JsonNode *answer = NULL;
  GError *error = NULL;

  if (body == NULL)
    return;
  if ((document = find_document (snapshot, body, &error)) != NULL)
    answer = inlay_assemble_resolve (inlay_snapshot_get_shelf (snapshot), document,
                                     inlay_snapshot_get_environments (snapshot), inlay_json_get_string (body, "environment"), &error);
  if (answer != NULL)
    inlay_request_answer_json (request, 200, answer);
  else
    inlay_request_refuse_error (request, error);
}
