/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include <glib-unix.h>
#include <inlay-store.h>
#include <locale.h>
#include <string.h>

#include "inlay-admin.h"
#include "inlay-server.h"
#include "inlay-service.h"
#include "inlay-settings.h"
#include "inlay-token-create.h"
#include "inlay-workers.h"

/* A second, for an address that others can reach and where nothing else was said. */
#define DEFAULT_READS 200
#define DEFAULT_WRITES 20
#define SOCKET_WORD "socket"
#define MAX_WORKERS 64
#define MEMORY "sqlite::memory:"
#define KEPT_DAYS 30
#define EXPLAINED_DAYS 90
#define MAX_DAYS 36500
#define EXIT_MISUSED 2

typedef struct
{
  char *database;
  char *listen;
  char *token_file;
  char *config;
  char *log_level;
  char *request_log;
  char *rate_limit;
  char *proxies;
  char *origin;
  char *backups;
  int drain;
  int workers;
  char *from;
  char *to;
  int keep;
  int traffic_log;
  char *role;
  char *name;
  char *app;
  char *environment;
  char *module;
  int expires;
  gboolean version;
  char **rest;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->database);
  g_free (options->listen);
  g_free (options->token_file);
  g_free (options->config);
  g_free (options->log_level);
  g_free (options->request_log);
  g_free (options->rate_limit);
  g_free (options->proxies);
  g_free (options->origin);
  g_free (options->backups);
  g_free (options->from);
  g_free (options->to);
  g_free (options->role);
  g_free (options->name);
  g_free (options->app);
  g_free (options->environment);
  g_free (options->module);
  g_strfreev (options->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options   *options,
               char     **argv,
               GError   **error)
{
  g_auto (GStrv) expanded = inlay_settings_expand (argv, error);
  GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_STRING, &options->database, "Where the registry is kept", "sqlite:PATH|postgresql://…" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen, "Where to answer; port 0 takes a free one, “socket” what it is started with", "ADDRESS:PORT" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "Access tokens, one a line: TOKEN [ROLE [NAME [EXPIRES]]]", "FILE" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "Options, as “name=value” below [registry]; read again at SIGHUP", "FILE" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &options->log_level, "error, warning, message, info or debug", "LEVEL" },
    { "request-log", 0, 0, G_OPTION_ARG_FILENAME, &options->request_log, "Adds a line of JSON for each request; - is standard error", "FILE" },
    { "rate-limit", 0, 0, G_OPTION_ARG_STRING, &options->rate_limit, "Requests a second for each address and each token; 0 is any number", "READS:WRITES" },
    { "proxy", 0, 0, G_OPTION_ARG_STRING, &options->proxies, "Whose X-Forwarded-For is believed, with commas between", "ADDRESS[/BITS],…" },
    { "origin", 0, 0, G_OPTION_ARG_STRING, &options->origin, "Where visitors see the pages; health probes ask as from there", "URL" },
    { "backup-folder", 0, 0, G_OPTION_ARG_FILENAME, &options->backups, "Where POST /api/v1/admin/backup puts its files", "FOLDER" },
    { "drain", 0, 0, G_OPTION_ARG_INT, &options->drain, "How long to answer but say “not ready” before stopping", "SECONDS" },
    { "workers", 0, 0, G_OPTION_ARG_INT, &options->workers, "How many processes answer at the same port", "COUNT" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options->from, "admin copy, compare: the registry that is there", "ADDRESS" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options->to, "admin copy, compare: the other; admin backup: a new file", "ADDRESS" },
    { "keep", 0, 0, G_OPTION_ARG_INT, &options->keep, "gc: for how long pages stay open, 30 by default", "DAYS" },
    { "traffic-log", 0, 0, G_OPTION_ARG_INT, &options->traffic_log, "For how long past decisions can be explained, 90 by default", "DAYS" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options->role, "token create: viewer, publisher, deployer, approver, auditor, admin", "ROLE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, "token create: whose it is", "NAME" },
    { "app", 0, 0, G_OPTION_ARG_STRING, &options->app, "token create: for which applications, * by default", "PATTERN" },
    { "env", 0, 0, G_OPTION_ARG_STRING, &options->environment, "token create: for which environments, * by default", "PATTERN" },
    { "module", 0, 0, G_OPTION_ARG_STRING, &options->module, "token create: for which modules, * by default", "PATTERN" },
    { "expires", 0, 0, G_OPTION_ARG_INT, &options->expires, "token create: for how many days it is good", "DAYS" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->rest, NULL, "[token create|admin copy|admin compare|admin backup|admin gc]" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- serve compositions, blue and green");

  g_option_context_add_main_entries (context, entries, NULL);
  return expanded != NULL && g_option_context_parse_strv (context, &expanded, error);
}

static InlayRegistryStore *
open_store (Options  *options,
            GError  **error)
{
  if (options->database != NULL)
    return inlay_registry_store_open (options->database, g_get_real_time (), error);

  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--database sqlite:PATH or postgresql://… is missing");
  return NULL;
}

static GSocket *
open_socket (Options  *options,
             GError  **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GInetAddress) address = NULL;
  char *port_text, *host;
  guint64 port = 0;

  if (options->listen == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--listen ADDRESS:PORT is missing");
      return NULL;
    }
  if (strcmp (options->listen, SOCKET_WORD) == 0)
    return inlay_service_take_socket (error);
  host = text = g_strdup (options->listen);
  if ((port_text = strrchr (text, ':')) != NULL)
    *port_text++ = '\0';
  if (*host == '[' && g_str_has_suffix (host, "]"))
    {
      host[strlen (host) - 1] = '\0';
      host++;
    }
  address = g_inet_address_new_from_string (strcmp (host, "localhost") == 0 ? "127.0.0.1" : host);
  if (address == NULL || port_text == NULL || !g_ascii_string_to_unsigned (port_text, 10, 0, 65535, &port, NULL))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--listen %s is not ADDRESS:PORT", options->listen);
      return NULL;
    }
  return inlay_server_open_socket (address, (guint16) port, options->workers > 1, error);
}

