/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/resource.h>

#include "inlay-monitor.h"
#include "inlay-request.h"

/* The limits of the door. */
#define CONNECTION_MEMORY (12 * 1024)
#define CONNECTION_TIMEOUT 30
#define BODY_TIMEOUT (30 * G_USEC_PER_SEC)
#define BACKLOG 1024
#define MAX_CONNECTIONS 8192
#define MAX_CONNECTIONS_PER_ADDRESS 256
#define RESERVED_FILES 64
#define MAX_THREADS 4
#define FILE_CACHE_SIZE (16 * 1024 * 1024)

struct _InlayServer
{
  InlayAuth *auth;
  InlayEvents *events;
  InlayWriter *writer;
  InlayMonitor *monitor;
  InlaySnapshotPlace place;
  struct MHD_Daemon *daemon;
  char *uri;
  GMutex file_lock;           /* guards the next three */
  InlayRegistryStore *files;
  GHashTable *file_cache;     /* digest -> GBytes */
  gsize file_cache_size;
};

/* The one function that logs requests: no headers, no query, no body. */
static void
log_request (InlayRequest *request)
{
  if (g_log_writer_default_would_drop (G_LOG_LEVEL_INFO, G_LOG_DOMAIN))
    return;
  g_info ("%s %s %u %.1f ms", request->method, request->path, request->status,
          (double) (g_get_monotonic_time () - request->started) / 1000.0);
}

static enum MHD_Result
send_response (InlayRequest *request)
{
  return MHD_queue_response (request->connection, request->status, request->response);
}

static gboolean
body_is_too_slow (InlayRequest *request)
{
  return g_get_monotonic_time () - request->started > BODY_TIMEOUT;
}

/* Called for each piece that arrives: it is counted before it is kept. */
static enum MHD_Result
take_body (InlayRequest *request,
           const char   *data,
           size_t       *size)
{
  if (request->response != NULL)
    {
      *size = 0;
      return MHD_YES;
    }
  if (body_is_too_slow (request))
    return MHD_NO;
  if (request->body == NULL)
    request->body = g_string_new (NULL);
  if (request->body->len + *size > request->route->max_body)
    {
      inlay_request_refuse (request, 413, "limit", "the body is larger than %" G_GSIZE_FORMAT " bytes", request->route->max_body);
      /* The rest is not waited for when the library lets an answer go out now. */
      return send_response (request);
    }
  g_string_append_len (request->body, data, (gssize) *size);
  *size = 0;
  return MHD_YES;
}

static enum MHD_Result
handle_request (void                   *cls,
                struct MHD_Connection  *connection,
                const char             *url,
                const char             *method,
                const char             *version,
                const char             *upload_data,
                size_t                 *upload_data_size,
                void                  **context)
{
  InlayRequest *request = *context;

  if (request == NULL)
    {
      *context = request = inlay_request_new (cls, connection, method, url);
      if (!inlay_routes_find (request))
        return send_response (request);
      return MHD_YES;
    }
  if (*upload_data_size > 0)
    return take_body (request, upload_data, upload_data_size);

  if (request->response == NULL && !request->queued)
    request->route->handler (request);
  if (request->response != NULL)
    return send_response (request);
  return MHD_YES;
}

static void
request_completed (void                            *cls,
                   struct MHD_Connection           *connection,
                   void                           **context,
                   enum MHD_RequestTerminationCode  why)
{
  InlayRequest *request = *context;

  if (request == NULL)
    return;
  log_request (request);
  inlay_request_free (request);
  *context = NULL;
}

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
 * @auth: (transfer full): who may do what
 * @error: return location
 *
 * Returns: (transfer full): a server that does not listen yet
 */
