/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

static void
print_proposed (JsonNode *row)
{
  inlay_cli_print ("%s %-9s %-10s %-20s %s", inlay_json_get_string (row, "id"), inlay_json_get_string (row, "status"),
                   inlay_json_get_string (row, "environment"), inlay_json_get_string (row, "version"),
                   inlay_json_get_string (row, "proposedBy"));
}

/**
 * inlay_verb_approve:
 *
 * `inlayctl approve [ID [--reject | --cancel] [--reason T]]`: lets a deployment happen that waits for
 * a second person, or not. Without an id lists those that wait.
 */
gboolean
inlay_verb_approve (InlayCli  *cli,
                    int        argc,
                    char     **argv,
                    GError   **error)
{
  gboolean reject = FALSE;
  gboolean cancel = FALSE;
  g_autofree char *app = NULL;
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "app", 0, 0, G_OPTION_ARG_STRING, &app, N_("The application, “default” unless given"), "APP" },
    { "reject", 0, 0, G_OPTION_ARG_NONE, &reject, N_("Do not let it happen"), NULL },
    { "cancel", 0, 0, G_OPTION_ARG_NONE, &cancel, N_("Take it back"), NULL },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the record"), N_("TEXT") },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *base = NULL;
  g_autofree char *item = NULL;
  g_autofree char *path = NULL;

  if (!inlay_cli_parse (cli, N_("[ID]"), entries, &argc, &argv, 0, 1, error) || (client = inlay_cli_connect (cli, error)) == NULL)
    return FALSE;
  base = inlay_wire_app_path (app, "/deployments");
  if (argc < 2)
    {
      path = g_strconcat (base, "/proposed", NULL);
      return inlay_cli_list (cli, client, path, print_proposed, error);
    }
  if (reject && cancel)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--reject or --cancel, not both"));
      return FALSE;
    }

  item = inlay_wire_path (base, argv[1]);
  path = g_strconcat (item, reject ? "/reject" : cancel ? "/cancel" : "/approve", NULL);
  body = inlay_json_new_object ("reason", reason != NULL ? inlay_json_new_string (reason) : NULL, NULL);
  inlay_client_set_if_match (client, "*");
  if ((answer = inlay_client_call (client, "POST", path, body, NULL, error)) == NULL)
    return FALSE;
  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print ("%s %s", argv[1], inlay_json_get_string (answer, "status"));
  return TRUE;
}
