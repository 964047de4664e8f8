/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

/**
 * inlay_verb_deploy:
 *
 * `inlayctl deploy ID [--env NAME] [--version V] [--notes T]`: puts a published composition on an
 * environment, the standby when none is named. Without a version the minute is one.
 */
gboolean
inlay_verb_deploy (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_autofree char *environment = NULL;
  g_autofree char *version = NULL;
  g_autofree char *notes = NULL;
  const GOptionEntry entries[] = {
    { "env", 0, 0, G_OPTION_ARG_STRING, &environment, N_("Where to instead of the standby"), N_("NAME") },
    { "version", 0, 0, G_OPTION_ARG_STRING, &version, N_("What people call this deployment"), N_("VERSION") },
    { "notes", 0, 0, G_OPTION_ARG_STRING, &notes, N_("What people should know of it"), N_("TEXT") },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  InlayDeployRequest request = { 0 };

  if (!inlay_cli_parse (cli, "ID", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  client = inlay_cli_connect (cli, error);
  if (client == NULL)
    return FALSE;
  if (version == NULL)
    {
      g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

      version = g_date_time_format (now, "%Y.%m.%d-%H%M");
    }

  request.composition_id = argv[1];
  request.version = version;
  request.environment = environment;
  request.notes = notes;
  body = inlay_deploy_request_build (&request);
  answer = inlay_client_call (client, "POST", INLAY_PATH_DEPLOY, body, NULL, error);
  if (answer == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
