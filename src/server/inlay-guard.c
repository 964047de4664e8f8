/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-guard.h"

#define MAX_KEY 255
#define MAX_TAGS 4096

struct _InlayGuard
{
  InlayJobRun run;
  gpointer data;
  GDestroyNotify free_data;
  char *actor;
  gint64 now;
  char *resource;      /* nullable: the key of what If-Match is about; "" is the generation alone */
  char *if_match;      /* nullable */
  gboolean if_none;    /* If-None-Match: * */
  char *key;           /* nullable: Idempotency-Key */
  char *request;       /* digest of what is asked */
};

void
inlay_guard_free (InlayGuard *self)
{
  if (self->free_data != NULL && self->data != NULL)
    self->free_data (self->data);
  g_free (self->actor);
  g_free (self->resource);
  g_free (self->if_match);
  g_free (self->key);
  g_free (self->request);
  g_free (self);
}

static char *
generation_tag (gint64 generation)
{
  return g_strdup_printf ("\"g%" G_GINT64_FORMAT "\"", generation);
}

static char *
digest_request (InlayRequest *request)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) request->method, -1);
  g_checksum_update (checksum, (const guchar *) " ", 1);
  g_checksum_update (checksum, (const guchar *) request->path, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  if (request->body != NULL)
    g_checksum_update (checksum, (const guchar *) request->body->str, (gssize) request->body->len);
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
is_key (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] <= 0x20 || (guchar) text[i] >= 0x7f)
      return FALSE;
  return length > 0 && length <= MAX_KEY;
}

static char *
dup_resource (InlayRequest *request)
{
  const char *guards = request->route->guards;

  if (guards == NULL)
    return NULL;
  return strcmp (guards, ".") == 0 ? inlay_request_dup_key (request) : inlay_request_dup_key_of (request, guards);
}

/* The full surface wants to know what the caller believes is there. */
static void
refuse_unconditional (InlayRequest *request)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autofree char *resource = dup_resource (request);
  InlayBody *body = snapshot != NULL ? inlay_snapshot_lookup (snapshot, resource) : NULL;

  inlay_request_refuse (request, 428, "precondition", "%s %s needs If-Match: the ETag of what it changes, of the application, or *",
                        request->method, request->path);
  if (body != NULL)
    MHD_add_response_header (request->response, "ETag", inlay_body_get_etag (body));
}

/**
 * inlay_guard_new:
 * @request: a request that writes
 * @run: its use case
 * @data: (transfer full): for @run
 * @free_data: frees @data
 *
 * Returns: (transfer full) (nullable): the use case with all that must hold for it; %NULL when the
 *   request was refused for what it lacks
 */
InlayGuard *
inlay_guard_new (InlayRequest    *request,
                 InlayJobRun      run,
                 gpointer         data,
                 GDestroyNotify   free_data)
{
  InlayGuard *self = g_new0 (InlayGuard, 1);
  const char *key = request->route->flags & INLAY_ROUTE_KEY ? inlay_request_get_header (request, "Idempotency-Key") : NULL;

  self->run = run;
  self->data = data;
  self->free_data = free_data;
  self->actor = g_strdup (request->actor != NULL ? request->actor : "anyone");
  self->now = g_get_real_time ();
  self->resource = dup_resource (request);
  self->if_match = g_strdup (inlay_request_get_header (request, "If-Match"));
  self->if_none = g_strcmp0 (inlay_request_get_header (request, "If-None-Match"), "*") == 0;
  self->key = g_strdup (key);
  self->request = key != NULL ? digest_request (request) : NULL;

  if (self->resource != NULL && self->if_match == NULL && !self->if_none && *request->route->path == '~')
    refuse_unconditional (request);
  else if (self->if_match != NULL && strlen (self->if_match) > MAX_TAGS)
    inlay_request_refuse (request, 400, "invalid", "If-Match is longer than %d bytes", MAX_TAGS);
  else if (key != NULL && !is_key (key))
    inlay_request_refuse (request, 400, "invalid", "Idempotency-Key is not 1 to %d printable characters", MAX_KEY);
  else
    return self;
  inlay_guard_free (self);
  return NULL;
}

