/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include <glib-unix.h>
#include <inlay-store.h>
#include <locale.h>
#include <string.h>

#include "inlay-server.h"

#define EXIT_MISUSED 2

typedef struct
{
  char *database;
  char *listen;
  char *token_file;
  char *role;
  char *name;
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
  g_free (options->role);
  g_free (options->name);
  g_strfreev (options->rest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (Options   *options,
               int       *argc,
               char    ***argv,
               GError   **error)
{
  GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_STRING, &options->database, "Where the registry is kept", "sqlite:PATH|postgresql://…" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen, "Where to answer; port 0 takes a free one", "ADDRESS:PORT" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file, "Access tokens, one a line: TOKEN [ROLE [NAME [EXPIRES]]]", "FILE" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &options->role, "token create: viewer, publisher, deployer, approver, auditor, admin", "ROLE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, "token create: whose it is", "NAME" },
    { "expires", 0, 0, G_OPTION_ARG_INT, &options->expires, "token create: for how many days it is good", "DAYS" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version and exit", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->rest, NULL, "[token create]" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- serve compositions, blue and green");

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
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

static GInetSocketAddress *
listen_address (Options  *options,
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
  return G_INET_SOCKET_ADDRESS (g_inet_socket_address_new (address, (guint16) port));
}

static gboolean
load_kept_tokens (InlayAuth           *auth,
                  InlayRegistryStore  *store,
                  GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_tokens (store, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (rows), i);
      InlayRole role;

      if (inlay_role_parse (inlay_json_get_string (row, "role"), &role))
        inlay_auth_add (auth, inlay_json_get_string (row, "hash"), inlay_json_get_string (row, "name"), role,
                        inlay_json_get_int (row, "expires", 0));
    }
  return TRUE;
}

static gboolean
check_open (InlayAuth           *auth,
            GInetSocketAddress  *address,
            GError             **error)
{
  if (!inlay_auth_is_open (auth))
    return TRUE;
  if (g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address)))
    {
      g_printerr ("inlay-registry: no --token-file: every program on this machine may publish, deploy and switch\n");
      return TRUE;
    }
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_DENIED,
                       "others can reach this address, so --token-file FILE is needed; "
                       "“inlay-registry token create --role admin” makes a token");
  return FALSE;
}

static InlayServer *
make_server (Options             *options,
             GInetSocketAddress  *address,
             GError             **error)
{
  g_autoptr (InlayAuth) auth = inlay_auth_new ();
  g_autoptr (InlayRegistryStore) store = NULL;
  g_autoptr (InlayRegistryStore) files = NULL;

  if ((options->token_file != NULL && !inlay_auth_load_file (auth, options->token_file, error)) ||
      !(store = open_store (options, error)) || !(files = open_store (options, error)) ||
      !load_kept_tokens (auth, store, error) || !check_open (auth, address, error))
    return NULL;
  return inlay_server_new (g_steal_pointer (&store), g_steal_pointer (&files), g_steal_pointer (&auth), error);
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
serve (Options  *options,
       GError  **error)
{
  g_autoptr (GInetSocketAddress) address = listen_address (options, error);
  g_autoptr (InlayServer) server = address != NULL ? make_server (options, address, error) : NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *uri = NULL;

  if (server == NULL || !inlay_server_listen (server, address, error))
    return FALSE;

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  uri = inlay_server_dup_uri (server);
  g_print ("listening on %s\n", uri);
  g_main_loop_run (loop);
  inlay_server_stop (server);
  return TRUE;
}

static gboolean
append_token (const char  *path,
              const char  *line,
              GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, error);

  return stream != NULL && g_output_stream_write_all (G_OUTPUT_STREAM (stream), line, strlen (line), NULL, NULL, error) &&
         g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

/* The token is shown once; what is kept is its hash. */
static gboolean
create_token (Options  *options,
              GError  **error)
{
  g_autofree char *token = inlay_token_new ();
  g_autofree char *hash = inlay_token_hash (token);
  const char *name = options->name != NULL ? options->name : options->role;
  gint64 now = g_get_real_time ();
  gint64 expires = options->expires > 0 ? now + options->expires * G_TIME_SPAN_DAY : 0;
  InlayRole role;

  if (options->role == NULL || !inlay_role_parse (options->role, &role) || options->expires < 0 ||
      strpbrk (name, " \t\r\n") != NULL || (options->token_file == NULL && options->database == NULL))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                           "token create needs --role ROLE, a --name of one word if any, and --token-file FILE or --database ADDRESS");
      return FALSE;
    }
  if (options->token_file != NULL)
    {
      g_autofree char *until = expires > 0 ? g_strdup_printf (" %" G_GINT64_FORMAT, expires / G_USEC_PER_SEC) : g_strdup ("");
      g_autofree char *line = g_strdup_printf ("%s %s %s%s\n", hash, options->role, name, until);

      if (!append_token (options->token_file, line, error))
        return FALSE;
    }
  else
    {
      g_autoptr (InlayRegistryStore) store = open_store (options, error);
      InlayRegistryWrite write = { "operator", now };

      if (store == NULL || !inlay_registry_store_add_token (store, &write, hash, name, options->role, expires, error))
        return FALSE;
    }
  g_print ("%s\n", token);
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done;

  setlocale (LC_ALL, "");
  if (!parse_options (&options, &argc, &argv, &error))
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
    done = serve (&options, &error);
  else if (g_strv_length (options.rest) == 2 && strcmp (options.rest[0], "token") == 0 && strcmp (options.rest[1], "create") == 0)
    done = create_token (&options, &error);
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
