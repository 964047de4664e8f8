/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

static void
print_change (JsonNode *change)
{
  const char *kind = inlay_json_get_string (change, "change");
  const char *id = inlay_json_get_string (change, "moduleId");
  const char *version = inlay_json_get_string (change, "version");
  const char *before = inlay_json_get_string (change, "before");

  if (g_strcmp0 (kind, "added") == 0)
    inlay_cli_print ("  + %s %s", id, version);
  else if (g_strcmp0 (kind, "removed") == 0)
    inlay_cli_print ("  - %s %s", id, before);
  else
    inlay_cli_print ("  ~ %s %s → %s", id, before, version);
}

/* What would happen, for people. */
static void
print_plan (JsonNode *plan)
{
  JsonArray *changes = inlay_json_get_array (plan, "changes");
  const char *refusal = inlay_json_get_string (plan, "refusal");

  inlay_cli_print (_("%s would get %s (%s)"), inlay_json_get_string (plan, "environment"),
                   inlay_json_get_string (plan, "version"), inlay_json_get_string (plan, "revision"));
  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    print_change (json_array_get_element (changes, i));
  if (inlay_json_get_boolean (plan, "unchanged", FALSE))
    inlay_cli_print (_("  nothing would be different"));
  if (inlay_json_get_boolean (plan, "needsApproval", FALSE))
    inlay_cli_print (_("  a second person would have to agree"));
  if (refusal != NULL)
    inlay_cli_print (_("  now it would be refused: %s"), refusal);
}

/* A plan is an answer even when what it tells is that it would be refused. */
static void
print (InlayOrder *order,
       JsonNode   *answer)
{
  if (inlay_json_get_boolean (answer, "dryRun", FALSE))
    print_plan (answer);
  else if (g_strcmp0 (inlay_json_get_string (answer, "status"), "pending") == 0)
    inlay_cli_print (_("%s waits for a second person: inlayctl approve %s"), inlay_json_get_string (answer, "environment"),
                     inlay_json_get_string (answer, "deploymentId"));
  else
    inlay_cli_report (order->cli, answer);
}

static gboolean
check (InlayOrder  *order,
       GError     **error)
{
  const char *strategy = inlay_order_text (order, "strategy");
  InlayDeployStrategy known;

  if (strategy != NULL && !inlay_deploy_strategy_from_string (strategy, &known))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--strategy is standby, canary or direct, not “%s”"), strategy);
  else if (inlay_order_has (order, "steps") && g_strcmp0 (strategy, "canary") != 0)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--steps are for --strategy canary"));
  else if ((order->n_operands > 0) == inlay_order_has (order, "revision"))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("deploy takes the ID of a composition, or --revision"));
  else
    return TRUE;
  return FALSE;
}

/* Without a version the minute is one. */
static gboolean
deploy (InlayOrder  *order,
        GError     **error)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *minute = g_date_time_format (now, "%Y.%m.%d-%H%M");
  g_autoptr(JsonNode) body = check (order, error) ? inlay_order_build_body (order, error) : NULL;
  g_autoptr(InlayPlan) plan = body != NULL && inlay_order_has (order, "steps") ? inlay_order_read_plan (order, error) : NULL;

  if (body == NULL || (plan == NULL && inlay_order_has (order, "steps")))
    return FALSE;
  if (!inlay_order_has (order, "version"))
    json_object_set_string_member (json_node_get_object (body), "version", minute);
  if (plan != NULL)
    json_object_set_member (json_node_get_object (body), "steps", inlay_plan_to_json (plan));
  return inlay_order_finish (order, body, error);
}

const InlayDeed inlay_deeds_deploy[] = {
  { .operands = "[ID]", .method = "POST", .path = "~/deployments", .also = "--steps --no-analysis", .bind = INLAY_BIND_ANY, .keyed = TRUE,
    .body = "composition=$1 revision=--revision env=--env version=--version notes=--notes strategy=--strategy dryRun=--dry-run",
    .print = print, .run = deploy, .summary = N_("Put a published composition, or an old --revision, on the standby or on --env") },
  { NULL }
};
