/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-probe.h"

#include <inlay-core.h>
#include <string.h>

#define TIMEOUT 5
#define MAX_HEAD (16 * 1024)

/* Private networks beside those GLib knows of: shared (RFC 6598), unique local (RFC 4193), benchmark
 * and documentation ranges, and IPv4 in IPv6. */
static gboolean
is_special (GInetAddress *address)
{
  const guint8 *b = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return b[0] == 0 || (b[0] == 100 && (b[1] & 0xc0) == 64) || (b[0] == 192 && b[1] == 0 && b[2] == 0) ||
           (b[0] == 198 && (b[1] & 0xfe) == 18) || b[0] >= 240;
  if ((b[0] & 0xfe) == 0xfc)
    return TRUE;
  if (memcmp (b, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0 || memcmp (b, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12) == 0)
    {
      g_autoptr (GInetAddress) inner = g_inet_address_new_from_bytes (b + 12, G_SOCKET_FAMILY_IPV4);

      return !inlay_probe_is_outside (inner);
    }
  return FALSE;
}

/**
 * inlay_probe_is_outside:
 * @address: an address
 *
 * Returns: whether everybody on the Internet can reach @address
 */
gboolean
inlay_probe_is_outside (GInetAddress *address)
{
  return !g_inet_address_get_is_loopback (address) && !g_inet_address_get_is_any (address) &&
         !g_inet_address_get_is_link_local (address) && !g_inet_address_get_is_site_local (address) &&
         !g_inet_address_get_is_multicast (address) && !is_special (address);
}

static gboolean
is_allowed (GInetAddress           *address,
            const char             *host,
            const InlayProbePolicy *policy)
{
  return inlay_probe_is_outside (address) || (policy->loopback && g_inet_address_get_is_loopback (address)) ||
         (policy->hosts != NULL && g_strv_contains ((const char * const *) policy->hosts, host));
}

/* The address is judged and then used: a name cannot answer differently in between. */
static GInetAddress *
resolve (const char              *host,
         const InlayProbePolicy  *policy,
         GCancellable            *cancellable,
         GError                 **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *addresses = g_resolver_lookup_by_name (resolver, host, cancellable, error);
  GInetAddress *chosen = NULL;

  if (addresses == NULL)
    return NULL;
  for (GList *l = addresses; l != NULL && chosen == NULL; l = l->next)
    if (is_allowed (l->data, host, policy))
      chosen = g_object_ref (l->data);
  if (chosen == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s is inside this network and is not asked", host);
  g_resolver_free_addresses (addresses);
  return chosen;
}

static GIOStream *
open_stream (GUri                    *uri,
             const InlayProbePolicy  *policy,
             GCancellable            *cancellable,
             GError                 **error)
{
  gboolean tls = strcmp (g_uri_get_scheme (uri), "https") == 0;
  guint16 port = (guint16) (g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : tls ? 443 : 80);
  g_autoptr (GInetAddress) address = resolve (g_uri_get_host (uri), policy, cancellable, error);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) place = address != NULL ? g_inet_socket_address_new (address, port) : NULL;
  g_autoptr (GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), port);
  g_autoptr (GSocketConnection) plain = NULL;
  GIOStream *stream;

  if (place == NULL)
    return NULL;
  g_socket_client_set_timeout (client, TIMEOUT);
  g_socket_client_set_enable_proxy (client, FALSE);
  if (!(plain = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (place), cancellable, error)))
    return NULL;
  if (!tls)
    return G_IO_STREAM (g_steal_pointer (&plain));

  stream = g_tls_client_connection_new (G_IO_STREAM (plain), identity, error);
  if (stream != NULL && !g_tls_connection_handshake (G_TLS_CONNECTION (stream), cancellable, error))
    g_clear_object (&stream);
  return stream;
}

static GString *
read_head (GInputStream  *stream,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GString) head = g_string_new (NULL);
  char buffer[2048];
  gssize n;

  while (strstr (head->str, "\r\n\r\n") == NULL && head->len < MAX_HEAD)
    {
      if ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) < 0)
        return NULL;
      if (n == 0)
        break;
      g_string_append_len (head, buffer, n);
    }
  return g_steal_pointer (&head);
}

static GString *
ask (GUri                    *uri,
     const char              *method,
     const InlayProbePolicy  *policy,
     GCancellable            *cancellable,
     GError                 **error)
{
  g_autoptr (GIOStream) stream = open_stream (uri, policy, cancellable, error);
  const char *path = *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/";
  const char *query = g_uri_get_query (uri);
  g_autofree char *request =
    g_strdup_printf ("%s %s%s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: inlay-registry\r\nAccept: */*\r\nOrigin: http://inlay.invalid\r\n"
                     "%sConnection: close\r\n\r\n", method, path, query != NULL ? "?" : "", query != NULL ? query : "",
                     g_uri_get_host (uri), strcmp (method, "GET") == 0 ? "Range: bytes=0-0\r\n" : "");

  if (stream == NULL ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL, cancellable, error))
    return NULL;
  return read_head (g_io_stream_get_input_stream (stream), cancellable, error);
}

static char *
dup_header (const char *head,
            const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && *lines[i] != '\0'; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_ascii_strdown (g_strstrip (lines[i] + length + 1), -1);
  return NULL;
}

static guint
status_of (const char *head)
{
  return g_str_has_prefix (head, "HTTP/1.") && strlen (head) > 12 ? (guint) strtoul (head + 9, NULL, 10) : 0;
}

/* A browser refuses a module of another type, and one that its site does not share. */
static gboolean
check_head (const char  *url,
            const char  *head,
            GError     **error)
{
  guint status = status_of (head);
  g_autofree char *type = dup_header (head, "Content-Type");
  g_autofree char *sharing = dup_header (head, "Access-Control-Allow-Origin");

  if (status >= 300 && status < 400)
    return TRUE;
  if (status < 200 || status >= 300)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s answers %u", url, status);
  else if (type == NULL || (strstr (type, "javascript") == NULL && strstr (type, "json") == NULL &&
                            strstr (type, "ecmascript") == NULL && strstr (type, "wasm") == NULL))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s is not served as JavaScript but as %s", url,
                 type != NULL ? type : "nothing");
  else if (sharing == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, "%s may not be loaded by other sites (CORS)", url);
  else
    return TRUE;
  return FALSE;
}

/**
 * inlay_probe_run:
 * @url: an http or https address
 * @policy: what inside may be asked
 * @cancellable: (nullable): ends it early
 * @error: return location; %INLAY_ERROR_DENIED when the policy forbids to ask
 *
 * HEAD first; a server that does not know it gets GET for one byte.
 *
 * Returns: whether a browser would get a module there
 */
gboolean
inlay_probe_run (const char              *url,
                 const InlayProbePolicy  *policy,
                 GCancellable            *cancellable,
                 GError                 **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, error);
  g_autoptr (GString) head = NULL;

  if (uri == NULL || !(head = ask (uri, "HEAD", policy, cancellable, error)))
    return FALSE;
  if (status_of (head->str) == 405 || status_of (head->str) == 501 || status_of (head->str) == 403)
    {
      g_string_free (g_steal_pointer (&head), TRUE);
      if (!(head = ask (uri, "GET", policy, cancellable, error)))
        return FALSE;
    }
  return check_head (url, head->str, error);
}
