/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <math.h>

static gboolean
misuse (GError     **error,
        const char  *step)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is not a step: PERCENT, PERCENT:TIME as in 10:30m, or PERCENT:wait"), step);
  return FALSE;
}

static gboolean
read_step (const char  *text,
           gboolean     analysis,
           JsonArray   *steps,
           GError     **error)
{
  char *rest;
  double percentage = g_ascii_strtod (text, &rest);
  JsonObject *step;
  gint64 seconds = INLAY_PLAN_HOLD;
  gboolean waits = g_str_equal (rest, ":wait");

  if (rest == text || !isfinite (percentage) || percentage < 0 || percentage > 100 ||
      (*rest != '\0' && !waits && (*rest != ':' || !inlay_cli_read_duration (rest + 1, &seconds))))
    return misuse (error, text);

  step = json_object_new ();
  json_object_set_int_member (step, "weight", (gint64) floor (percentage * 100 + 0.5));
  if (waits)
    json_object_set_boolean_member (step, "pause", TRUE);
  else
    json_object_set_int_member (step, "pause", seconds);
  json_object_set_boolean_member (step, "analysis", analysis);
  json_array_add_object_element (steps, step);
  return TRUE;
}

/**
 * inlay_order_read_plan:
 *
 * Returns: (transfer full): the steps that --steps names, or 10, 25 and 50 percent
 */
InlayPlan *
inlay_order_read_plan (InlayOrder  *order,
                       GError     **error)
{
  const char *given = inlay_order_text (order, "steps");
  g_auto (GStrv) texts = g_strsplit (given != NULL ? given : "10,25,50", ",", -1);
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) steps = inlay_json_take_array (array);

  for (guint i = 0; texts[i] != NULL; i++)
    if (!read_step (g_strstrip (texts[i]), !inlay_order_has (order, "no-analysis"), array, error))
      return NULL;
  return inlay_plan_new (steps, error);
}

static void
print_module (JsonNode *module)
{
  inlay_cli_print (_("  %s: %lld of %lld loads failed, before it %lld of %lld"),
                   inlay_json_get_string (module, "moduleId"), (long long) inlay_json_get_int (module, "failures", 0),
                   (long long) inlay_json_get_int (module, "loads", 0),
                   (long long) inlay_json_get_int (module, "stableFailures", 0),
                   (long long) inlay_json_get_int (module, "stableLoads", 0));
}

static void
print_rollout (InlayOrder *order,
               JsonNode   *rollout)
{
  JsonArray *modules = inlay_json_get_array (rollout, "modules");
  JsonArray *steps = inlay_json_get_array (rollout, "steps");

  inlay_cli_print (_("%s on %s: %s (%s), step %lld of %u, %g %% of the visitors"),
                   inlay_json_get_string (rollout, "id"), inlay_json_get_string (rollout, "environment"),
                   inlay_json_get_string (rollout, "status"), inlay_json_get_string (rollout, "cause"),
                   (long long) inlay_json_get_int (rollout, "step", 0), steps != NULL ? json_array_get_length (steps) : 0,
                   (double) inlay_json_get_int (rollout, "weight", 0) / 100);
  for (guint i = 0; modules != NULL && i < json_array_get_length (modules); i++)
    print_module (json_array_get_element (modules, i));
}

static JsonNode *
find_live (JsonNode *rollouts)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (rollouts) ? json_node_get_array (rollouts) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *rollout = json_array_get_element (array, i);

      if (inlay_json_get_string (rollout, "id") != NULL && inlay_json_get_string (rollout, "endedAt") == NULL)
        return rollout;
    }
  return NULL;
}

/* Of the rollout that was named or the live one. That is looked up after the generation is, so that
 * a change in between is noticed. */
static gboolean
move (InlayOrder  *order,
      GError     **error)
{
  g_autoptr (JsonNode) rollouts = NULL;
  char *found[2] = { NULL, NULL };
  JsonNode *live;

  if (!inlay_order_bind (order, error))
    return FALSE;
  if (order->n_operands > 0)
    return inlay_order_finish (order, NULL, error);
  if (!(rollouts = inlay_order_get (order, "~/rollouts", error)))
    return FALSE;
  if (!(live = find_live (rollouts)))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, _("no rollout runs"));
      return FALSE;
    }
  found[0] = (char *) inlay_json_get_string (live, "id");
  order->operands = found;
  order->n_operands = 1;
  return inlay_order_finish (order, NULL, error);
}

static gboolean
start (InlayOrder  *order,
       GError     **error)
{
  g_autoptr (InlayPlan) plan = NULL;
  g_autoptr (JsonNode) body = NULL;

  if (order->n_operands == 0 && !inlay_order_has (order, "revision"))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("start takes an environment or --revision"));
      return FALSE;
    }
  if (!(plan = inlay_order_read_plan (order, error)))
    return FALSE;
  body = inlay_order_build_body (order, error);
  json_object_set_member (json_node_get_object (body), "steps", inlay_plan_to_json (plan));
  return inlay_order_finish (order, body, error);
}

#define MOVE(word, text) \
  { .name = word, .operands = "[ROLLOUT]", .method = "POST", .path = "~/rollouts/{1}/" word, .bind = INLAY_BIND_STATE, .keyed = TRUE, \
    .print = print_rollout, .run = move, .summary = text }

const InlayDeed inlay_deeds_rollout[] = {
  { .name = "status", .operands = "[ROLLOUT]", .method = "GET", .path = "~/rollouts/{1}", .print = print_rollout, .run = move,
    .summary = N_("How far one is, and what both cohorts saw") },
  { .name = "list", .method = "GET", .path = "~/rollouts", .columns = "id environment status cause step weight since",
    .summary = N_("The rollouts, newest first") },
  { .name = "start", .operands = "[ENVIRONMENT]", .method = "POST", .path = "~/rollouts", .body = "environment=$1 revision=--revision salt=--salt",
    .also = "--steps --no-analysis", .bind = INLAY_BIND_STATE, .keyed = TRUE, .print = print_rollout, .run = start,
    .summary = N_("Show a revision to more and more visitors, by --steps") },
  MOVE ("advance", N_("Go on to the next step")),
  MOVE ("pause", N_("Stay at this step until it is resumed")),
  MOVE ("resume", N_("Go on after a pause")),
  MOVE ("promote", N_("Make its revision the active one")),
  MOVE ("abort", N_("Give everybody the active revision again")),
  { NULL }
};
