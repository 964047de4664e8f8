/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-outside.h"

#include <inlay-core.h>
#include <string.h>

typedef struct
{
  guint8 prefix[16];
  guint8 bits;
  gint8 inner;       /* where an IPv4 address is inside, which decides; -1: none may be asked */
} Range;

/* IANA's registries of special-purpose addresses, and where clouds answer to their machines, beyond
 * what GLib tells. */
static const Range ranges_4[] = {
  { { 0 }, 8, -1 },
  { { 100, 64 }, 10, -1 },
  { { 168, 63, 129, 16 }, 32, -1 },
  { { 192, 0, 0 }, 24, -1 },
  { { 192, 0, 2 }, 24, -1 },
  { { 192, 88, 99 }, 24, -1 },
  { { 198, 18 }, 15, -1 },
  { { 198, 51, 100 }, 24, -1 },
  { { 203, 0, 113 }, 24, -1 },
  { { 240 }, 4, -1 },
};

static const Range ranges_6[] = {
  { { [10] = 0xff, 0xff }, 96, 12 },
  { { 0 }, 96, 12 },
  { { 0x00, 0x64, 0xff, 0x9b }, 96, 12 },
  { { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48, -1 },
  { { 0x01 }, 64, -1 },
  { { 0x20, 0x01, 0x00 }, 23, -1 },
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, -1 },
  { { 0x20, 0x02 }, 16, 2 },
  { { 0x3f, 0xff }, 20, -1 },
  { { 0xfc }, 7, -1 },
};

static gboolean
is_in (const guint8 *bytes,
       const Range  *range)
{
  guint whole = range->bits / 8;
  guint rest = range->bits % 8;

  return memcmp (bytes, range->prefix, whole) == 0 && (rest == 0 || (bytes[whole] ^ range->prefix[whole]) >> (8 - rest) == 0);
}

static gboolean
is_special (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  gboolean is_4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
  const Range *ranges = is_4 ? ranges_4 : ranges_6;

  for (guint i = 0; i < (is_4 ? G_N_ELEMENTS (ranges_4) : G_N_ELEMENTS (ranges_6)); i++)
    if (is_in (bytes, &ranges[i]))
      {
        g_autoptr (GInetAddress) inner = NULL;

        if (ranges[i].inner < 0)
          return TRUE;
        inner = g_inet_address_new_from_bytes (bytes + ranges[i].inner, G_SOCKET_FAMILY_IPV4);
        return !inlay_outside_is_public (inner);
      }
  return FALSE;
}

/**
 * inlay_outside_is_public:
 * @address: an address
 *
 * Returns: whether everybody on the Internet can reach @address
 */
gboolean
inlay_outside_is_public (GInetAddress *address)
{
  return !g_inet_address_get_is_loopback (address) && !g_inet_address_get_is_any (address) &&
         !g_inet_address_get_is_link_local (address) && !g_inet_address_get_is_site_local (address) &&
         !g_inet_address_get_is_multicast (address) && !is_special (address);
}

static gboolean
is_plain (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text <= 0x20 || *text == 0x7f)
      return FALSE;
  return TRUE;
}

/**
 * inlay_outside_parse:
 * @url: an address somebody gave
 * @error: return location
 *
 * Returns: (transfer full): it, when it is one of HTTP with a host and nothing that could break out
 *   of a request line
 */
GUri *
inlay_outside_parse (const char  *url,
                     GError     **error)
{
  g_autoptr (GUri) uri = is_plain (url) ? g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL) : NULL;

  if (uri != NULL && (strcmp (g_uri_get_scheme (uri), "http") == 0 || strcmp (g_uri_get_scheme (uri), "https") == 0) &&
      g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' && g_uri_get_userinfo (uri) == NULL)
    return g_steal_pointer (&uri);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not an address of http or https", url);
  return NULL;
}

static gboolean
is_allowed (GInetAddress             *address,
            const char               *host,
            const InlayOutsidePolicy *policy)
{
  return inlay_outside_is_public (address) || (policy->loopback && g_inet_address_get_is_loopback (address)) ||
         (policy->hosts != NULL && g_strv_contains ((const char * const *) policy->hosts, host));
}

/**
 * inlay_outside_resolve:
 * @uri: what is to be asked
 * @policy: what inside may be
 * @cancellable: (nullable): ends it early
 * @error: return location; %INLAY_ERROR_DENIED when the policy forbids all of them
 *
 * Returns: (transfer full) (element-type GInetAddress): the addresses that may be asked
 */
GList *
inlay_outside_resolve (GUri                      *uri,
                       const InlayOutsidePolicy  *policy,
                       GCancellable              *cancellable,
                       GError                   **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  GList *addresses = g_resolver_lookup_by_name (resolver, host, cancellable, error);
  GList *allowed = NULL;

  if (addresses == NULL)
    return NULL;
  for (GList *l = addresses; l != NULL; l = l->next)
    if (is_allowed (l->data, host, policy))
      allowed = g_list_append (allowed, g_object_ref (l->data));
  if (allowed == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s is inside this network and is not talked to", host);
  g_resolver_free_addresses (addresses);
  return allowed;
}

static GSocketConnection *
connect_to_any (GList         *addresses,
                guint16        port,
                guint          timeout,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  GSocketConnection *connection = NULL;

  g_socket_client_set_timeout (client, timeout);
  g_socket_client_set_enable_proxy (client, FALSE);
  for (GList *l = addresses; l != NULL && connection == NULL; l = l->next)
    {
      g_autoptr (GSocketAddress) place = g_inet_socket_address_new (l->data, port);

      g_clear_error (error);
      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (place), cancellable, error);
    }
  return connection;
}

/**
 * inlay_outside_open:
 * @uri: what is to be asked
 * @policy: what inside may be
 * @timeout: seconds each step may take
 * @cancellable: (nullable): ends it early
 * @error: return location; %INLAY_ERROR_DENIED when the policy forbids to ask
 *
 * The addresses are judged and then used: a name cannot answer differently in between.
 *
 * Returns: (transfer full): a connection
 */
GIOStream *
inlay_outside_open (GUri                      *uri,
                    const InlayOutsidePolicy  *policy,
                    guint                      timeout,
                    GCancellable              *cancellable,
                    GError                   **error)
{
  gboolean tls = strcmp (g_uri_get_scheme (uri), "https") == 0;
  guint16 port = (guint16) (g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : tls ? 443 : 80);
  GList *addresses = inlay_outside_resolve (uri, policy, cancellable, error);
  g_autoptr (GSocketConnectable) identity = g_network_address_new (g_uri_get_host (uri), port);
  g_autoptr (GSocketConnection) plain = NULL;
  GIOStream *stream;

  if (addresses == NULL)
    return NULL;
  plain = connect_to_any (addresses, port, timeout, cancellable, error);
  g_list_free_full (addresses, g_object_unref);
  if (plain == NULL || !tls)
    return plain != NULL ? G_IO_STREAM (g_steal_pointer (&plain)) : NULL;

  stream = g_tls_client_connection_new (G_IO_STREAM (plain), identity, error);
  if (stream != NULL && !g_tls_connection_handshake (G_TLS_CONNECTION (stream), cancellable, error))
    g_clear_object (&stream);
  return stream;
}

char *
inlay_outside_dup_host (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_6 = strchr (host, ':') != NULL;

  if (g_uri_get_port (uri) < 0)
    return g_strdup_printf (is_6 ? "[%s]" : "%s", host);
  return g_strdup_printf (is_6 ? "[%s]:%d" : "%s:%d", host, g_uri_get_port (uri));
}
