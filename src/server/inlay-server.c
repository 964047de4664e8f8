/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/resource.h>

#include "inlay-outside.h"
#include "inlay-page-token.h"
#include "inlay-server-private.h"

/* The limits of the door. */
#define CONNECTION_MEMORY (12 * 1024)
#define CONNECTION_TIMEOUT 30
#define BACKLOG 1024
#define MAX_CONNECTIONS 8192
#define MAX_CONNECTIONS_PER_ADDRESS 256
#define LEAST_CONNECTIONS_PER_ADDRESS 16
#define RESERVED_FILES 64
#define MAX_THREADS 4

/* Paths and queries are decoded once, by the routes. */
static size_t
leave_escaped (void                  *cls,
               struct MHD_Connection *connection,
               char                  *text)
{
  return strlen (text);
}

G_GNUC_PRINTF (2, 0)
static void
log_library (void       *cls,
             const char *format,
             va_list     args)
{
  g_autofree char *message = g_strdup_vprintf (format, args);

  g_debug ("%s", g_strchomp (message));
}

/**
 * inlay_server_new:
 * @store: (transfer full): the tables, for writing
 * @files: (transfer full): the same, for reading files
 * @watched: (transfer full): the same, for seeing what other processes do
 * @auth: (transfer full): who may do what
 * @metrics: (transfer none): what is counted, by several processes together; outlives the server
 * @limits: (transfer none): what they keep together; outlives it, too
 * @error: return location
 *
 * Returns: (transfer full): a server that does not listen yet
 */
InlayServer *
inlay_server_new (InlayRegistryStore  *store,
                  InlayRegistryStore  *files,
                  InlayRegistryStore  *watched,
                  InlayAuth           *auth,
                  InlayMetrics        *metrics,
                  InlayLimits         *limits,
                  GError             **error)
{
  g_autoptr (InlayServer) self = g_new0 (InlayServer, 1);
  g_autoptr (InlayRegistryStore) owned = watched;
  g_autofree char *fresh = NULL;

  g_mutex_init (&self->store_lock);
  g_mutex_init (&self->file_lock);
  self->auth = auth;
  self->hosts = inlay_hosts_new ();
  self->files = files;
  self->file_cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->metrics = metrics;
  self->guests = inlay_guests_new (self->metrics);
  self->limits = limits;
  self->log = inlay_request_log_new ();
  self->events = inlay_events_new (self->metrics, auth);
  fresh = inlay_page_token_key ();
  if (!(self->page_key = inlay_registry_store_get_secret (store, "page-key", fresh, error)))
    {
      inlay_registry_store_close (store);
      return NULL;
    }
  self->writer = inlay_writer_new (store, &self->place, self->events, auth, self->hosts, error);
  if (self->writer == NULL)
    return NULL;
  inlay_writer_set_metrics (self->writer, self->metrics);
  self->watch = inlay_watch_new (g_steal_pointer (&owned), self->writer);
  return g_steal_pointer (&self);
}

/* Streams need a descriptor each. */
static guint
raise_connection_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return MAX_CONNECTIONS_PER_ADDRESS;
  limit.rlim_cur = MIN (limit.rlim_max, MAX_CONNECTIONS + RESERVED_FILES);
  setrlimit (RLIMIT_NOFILE, &limit);
  getrlimit (RLIMIT_NOFILE, &limit);
  return (guint) CLAMP ((gint64) limit.rlim_cur - RESERVED_FILES, 16, MAX_CONNECTIONS);
}

/* The kernel spreads an address' connections evenly over the processes, not exactly. */
static guint
connections_per_address (guint n_processes)
{
  return MAX (MAX_CONNECTIONS_PER_ADDRESS / MAX (n_processes, 1), LEAST_CONNECTIONS_PER_ADDRESS);
}

