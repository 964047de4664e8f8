/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

/**
 * inlay_verb_switch:
 *
 * `inlayctl switch ENV`: every visitor gets that environment from now on.
 */
gboolean
inlay_verb_switch (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  InlaySwitchRequest request = { 0 };

  if (!inlay_cli_parse (cli, "ENVIRONMENT", NULL, &argc, &argv, 1, 1, error))
    return FALSE;
  client = inlay_cli_connect (cli, error);
  if (client == NULL)
    return FALSE;

  request.target = argv[1];
  body = inlay_switch_request_build (&request);
  answer = inlay_client_call (client, "POST", INLAY_PATH_SWITCH, body, NULL, error);
  if (answer == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
