/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-bucket.h"
#include "rollout/inlay-traffic-private.h"

#include <string.h>

/* Experiments on modules only assign; those without one choose an environment. */
gboolean
inlay_experiment_is_running (JsonNode *experiment,
                             gboolean  of_modules)
{
  return inlay_json_get_boolean (experiment, "enabled", TRUE) &&
         (inlay_json_get_string (experiment, "module") != NULL) == of_modules;
}

/* The variant a visitor falls into, or NULL. */
JsonNode *
inlay_experiment_find_variant (const char *id,
                               JsonNode   *experiment,
                               const char *unit)
{
  JsonArray *variants = inlay_json_get_array (experiment, "variants");
  const char *salt = inlay_json_get_string (experiment, "salt");
  guint bucket = inlay_bucket_m3_seeded (salt != NULL ? salt : id, unit, INLAY_SEED_VARIANT);
  double limit = 0;

  for (guint i = 0; i < json_array_get_length (variants); i++)
    {
      JsonNode *variant = json_array_get_element (variants, i);

      limit += inlay_json_get_double (variant, "weight", 0);
      if (bucket < limit)
        return variant;
    }
  return NULL;
}

/* What module experiments assign to a visitor: {experiment: variant}. */
JsonNode *
inlay_traffic_assign (InlayTraffic *self,
                      const char   *unit)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; self->enabled && unit != NULL && i < self->experiment_ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->experiment_ids, i);
      JsonNode *experiment = inlay_json_get_member (self->experiments, id);
      JsonNode *variant = inlay_experiment_is_running (experiment, TRUE) ? inlay_experiment_find_variant (id, experiment, unit) : NULL;

      if (variant != NULL)
        json_object_set_string_member (object, id, inlay_json_get_string (variant, "name"));
    }
  return inlay_json_take_object (object);
}

/**
 * inlay_traffic_varies_modules:
 * @self: how visitors are spread
 *
 * Returns: whether an experiment on a module is running
 */
gboolean
inlay_traffic_varies_modules (InlayTraffic *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; self->enabled && i < self->experiment_ids->len; i++)
    if (inlay_experiment_is_running (inlay_json_get_member (self->experiments, g_ptr_array_index (self->experiment_ids, i)), TRUE))
      return TRUE;
  return FALSE;
}

/* The variant that @wanted names of an experiment, or NULL. */
static JsonNode *
find_named (const char         *id,
            JsonNode           *experiment,
            const char * const *wanted)
{
  JsonArray *variants = inlay_json_get_array (experiment, "variants");

  for (guint i = 0; i < json_array_get_length (variants); i++)
    {
      JsonNode *variant = json_array_get_element (variants, i);
      g_autofree char *name = g_strconcat (id, ":", inlay_json_get_string (variant, "name"), NULL);

      if (g_strv_contains (wanted, name))
        return variant;
    }
  return NULL;
}

static JsonNode *
find_assigned (const char    *id,
               JsonNode      *experiment,
               InlayDecision *decision)
{
  const char *name = inlay_json_get_string (inlay_decision_get_assignments (decision), id);
  g_autofree char *wanted = name != NULL ? g_strconcat (id, ":", name, NULL) : NULL;
  const char *names[] = { wanted, NULL };

  return find_named (id, experiment, names);
}

static JsonNode *
describe (const char *id,
          JsonNode   *experiment,
          JsonNode   *variant)
{
  JsonNode *config = inlay_json_get_member (variant, "config");
  const char *use = inlay_json_get_string (variant, "use");

  return inlay_json_new_object ("experiment", inlay_json_new_string (id),
                                "variant", inlay_json_new_string (inlay_json_get_string (variant, "name")),
                                "module", inlay_json_new_string (inlay_json_get_string (experiment, "module")),
                                "config", config != NULL ? json_node_ref (config) : NULL,
                                "use", use != NULL ? inlay_json_new_string (use) : NULL, NULL);
}

/**
 * inlay_traffic_build_variants:
 * @self: how visitors are spread
 * @decision: (nullable): what a visitor gets, decided from @self; %NULL: nothing is assigned
 * @wanted: (nullable): variants to show whatever was assigned, as “experiment:variant” with commas
 *   between; those that there are not count as not said
 *
 * Returns: (transfer full): what a page does with its modules, in the order of the experiments:
 *   [{"experiment", "variant", "module", "config": a merge patch, "use": another module}]
 */
JsonNode *
inlay_traffic_build_variants (InlayTraffic  *self,
                              InlayDecision *decision,
                              const char    *wanted)
{
  JsonArray *array = json_array_new ();
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  names = g_strsplit (wanted != NULL ? wanted : "", ",", -1);
  for (guint i = 0; self->enabled && i < self->experiment_ids->len; i++)
    {
      const char *id = g_ptr_array_index (self->experiment_ids, i);
      JsonNode *experiment = inlay_json_get_member (self->experiments, id);
      JsonNode *variant = NULL;

      if (!inlay_experiment_is_running (experiment, TRUE))
        continue;
      if ((variant = find_named (id, experiment, (const char * const *) names)) == NULL && decision != NULL)
        variant = find_assigned (id, experiment, decision);
      if (variant != NULL)
        json_array_add_element (array, describe (id, experiment, variant));
    }
  return inlay_json_take_array (array);
}
