/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-plan.h"

#include "rollout/inlay-bucket.h"

struct _InlayPlan
{
  gatomicrefcount  ref_count;
  GArray          *steps; /* of InlayPlanStep */
};

G_DEFINE_BOXED_TYPE (InlayPlan, inlay_plan, inlay_plan_ref, inlay_plan_unref)

static InlayPlan *
new_empty (void)
{
  InlayPlan *self = g_new0 (InlayPlan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->steps = g_array_new (FALSE, TRUE, sizeof (InlayPlanStep));
  return self;
}

static gboolean
fail (GError     **error,
      guint        number,
      const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "step %u %s", number, reason);
  return FALSE;
}

static gboolean
check_members (JsonNode  *node,
               guint      number,
               GError   **error)
{
  static const char * const known[] = { "weight", "pause", "until", "analysis", NULL };
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));

  for (GList *at = names; at != NULL; at = at->next)
    if (!g_strv_contains (known, at->data))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "step %u has “%.40s”, which no step has", number,
                     (const char *) at->data);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_until (JsonNode       *node,
            InlayPlanStep  *step,
            guint           number,
            GError        **error)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                     ? json_node_get_string (node) : "";
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (time == NULL)
    return fail (error, number, "has an “until” that is not a time with a zone");
  step->until = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  return step->until > 0 || fail (error, number, "has an “until” before 1970");
}

static gboolean
read_pause (JsonNode       *node,
            InlayPlanStep  *step,
            guint           number,
            GError        **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_BOOLEAN)
    step->waits = json_node_get_boolean (node);
  else if (type != G_TYPE_INT64 || json_node_get_int (node) < 0 || json_node_get_int (node) > INLAY_PLAN_MAX_PAUSE)
    return fail (error, number, "has a “pause” that is neither true nor seconds up to a year");
  else
    step->pause = json_node_get_int (node) * G_USEC_PER_SEC;
  return TRUE;
}

static gboolean
read_step (JsonNode       *node,
           guint           number,
           gint64          before,
           InlayPlanStep  *step,
           GError        **error)
{
  JsonNode *pause, *until, *analysis;
  gint64 weight;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, number, "is not an object");
  if (!check_members (node, number, error))
    return FALSE;

  weight = inlay_json_get_int (node, "weight", -1);
  if (weight <= before || weight > INLAY_BUCKETS_M3)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "step %u has no weight from %d to %d", number, (int) before + 1,
                   INLAY_BUCKETS_M3);
      return FALSE;
    }
  pause = inlay_json_get_member (node, "pause");
  until = inlay_json_get_member (node, "until");
  analysis = inlay_json_get_member (node, "analysis");
  if (analysis != NULL && !(JSON_NODE_HOLDS_VALUE (analysis) && json_node_get_value_type (analysis) == G_TYPE_BOOLEAN))
    return fail (error, number, "has an “analysis” that is neither true nor false");
  if (pause != NULL && until != NULL)
    return fail (error, number, "has both “pause” and “until”");

  *step = (InlayPlanStep) { (guint) weight, FALSE, INLAY_PLAN_HOLD * G_USEC_PER_SEC, 0,
                            inlay_json_get_boolean (node, "analysis", TRUE) };
  return (until == NULL || read_until (until, step, number, error)) &&
         (pause == NULL || read_pause (pause, step, number, error));
}

/**
 * inlay_plan_new:
 * @steps: the steps; see #InlayPlan
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Returns: (transfer full): the checked plan, or %NULL
 */
InlayPlan *
inlay_plan_new (JsonNode  *steps,
                GError   **error)
{
  g_autoptr (InlayPlan) self = new_empty ();
  JsonArray *array;
  gint64 before = -1;

  g_return_val_if_fail (steps != NULL, NULL);

  array = JSON_NODE_HOLDS_ARRAY (steps) ? json_node_get_array (steps) : NULL;
  if (array == NULL || json_array_get_length (array) == 0 || json_array_get_length (array) > INLAY_PLAN_MAX_STEPS)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“steps” is not a list of 1 to %d steps",
                   INLAY_PLAN_MAX_STEPS);
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayPlanStep step;

      if (!read_step (json_array_get_element (array, i), i + 1, before, &step, error))
        return NULL;
      before = step.weight;
      g_array_append_val (self->steps, step);
    }
  return g_steal_pointer (&self);
}

