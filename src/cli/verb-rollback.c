/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

/**
 * inlay_verb_rollback:
 *
 * `inlayctl rollback --reason T`: back to the last good revision, at once and whatever its health.
 */
gboolean
inlay_verb_rollback (InlayCli  *cli,
                     int        argc,
                     char     **argv,
                     GError   **error)
{
  g_autofree char *reason = NULL;
  const GOptionEntry entries[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why, for the record"), N_("TEXT") },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  InlayRollbackRequest request = { 0 };

  if (!inlay_cli_parse (cli, NULL, entries, &argc, &argv, 0, 0, error))
    return FALSE;
  client = inlay_cli_connect (cli, error);
  if (client == NULL)
    return FALSE;

  request.reason = reason;
  body = inlay_rollback_request_build (&request);
  answer = inlay_client_call (client, "POST", INLAY_PATH_ROLLBACK, body, NULL, error);
  if (answer == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
