/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

static char *
brief (JsonNode *value)
{
  g_autofree char *text = inlay_json_write (value, INLAY_JSON_DEFAULT);

  if (g_utf8_strlen (text, -1) <= 60)
    return g_steal_pointer (&text);
  *g_utf8_offset_to_pointer (text, 59) = '\0';
  return g_strconcat (text, "…", NULL);
}

static void
print_operation (JsonNode *from,
                 JsonNode *operation)
{
  const char *op = inlay_json_get_string (operation, "op");
  const char *path = inlay_json_get_string (operation, "path");
  JsonNode *value = inlay_json_get_member (operation, "value");
  JsonNode *old = inlay_json_get (from, path);
  g_autofree char *new_text = value != NULL ? brief (value) : NULL;
  g_autofree char *old_text = old != NULL ? brief (old) : NULL;

  if (g_str_equal (op, "add"))
    inlay_cli_print ("+ %s %s", path, new_text);
  else if (g_str_equal (op, "remove"))
    inlay_cli_print ("- %s %s", path, old_text != NULL ? old_text : "");
  else if (g_str_equal (op, "move"))
    inlay_cli_print ("> %s → %s", inlay_json_get_string (operation, "from"), path);
  else
    inlay_cli_print ("~ %s %s → %s", path, old_text != NULL ? old_text : "?",
                     new_text != NULL ? new_text : "?");
}

/**
 * inlay_verb_diff:
 *
 * `inlayctl diff OLD NEW [--exit-code]`: what leads from one composition to the other; a JSON Patch
 * with --json.
 */
gboolean
inlay_verb_diff (InlayCli  *cli,
                 int        argc,
                 char     **argv,
                 GError   **error)
{
  gboolean exit_code = FALSE;
  const GOptionEntry entries[] = {
    { "exit-code", 0, 0, G_OPTION_ARG_NONE, &exit_code, N_("Exit with 1 when they differ"), NULL },
    { NULL }
  };
  g_autoptr(InlayComposition) from = NULL;
  g_autoptr(InlayComposition) to = NULL;
  g_autoptr(JsonNode) patch = NULL;
  JsonArray *operations;

  if (!inlay_cli_parse (cli, "OLD NEW", entries, &argc, &argv, 2, 2, error))
    return FALSE;
  from = inlay_cli_read_composition (argv[1], error);
  to = from != NULL ? inlay_cli_read_composition (argv[2], error) : NULL;
  if (to == NULL)
    return FALSE;

  patch = inlay_patch_diff (inlay_composition_get_root (from), inlay_composition_get_root (to));
  operations = json_node_get_array (patch);
  if (cli->json)
    inlay_cli_answer (cli, patch);
  else
    for (guint i = 0; i < json_array_get_length (operations); i++)
      print_operation (inlay_composition_get_root (from), json_array_get_element (operations, i));

  if (!exit_code || json_array_get_length (operations) == 0)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("%s and %s differ"), argv[1], argv[2]);
  return FALSE;
}
