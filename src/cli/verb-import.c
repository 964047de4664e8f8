/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

/**
 * inlay_verb_import:
 *
 * `inlayctl import FILE`: puts a composition, also a foreign form of one, into the user's library.
 */
gboolean
inlay_verb_import (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_autoptr(InlayComposition) composition = NULL;
  g_autoptr(InlayLibrary) library = NULL;
  g_autofree char *key = NULL;

  if (!inlay_cli_parse (cli, "FILE", NULL, &argc, &argv, 1, 1, error))
    return FALSE;
  composition = inlay_cli_read_composition (argv[1], error);
  library = composition != NULL ? inlay_cli_open_library (error) : NULL;
  key = library != NULL ? inlay_library_add (library, composition, g_get_real_time (), error) : NULL;
  if (key == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonNode) node =
        inlay_json_new_object ("key", inlay_json_new_string (key),
                               "id", inlay_json_new_string (inlay_composition_get_id (composition)),
                               NULL);

      inlay_cli_answer (cli, node);
    }
  else
    inlay_cli_print (_("%s is in the library as %s"), inlay_composition_get_name (composition), key);
  return TRUE;
}