InlayServer *
inlay_server_new (InlayRegistryStore  *store,
                  InlayRegistryStore  *files,
                  InlayAuth           *auth,
                  GError             **error)
{
  g_autoptr (InlayServer) self = g_new0 (InlayServer, 1);

  g_mutex_init (&self->file_lock);
  self->auth = auth;
  self->files = files;
  self->file_cache = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->events = inlay_events_new ();
  self->writer = inlay_writer_new (store, &self->place, self->events, error);
  return self->writer != NULL ? g_steal_pointer (&self) : NULL;
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

static GSocket *
open_socket (GInetSocketAddress  *address,
             GError             **error)
{
  g_autoptr (GSocket) socket =
    g_socket_new (g_socket_address_get_family (G_SOCKET_ADDRESS (address)), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_bind (socket, G_SOCKET_ADDRESS (address), TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static char *
dup_socket_uri (GSocket *socket)
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
 * @address: where; port 0 takes a free one
 * @error: return location
 *
 * On loopback everyone is one address, programs here or a proxy, so only elsewhere are connections
 * counted by address.
 *
 * Returns: whether requests are answered from now on
 */
gboolean
inlay_server_listen (InlayServer         *self,
                     GInetSocketAddress  *address,
                     GError             **error)
{
  g_autoptr (GSocket) socket = open_socket (address, error);
  gboolean is_loopback = g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address));
  guint limit = raise_connection_limit ();
  int fd;

  if (socket == NULL)
    return FALSE;
  self->uri = dup_socket_uri (socket);
  fd = dup (g_socket_get_fd (socket));
  self->daemon =
    MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_TURBO |
                      (g_socket_get_family (socket) == G_SOCKET_FAMILY_IPV6 ? MHD_USE_IPv6 : 0),
                      0, NULL, NULL, handle_request, self,
                      MHD_OPTION_EXTERNAL_LOGGER, log_library, NULL,
                      MHD_OPTION_LISTEN_SOCKET, fd,
                      MHD_OPTION_THREAD_POOL_SIZE, CLAMP (g_get_num_processors (), 2, MAX_THREADS),
                      MHD_OPTION_CONNECTION_LIMIT, limit,
                      MHD_OPTION_PER_IP_CONNECTION_LIMIT, is_loopback ? 0 : MAX_CONNECTIONS_PER_ADDRESS,
                      MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_TIMEOUT,
                      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) CONNECTION_MEMORY,
                      MHD_OPTION_STRICT_FOR_CLIENT, 1,
                      MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
                      MHD_OPTION_NOTIFY_COMPLETED, request_completed, NULL,
                      MHD_OPTION_END);
  if (self->daemon != NULL)
    {
      self->monitor = inlay_monitor_new (&self->place, self->writer, is_loopback && inlay_auth_is_open (self->auth));
      inlay_writer_set_notify (self->writer, wake_monitor, self->monitor);
      return TRUE;
    }

  close (fd);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE, "%s cannot be served: %s", self->uri, g_strerror (errno));
  return FALSE;
}

char *
inlay_server_dup_uri (InlayServer *self)
{
  return g_strdup (self->uri);
}

/**
 * inlay_server_stop:
 * @self: a server
 *
 * Takes no new connections, finishes the writes that were taken, ends the streams, closes.
 */
void
inlay_server_stop (InlayServer *self)
{
  int fd = self->daemon != NULL ? MHD_quiesce_daemon (self->daemon) : -1;

  if (self->monitor != NULL)
    {
      inlay_writer_set_notify (self->writer, NULL, NULL);
      g_clear_pointer (&self->monitor, inlay_monitor_stop);
    }
  if (self->writer != NULL)
    inlay_writer_stop (self->writer);
  if (self->events != NULL)
    inlay_events_stop (self->events);
  g_clear_pointer (&self->daemon, MHD_stop_daemon);
  if (fd >= 0)
    close (fd);
}

void
inlay_server_free (InlayServer *self)
{
  inlay_server_stop (self);
  g_clear_pointer (&self->writer, inlay_writer_free);
  g_clear_pointer (&self->events, inlay_events_free);
  inlay_snapshot_place_clear (&self->place);
  g_clear_pointer (&self->auth, inlay_auth_free);
  g_clear_pointer (&self->files, inlay_registry_store_close);
  g_clear_pointer (&self->file_cache, g_hash_table_unref);
  g_mutex_clear (&self->file_lock);
  g_free (self->uri);
  g_free (self);
}

InlayAuth *
inlay_server_get_auth (InlayServer *self)
{
  return self->auth;
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
 *
 * Returns: (transfer full): what reads are answered from
 */
InlaySnapshot *
inlay_server_get_snapshot (InlayServer *self)
{
  return inlay_snapshot_place_get (&self->place);
}

/**
 * inlay_server_get_file:
 * @self: a server
 * @digest: the digest of a module's file
 * @error: return location
 *
 * Files are too large to be all in memory; those asked for lately are.
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
inlay_server_get_file (InlayServer  *self,
                       const char   *digest,
                       GError      **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->file_lock);
  GBytes *bytes = g_hash_table_lookup (self->file_cache, digest);

  if (bytes != NULL)
    return g_bytes_ref (bytes);
  if (!(bytes = inlay_registry_store_get_blob (self->files, digest, error)))
    return NULL;

  if (self->file_cache_size + g_bytes_get_size (bytes) > FILE_CACHE_SIZE)
    {
      g_hash_table_remove_all (self->file_cache);
      self->file_cache_size = 0;
    }
  if (g_bytes_get_size (bytes) <= FILE_CACHE_SIZE)
    {
      g_hash_table_insert (self->file_cache, g_strdup (digest), g_bytes_ref (bytes));
      self->file_cache_size += g_bytes_get_size (bytes);
    }
  return bytes;
}
