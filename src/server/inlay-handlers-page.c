/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <gio/gio.h>
#include <inlay-wire.h>

#include "inlay-page-token.h"
#include "inlay-registry-environments.h"

#define SHELL_RESOURCES "/dev/inlay/shell/"
#define VISITOR_COOKIE "inlay-visitor"
#define MAX_VISITOR 64
#define GROUPS_COOKIE "inlay-groups"
#define MAX_GROUPS 1024 /* bytes */
#define PREVIEW_COOKIE "inlay-preview"
/* The one cookie that the shell reads: a registry stands behind the page, and whether it has to be
 * asked what variants of the modules to show. */
#define LIVE_COOKIE "inlay-live"
#define MAX_VARIANTS 1024
#define VARIANTS_HEADER "Inlay-Variants"

static InlayBody *
shell_body (const char *name)
{
  g_autofree char *path = g_strconcat (SHELL_RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return bytes != NULL ? inlay_body_new (INLAY_BODY_SHELL, inlay_content_type (name), bytes, NULL) : NULL;
}

static GHashTable *
load_shell (void)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_body_unref);
  g_auto (GStrv) names = g_resources_enumerate_children (SHELL_RESOURCES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      InlayBody *body = shell_body (names[i]);

      if (body != NULL)
        g_hash_table_insert (files, g_strdup (names[i]), body);
    }
  return files;
}

void
inlay_handle_shell (InlayRequest *request)
{
  static gsize once;
  static GHashTable *files;
  const char *name = inlay_request_get_argument (request, "path");
  InlayBody *body;

  if (g_once_init_enter (&once))
    {
      files = load_shell ();
      g_once_init_leave (&once, 1);
    }
  body = g_hash_table_lookup (files, name);
  if (body != NULL)
    inlay_request_answer_body (request, body);
  else
    inlay_request_refuse (request, 404, "not_found", "the shell has no file %s", name);
}

void
inlay_handle_module_file (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  const char *name = inlay_request_get_argument (request, "path");
  const char *digest = inlay_snapshot_get_file_digest (snapshot, name);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InlayBody) body = NULL;
  GError *error = NULL;

  if (digest == NULL)
    {
      inlay_request_refuse (request, 404, "not_found", "there is no file %s", name);
      return;
    }
  if (!(bytes = inlay_server_get_file (request->server, digest, &error)))
    {
      inlay_request_refuse_error (request, error);
      return;
    }
  body = inlay_body_new (INLAY_BODY_FILE, inlay_content_type (name), bytes, NULL);
  inlay_request_answer_body (request, body);
}