static gboolean
check_open (InlayAuth  *auth,
            GSocket    *socket,
            GError    **error)
{
  if (!inlay_auth_is_open (auth))
    return TRUE;
  if (inlay_server_is_local (socket))
    {
      g_printerr ("inlay-registry: no --token-file: every program on this machine may publish, deploy and switch\n");
      return TRUE;
    }
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_DENIED,
                       "others can reach this address, so a token is needed; “inlay-registry token create --role admin” "
                       "makes one, in the --token-file or the --database");
  return FALSE;
}

static InlayServer *
make_server (Options       *options,
             InlayMetrics  *metrics,
             InlayLimits   *limits,
             GSocket       *socket,
             GError       **error)
{
  g_autoptr (InlayAuth) auth = inlay_auth_new ();
  g_autoptr (InlayRegistryStore) store = NULL;
  g_autoptr (InlayRegistryStore) files = NULL;
  g_autoptr (InlayRegistryStore) watched = NULL;
  g_autoptr (InlayServer) server = NULL;

  if ((options->token_file != NULL && !inlay_auth_load_file (auth, options->token_file, error)) ||
      !(store = open_store (options, error)) || !(files = open_store (options, error)) ||
      !(watched = open_store (options, error)) ||
      !(server = inlay_server_new (g_steal_pointer (&store), g_steal_pointer (&files), g_steal_pointer (&watched),
                                   g_steal_pointer (&auth), metrics, limits, error)) ||
      !check_open (inlay_server_get_auth (server), socket, error))
    return NULL;
  return g_steal_pointer (&server);
}

/* What may change while it runs. */
static gboolean
apply_settings (Options      *options,
                InlayServer  *server,
                gboolean      is_local,
                GError      **error)
{
  guint reads = is_local ? 0 : DEFAULT_READS;
  guint writes = is_local ? 0 : DEFAULT_WRITES;

  if ((options->rate_limit != NULL && !inlay_settings_parse_rate (options->rate_limit, &reads, &writes, error)) ||
      !inlay_server_open_log (server, options->request_log, error) || !inlay_settings_set_log_level (options->log_level, error))
    return FALSE;
  inlay_server_set_rates (server, reads, writes);
  return TRUE;
}

typedef struct
{
  char **argv;
  Options *options;
  InlayMetrics *metrics;
  InlayLimits *limits;
  InlayServer *server;
  gboolean is_local;
  GMainLoop *loop;
  guint drain;
  GSocket *socket;   /* keeps the port */
  int life;          /* of a worker: where it tells that it is there; else -1 */
} Service;

