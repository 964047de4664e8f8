/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-registry-client.h"

#include "inlay-registry-client-private.h"

#define IDLE_TIMEOUT_SECONDS 20

G_DEFINE_FINAL_TYPE (InlayClient, inlay_client, G_TYPE_OBJECT)

static void
inlay_client_finalize (GObject *object)
{
  InlayClient *self = INLAY_CLIENT (object);

  g_clear_object (&self->session);
  g_free (self->base);
  g_free (self->token);
  g_free (self->if_match);
  g_free (self->etag);

  G_OBJECT_CLASS (inlay_client_parent_class)->finalize (object);
}

static void
inlay_client_class_init (InlayClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_client_finalize;
}

static void
inlay_client_init (InlayClient *self)
{
  self->deadline = INLAY_CLIENT_DEADLINE_SECONDS;
  self->session = soup_session_new_with_options ("timeout", IDLE_TIMEOUT_SECONDS,
                                                 "user-agent", "Inlay/" PACKAGE_VERSION, NULL);
}

/* A token over plain HTTP is for this machine only. */
static gboolean
check_base (const char  *base,
            const char  *token,
            GError     **error)
{
  g_autoptr(GUri) uri = g_uri_parse (base, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || host[0] == '\0' ||
      (g_strcmp0 (scheme, "http") != 0 && g_strcmp0 (scheme, "https") != 0))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "registry address “%s” is not an http or https address", base);
      return FALSE;
    }
  if (token != NULL && g_str_equal (scheme, "http") && !g_str_equal (host, "localhost") &&
      !g_str_equal (host, "::1") && !g_str_has_prefix (host, "127."))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED,
                   "a token is not sent to %s over plain http; use https", host);
      return FALSE;
    }
  if (token != NULL && strpbrk (token, "\r\n") != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the token has a line break in it");
      return FALSE;
    }
  return TRUE;
}

/**
 * inlay_client_new:
 * @base_url: where the registry is, `http` or `https`
 * @token: (nullable): the bearer token for writes
 *
 * Makes a client. A token is refused for plain http to anything but this machine.
 *
 * Returns: (transfer full): the client, or %NULL with %INLAY_ERROR_INVALID or %INLAY_ERROR_DENIED
 */
InlayClient *
inlay_client_new (const char  *base_url,
                  const char  *token,
                  GError     **error)
{
  InlayClient *self;

  g_return_val_if_fail (base_url != NULL, NULL);

  if (token != NULL && token[0] == '\0')
    token = NULL;
  if (!check_base (base_url, token, error))
    return NULL;

  self = g_object_new (INLAY_TYPE_CLIENT, NULL);
  self->base = g_strdup (base_url);
  while (g_str_has_suffix (self->base, "/"))
    self->base[strlen (self->base) - 1] = '\0';
  self->token = g_strdup (token);
  return self;
}

/**
 * inlay_client_get_base:
 *
 * Returns: the registry's address, without a final slash
 */
const char *
inlay_client_get_base (InlayClient *self)
{
  g_return_val_if_fail (INLAY_IS_CLIENT (self), NULL);

  return self->base;
}

/**
 * inlay_client_set_deadline:
 * @seconds: how long a call may take with all its tries
 */
void
inlay_client_set_deadline (InlayClient *self,
                           guint        seconds)
{
  g_return_if_fail (INLAY_IS_CLIENT (self) && seconds > 0);

  self->deadline = seconds;
}

/**
 * inlay_client_set_if_match:
 * @self: a client
 * @etag: (nullable): the ETag of what following writes are about
 *
 * Writes are refused with %INLAY_ERROR_CONFLICT once something else changed it.
 */
void
inlay_client_set_if_match (InlayClient *self,
                           const char  *etag)
{
  g_return_if_fail (INLAY_IS_CLIENT (self));

  g_free (self->if_match);
  self->if_match = g_strdup (etag);
}

/**
 * inlay_client_get_etag:
 *
 * Returns: (nullable): the ETag of the last answer, which inlay_client_set_if_match() takes
 */
const char *
inlay_client_get_etag (InlayClient *self)
{
  g_return_val_if_fail (INLAY_IS_CLIENT (self), NULL);

  return self->etag;
}

/**
 * inlay_client_set_repeatable:
 * @repeatable: whether following writes go to routes that take Idempotency-Key
 *
 * Each such write gets a key of its own, so that it can be tried again and is done once.
 */
void
inlay_client_set_repeatable (InlayClient *self,
                             gboolean     repeatable)
{
  g_return_if_fail (INLAY_IS_CLIENT (self));

  self->repeatable = repeatable;
}

/**
 * inlay_client_new_message:
 * @path: from the root, already encoded
 * @accept: the type of answer that is wanted
 *
 * Returns: (transfer full) (nullable): a message to the registry, with the token; %NULL with an error
 *   when that makes no address
 */
SoupMessage *
inlay_client_new_message (InlayClient  *self,
                          const char   *method,
                          const char   *path,
                          const char   *accept,
                          GError      **error)
{
  g_autofree char *address = g_strconcat (self->base, path, NULL);
  g_autofree char *bearer = self->token != NULL ? g_strconcat ("Bearer ", self->token, NULL) : NULL;
  SoupMessage *message = soup_message_new (method, address);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not an address", address);
      return NULL;
    }
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept", accept);
  if (bearer != NULL)
    soup_message_headers_replace (headers, "Authorization", bearer);
  return message;
}
