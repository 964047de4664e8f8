/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-bucket.h"
#include "rollout/inlay-traffic-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (InlayTraffic, inlay_traffic, inlay_traffic_ref, inlay_traffic_unref)

/* Who asks, and where what each step found is written down, if anyone wants to know. */
typedef struct
{
  const char         *unit;     /* nullable */
  const char * const *groups;   /* nullable */
  const char         *override; /* nullable */
  GString            *why;      /* nullable */
} Visitor;

typedef gboolean (* RuleFunc) (InlayTraffic  *self,
                               JsonNode      *rule,
                               const Visitor *visitor,
                               const char   **name);

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static GPtrArray *
list_sorted (JsonNode *object)
{
  GPtrArray *names = g_ptr_array_new ();
  JsonObjectIter iter;
  const char *name;

  if (object != NULL)
    {
      json_object_iter_init (&iter, json_node_get_object (object));
      while (json_object_iter_next (&iter, &name, NULL))
        g_ptr_array_add (names, (gpointer) name);
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * inlay_traffic_new:
 * @snapshot: how visitors are spread; see #InlayTraffic
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Returns: (transfer full): the checked snapshot, or %NULL
 */
InlayTraffic *
inlay_traffic_new (JsonNode  *snapshot,
                   GError   **error)
{
  InlayTraffic *self;

  g_return_val_if_fail (snapshot != NULL, NULL);

  json_node_seal (snapshot);
  if (!inlay_traffic_check (snapshot, error))
    return NULL;

  self = g_new0 (InlayTraffic, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->snapshot = json_node_ref (snapshot);
  self->active = inlay_json_get_string (snapshot, "active");
  self->environments = inlay_json_get_member (snapshot, "environments");
  self->flags = inlay_json_get_member (snapshot, "flags");
  self->experiments = inlay_json_get_member (snapshot, "experiments");
  self->rollout = inlay_json_get_member (snapshot, "rollout");
  self->rules = inlay_json_get_array (snapshot, "rules");
  self->enabled = inlay_json_get_boolean (snapshot, "enabled", TRUE);
  self->experiment_ids = list_sorted (self->experiments);
  self->environment_names = list_sorted (self->environments);
  self->splits = g_strcmp0 (inlay_json_get_string (snapshot, "strategy"), "ab_test") == 0;
  return self;
}

/**
 * inlay_traffic_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
InlayTraffic *
inlay_traffic_ref (InlayTraffic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * inlay_traffic_unref:
 * @self: (transfer full): a snapshot
 */
void
inlay_traffic_unref (InlayTraffic *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->experiment_ids);
  g_ptr_array_unref (self->environment_names);
  json_node_unref (self->snapshot);
  g_free (self);
}

/**
 * inlay_traffic_to_json:
 * @self: a snapshot
 *
 * Returns: (transfer full): what it was read from
 */
JsonNode *
inlay_traffic_to_json (InlayTraffic *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return json_node_ref (self->snapshot);
}

static const char *
get_revision (InlayTraffic *self,
              const char   *environment)
{
  return inlay_json_get_string (inlay_json_get_member (self->environments, environment),
                                "revision");
}

static void note (const Visitor *visitor, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* A clause of the explanation of a step. */
static void
note (const Visitor *visitor,
      const char    *format,
      ...)
{
  va_list args;

  if (visitor->why == NULL)
    return;
  if (visitor->why->len > 0)
    g_string_append (visitor->why, "; ");
  va_start (args, format);
  g_string_append_vprintf (visitor->why, format, args);
  va_end (args);
}

/* A decision for an environment, or NULL when there is nothing to serve in it. */
static InlayDecision *
choose (InlayTraffic  *self,
        const Visitor *visitor,
        const char    *environment,
        const char    *variant,
        InlayReason    reason,
        const char    *rule)
{
  const char *revision = get_revision (self, environment);

  if (revision != NULL)
    return inlay_decision_new (environment, revision, variant, reason, rule);
  note (visitor, "%s holds no revision", environment);
  return NULL;
}

static InlayDecision *
decide_override (InlayTraffic  *self,
                 const Visitor *visitor)
{
  if (visitor->override == NULL)
    {
      note (visitor, "none was asked for");
      return NULL;
    }
  note (visitor, "%s was asked for", visitor->override);
  if (self->environments != NULL && get_revision (self, visitor->override) != NULL)
    return choose (self, visitor, visitor->override, NULL, INLAY_REASON_OVERRIDE, NULL);

  for (guint i = 0; i < self->environment_names->len; i++)
    {
      const char *environment = g_ptr_array_index (self->environment_names, i);

      if (g_strcmp0 (get_revision (self, environment), visitor->override) == 0)
        return choose (self, visitor, environment, NULL, INLAY_REASON_OVERRIDE, NULL);
    }
  note (visitor, "no environment is or holds it");
  return NULL;
}

static gboolean
group_fits (InlayTraffic  *self,
            JsonNode      *rule,
            const Visitor *visitor,
            const char   **name)
{
  JsonArray *groups = inlay_json_get_array (rule, "groups");

  for (guint i = 0; visitor->groups != NULL && i < json_array_get_length (groups); i++)
    {
      JsonNode *group = json_array_get_element (groups, i);

      if (json_node_get_value_type (group) == G_TYPE_STRING &&
          g_strv_contains (visitor->groups, json_node_get_string (group)))
        {
          *name = json_node_get_string (group);
          note (visitor, "the visitor is in group %s", *name);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
flag_fits (InlayTraffic  *self,
           JsonNode      *rule,
           const Visitor *visitor,
           const char   **name)
{
  gboolean is_on;

  *name = inlay_json_get_string (rule, "flag");
  is_on = inlay_json_get_boolean (self->flags, *name, FALSE);
  note (visitor, "flag %s is %s", *name, is_on ? "on" : "off");
  return is_on;
}

static gboolean
percentage_fits (InlayTraffic  *self,
                 JsonNode      *rule,
                 const Visitor *visitor,
                 const char   **name)
{
  double percentage = inlay_json_get_double (rule, "percentage", 0);
  guint bucket;

  if (visitor->unit == NULL)
    return FALSE;
  bucket = inlay_bucket_seed31 (visitor->unit);
  note (visitor, "bucket %u of 100 against %g", bucket, percentage);
  return bucket < percentage;
}

/* The first rule of a type that fits and leads somewhere. */
static InlayDecision *
decide_rules (InlayTraffic  *self,
              const Visitor *visitor,
              const char    *type,
              RuleFunc       fits,
              InlayReason    reason)
{
  for (guint i = 0; self->rules != NULL && i < json_array_get_length (self->rules); i++)
    {
      JsonNode *rule = json_array_get_element (self->rules, i);
      InlayDecision *decision;
      const char *name = NULL;

      if (!inlay_json_get_boolean (rule, "enabled", TRUE) ||
          !g_str_equal (inlay_json_get_string (rule, "type"), type) ||
          !fits (self, rule, visitor, &name))
        continue;
      decision = choose (self, visitor, inlay_json_get_string (rule, "environment"), NULL, reason, name);
      if (decision != NULL)
        return decision;
    }
  return NULL;
}

static InlayDecision *
decide_group (InlayTraffic  *self,
              const Visitor *visitor)
{
  return decide_rules (self, visitor, "user_group", group_fits, INLAY_REASON_GROUP);
}

static InlayDecision *
decide_flag (InlayTraffic  *self,
             const Visitor *visitor)
{
  return decide_rules (self, visitor, "feature_flag", flag_fits, INLAY_REASON_FLAG);
}

static InlayDecision *
decide_experiment (InlayTraffic  *self,
                   const Visitor *visitor,
                   const char    *id,
                   JsonNode      *experiment)
{
  JsonNode *variant = inlay_experiment_find_variant (id, experiment, visitor->unit);
  const char *environment;

  if (variant == NULL)
    {
      note (visitor, "experiment %s has no variant for the visitor's bucket", id);
      return NULL;
    }
  environment = inlay_json_get_string (variant, "environment");
  note (visitor, "variant %s of experiment %s", inlay_json_get_string (variant, "name"), id);
  return choose (self, visitor, environment != NULL ? environment : self->active,
                 inlay_json_get_string (variant, "name"), INLAY_REASON_EXPERIMENT, id);
}

static InlayDecision *
decide_split (InlayTraffic  *self,
              const Visitor *visitor)
{
  const char *variant;

  if (!self->splits)
    return NULL;
  variant = inlay_bucket_seed31 (visitor->unit) % 2 == 0 ? "blue" : "green";
  note (visitor, "bucket %u of 100 is %s", inlay_bucket_seed31 (visitor->unit), variant);
  return choose (self, visitor, variant, variant, INLAY_REASON_EXPERIMENT, "ab_test");
}

static InlayDecision *
decide_experiments (InlayTraffic  *self,
                    const Visitor *visitor)
{
  if (visitor->unit == NULL)
    {
      note (visitor, "nobody is known to be asking");
      return NULL;
    }
  for (guint i = 0; i < self->experiment_ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->experiment_ids, i);
      JsonNode *experiment = inlay_json_get_member (self->experiments, id);
      InlayDecision *decision = NULL;

      if (inlay_experiment_is_running (experiment, FALSE))
        decision = decide_experiment (self, visitor, id, experiment);
      if (decision != NULL)
        return decision;
    }
  return decide_split (self, visitor);
}

/* In ten thousandths whichever hash: raising the weight only ever adds buckets. */
static gboolean
rollout_takes (JsonNode      *rollout,
               const Visitor *visitor)
{
  const char *hash = inlay_json_get_string (rollout, "hash");
  const char *salt = inlay_json_get_string (rollout, "salt");
  double weight = inlay_json_get_double (rollout, "weight",
                                         inlay_json_get_double (rollout, "percentage", 0) * 100);
  guint bucket;

  if (salt != NULL && g_strcmp0 (hash, "seed31") != 0)
    bucket = inlay_bucket_m3 (salt, visitor->unit);
  else
    bucket = inlay_bucket_seed31 (visitor->unit) * 100;
  note (visitor, "bucket %u of 10000 against weight %g", bucket, weight);
  return bucket < weight;
}

static InlayDecision *
decide_rollout (InlayTraffic  *self,
                const Visitor *visitor)
{
  InlayDecision *decision;

  if (visitor->unit == NULL)
    {
      note (visitor, "nobody is known to be asking");
      return NULL;
    }
  if ((decision = decide_rules (self, visitor, "percentage", percentage_fits, INLAY_REASON_ROLLOUT)) != NULL)
    return decision;
  if (self->rollout == NULL || JSON_NODE_HOLDS_NULL (self->rollout) || !rollout_takes (self->rollout, visitor))
    return NULL;
  return choose (self, visitor, inlay_json_get_string (self->rollout, "environment"), NULL,
                 INLAY_REASON_ROLLOUT, NULL);
}

static InlayDecision *
decide_active (InlayTraffic  *self,
               const Visitor *visitor)
{
  note (visitor, "%s is active", self->active);
  return inlay_decision_new (self->active, get_revision (self, self->active), NULL,
                             INLAY_REASON_ACTIVE, NULL);
}

/* By InlayReason, in the order they are asked. */
static InlayDecision *(* const steps[]) (InlayTraffic *self, const Visitor *visitor) = {
  decide_override, decide_group, decide_flag, decide_experiments, decide_rollout, decide_active,
};

static gboolean
is_asked (InlayTraffic *self,
          InlayReason   step)
{
  return self->enabled || step == INLAY_REASON_OVERRIDE || step == INLAY_REASON_ACTIVE;
}

/**
 * inlay_traffic_decide:
 * @self: how visitors are spread
 * @unit: (nullable): who asks; without one experiments and rollouts do not count
 * @groups: (nullable) (array zero-terminated=1): what groups the visitor is in
 * @override: (nullable): the environment or revision asked for; an unknown one is ignored
 *
 * Decides what a visitor gets. The same arguments give the same answer everywhere, always.
 *
 * Returns: (transfer full): the decision
 */
InlayDecision *
inlay_traffic_decide (InlayTraffic       *self,
                      const char         *unit,
                      const char * const *groups,
                      const char         *override)
{
  Visitor visitor = { unit, groups, override, NULL };
  InlayDecision *decision = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (InlayReason step = 0; decision == NULL; step++)
    if (is_asked (self, step))
      decision = steps[step] (self, &visitor);
  inlay_decision_set_assignments (decision, inlay_traffic_assign (self, unit));
  return decision;
}

static JsonNode *
explain_step (InlayReason  step,
              const char  *verdict,
              const char  *why)
{
  return inlay_json_new_object ("step", inlay_json_new_string (inlay_reason_to_string (step)),
                                "verdict", inlay_json_new_string (verdict),
                                "why", inlay_json_new_string (why), NULL);
}

/**
 * inlay_traffic_explain:
 * @self: how visitors are spread
 * @unit: (nullable): who asks
 * @groups: (nullable) (array zero-terminated=1): what groups the visitor is in
 * @override: (nullable): the environment or revision asked for
 *
 * Decides like inlay_traffic_decide() and tells what each step found.
 *
 * Returns: (transfer full): {"decision": …, "steps": [{"step", "verdict": "decides", "passes" or
 *   "unreached", "why"}]}
 */
JsonNode *
inlay_traffic_explain (InlayTraffic       *self,
                       const char         *unit,
                       const char * const *groups,
                       const char         *override)
{
  g_autoptr (GString) why = g_string_new (NULL);
  Visitor visitor = { unit, groups, override, why };
  g_autoptr (InlayDecision) decision = NULL;
  JsonArray *array = json_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (InlayReason step = 0; step < G_N_ELEMENTS (steps); step++)
    {
      g_string_truncate (why, 0);
      if (decision != NULL)
        json_array_add_element (array, explain_step (step, "unreached", "decided before"));
      else if (!is_asked (self, step))
        json_array_add_element (array, explain_step (step, "passes", "rules, experiments and rollouts are off"));
      else
        {
          decision = steps[step] (self, &visitor);
          json_array_add_element (array, explain_step (step, decision != NULL ? "decides" : "passes",
                                                       why->len > 0 ? why->str : "nothing applies"));
        }
    }
  inlay_decision_set_assignments (decision, inlay_traffic_assign (self, unit));
  return inlay_json_new_object ("decision", inlay_decision_to_json (decision),
                                "steps", inlay_json_take_array (array), NULL);
}
