/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

static void
print_health (const char *environment,
              JsonNode   *health)
{
  JsonNode *stats = inlay_json_get_member (health, "stats");
  const char *reason = inlay_json_get_string (health, "reason");

  inlay_cli_print (_("%s: %s, %g %% of %lld modules%s%s"), environment,
                   inlay_json_get_boolean (health, "healthy", FALSE) ? _("healthy") : _("not healthy"),
                   inlay_json_get_double (health, "healthyPercentage", 0), (long long) inlay_json_get_int (stats, "total_modules", 0),
                   reason != NULL ? "; " : "", reason != NULL ? reason : "");
}

static void
print (InlayOrder *order,
       JsonNode   *answer)
{
  JsonObject *environments = inlay_json_get_object (answer, "environments");
  JsonObjectIter iter;
  const char *name;
  JsonNode *health;

  if (environments == NULL)
    {
      print_health (order->operands[0], answer);
      return;
    }
  json_object_iter_init_ordered (&iter, environments);
  while (json_object_iter_next_ordered (&iter, &name, &health))
    print_health (name, health);
}

/* Of all environments the active one counts. */
static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) answer = inlay_order_get (order, order->n_operands > 0 ? "~/health/{1}" : "~/health", error);

  if (answer == NULL)
    return FALSE;
  inlay_order_show (order, answer);
  if (!inlay_order_has (order, "exit-code") || inlay_json_get_boolean (answer, "healthy", FALSE))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY, _("%s is not healthy"),
               order->n_operands > 0 ? order->operands[0] : inlay_json_get_string (answer, "active"));
  return FALSE;
}

const InlayDeed inlay_deeds_health[] = {
  { .name = "report", .operands = "ENVIRONMENT MODULE STATUS", .method = "POST", .path = "~/module-health",
    .body = "environment=$1 moduleId=$2 status=$3 error=--error", .summary = N_("Say that a module is healthy, unhealthy or failed") },
  { .operands = "[ENVIRONMENT]", .method = "GET", .path = "~/health", .also = "--exit-code", .print = print, .run = run,
    .summary = N_("How the environments are") },
  { NULL }
};
