/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

/**
 * inlay_verb_canary:
 *
 * `inlayctl canary ENV --percentage N`: starts to show ENV to N percent of the visitors, or raises
 * the share of the canary that runs.
 */
gboolean
inlay_verb_canary (InlayCli  *cli,
                   int        argc,
                   char     **argv,
                   GError   **error)
{
  int percentage = INLAY_CANARY_DEFAULT_PERCENTAGE;
  const GOptionEntry entries[] = {
    { "percentage", 0, 0, G_OPTION_ARG_INT, &percentage, N_("How many visitors of a hundred"), "N" },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) traffic = NULL;
  g_autoptr(JsonNode) body = NULL;
  g_autoptr(JsonNode) answer = NULL;
  InlayCanaryRequest request = { 0 };
  gboolean running;

  if (!inlay_cli_parse (cli, "ENVIRONMENT", entries, &argc, &argv, 1, 1, error))
    return FALSE;
  if (percentage < 0 || percentage > 100)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--percentage takes 0 to 100"));
      return FALSE;
    }
  client = inlay_cli_connect (cli, error);
  traffic = client != NULL ? inlay_client_call (client, "GET", INLAY_PATH_TRAFFIC_CONFIG, NULL, NULL, error) : NULL;
  if (traffic == NULL)
    return FALSE;

  running = g_strcmp0 (inlay_json_get_string (traffic, "canary_environment"), argv[1]) == 0 &&
            g_strcmp0 (inlay_json_get_string (traffic, "routing_strategy"), "canary") == 0;
  request.target = running ? NULL : argv[1];
  request.percentage = (guint) percentage;
  body = inlay_canary_request_build (&request);
  answer = inlay_client_call (client, "POST",
                              running ? INLAY_PATH_CANARY_INCREASE : INLAY_PATH_CANARY_START, body,
                              NULL, error);
  if (answer == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
