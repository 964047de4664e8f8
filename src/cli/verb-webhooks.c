/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

static void
print_webhook (JsonNode *row)
{
  inlay_cli_print ("%s %-12s %s", inlay_json_get_string (row, "id"), inlay_json_get_string (row, "createdBy"),
                   inlay_json_get_string (row, "url"));
}

static void
print_delivery (JsonNode *row)
{
  const char *reason = inlay_json_get_string (row, "error");

  inlay_cli_print ("%s %-12s %s  %s", inlay_json_get_string (row, "id"), inlay_json_get_string (row, "status"),
                   inlay_json_get_string (row, "event"), reason != NULL ? reason : "");
}

static gboolean
add (InlayCli     *cli,
     InlayClient  *client,
     const char   *path,
     const char   *url,
     char        **events,
     GError      **error)
{
  g_autoptr(JsonNode) body =
    inlay_json_new_object ("url", inlay_json_new_string (url),
                           "events", events != NULL ? inlay_json_new_strv ((const char * const *) events) : NULL, NULL);
  g_autoptr(JsonNode) answer = inlay_client_call (client, "POST", path, body, NULL, error);

  if (answer == NULL)
    return FALSE;
  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print ("%s %s", inlay_json_get_string (answer, "id"), inlay_json_get_string (answer, "secret"));
  return TRUE;
}

/**
 * inlay_verb_webhooks:
 *
 * `inlayctl webhooks [add URL | remove ID | deliveries ID]`: who is told what happens.
 */
gboolean
inlay_verb_webhooks (InlayCli  *cli,
                     int        argc,
                     char     **argv,
                     GError   **error)
{
  g_auto(GStrv) events = NULL;
  g_autofree char *app = NULL;
  const GOptionEntry entries[] = {
    { "app", 0, 0, G_OPTION_ARG_STRING, &app, N_("The application, “default” unless given"), "APP" },
    { "event", 0, 0, G_OPTION_ARG_STRING_ARRAY, &events, N_("Only this kind of event"), "KIND" },
    { NULL }
  };
  g_autoptr(InlayClient) client = NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *base = NULL;
  g_autofree char *path = NULL;
  g_autofree char *deliveries = NULL;

  if (!inlay_cli_parse (cli, N_("[add URL | remove ID | deliveries ID]"), entries, &argc, &argv, 0, 2, error) ||
      (client = inlay_cli_connect (cli, error)) == NULL)
    return FALSE;
  base = inlay_wire_app_path (app, "/webhooks");
  inlay_client_set_if_match (client, "*");
  if (argc == 1)
    return inlay_cli_list (cli, client, base, print_webhook, error);
  if (argc == 3 && g_str_equal (argv[1], "add"))
    return add (cli, client, base, argv[2], events, error);

  path = inlay_wire_path (base, argc == 3 ? argv[2] : "");
  deliveries = g_strconcat (path, "/deliveries", NULL);
  if (argc == 3 && g_str_equal (argv[1], "deliveries"))
    return inlay_cli_list (cli, client, deliveries, print_delivery, error);
  if (argc != 3 || !g_str_equal (argv[1], "remove"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("webhooks can be listed, added, removed or asked for their deliveries, not “%s”"), argv[1]);
      return FALSE;
    }
  if ((answer = inlay_client_call (client, "DELETE", path, NULL, NULL, error)) == NULL)
    return FALSE;
  inlay_cli_report (cli, answer);
  return TRUE;
}