/* A mistake in what is read changes nothing. */
static gboolean
read_settings_again (Service  *service,
                     GError  **error)
{
  g_auto (Options) options = { 0 };

  if (!parse_options (&options, service->argv, error) ||
      (options.token_file != NULL &&
       !inlay_auth_reload_file (inlay_server_get_auth (service->server), options.token_file, error)))
    return FALSE;
  inlay_events_review (inlay_server_get_events (service->server));
  return apply_settings (&options, service->server, service->is_local, error);
}

static gboolean
reload_cb (gpointer data)
{
  Service *service = data;
  g_autoptr (GError) error = NULL;

  inlay_service_notify_reloading ();
  if (read_settings_again (service, &error))
    g_message ("settings were read again");
  else
    g_warning ("settings are not read again: %s", error->message);
  if (service->life >= 0)
    inlay_worker_has_reloaded (service->life, error == NULL);
  inlay_service_notify ("READY=1\nSTATUS=settings were %s%s", error == NULL ? "read again" : "not read again: ",
                        error == NULL ? "" : error->message);
  return G_SOURCE_CONTINUE;
}

static gboolean
quit_cb (gpointer data)
{
  Service *service = data;

  service->drain = 0;
  g_main_loop_quit (service->loop);
  return G_SOURCE_REMOVE;
}

/* The second time there is no more waiting. */
static gboolean
stop_cb (gpointer data)
{
  Service *service = data;

  inlay_service_notify ("STOPPING=1\nSTATUS=answering what was asked before");
  if (service->drain != 0 || service->options->drain <= 0)
    {
      g_main_loop_quit (service->loop);
      return G_SOURCE_CONTINUE;
    }
  inlay_server_drain (service->server);
  service->drain = g_timeout_add_seconds ((guint) service->options->drain, quit_cb, service);
  return G_SOURCE_CONTINUE;
}

static void
announce (gpointer data)
{
  Service *service = data;
  g_autofree char *uri = inlay_server_dup_socket_uri (service->socket);

  g_print ("listening on %s\n", uri);
  inlay_service_notify ("READY=1\nSTATUS=listening on %s", uri);
}

static gboolean
watchdog_cb (gpointer data)
{
  inlay_service_notify ("WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

static guint
start_watchdog (void)
{
  gint64 period = inlay_service_get_watchdog_period () / G_TIME_SPAN_MILLISECOND;

  return period > 0 ? g_timeout_add ((guint) MIN (period, G_MAXUINT), watchdog_cb, NULL) : 0;
}

static void
run (Service *service)
{
  guint sources[] = {
    g_unix_signal_add (SIGTERM, stop_cb, service),
    g_unix_signal_add (SIGINT, stop_cb, service),
    g_unix_signal_add (SIGHUP, reload_cb, service),
  };
  guint watchdog = start_watchdog ();
  guint life = service->life >= 0 ? inlay_worker_live (service->life) : 0;

  if (life == 0)
    announce (service);
  g_main_loop_run (service->loop);
  if (life != 0)
    {
      g_source_remove (life);
      close (service->life);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  g_clear_handle_id (&watchdog, g_source_remove);
  g_clear_handle_id (&service->drain, g_source_remove);
  inlay_server_stop (service->server);
}

/* A registry in memory is gone with its process, and no other connection sees it. */
static gboolean
set_upkeep (Options      *options,
            InlayServer  *server,
            GError      **error)
{
  if (options->keep < 0 || options->keep > MAX_DAYS)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--keep %d is not a number of days from 0 to %d", options->keep, MAX_DAYS);
  else if (options->traffic_log < 1 || options->traffic_log > MAX_DAYS)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--traffic-log %d is not a number of days from 1 to %d", options->traffic_log,
                 MAX_DAYS);
  else if (options->backups != NULL && strcmp (options->database, MEMORY) == 0)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--backup-folder needs a database that is not in memory");
  else if (options->backups != NULL && !g_file_test (options->backups, G_FILE_TEST_IS_DIR))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--backup-folder %s is not a folder", options->backups);
  else
    {
      inlay_server_set_upkeep (server, options->database, options->backups, (guint) options->keep, (guint) options->traffic_log);
      return TRUE;
    }
  return FALSE;
}

static gboolean
serve_socket (Service  *service,
              GSocket  *socket,
              GError  **error)
{
  Options *options = service->options;
  g_autoptr (InlayServer) server = make_server (options, service->metrics, service->limits, socket, error);
  g_auto (GStrv) proxies = options->proxies != NULL ? g_strsplit (options->proxies, ",", -1) : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) mistake = NULL;

  service->server = server;
  service->loop = loop;
  if (server == NULL || !inlay_server_set_proxies (server, (const char * const *) proxies, error) ||
      (options->origin != NULL && !inlay_server_set_origin (server, options->origin, error)) ||
      !set_upkeep (options, server, error))
    return FALSE;
  service->is_local = inlay_server_is_local (socket);
  if (!apply_settings (options, server, service->is_local, error) || !inlay_server_listen (server, socket, error))
    return FALSE;
  /* One that takes the place of another: what was read at the start may have changed. */
  if (service->life >= 0 && !read_settings_again (service, &mistake))
    g_warning ("settings are those of the start: %s", mistake->message);
  run (service);
  return TRUE;
}

/* A socket of its own at the same port, so that the kernel shares out who connects. */
static gboolean
serve_as_worker (gpointer   data,
                 int        life,
                 GError   **error)
{
  Service *service = data;
  g_autoptr (GSocketAddress) place = g_socket_get_local_address (service->socket, error);
  g_autoptr (GSocket) own = NULL;

  service->life = life;
  if (place == NULL)
    return FALSE;
  if (strcmp (service->options->listen, SOCKET_WORD) == 0)
    return serve_socket (service, service->socket, error);
  own = inlay_server_open_socket (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (place)),
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (place)), TRUE, error);
  return own != NULL && serve_socket (service, own, error);
}

