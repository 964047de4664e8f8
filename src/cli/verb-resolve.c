/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

/**
 * inlay_verb_resolve:
 *
 * `inlayctl resolve FILE [--catalog FILE|URL] [--explain] [--update]`: the import map on standard
 * output; why each version was chosen on standard error.
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
  g_auto(GStrv) lines = NULL;
  g_autoptr(JsonNode) whole = NULL;

  if (!inlay_cli_parse (cli, "FILE", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  composition = inlay_cli_read_composition (argv[1], error);
  shelf = composition != NULL ? inlay_cli_shelf_new (cli, error) : NULL;
  if (shelf == NULL)
    return FALSE;

  resolution = inlay_composition_resolver_run (inlay_composition_get_root (composition),
                                               inlay_cli_shelf_get_catalog (shelf),
                                               update ? INLAY_RESOLVE_UPDATE : INLAY_RESOLVE_DEFAULT,
                                               error);
  if (resolution == NULL)
    return FALSE;

  lines = inlay_resolution_dup_lines (resolution);
  for (guint i = 0; (explain || inlay_resolution_has_conflicts (resolution)) && lines[i] != NULL; i++)
    inlay_cli_say ("%s", lines[i]);
  whole = cli->json ? inlay_resolution_to_json (resolution)
                    : json_node_ref (inlay_resolution_get_import_map (resolution));
  inlay_cli_answer (cli, whole);
  if (!inlay_resolution_has_conflicts (resolution))
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, _("%s: not every version can be settled"),
               argv[1]);
  return FALSE;
}
