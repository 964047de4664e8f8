/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-chores.h"

#include <stdlib.h>
#include <string.h>

#define TIMEOUT 10
#define MAX_HEAD 4096

static char *
sign (InlayRegistryDelivery *delivery,
      gint64                 seconds)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", seconds, delivery->body);
  g_autofree char *mac = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) delivery->secret, strlen (delivery->secret),
                                                    text, -1);

  return g_strdup_printf ("t=%" G_GINT64_FORMAT ",v1=%s", seconds, mac);
}

static char *
write_request (InlayRegistryDelivery *delivery,
               GUri                  *uri,
               gint64                 now)
{
  const char *path = *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/";
  const char *query = g_uri_get_query (uri);
  g_autofree char *host = inlay_outside_dup_host (uri);
  g_autofree char *signature = sign (delivery, now / G_USEC_PER_SEC);

  return g_strdup_printf ("POST %s%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: inlay-registry\r\nContent-Type: application/json\r\n"
                          "Content-Length: %" G_GSIZE_FORMAT "\r\nInlay-Event: %s\r\nInlay-Delivery: %s\r\nInlay-Signature: %s\r\n"
                          "Connection: close\r\n\r\n%s", path, query != NULL ? "?" : "", query != NULL ? query : "", host,
                          strlen (delivery->body), delivery->kind, delivery->id, signature, delivery->body);
}

static guint
read_status (GInputStream  *stream,
             GCancellable  *cancellable,
             GError       **error)
{
  char head[MAX_HEAD + 1];
  gsize length = 0;
  gssize n = 1;

  while (n > 0 && length < 12)
    {
      n = g_input_stream_read (stream, head + length, MAX_HEAD - length, cancellable, error);
      if (n < 0)
        return 0;
      length += (gsize) n;
    }
  head[length] = '\0';
  if (length >= 12 && g_str_has_prefix (head, "HTTP/1."))
    return (guint) strtoul (head + 9, NULL, 10);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "the answer is not HTTP");
  return 0;
}

/**
 * inlay_webhook_send:
 * @delivery: what to tell whom
 * @now: the time, part of what is signed
 * @policy: what inside this network may be told
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * A redirect is not followed: it is no success.
 *
 * Returns: the status it was answered with; 0 with @error set when there was none
 */
guint
inlay_webhook_send (InlayRegistryDelivery     *delivery,
                    gint64                     now,
                    const InlayOutsidePolicy  *policy,
                    GCancellable              *cancellable,
                    GError                   **error)
{
  g_autoptr (GUri) uri = inlay_outside_parse (delivery->url, error);
  g_autoptr (GIOStream) stream = uri != NULL ? inlay_outside_open (uri, policy, TIMEOUT, cancellable, error) : NULL;
  g_autofree char *request = stream != NULL ? write_request (delivery, uri, now) : NULL;
  guint status;

  if (stream == NULL || !g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL,
                                                    cancellable, error))
    return 0;
  status = read_status (g_io_stream_get_input_stream (stream), cancellable, error);
  if (status != 0 && (status < 200 || status >= 300))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "it was answered with %u", status);
  return status;
}
