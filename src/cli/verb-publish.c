/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

static void
progress_cb (guint       done,
             guint       total,
             const char *title,
             gpointer    user_data)
{
  InlayCli *cli = user_data;

  if (title != NULL && !cli->json)
    inlay_cli_say ("[%u/%u] %s", done + 1, total, title);
}

/**
 * inlay_verb_publish:
 *
 * `inlayctl publish FILE`: sends the modules' files and the composition to the registry. Nothing is
 * served differently until it is deployed and switched to.
 */
gboolean
inlay_verb_publish (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(InlayComposition) composition = NULL;
  g_autoptr(InlayCliShelf) shelf = NULL;
  g_autoptr(InlayResolution) resolution = NULL;
  g_autoptr(JsonNode) plan = NULL;
  g_autoptr(JsonNode) answer = NULL;

  if (!inlay_cli_parse (cli, "FILE", NULL, &argc, &argv, 1, 1, error))
    return FALSE;
  client = inlay_cli_connect (cli, error);
  composition = client != NULL ? inlay_cli_read_composition (argv[1], error) : NULL;
  shelf = composition != NULL ? inlay_cli_shelf_new (cli, error) : NULL;
  resolution = shelf != NULL ? inlay_cli_shelf_resolve (shelf, composition, error) : NULL;
  if (resolution == NULL)
    return FALSE;

  plan = inlay_publish_plan_new (composition, inlay_resolution_get_modules (resolution),
                                 inlay_cli_shelf_get_file, shelf, error);
  answer = plan != NULL ? inlay_client_run_plan (client, plan, progress_cb, cli, NULL, error) : NULL;
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print (_("%s is published; “inlayctl deploy %s” puts it on the standby environment"),
                     inlay_composition_get_name (composition), inlay_composition_get_id (composition));
  return TRUE;
}