/* Brings the tables to their newest form before anybody else is there. */
static gboolean
prepare_store (Options  *options,
               GError  **error)
{
  g_autoptr (InlayRegistryStore) store = open_store (options, error);

  return store != NULL;
}

static gboolean
serve (Options  *options,
       char    **argv,
       GError  **error)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (InlayMetrics) metrics = inlay_metrics_new (inlay_server_count_routes ());
  g_autoptr (InlayThrottle) reads = inlay_throttle_new ();
  g_autoptr (InlayThrottle) writes = inlay_throttle_new ();
  InlayLimits limits = { reads, writes, (guint) MAX (options->workers, 1) };
  Service service = { .argv = argv, .options = options, .metrics = metrics, .limits = &limits, .life = -1 };

  if (options->workers < 0 || options->workers > MAX_WORKERS)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--workers %d is not a number from 1 to %d", options->workers, MAX_WORKERS);
      return FALSE;
    }
  if (!(socket = open_socket (options, error)))
    return FALSE;
  service.socket = socket;
  if (options->workers <= 1)
    return serve_socket (&service, socket, error);
  if (g_strcmp0 (options->database, MEMORY) == 0)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "--workers needs a database that all of them can reach");
      return FALSE;
    }
  return prepare_store (options, error) &&
         inlay_workers_run ((guint) options->workers, serve_as_worker, announce, &service, error);
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Options) options = { .keep = KEPT_DAYS, .traffic_log = EXPLAINED_DAYS };
  g_autoptr (GError) error = NULL;
  gboolean done;

  setlocale (LC_ALL, "");
  if (!parse_options (&options, argv, &error))
    {
      g_printerr ("inlay-registry: %s\n", error->message);
      return EXIT_MISUSED;
    }
  if (options.version)
    {
      g_print ("inlay-registry %s\n", PACKAGE_VERSION);
      return 0;
    }
  if (options.rest == NULL)
    done = serve (&options, argv, &error);
  else if (g_strv_length (options.rest) == 2 && strcmp (options.rest[0], "token") == 0 && strcmp (options.rest[1], "create") == 0)
    done = inlay_token_create_run (&(InlayTokenOptions) { options.database, options.token_file, options.role, options.name, options.app,
                                                          options.environment, options.module, options.expires },
                                   &error);
  else if (g_strv_length (options.rest) == 2 && strcmp (options.rest[0], "admin") == 0)
    done = inlay_admin_run (options.rest[1], &(InlayAdminOptions) { options.database, options.from, options.to, options.keep }, &error);
  else
    {
      g_printerr ("inlay-registry: %s is not something it does; see --help\n", options.rest[0]);
      return EXIT_MISUSED;
    }
  if (done)
    return 0;
  g_printerr ("inlay-registry: %s\n", error->message);
  return g_error_matches (error, INLAY_ERROR, INLAY_ERROR_INVALID) ? EXIT_MISUSED : 1;
}