/* g_socket_bind() lets go of SO_REUSEPORT on a stream. */
static gboolean
bind_shared (GSocket         *socket,
             GSocketAddress  *place,
             GError         **error)
{
  struct sockaddr_storage native;
  gssize size = g_socket_address_get_native_size (place);

  if (!g_socket_set_option (socket, SOL_SOCKET, SO_REUSEADDR, 1, error) ||
      !g_socket_set_option (socket, SOL_SOCKET, SO_REUSEPORT, 1, error) ||
      !g_socket_address_to_native (place, &native, sizeof native, error))
    return FALSE;
  if (bind (g_socket_get_fd (socket), (struct sockaddr *) &native, (socklen_t) size) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "the port cannot be shared: %s", g_strerror (errno));
  return FALSE;
}

/**
 * inlay_server_open_socket:
 * @address: where to listen
 * @port: on which port; 0 takes a free one
 * @is_shared: whether other processes listen there, too
 * @error: return location
 *
 * Returns: (transfer full): a socket that keeps the port; nobody can connect before
 *   inlay_server_listen()
 */
GSocket *
inlay_server_open_socket (GInetAddress  *address,
                          guint16        port,
                          gboolean       is_shared,
                          GError       **error)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket =
    g_socket_new (g_socket_address_get_family (place), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!(is_shared ? bind_shared (socket, place, error) : g_socket_bind (socket, place, TRUE, error)))
    return NULL;
  return g_steal_pointer (&socket);
}

/**
 * inlay_server_is_local:
 * @socket: a socket that listens
 *
 * Returns: whether only programs of this machine can reach it
 */
gboolean
inlay_server_is_local (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);

  return address != NULL && G_IS_INET_SOCKET_ADDRESS (address) &&
         g_inet_address_get_is_loopback (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/**
 * inlay_server_dup_socket_uri:
 * @socket: a socket that keeps a port
 *
 * Returns: (transfer full): the address of what listens there
 */
char *
inlay_server_dup_socket_uri (GSocket *socket)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean is_6 = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;

  return g_strdup_printf (is_6 ? "http://[%s]:%u" : "http://%s:%u", host, g_inet_socket_address_get_port (inet));
}

static void
wake_monitor (gpointer monitor)
{
  inlay_monitor_wake (monitor);
}

/**
 * inlay_server_listen:
 * @self: a server
 * @socket: where
 * @error: return location
 *
 * Returns: whether requests are answered from now on
 */
gboolean
inlay_server_listen (InlayServer  *self,
                     GSocket      *socket,
                     GError      **error)
{
  gboolean is_loopback = inlay_server_is_local (socket);
  guint limit = raise_connection_limit ();
  int fd;

  if (!g_socket_listen (socket, error))
    return FALSE;
  g_socket_set_blocking (socket, FALSE);
  self->uri = inlay_server_dup_socket_uri (socket);
  fd = dup (g_socket_get_fd (socket));
  inlay_guests_limit (self->guests, connections_per_address (self->limits->n_processes), self->proxies);
  self->daemon =
    MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_TURBO |
                      (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6 ? MHD_USE_IPv6 : 0),
                      0, inlay_guests_admit, self->guests, inlay_door_handle_request, self,
                      MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL,
                      MHD_OPTION_LISTEN_SOCKET, fd,
                      MHD_OPTION_THREAD_POOL_SIZE, CLAMP (g_get_num_processors (), 2, MAX_THREADS),
                      MHD_OPTION_CONNECTION_LIMIT, limit,
                      MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_TIMEOUT,
                      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
                      MHD_OPTION_STRICT_FOR_CLIENT, 1,
                      MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
                      MHD_OPTION_URI_LOG_CALLBACK, inlay_door_look_at_target, self,
                      MHD_OPTION_NOTIFY_COMPLETED, inlay_door_request_completed, self,
                      MHD_OPTION_NOTIFY_CONNECTION, inlay_guests_notify, self->guests,
                      MHD_OPTION_END);
  if (self->daemon != NULL)
    {
      self->monitor = inlay_monitor_new (&self->place, self->writer, self->watch, self->metrics, self->origin, self->page_key,
                                         is_loopback && inlay_auth_is_open (self->auth));
      inlay_writer_set_notify (self->writer, wake_monitor, self->monitor);
      self->chores = inlay_chores_new (self, is_loopback && inlay_auth_is_open (self->auth));
      return TRUE;
    }

  close (fd);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s cannot be served: %s", self->uri, g_strerror (errno));
  return FALSE;
}

