/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

static void
say_lines (char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    inlay_cli_say ("%s", lines[i]);
}

/* Federated remotes instead of a composition: an object with a list of them. */
static gboolean
is_federation (JsonNode *node)
{
  return inlay_json_get_array (node, "remotes") != NULL && inlay_json_get_member (node, "format") == NULL;
}

static gboolean
resolve_federation (InlayCli  *cli,
                    JsonNode  *input,
                    gboolean   explain,
                    GError   **error)
{
  g_autoptr(InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr(JsonNode) map = inlay_resolver_start (resolver, input, error);
  g_autoptr(JsonNode) explanation = NULL;
  g_autoptr(JsonNode) whole = NULL;
  g_auto(GStrv) lines = NULL;

  /* For a large portfolio it takes far longer than the map: only for who reads it. */
  if (explain || map == NULL || cli->json)
    explanation = inlay_resolver_explain (resolver, input);
  if (explain || map == NULL)
    {
      lines = inlay_resolver_explain_lines (explanation);
      say_lines (lines);
    }
  if (cli->json)
    whole = inlay_json_new_object ("importMap", map != NULL ? json_node_ref (map) : NULL,
                                   "explanation", json_node_ref (explanation), NULL);
  else if (map != NULL)
    whole = json_node_ref (map);
  if (whole != NULL)
    inlay_cli_answer (cli, whole);
  return map != NULL;
}

static InlayComposition *
read_composition (const char  *path,
                  GBytes      *bytes,
                  GError     **error)
{
  InlayComposition *composition = inlay_composition_read (bytes, error);

  if (composition == NULL)
    g_prefix_error (error, "%s: ", path);
  return composition;
}

/**
 * inlay_verb_resolve:
 *
 * `inlayctl resolve FILE [--catalog FILE|URL] [--npm URL] [--explain] [--update]`: the import map on
 * standard output; why each version was chosen on standard error. FILE is a composition, or an object
 * with federated `remotes` and their entry files.
 */
gboolean
inlay_verb_resolve (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  gboolean explain = FALSE, update = FALSE;
  const GOptionEntry entries[] = {
    { "explain", 0, 0, G_OPTION_ARG_NONE, &explain, N_("Say why each version was chosen"), NULL },
    { "update", 0, 0, G_OPTION_ARG_NONE, &update, N_("Choose anew, whatever the lock says"), NULL },
    { NULL }
  };
  g_autoptr(InlayComposition) composition = NULL;
  g_autoptr(InlayCliShelf) shelf = NULL;
  g_autoptr(InlayResolution) resolution = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(JsonNode) whole = NULL;

  if (!inlay_cli_parse (cli, "FILE", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  bytes = inlay_cli_read (argv[1], error);
  if (bytes == NULL)
    return FALSE;
  node = inlay_json_read (bytes, NULL);
  if (node != NULL && is_federation (node))
    return resolve_federation (cli, node, explain, error);
  composition = read_composition (argv[1], bytes, error);
  shelf = composition != NULL ? inlay_cli_shelf_new (cli, error) : NULL;
  if (shelf == NULL || !inlay_cli_shelf_ask_npm (shelf, cli, composition, error))
    return FALSE;

  resolution = inlay_composition_resolver_run (inlay_composition_get_root (composition),
                                               inlay_cli_shelf_get_catalog (shelf),
                                               update ? INLAY_RESOLVE_UPDATE : INLAY_RESOLVE_DEFAULT,
                                               error);
  if (resolution == NULL)
    return FALSE;

  lines = inlay_resolution_dup_lines (resolution);
  if (explain || inlay_resolution_has_conflicts (resolution))
    say_lines (lines);
  whole = cli->json ? inlay_resolution_to_json (resolution)
                    : json_node_ref (inlay_resolution_get_import_map (resolution));
  inlay_cli_answer (cli, whole);
  if (!inlay_resolution_has_conflicts (resolution))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, _("%s: not every version can be settled"),
               argv[1]);
  return FALSE;
}