/**
 * inlay_plan_new_default:
 *
 * Returns: (transfer full): 10, 25 and 50 percent, each analysed, then all
 */
InlayPlan *
inlay_plan_new_default (void)
{
  static const guint weights[] = { 1000, 2500, 5000 };
  InlayPlan *self = new_empty ();

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      InlayPlanStep step = { weights[i], FALSE, INLAY_PLAN_HOLD * G_USEC_PER_SEC, 0, TRUE };

      g_array_append_val (self->steps, step);
    }
  return self;
}

/**
 * inlay_plan_new_manual:
 * @weight: of 10,000; may be 0
 *
 * Returns: (transfer full): one step that waits for a person
 */
InlayPlan *
inlay_plan_new_manual (guint weight)
{
  InlayPlan *self = new_empty ();
  InlayPlanStep step = { weight, TRUE, 0, 0, TRUE };

  g_array_append_val (self->steps, step);
  return self;
}

/**
 * inlay_plan_raise:
 * @self: a plan
 * @step: where it stands
 * @weight: more than that step has
 *
 * Puts a step that waits for a person after @step; later steps that would not be greater fall away.
 *
 * Returns: (transfer full): the new plan
 */
InlayPlan *
inlay_plan_raise (InlayPlan *self,
                  guint      step,
                  guint      weight)
{
  InlayPlan *raised = new_empty ();
  InlayPlanStep added = { weight, TRUE, 0, 0, TRUE };

  g_return_val_if_fail (self != NULL && step < self->steps->len, NULL);

  g_array_append_vals (raised->steps, self->steps->data, step + 1);
  g_array_append_val (raised->steps, added);
  for (guint i = step + 1; i < self->steps->len; i++)
    if (inlay_plan_get_step (self, i)->weight > weight)
      g_array_append_vals (raised->steps, inlay_plan_get_step (self, i), 1);
  return raised;
}

/**
 * inlay_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
InlayPlan *
inlay_plan_ref (InlayPlan *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * inlay_plan_unref:
 * @self: (transfer full): a plan
 */
void
inlay_plan_unref (InlayPlan *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->steps);
  g_free (self);
}

/**
 * inlay_plan_get_n_steps:
 *
 * Returns: how many steps the plan has; at least one
 */
guint
inlay_plan_get_n_steps (InlayPlan *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}

/**
 * inlay_plan_get_step:
 * @self: a plan
 * @step: from 0
 *
 * Returns: (transfer none): the step
 */
const InlayPlanStep *
inlay_plan_get_step (InlayPlan *self,
                     guint      step)
{
  g_return_val_if_fail (self != NULL && step < self->steps->len, NULL);

  return &g_array_index (self->steps, InlayPlanStep, step);
}

static JsonNode *
step_to_json (const InlayPlanStep *step)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (step->until / G_USEC_PER_SEC);
  g_autofree char *until = g_date_time_format_iso8601 (time);

  return inlay_json_new_object (
    "weight", inlay_json_new_int (step->weight),
    step->until != 0 ? "until" : "pause",
    step->until != 0 ? inlay_json_new_string (until)
                     : step->waits ? inlay_json_new_boolean (TRUE)
                                   : inlay_json_new_int (step->pause / G_USEC_PER_SEC),
    "analysis", inlay_json_new_boolean (step->analysis), NULL);
}

/**
 * inlay_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): its steps, as inlay_plan_new() reads them
 */
JsonNode *
inlay_plan_to_json (InlayPlan *self)
{
  JsonArray *array = json_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->steps->len; i++)
    json_array_add_element (array, step_to_json (inlay_plan_get_step (self, i)));
  return inlay_json_take_array (array);
}