/* Whether @path is at or below @prefix, at a segment border. */
static gboolean
is_below (const char *path,
          const char *prefix)
{
  gsize length = strlen (prefix);

  while (length > 0 && prefix[length - 1] == '/')
    length--;
  return strncmp (path, prefix, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

static gboolean
any_covers (JsonNode   *document,
            const char *member,
            const char *key,
            const char *path)
{
  JsonNode *entries = inlay_json_get_member (document, member);
  JsonObjectIter iter;
  JsonNode *entry;

  if (entries == NULL || !JSON_NODE_HOLDS_OBJECT (entries))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (entries));
  while (json_object_iter_next (&iter, NULL, &entry))
    {
      const char *prefix = JSON_NODE_HOLDS_OBJECT (entry) ? inlay_json_get_string (entry, key) : NULL;

      /* The front page covers everything only for the shell; here an unknown path is not found. */
      if (prefix != NULL && (strcmp (prefix, "/") == 0 ? strcmp (path, "/") == 0 : is_below (path, prefix)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_page (InlaySite  *site,
          const char *path)
{
  return strcmp (path, "/") == 0 || any_covers (site->document, "pages", "path", path) ||
         any_covers (site->document, "routes", "prefix", path);
}

char *
inlay_visitor_dup (InlayRequest *request)
{
  g_autofree char *visitor = inlay_request_dup_cookie (request, VISITOR_COOKIE);

  return visitor != NULL && strlen (visitor) <= MAX_VISITOR ? g_steal_pointer (&visitor) : NULL;
}

char **
inlay_groups_dup (InlayRequest *request)
{
  g_autofree char *groups = inlay_request_dup_cookie (request, GROUPS_COOKIE);

  return groups != NULL && strlen (groups) <= MAX_GROUPS && g_utf8_validate (groups, -1, NULL) ? g_strsplit (groups, ",", -1) : NULL;
}

/* Not in the page, whose bytes are the same wherever it is served, and not in a cookie, which all pages
 * of a browser share. Who may not read what is answered here gets no token: other sites. */
void
inlay_handle_page_token (InlayRequest *request)
{
  g_autofree char *revision = NULL;
  g_autofree char *token = NULL;

  if (!inlay_request_dup_query (request, "revision", &revision))
    return;
  if (revision == NULL || !inlay_digest_is_valid (revision))
    {
      inlay_request_refuse (request, 422, "invalid", "“revision” is not the digest of a revision");
      return;
    }
  token = inlay_page_token_new (inlay_server_get_page_key (request->server), g_get_real_time (), request->app, revision);
  inlay_request_answer_json (request, 200, inlay_json_new_object ("token", inlay_json_new_string (token), NULL));
}

char *
inlay_page_dup (InlayRequest *request,
                const char   *revision,
                const char   *token)
{
  return token != NULL && revision != NULL
         ? inlay_page_token_check (inlay_server_get_page_key (request->server), g_get_real_time (), request->app, revision, token)
         : NULL;
}

gboolean
inlay_variants_dup (InlayRequest  *request,
                    char         **wanted)
{
  g_autofree char *cookie = inlay_request_dup_cookie (request, INLAY_VARIANTS_PARAMETER);

  if (!inlay_request_dup_query (request, INLAY_VARIANTS_PARAMETER, wanted))
    return FALSE;
  if (*wanted == NULL)
    *wanted = g_strdup (inlay_request_get_header (request, VARIANTS_HEADER));
  if (*wanted == NULL && cookie != NULL)
    *wanted = g_uri_unescape_string (cookie, NULL);
  return TRUE;
}

/* Variants that a tester asks for stay until the browser is closed, or others are asked for. */
static void
remember_variants (InlayRequest        *request,
                   struct MHD_Response *response)
{
  const char *raw = MHD_lookup_connection_value (request->connection, MHD_GET_ARGUMENT_KIND, INLAY_VARIANTS_PARAMETER);
  g_autofree char *wanted = raw != NULL ? g_uri_unescape_string (raw, NULL) : NULL;
  g_autofree char *escaped = wanted != NULL ? g_uri_escape_string (wanted, NULL, FALSE) : NULL;
  g_autofree char *cookie = NULL;

  if (escaped == NULL || strlen (escaped) > MAX_VARIANTS)
    return;
  cookie = g_strdup_printf (INLAY_VARIANTS_PARAMETER "=%s; Path=/; HttpOnly; SameSite=Lax%s", escaped,
                            *escaped == '\0' ? "; Max-Age=0" : "");
  MHD_add_response_header (response, "Set-Cookie", cookie);
}

/* The visitor gets a name while that decides something. */
static void
add_cookies (InlayRequest        *request,
             struct MHD_Response *response,
             const char          *visitor)
{
  InlaySnapshot *snapshot = request->snapshot;

  if (visitor != NULL)
    {
      g_autofree char *name =
        g_strdup_printf (VISITOR_COOKIE "=%s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax", visitor);

      MHD_add_response_header (response, "Set-Cookie", name);
    }
  MHD_add_response_header (response, "Set-Cookie", inlay_traffic_varies_modules (inlay_snapshot_get_traffic (snapshot))
                           ? LIVE_COOKIE "=ask; Path=/; SameSite=Lax" : LIVE_COOKIE "=follow; Path=/; SameSite=Lax");
  remember_variants (request, response);
}

static void
answer_page (InlayRequest *request,
             InlaySite    *site,
             const char   *visitor)
{
  guint status;
  struct MHD_Response *whole = inlay_body_choose (site->body, inlay_request_get_header (request, "If-None-Match"), &status);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  struct MHD_Response *response =
    inlay_response_new (status == 304 ? nothing : inlay_body_get_bytes (site->body), "text/html; charset=utf-8");

  MHD_add_response_header (response, "Cache-Control", "private, no-cache");
  MHD_add_response_header (response, "Vary", "Cookie");
  MHD_add_response_header (response, "ETag", MHD_get_response_header (whole, "ETag"));
  MHD_add_response_header (response, "Content-Security-Policy", MHD_get_response_header (whole, "Content-Security-Policy"));
  if (site->revision != NULL)
    add_cookies (request, response, visitor);
  inlay_request_answer (request, status, response);
}

static void
answer_site (InlayRequest *request,
             InlaySite    *site,
             const char   *path,
             const char   *visitor)
{
  if (has_page (site, path))
    answer_page (request, site, visitor);
  else
    inlay_request_refuse (request, 404, "not_found", "there is no page %s", path);
}

static void
answer_decided (InlayRequest  *request,
                InlaySnapshot *snapshot,
                const char    *path)
{
  g_autofree char *visitor = inlay_visitor_dup (request);
  g_auto (GStrv) groups = inlay_groups_dup (request);
  gboolean is_new = inlay_snapshot_needs_visitor (snapshot) && visitor == NULL;
  g_autoptr (InlayDecision) decision = NULL;
  InlaySite *site;

  if (is_new)
    visitor = g_uuid_string_random ();
  decision = inlay_traffic_decide (inlay_snapshot_get_traffic (snapshot), visitor, (const char * const *) groups, NULL);
  site = inlay_snapshot_get_environment_site (snapshot, inlay_decision_get_environment (decision));
  if (site == NULL)
    inlay_request_refuse (request, 404, "not_found", "nothing is deployed to the active environment");
  else
    answer_site (request, site, path, is_new ? visitor : NULL);
}

static void
answer_composition (InlayRequest  *request,
                    InlaySnapshot *snapshot,
                    const char    *composition,
                    const char    *path)
{
  g_autoptr (InlayDecision) decision = inlay_traffic_decide (inlay_snapshot_get_traffic (snapshot), NULL, NULL, NULL);
  InlaySite *active = inlay_snapshot_get_environment_site (snapshot, inlay_decision_get_environment (decision));
  const char *problem = NULL;
  InlaySite *site;

  if (active != NULL && g_strcmp0 (inlay_json_get_string (active->document, "id"), composition) == 0)
    answer_decided (request, snapshot, path);
  else if ((site = inlay_snapshot_get_composition_site (snapshot, composition, &problem)) != NULL)
    answer_site (request, site, path, NULL);
  else if (problem != NULL)
    inlay_request_refuse (request, 422, "unresolved", "%s", problem);
  else
    inlay_request_refuse (request, 404, "not_found", "there is no composition %s", composition);
}

static gboolean
is_reserved (const char *path)
{
  return is_below (path, "/api") || is_below (path, "/modules") || is_below (path, "/shell") || is_below (path, "/preview");
}

void
inlay_handle_page (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *path = g_strconcat ("/", inlay_request_get_argument (request, "path"), NULL);
  const char *accept = inlay_request_get_header (request, "Accept");
  g_autofree char *composition = NULL;

  if (is_reserved (path) ||
      (strcmp (path, "/") != 0 && accept != NULL && strstr (accept, "text/html") == NULL && strstr (accept, "*/*") == NULL))
    {
      inlay_request_refuse (request, 404, "not_found", "there is nothing at %s", path);
      return;
    }
  if (!inlay_request_dup_query (request, "composition", &composition))
    return;
  if (composition != NULL)
    answer_composition (request, snapshot, composition, path);
  else
    answer_decided (request, snapshot, path);
}

static JsonNode *
read_secret (InlayRegistryStore  *store,
             gpointer             data,
             GError             **error)
{
  g_autofree char *fresh = inlay_token_new ();
  g_autofree char *secret = inlay_registry_store_get_secret (store, INLAY_PREVIEW_SECRET, fresh, error);

  return secret != NULL ? inlay_json_new_string (secret) : NULL;
}

/* The link's signature, or the cookie that it left. */
static gboolean
is_invited (InlayRequest *request,
            const char   *environment,
            char        **until,
            char        **signature)
{
  g_autofree char *cookie = inlay_request_dup_cookie (request, PREVIEW_COOKIE);
  g_autoptr (JsonNode) secret = inlay_server_read (request->server, request->app, read_secret, NULL, NULL);

  if (secret == NULL || !inlay_request_dup_query (request, "until", until) || !inlay_request_dup_query (request, "signature", signature))
    return FALSE;
  if (*until == NULL && cookie != NULL && strchr (cookie, '.') != NULL)
    {
      *until = g_strndup (cookie, strcspn (cookie, "."));
      *signature = g_strdup (strchr (cookie, '.') + 1);
    }
  return inlay_preview_check (json_node_get_string (secret), request->app, environment, *until, *signature, g_get_real_time ());
}

/* The site's own links have no signature, so a cookie goes on with it, below the preview only. */
static void
remember_invitation (InlayRequest *request,
                     const char   *environment,
                     const char   *until,
                     const char   *signature)
{
  gint64 seconds = g_ascii_strtoll (until, NULL, 10) - g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *cookie =
    g_strdup_printf (PREVIEW_COOKIE "=%s.%s; Path=" INLAY_PATH_PREVIEW "/%s; Max-Age=%" G_GINT64_FORMAT "; HttpOnly; SameSite=Lax", until,
                     signature, environment, seconds);

  if (request->response != NULL)
    MHD_add_response_header (request->response, "Set-Cookie", cookie);
}

static void
answer_preview (InlayRequest *request,
                InlaySite    *site,
                const char   *environment,
                const char   *path)
{
  g_autofree char *until = NULL;
  g_autofree char *signature = NULL;

  if (!is_invited (request, environment, &until, &signature))
    {
      if (request->response == NULL)
        inlay_request_refuse (request, 403, "denied", "the preview %s needs its signed link", environment);
      return;
    }
  if (!has_page (site, path))
    {
      inlay_request_refuse (request, 404, "not_found", "there is no page %s", path);
      return;
    }
  answer_page (request, site, NULL);
  remember_invitation (request, environment, until, signature);
}

void
inlay_handle_preview (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  const char *environment = inlay_request_get_argument (request, "env");
  g_autofree char *path = g_strconcat ("/", inlay_request_get_argument (request, "path"), NULL);
  InlaySite *site = inlay_snapshot_get_environment_site (snapshot, environment);
  InlayRegistryEnvironment *place = inlay_registry_find_environment (inlay_snapshot_get_environments (snapshot), environment);

  if (site == NULL)
    inlay_request_refuse (request, 404, "not_found", "nothing is deployed to an environment %s", environment);
  else if (place != NULL && strcmp (place->kind, "preview") == 0 && !inlay_request_may_look (request))
    answer_preview (request, site, environment, path);
  else
    answer_site (request, site, path, NULL);
}