/* RFC 9110, 13.1.1: strong comparison, any of a list. */
static gboolean
lists (const char *tags,
       const char *tag)
{
  g_auto (GStrv) list = g_strsplit (tags, ",", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (strcmp (g_strstrip (list[i]), tag) == 0)
      return TRUE;
  return FALSE;
}

/* The resource as it is for this job: what jobs before it in the group, or another process, changed
 * is in no snapshot yet. The application itself is what its generation says. */
static gboolean
read_tag (InlayGuard  *self,
          InlayWork   *work,
          gint64       generation,
          char       **tag,
          GError     **error)
{
  g_autoptr (InlaySnapshot) fresh = NULL;
  InlaySnapshot *snapshot = work->snapshot;
  InlayBody *body;

  if (strcmp (self->resource, "/api") == 0)
    {
      *tag = generation_tag (generation);
      return TRUE;
    }
  if (snapshot == NULL || inlay_snapshot_get_generation (snapshot) != generation)
    snapshot = fresh = inlay_snapshot_new (work->store, snapshot, snapshot != NULL ? work->earlier | INLAY_PART_CONTROL : INLAY_PART_ALL, error);
  if (snapshot == NULL)
    return FALSE;
  body = inlay_snapshot_lookup (snapshot, self->resource);
  *tag = body != NULL ? g_strdup (inlay_body_get_etag (body)) : NULL;
  return TRUE;
}

static gboolean
check_preconditions (InlayGuard  *self,
                     InlayWork   *work,
                     GError     **error)
{
  g_autoptr (InlayRegistryRoute) route = NULL;
  g_autofree char *generation = NULL;
  g_autofree char *tag = NULL;

  if (self->resource == NULL || (self->if_match == NULL && !self->if_none))
    return TRUE;
  if (!(route = inlay_registry_store_get_route (work->store, error)))
    return FALSE;
  generation = generation_tag (route->generation);
  if (self->if_match != NULL && !self->if_none && lists (self->if_match, generation))
    return TRUE;
  if (!read_tag (self, work, route->generation, &tag, error))
    return FALSE;

  if (self->if_none ? tag == NULL
      : tag != NULL && (strcmp (self->if_match, "*") == 0 || lists (self->if_match, tag)))
    return TRUE;
  work->etag = tag != NULL ? g_steal_pointer (&tag) : g_steal_pointer (&generation);
  if (self->if_none)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_STALE, "it is there already, and If-None-Match says that it must not be");
  else
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_STALE, "it is not what If-Match says; its ETag is %s", work->etag);
  return FALSE;
}

/* TRUE: goes on; *@answer set: was done before. */
static gboolean
look_up_key (InlayGuard                *self,
             InlayWork                 *work,
             const InlayRegistryWrite  *write,
             JsonNode                 **answer,
             GError                   **error)
{
  g_autoptr (InlayRegistryAnswer) kept = NULL;
  GError *reason = NULL;

  if (self->key == NULL)
    return TRUE;
  kept = inlay_registry_store_find_answer (work->store, write, self->key, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, reason);
      return FALSE;
    }
  if (kept == NULL)
    return TRUE;
  if (strcmp (kept->request, self->request) != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the Idempotency-Key %s was used for another request", self->key);
      return FALSE;
    }
  work->status = kept->status;
  work->location = g_steal_pointer (&kept->location);
  *answer = g_steal_pointer (&kept->answer);
  return TRUE;
}

static gboolean
keep (InlayGuard                *self,
      InlayWork                 *work,
      const InlayRegistryWrite  *write,
      JsonNode                  *answer,
      GError                   **error)
{
  InlayRegistryAnswer kept = { self->request, work->status, answer, work->location };

  return self->key == NULL || inlay_registry_store_keep_answer (work->store, write, self->key, &kept, error);
}

static void
tag_answer (InlayWork *work)
{
  g_autoptr (InlayRegistryRoute) route = work->etag == NULL ? inlay_registry_store_get_route (work->store, NULL) : NULL;

  if (route != NULL)
    work->etag = generation_tag (route->generation);
}

/**
 * inlay_guard_run:
 * @work: the world
 * @guard: an #InlayGuard
 * @error: return location
 *
 * Returns: (transfer full): what the use case answers, now or when it was asked first
 */
JsonNode *
inlay_guard_run (InlayWork  *work,
                 gpointer    guard,
                 GError    **error)
{
  InlayGuard *self = guard;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (JsonNode) answer = NULL;

  if (!look_up_key (self, work, &write, &answer, error))
    return NULL;
  if (answer != NULL)
    return g_steal_pointer (&answer);
  if (!check_preconditions (self, work, error) || !(answer = self->run (work, self->data, error)) ||
      !keep (self, work, &write, answer, error))
    return NULL;
  if (self->resource != NULL)
    tag_answer (work);
  return g_steal_pointer (&answer);
}
