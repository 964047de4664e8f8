/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-npm-client.h"

#include <string.h>

#include "inlay-client-exchange.h"

/* The abbreviated form first: a tenth of the whole, and all that choosing a version needs. */
#define ACCEPT "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8"
#define MAX_NAME_LENGTH 214
#define MAX_TRIES 3

typedef struct
{
  char           *etag;
  InlayPackument *packument;
} Known;

struct _InlayNpmClient
{
  SoupSession *session;
  char        *base; /* without a slash at the end */
  GHashTable  *known; /* (element-type utf8 Known) */
  guint        deadline; /* milliseconds */
};

/* One question, however often it is asked: all of it has to be over at a time. */
typedef struct
{
  GCancellable *inner; /* of the caller's doing, or because time is up */
  GSource      *deadline;
  gint64        end;
} Patience;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->etag);
  g_clear_pointer (&known->packument, inlay_packument_unref);
  g_free (known);
}

/**
 * inlay_npm_client_new:
 * @base: the address of an npm registry
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Returns: (transfer full): a client of it
 */
InlayNpmClient *
inlay_npm_client_new (const char  *base,
                      GError     **error)
{
  g_autoptr(InlayUrl) url = NULL;
  InlayNpmClient *self;
  gsize length;

  g_return_val_if_fail (base != NULL, NULL);

  url = inlay_url_parse (base, NULL, NULL);
  if (url == NULL || !g_str_has_prefix (inlay_url_get_scheme (url), "http") ||
      inlay_url_get_query (url) != NULL || inlay_url_get_fragment (url) != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s is not the http or https address of an npm registry", base);
      return NULL;
    }

  self = g_new0 (InlayNpmClient, 1);
  self->session = soup_session_new_with_options ("timeout", INLAY_NPM_DEADLINE_SECONDS, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
  self->deadline = INLAY_NPM_DEADLINE_SECONDS * 1000;
  self->base = g_strdup (inlay_url_get_href (url));
  for (length = strlen (self->base); length > 0 && self->base[length - 1] == '/'; length--)
    self->base[length - 1] = '\0';
  return self;
}

void
inlay_npm_client_free (InlayNpmClient *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->session);
  g_hash_table_unref (self->known);
  g_free (self->base);
  g_free (self);
}

/* The slash of a scope is part of the name, so it is encoded. */
static SoupMessage *
make_message (InlayNpmClient  *self,
              const char      *name,
              const Known     *known,
              GError         **error)
{
  g_autofree char *path = g_uri_escape_string (name, "@", FALSE);
  g_autofree char *address = g_strdup_printf ("%s/%s", self->base, path);
  SoupMessage *message = NULL;
  SoupMessageHeaders *headers;

  if (inlay_module_is_id (name) && strlen (name) <= MAX_NAME_LENGTH)
    message = soup_message_new ("GET", address);
  if (message == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the name of a package", name);
      return NULL;
    }

  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", ACCEPT);
  if (known != NULL && known->etag != NULL)
    soup_message_headers_replace (headers, "If-None-Match", known->etag);
  return message;
}

static gboolean
stop_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      inner)
{
  g_cancellable_cancel (inner);
}

static GSource *
start_timer (guint        milliseconds,
             GSourceFunc  func,
             gpointer     user_data)
{
  GSource *timer = g_timeout_source_new (milliseconds);

  g_source_set_callback (timer, func, user_data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());
  return timer;
}

static void
stop_timer (GSource *timer)
{
  g_source_destroy (timer);
  g_source_unref (timer);
}

static InlayReply *
exchange (InlayNpmClient  *self,
          SoupMessage     *message,
          Patience        *patience,
          GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  inlay_exchange_async (self->session, message, patience->inner, inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);
  return inlay_exchange_finish (result, error);
}

static gboolean
rested_cb (gpointer user_data)
{
  gboolean *rested = user_data;

  *rested = TRUE;
  return G_SOURCE_REMOVE;
}

/* Returns: whether the registry asked to come back later, and that is now */
static gboolean
rest (const InlayReply *reply,
      Patience         *patience)
{
  gboolean rested = FALSE;
  GSource *timer;

  if ((reply->status != 429 && reply->status != 503) || reply->retry_after == 0 ||
      g_get_monotonic_time () + reply->retry_after * G_USEC_PER_SEC >= patience->end)
    return FALSE;
  timer = start_timer (reply->retry_after * 1000, rested_cb, &rested);
  while (!rested && !g_cancellable_is_cancelled (patience->inner))
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  stop_timer (timer);
  return TRUE;
}

static void
remember (InlayNpmClient *self,
          const char     *name,
          SoupMessage    *message,
          InlayPackument *packument)
{
  Known *known = g_new0 (Known, 1);

  known->etag = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message), "ETag"));
  known->packument = inlay_packument_ref (packument);
  g_hash_table_replace (self->known, g_strdup (name), known);
}

