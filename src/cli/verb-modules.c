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

static JsonNode *
version_to_json (InlayPackument *packument,
                 const char     *version)
{
  const char *deprecated = inlay_packument_get_deprecated (packument, version);
  JsonNode *peers = inlay_packument_get_peers (packument, version);

  return inlay_json_new_object ("version", inlay_json_new_string (version),
                                "deprecated", deprecated != NULL ? inlay_json_new_string (deprecated) : NULL,
                                "peerDependencies", peers != NULL ? json_node_ref (peers) : NULL, NULL);
}

/* @wanted chooses one of them, as npm would. */
static gboolean
list_versions (InlayCli    *cli,
               const char  *package,
               const char  *wanted,
               GError     **error)
{
  g_autoptr(InlayNpmClient) npm = NULL;
  g_autoptr(InlayPackument) packument = NULL;
  g_autoptr(JsonArray) list = json_array_new ();
  InlayVersion *chosen = NULL;
  GPtrArray *versions;

  if (cli->npm == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("no npm registry is named: use --npm or INLAY_NPM"));
      return FALSE;
    }
  npm = inlay_npm_client_new (cli->npm, error);
  packument = npm != NULL ? inlay_npm_client_fetch (npm, package, NULL, error) : NULL;
  if (packument == NULL ||
      (wanted != NULL && !(chosen = inlay_packument_find (packument, wanted, error))))
    return FALSE;

  versions = inlay_packument_get_versions (packument);
  for (guint i = 0; i < versions->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (versions, i);
      const char *text = inlay_version_to_string (version);
      const char *deprecated = inlay_packument_get_deprecated (packument, text);

      if (chosen != NULL && version != chosen)
        continue;
      if (cli->json)
        json_array_add_element (list, version_to_json (packument, text));
      else if (deprecated != NULL)
        inlay_cli_print ("%s\t%s", text, deprecated);
      else
        inlay_cli_print ("%s", text);
    }
  if (cli->json)
    {
      g_autoptr(JsonNode) answer = inlay_json_take_array (json_array_ref (list));

      inlay_cli_answer (cli, answer);
    }
  return TRUE;
}

/**
 * inlay_verb_modules:
 *
 * `inlayctl modules register FILE`, `inlayctl modules list` and `inlayctl modules versions PACKAGE
 * [RANGE]`.
 */
gboolean
inlay_verb_modules (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  if (!inlay_cli_parse (cli, _("register FILE | list | versions PACKAGE [RANGE]"), NULL, &argc, &argv, 1, 3, error))
    return FALSE;
  if (g_str_equal (argv[1], "register") && argc == 3)
    return register_module (cli, argv[2], error);
  if (g_str_equal (argv[1], "list") && argc == 2)
    return list_modules (cli, error);
  if (g_str_equal (argv[1], "versions") && argc >= 3)
    return list_versions (cli, argv[2], argc > 3 ? argv[3] : NULL, error);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("modules takes “register FILE”, “list” or “versions PACKAGE [RANGE]”"));
  return FALSE;
}