/**
 * inlay_server_get_stale:
 * @self: a server
 *
 * Returns: for how many seconds what it answers may have been out of date; 0: it is not
 */
guint
inlay_server_get_stale (InlayServer *self)
{
  return inlay_watch_get_stale (self->watch);
}

char *
inlay_server_dup_uri (InlayServer *self)
{
  return g_strdup (self->uri);
}

/**
 * inlay_server_set_rates:
 * @self: a server
 * @reads: how many reads a second an address and a token may make; 0: any number
 * @writes: the same for writes
 */
void
inlay_server_set_rates (InlayServer *self,
                        guint        reads,
                        guint        writes)
{
  inlay_throttle_set_rate (self->limits->reads, reads);
  inlay_throttle_set_rate (self->limits->writes, writes);
}

/**
 * inlay_server_set_proxies:
 * @self: a server that does not listen yet
 * @addresses: (nullable): whose X-Forwarded-For is believed, addresses or networks such as “10.1.0.0/16”
 * @error: return location
 *
 * They speak for many, so their connections are not counted.
 *
 * Returns: whether they are addresses
 */
gboolean
inlay_server_set_proxies (InlayServer         *self,
                          const char * const  *addresses,
                          GError             **error)
{
  self->proxies = g_array_new (FALSE, FALSE, sizeof (InlayNetwork));
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      InlayNetwork network;

      if (!inlay_network_parse (&network, addresses[i]))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the proxy %s is neither an IP address nor a network such as 10.1.0.0/16",
                       addresses[i]);
          return FALSE;
        }
      g_array_append_val (self->proxies, network);
    }
  return TRUE;
}

/**
 * inlay_server_set_origin:
 * @self: a server that does not listen yet
 * @origin: where visitors see the pages, such as “https://shop.example”
 * @error: return location
 *
 * Returns: whether it is an origin
 */
gboolean
inlay_server_set_origin (InlayServer  *self,
                         const char   *origin,
                         GError      **error)
{
  g_autoptr (GUri) uri = inlay_outside_parse (origin, error);

  if (uri == NULL)
    return FALSE;
  if (*g_uri_get_path (uri) != '\0' || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not only scheme, host and port", origin);
      return FALSE;
    }
  g_free (self->origin);
  self->origin = g_strdup (origin);
  return TRUE;
}

/**
 * inlay_server_open_log:
 * @self: a server
 * @path: (nullable): where a line for each request goes
 * @error: return location
 *
 * Returns: whether it can be written to
 */
gboolean
inlay_server_open_log (InlayServer  *self,
                       const char   *path,
                       GError      **error)
{
  return inlay_request_log_open (self->log, path, error);
}

guint
inlay_server_count_routes (void)
{
  guint n_routes;

  inlay_routes_get_all (&n_routes);
  return n_routes;
}

InlayMetrics *
inlay_server_get_metrics (InlayServer *self)
{
  return self->metrics;
}

/**
 * inlay_server_get_page_key:
 * @self: a server
 *
 * Returns: (transfer none): what the tokens of pages are signed with
 */
const char *
inlay_server_get_page_key (InlayServer *self)
{
  return self->page_key;
}

InlayAuth *
inlay_server_get_auth (InlayServer *self)
{
  return self->auth;
}

InlayHosts *
inlay_server_get_hosts (InlayServer *self)
{
  return self->hosts;
}

InlayEvents *
inlay_server_get_events (InlayServer *self)
{
  return self->events;
}

InlayWriter *
inlay_server_get_writer (InlayServer *self)
{
  return self->writer;
}

/**
 * inlay_server_get_snapshot:
 * @self: a server
 * @app: an application
 *
 * Returns: (transfer full) (nullable): what reads are answered from
 */
InlaySnapshot *
inlay_server_get_snapshot (InlayServer *self,
                           const char  *app)
{
  return inlay_snapshot_place_get (&self->place, app);
}