/* Sends and waits, no longer than the deadline in all. Returns: the last answer; @sent: to what */
static InlayReply *
insist (InlayNpmClient  *self,
        const char      *name,
        const Known     *known,
        GCancellable    *cancellable,
        SoupMessage    **sent,
        GError         **error)
{
  g_autoptr(GCancellable) inner = g_cancellable_new ();
  Patience patience = { inner, NULL, g_get_monotonic_time () + self->deadline * (gint64) 1000 };
  InlayReply *reply = NULL;
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), inner, NULL);
  patience.deadline = start_timer (self->deadline, stop_cb, inner);
  for (guint tries = 1; ; tries++)
    {
      g_clear_object (sent);
      if ((*sent = make_message (self, name, known, error)) == NULL ||
          (reply = exchange (self, *sent, &patience, error)) == NULL ||
          tries == MAX_TRIES || !rest (reply, &patience))
        break;
      g_clear_pointer (&reply, inlay_reply_free);
    }
  stop_timer (patience.deadline);

  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return reply;
}

static void
explain_status (InlayNpmClient   *self,
                const char       *name,
                const InlayReply *reply,
                GError          **error)
{
  if (reply->status == 404)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "%s has no package %s", self->base, name);
  else if (reply->status == 401 || reply->status == 403)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s does not show %s to everybody (%u)", self->base, name,
                 reply->status);
  else if (reply->retry_after > 0)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s answers %u when asked for %s, and to wait %u s",
                 self->base, reply->status, name, reply->retry_after);
  else
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s answers %u when asked for %s", self->base,
                 reply->status, name);
}

/* What came instead of JSON, such as the page of a proxy, is the first thing to know. */
static void
explain_body (InlayNpmClient  *self,
              const char      *name,
              SoupMessage     *message,
              GError         **error)
{
  const char *type = soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  if (type != NULL && strstr (type, "json") == NULL)
    g_prefix_error (error, "%s answers with %s instead of JSON when asked for %s: ", self->base, type, name);
  else
    g_prefix_error (error, "%s, %s: ", self->base, name);
}

static InlayPackument *
read_reply (InlayNpmClient  *self,
            const char      *name,
            SoupMessage     *message,
            InlayReply      *reply,
            GError         **error)
{
  g_autoptr(InlayPackument) packument = NULL;

  if (reply->status != 200)
    {
      explain_status (self, name, reply, error);
      return NULL;
    }
  packument = inlay_packument_read (reply->bytes, error);
  if (packument == NULL)
    {
      explain_body (self, name, message, error);
      return NULL;
    }
  if (g_strcmp0 (inlay_packument_get_name (packument), name) != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s answers with %s when asked for %s", self->base,
                   inlay_packument_get_name (packument), name);
      return NULL;
    }
  return g_steal_pointer (&packument);
}

/**
 * inlay_npm_client_set_deadline:
 * @self: a client
 * @milliseconds: the longest a package may take, all tries and rests together;
 *   %INLAY_NPM_DEADLINE_SECONDS without it
 */
void
inlay_npm_client_set_deadline (InlayNpmClient *self,
                               guint           milliseconds)
{
  g_return_if_fail (self != NULL && milliseconds > 0);

  self->deadline = milliseconds;
}

/**
 * inlay_npm_client_fetch:
 * @self: a client
 * @name: a package
 * @cancellable: (nullable)
 * @error: return location for an error: %INLAY_ERROR_NOT_FOUND, %INLAY_ERROR_DENIED,
 *   %INLAY_ERROR_UNAVAILABLE, %INLAY_ERROR_INVALID for an answer that is no packument,
 *   %INLAY_ERROR_LIMIT for one too large
 *
 * Asks for the versions of a package and waits for the answer. What it got before is asked for with
 * its ETag (RFC 9110, section 13.1.2); when the registry asks to come back later (section 10.2.3)
 * and there is time, it is asked again.
 *
 * Returns: (transfer full): what the registry says of it
 */
InlayPackument *
inlay_npm_client_fetch (InlayNpmClient  *self,
                        const char      *name,
                        GCancellable    *cancellable,
                        GError         **error)
{
  Known *known;
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(InlayReply) reply = NULL;
  g_autoptr(GError) local = NULL;
  InlayPackument *packument;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  known = g_hash_table_lookup (self->known, name);
  reply = insist (self, name, known, cancellable, &message, &local);
  if (reply == NULL)
    {
      if (local->domain == INLAY_ERROR || g_cancellable_is_cancelled (cancellable))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s cannot be reached: %s", self->base,
                     g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "it took too long"
                                                                               : local->message);
      return NULL;
    }
  if (reply->status == 304 && known != NULL)
    return inlay_packument_ref (known->packument);

  packument = read_reply (self, name, message, reply, error);
  if (packument != NULL)
    remember (self, name, message, packument);
  return packument;
}
