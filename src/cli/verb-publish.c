/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"
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

/* Nothing is served differently until it is deployed and switched to. */
static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  InlayCli *cli = order->cli;
  const char *app = inlay_order_text (order, "app");
  g_autoptr(InlayComposition) composition = inlay_order_bind (order, error) ? inlay_cli_read_composition (order->operands[0], error) : NULL;
  g_autoptr(InlayCliShelf) shelf = composition != NULL ? inlay_cli_shelf_new (cli, error) : NULL;
  g_autoptr(InlayResolution) resolution = shelf != NULL ? inlay_cli_shelf_resolve (shelf, composition, error) : NULL;
  g_autoptr(JsonNode) plan = NULL;
  g_autoptr(JsonNode) answer = NULL;

  if (resolution == NULL)
    return FALSE;
  plan = inlay_publish_plan_new (composition, inlay_resolution_get_modules (resolution), app != NULL ? app : "default",
                                 inlay_cli_shelf_get_file, shelf, error);
  answer = plan != NULL ? inlay_client_run_plan (order->client, plan, progress_cb, cli, NULL, error) : NULL;
  if (answer == NULL)
    return FALSE;

  if (cli->json)
    inlay_cli_answer (cli, answer);
  else
    inlay_cli_print (_("%s is published; “inlayctl deploy %s” puts it on the standby environment"),
                     inlay_composition_get_name (composition), inlay_composition_get_id (composition));
  return TRUE;
}

const InlayDeed inlay_deeds_publish[] = {
  { .operands = "FILE", .method = "POST", .path = "~/compositions", .bind = INLAY_BIND_ANY, .keyed = TRUE, .run = run,
    .summary = N_("Send a composition and the files of its modules to a registry") },
  { NULL }
};
