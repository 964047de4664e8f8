/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

static GBytes *
lookup_file (InlayModule  *module,
             const char   *file,
             gpointer      files,
             GError      **error)
{
  return g_bytes_ref (g_hash_table_lookup (files, file));
}

static gboolean
register_module (InlayCli    *cli,
                 const char  *path,
                 GError     **error)
{
  g_autoptr(InlayClient) client = inlay_cli_connect (cli, error);
  g_autoptr(GHashTable) files = NULL;
  g_autoptr(InlayModule) module = client != NULL ? inlay_cli_read_module (path, &files, error) : NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;

  if (module == NULL)
    return FALSE;
  body = inlay_publish_module_body (module, lookup_file, files, error);
  answer = body != NULL ? inlay_client_call (client, "POST", INLAY_PATH_MODULES, body, NULL, error) : NULL;
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print (_("%s %s is registered"), inlay_module_get_id (module), inlay_module_get_version (module));
  return TRUE;
}

static gboolean
list_modules (InlayCli  *cli,
              GError   **error)
{
  g_autoptr(InlayClient) client = inlay_cli_connect (cli, error);
  g_autoptr(JsonNode) answer =
    client != NULL ? inlay_client_call (client, "GET", INLAY_PATH_MODULES, NULL, NULL, error) : NULL;
  JsonArray *modules;

  if (answer == NULL)
    return FALSE;
  if (cli->json)
    {
      inlay_cli_answer (cli, answer);
      return TRUE;
    }

  modules = JSON_NODE_HOLDS_ARRAY (answer) ? json_node_get_array (answer) : inlay_json_get_array (answer, "modules");
  for (guint i = 0; modules != NULL && i < json_array_get_length (modules); i++)
    {
      JsonNode *module = json_array_get_element (modules, i);
      const char *id = inlay_json_get_string (module, "moduleId");
      const char *version = inlay_json_get_string (module, "version");

      if (id == NULL)
        id = inlay_json_get_string (module, "module_id");
      inlay_cli_print ("%s\t%s", id != NULL ? id : "?", version != NULL ? version : "?");
    }
  return TRUE;
}

/**
 * inlay_verb_modules:
 *
 * `inlayctl modules register FILE` and `inlayctl modules list`.
 */
gboolean
inlay_verb_modules (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  if (!inlay_cli_parse (cli, _("register FILE | list"), NULL, &argc, &argv, 1, 2, error))
    return FALSE;
  if (g_str_equal (argv[1], "register") && argc == 3)
    return register_module (cli, argv[2], error);
  if (g_str_equal (argv[1], "list") && argc == 2)
    return list_modules (cli, error);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("modules takes “register FILE” or “list”"));
  return FALSE;
}
