/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-bucket.h"
#include "rollout/inlay-traffic-private.h"

G_DEFINE_BOXED_TYPE (InlayTraffic, inlay_traffic, inlay_traffic_ref, inlay_traffic_unref)

/* Who asks. */
typedef struct
{
  const char         *unit;   /* nullable */
  const char * const *groups; /* nullable */
} Visitor;

typedef gboolean (* RuleFunc) (InlayTraffic  *self,
                               JsonNode      *rule,
                               const Visitor *visitor,
                               const char   **name);

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

/* A decision for an environment, or NULL when there is nothing to serve in it. */
static InlayDecision *
choose (InlayTraffic *self,
        const char   *environment,
        const char   *variant,
        InlayReason   reason,
        const char   *rule)
{
  const char *revision = get_revision (self, environment);

  if (revision == NULL)
    return NULL;
  return inlay_decision_new (environment, revision, variant, reason, rule);
}

static InlayDecision *
decide_override (InlayTraffic *self,
                 const char   *override)
{
  JsonObjectIter iter;
  const char *environment;
  InlayDecision *decision;

  if (override == NULL || self->environments == NULL)
    return NULL;
  if ((decision = choose (self, override, NULL, INLAY_REASON_OVERRIDE, NULL)) != NULL)
    return decision;

  json_object_iter_init_ordered (&iter, json_node_get_object (self->environments));
  while (json_object_iter_next_ordered (&iter, &environment, NULL))
    if (g_strcmp0 (get_revision (self, environment), override) == 0)
      return choose (self, environment, NULL, INLAY_REASON_OVERRIDE, NULL);
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
  *name = inlay_json_get_string (rule, "flag");
  return inlay_json_get_boolean (self->flags, *name, FALSE);
}

static gboolean
percentage_fits (InlayTraffic  *self,
                 JsonNode      *rule,
                 const Visitor *visitor,
                 const char   **name)
{
  return visitor->unit != NULL &&
         inlay_bucket_seed31 (visitor->unit) < inlay_json_get_double (rule, "percentage", 0);
}

/* The first rule of a type that fits and leads somewhere. */
static InlayDecision *
decide_rules (InlayTraffic  *self,
              const char    *type,
              RuleFunc       fits,
              InlayReason    reason,
              const Visitor *visitor)
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
      decision = choose (self, inlay_json_get_string (rule, "environment"), NULL, reason, name);
      if (decision != NULL)
        return decision;
    }
  return NULL;
}

static InlayDecision *
decide_experiment (InlayTraffic *self,
                   const char   *id,
                   JsonNode     *experiment,
                   const char   *unit)
{
  JsonArray *variants = inlay_json_get_array (experiment, "variants");
  const char *salt = inlay_json_get_string (experiment, "salt");
  guint bucket = inlay_bucket_m3_seeded (salt != NULL ? salt : id, unit, INLAY_SEED_VARIANT);
  double limit = 0;

  for (guint i = 0; i < json_array_get_length (variants); i++)
    {
      JsonNode *variant = json_array_get_element (variants, i);
      const char *environment = inlay_json_get_string (variant, "environment");

      limit += inlay_json_get_double (variant, "weight", 0);
      if (bucket < limit)
        return choose (self, environment != NULL ? environment : self->active,
                       inlay_json_get_string (variant, "name"), INLAY_REASON_EXPERIMENT, id);
    }
  return NULL;
}

static InlayDecision *
decide_split (InlayTraffic *self,
              const char   *unit)
{
  const char *variant = inlay_bucket_seed31 (unit) % 2 == 0 ? "blue" : "green";

  if (!self->splits)
    return NULL;
  return choose (self, variant, variant, INLAY_REASON_EXPERIMENT, "ab_test");
}

static InlayDecision *
decide_experiments (InlayTraffic *self,
                    const char   *unit)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *experiment;

  if (unit == NULL)
    return NULL;
  if (self->experiments != NULL)
    {
      json_object_iter_init_ordered (&iter, json_node_get_object (self->experiments));
      while (json_object_iter_next_ordered (&iter, &id, &experiment))
        {
          InlayDecision *decision = NULL;

          if (inlay_json_get_boolean (experiment, "enabled", TRUE))
            decision = decide_experiment (self, id, experiment, unit);
          if (decision != NULL)
            return decision;
        }
    }
  return decide_split (self, unit);
}

/* In ten thousandths whichever hash: raising the weight only ever adds buckets. */
static gboolean
rollout_takes (JsonNode   *rollout,
               const char *unit)
{
  const char *hash = inlay_json_get_string (rollout, "hash");
  const char *salt = inlay_json_get_string (rollout, "salt");
  double weight = inlay_json_get_double (rollout, "weight",
                                         inlay_json_get_double (rollout, "percentage", 0) * 100);

  if (salt != NULL && g_strcmp0 (hash, "seed31") != 0)
    return inlay_bucket_m3 (salt, unit) < weight;
  return inlay_bucket_seed31 (unit) * 100 < weight;
}

static InlayDecision *
decide_rollout (InlayTraffic *self,
                const char   *unit)
{
  if (unit == NULL || self->rollout == NULL || JSON_NODE_HOLDS_NULL (self->rollout) ||
      !rollout_takes (self->rollout, unit))
    return NULL;
  return choose (self, inlay_json_get_string (self->rollout, "environment"), NULL,
                 INLAY_REASON_ROLLOUT, NULL);
}

static InlayDecision *
decide_enabled (InlayTraffic  *self,
                const Visitor *visitor)
{
  InlayDecision *decision;

  if ((decision = decide_rules (self, "user_group", group_fits, INLAY_REASON_GROUP, visitor)) ||
      (decision = decide_rules (self, "feature_flag", flag_fits, INLAY_REASON_FLAG, visitor)) ||
      (decision = decide_experiments (self, visitor->unit)) ||
      (decision = decide_rules (self, "percentage", percentage_fits, INLAY_REASON_ROLLOUT,
                                visitor)))
    return decision;
  return decide_rollout (self, visitor->unit);
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
  Visitor visitor = { unit, groups };
  InlayDecision *decision;

  g_return_val_if_fail (self != NULL, NULL);

  if ((decision = decide_override (self, override)) != NULL)
    return decision;
  if (self->enabled && (decision = decide_enabled (self, &visitor)) != NULL)
    return decision;
  return inlay_decision_new (self->active, get_revision (self, self->active), NULL,
                             INLAY_REASON_ACTIVE, NULL);
}
