/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-decision.h"

#include "rollout/inlay-traffic-private.h"

struct _InlayDecision
{
  gatomicrefcount  ref_count;
  char            *environment;
  char            *revision;
  char            *variant;
  char            *rule;
  InlayReason      reason;
  JsonNode        *assignments; /* nullable */
};

G_DEFINE_BOXED_TYPE (InlayDecision, inlay_decision, inlay_decision_ref, inlay_decision_unref)

InlayDecision *
inlay_decision_new (const char  *environment,
                    const char  *revision,
                    const char  *variant,
                    InlayReason  reason,
                    const char  *rule)
{
  InlayDecision *self = g_new0 (InlayDecision, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->environment = g_strdup (environment);
  self->revision = g_strdup (revision);
  self->variant = g_strdup (variant);
  self->rule = g_strdup (rule);
  self->reason = reason;
  return self;
}

/* Takes @assignments; once, before anyone else has @self. */
void
inlay_decision_set_assignments (InlayDecision *self,
                                JsonNode      *assignments)
{
  self->assignments = assignments;
}

/**
 * inlay_decision_ref:
 * @self: a decision
 *
 * Returns: (transfer full): @self
 */
InlayDecision *
inlay_decision_ref (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * inlay_decision_unref:
 * @self: (transfer full): a decision
 */
void
inlay_decision_unref (InlayDecision *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->environment);
  g_free (self->revision);
  g_free (self->variant);
  g_free (self->rule);
  g_clear_pointer (&self->assignments, json_node_unref);
  g_free (self);
}

/**
 * inlay_decision_get_environment:
 *
 * Returns: (transfer none) (nullable): the environment that serves the unit
 */
const char *
inlay_decision_get_environment (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->environment;
}

/**
 * inlay_decision_get_revision:
 *
 * Returns: (transfer none) (nullable): the digest of what it is served
 */
const char *
inlay_decision_get_revision (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->revision;
}

/**
 * inlay_decision_get_variant:
 *
 * Returns: (transfer none) (nullable): its arm in an experiment or rollout
 */
const char *
inlay_decision_get_variant (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->variant;
}

/**
 * inlay_decision_get_reason:
 *
 * Returns: which rule decided
 */
InlayReason
inlay_decision_get_reason (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, INLAY_REASON_ACTIVE);

  return self->reason;
}

/**
 * inlay_decision_get_rule:
 * @self: a decision
 *
 * Returns: (nullable): the group, flag or experiment that made it
 */
const char *
inlay_decision_get_rule (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rule;
}

/**
 * inlay_decision_get_assignments:
 * @self: a decision
 *
 * Returns: (transfer none): the variant of each module experiment, by its id
 */
JsonNode *
inlay_decision_get_assignments (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->assignments;
}

static JsonNode *
string_or_null (const char *string)
{
  return string != NULL ? inlay_json_new_string (string) : inlay_json_new_null ();
}

/**
 * inlay_decision_to_json:
 * @self: a decision
 *
 * Returns: (transfer full): environment, revision, variant, reason, rule and assignments
 */
JsonNode *
inlay_decision_to_json (InlayDecision *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_new_object (
    "environment", inlay_json_new_string (self->environment),
    "revision", string_or_null (self->revision),
    "variant", string_or_null (self->variant),
    "reason", inlay_json_new_string (inlay_reason_to_string (self->reason)),
    "rule", string_or_null (self->rule),
    "assignments", json_node_ref (self->assignments),
    NULL);
}

/**
 * inlay_reason_to_string:
 * @reason: a reason
 *
 * Returns: its word
 */
const char *
inlay_reason_to_string (InlayReason reason)
{
  static const char * const words[] = {
    "override", "group", "flag", "experiment", "rollout", "active",
  };

  g_return_val_if_fail (reason < G_N_ELEMENTS (words), NULL);

  return words[reason];
}
