/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-rules.h"

#include "inlay-registry-private.h"

#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

typedef struct
{
  const InlayRegistryWrite *write;
  const char *id;
  JsonNode *node;
  gboolean is_new;
  gint64 generation;
} Change;

/**
 * inlay_registry_store_get_rules:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): {enabled, policy, strategy, rules, flags}
 */
JsonNode *
inlay_registry_store_get_rules (InlayRegistryStore  *self,
                                GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT enabled, policy, strategy, rules, flags FROM rules WHERE app = ?", "s", self->app);

  if (inlay_statement_step (statement, error))
    return inlay_json_new_object ("enabled", inlay_json_new_boolean (inlay_statement_get_int (statement, 0) != 0),
                                  "policy", inlay_json_new_string (inlay_statement_get_text (statement, 1)),
                                  "strategy", inlay_statement_is_null (statement, 2) ? NULL
                                              : inlay_json_new_string (inlay_statement_get_text (statement, 2)),
                                  "rules", inlay_registry_read_json (statement, 3),
                                  "flags", inlay_registry_read_json (statement, 4), NULL);
  if (inlay_statement_has_failed (statement))
    return NULL;
  return inlay_json_new_object ("enabled", inlay_json_new_boolean (TRUE),
                                "policy", inlay_json_new_string (inlay_rollout_policy_to_string (INLAY_POLICY_NOTIFY)),
                                "rules", inlay_json_new_array (NULL, NULL), "flags", inlay_json_new_object (NULL, NULL), NULL);
}

/**
 * inlay_registry_store_get_policy:
 * @self: a store
 * @policy: (out): what is done about a bad revision without asking
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
inlay_registry_store_get_policy (InlayRegistryStore  *self,
                                 InlayRolloutPolicy  *policy,
                                 GError             **error)
{
  g_autoptr (JsonNode) rules = inlay_registry_store_get_rules (self, error);

  return rules != NULL && inlay_rollout_policy_from_string (inlay_json_get_string (rules, "policy"), policy);
}

static JsonNode *
read_environments (InlayRegistryStore  *self,
                   GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT e.name, d.revision FROM environments e LEFT JOIN deployments d ON d.id = e.deployment"
                                " WHERE e.app = ? ORDER BY e.name", "s", self->app);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  while (inlay_statement_step (statement, error))
    json_object_set_member (object, inlay_statement_get_text (statement, 0),
                            inlay_json_new_object ("revision", inlay_statement_is_null (statement, 1) ? inlay_json_new_null ()
                                                   : inlay_json_new_string (inlay_statement_get_text (statement, 1)), NULL));
  node = inlay_json_take_object (object);
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&node);
}

static JsonNode *
read_experiments (InlayRegistryStore  *self,
                  GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, experiment FROM experiments WHERE app = ? ORDER BY id", "s", self->app);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  while (inlay_statement_step (statement, error))
    json_object_set_member (object, inlay_statement_get_text (statement, 0), inlay_registry_read_json (statement, 1));
  node = inlay_json_take_object (object);
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&node);
}

static JsonNode *
describe_rollout (InlayRegistryRoute *route)
{
  if (route->canary_env == NULL)
    return NULL;
  return inlay_json_new_object ("environment", inlay_json_new_string (route->canary_env),
                                "weight", inlay_json_new_int (route->weight_bp),
                                "salt", inlay_json_new_string (route->salt), NULL);
}

/**
 * inlay_registry_store_get_traffic:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): what inlay_traffic_new() reads
 */
JsonNode *
inlay_registry_store_get_traffic (InlayRegistryStore  *self,
                                  GError             **error)
{
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (self, error);
  g_autoptr (JsonNode) rules = route != NULL ? inlay_registry_store_get_rules (self, error) : NULL;
  g_autoptr (JsonNode) environments = rules != NULL ? read_environments (self, error) : NULL;
  g_autoptr (JsonNode) experiments = environments != NULL ? read_experiments (self, error) : NULL;
  const char *strategy;

  if (experiments == NULL)
    return NULL;
  strategy = inlay_json_get_string (rules, "strategy");
  return inlay_json_new_object ("active", inlay_json_new_string (route->active_env),
                                "enabled", inlay_json_new_boolean (inlay_json_get_boolean (rules, "enabled", TRUE)),
                                "environments", g_steal_pointer (&environments),
                                "flags", json_node_ref (inlay_json_get_member (rules, "flags")),
                                "rules", json_node_ref (inlay_json_get_member (rules, "rules")),
                                "experiments", g_steal_pointer (&experiments),
                                "strategy", strategy != NULL ? inlay_json_new_string (strategy) : NULL,
                                "rollout", describe_rollout (route), NULL);
}

/* Where a rule or variant leads to must be there. */
static gboolean
check_environment (JsonNode    *environments,
                   JsonNode    *node,
                   const char  *path,
                   GError     **error)
{
  const char *name = inlay_json_get_string (node, "environment");

  if (name == NULL || inlay_json_get_member (environments, name) != NULL)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s names the environment %.64s, which there is not", path, name);
  return FALSE;
}

/* After a change: what the decision would be made from must be well formed and lead somewhere. */
static gboolean
check_traffic (InlayRegistryStore  *self,
               GError             **error)
{
  g_autoptr (JsonNode) traffic = inlay_registry_store_get_traffic (self, error);
  g_autoptr (InlayTraffic) checked = traffic != NULL ? inlay_traffic_new (traffic, error) : NULL;
  JsonNode *environments, *experiments;
  JsonArray *rules;
  g_autoptr (GList) ids = NULL;

  if (checked == NULL)
    return FALSE;
  environments = inlay_json_get_member (traffic, "environments");
  experiments = inlay_json_get_member (traffic, "experiments");
  rules = inlay_json_get_array (traffic, "rules");
  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/%u", i);

      if (!check_environment (environments, json_array_get_element (rules, i), path, error))
        return FALSE;
    }
  ids = json_object_get_members (json_node_get_object (experiments));
  for (GList *id = ids; id != NULL; id = id->next)
    {
      JsonArray *variants = inlay_json_get_array (inlay_json_get_member (experiments, id->data), "variants");
      g_autofree char *path = g_strdup_printf ("experiment %s", (const char *) id->data);

      for (guint i = 0; i < json_array_get_length (variants); i++)
        if (!check_environment (environments, json_array_get_element (variants, i), path, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
run_put_rules (InlayRegistryStore  *self,
               gpointer             data,
               GError             **error)
{
  Change *run = data;
  g_autoptr (JsonNode) none = inlay_json_new_array (NULL, NULL);
  g_autoptr (JsonNode) nothing = inlay_json_new_object (NULL, NULL);
  JsonNode *rules = inlay_json_get_member (run->node, "rules");
  JsonNode *flags = inlay_json_get_member (run->node, "flags");
  const char *policy = inlay_json_get_string (run->node, "policy");
  InlayRolloutPolicy known = INLAY_POLICY_NOTIFY;

  if (policy != NULL && !inlay_rollout_policy_from_string (policy, &known))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“policy” is none of off, notify and automatic");
      return FALSE;
    }
  return inlay_registry_store_exec (self, error, "INSERT INTO rules (app, enabled, policy, strategy, rules, flags)"
                                    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (app) DO UPDATE SET enabled = excluded.enabled,"
                                    " policy = excluded.policy, strategy = excluded.strategy, rules = excluded.rules,"
                                    " flags = excluded.flags", "sissjj", self->app,
                                    (gint64) inlay_json_get_boolean (run->node, "enabled", TRUE),
                                    inlay_rollout_policy_to_string (known), inlay_json_get_string (run->node, "strategy"),
                                    rules != NULL ? rules : none, flags != NULL ? flags : nothing) &&
         check_traffic (self, error) &&
         inlay_registry_store_touch (self, run->write, "rules-changed", inlay_registry_store_get_rules (self, NULL),
                                     &run->generation, error);
}

/**
 * inlay_registry_store_put_rules:
 * @self: a store
 * @write: who writes them, and when
 * @rules: {enabled, policy, strategy, rules, flags}, all of which may be left out
 * @generation: (out): the new one
 * @error: return location
 *
 * Returns: whether they are in force
 */
gboolean
inlay_registry_store_put_rules (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                JsonNode                  *rules,
                                gint64                    *generation,
                                GError                   **error)
{
  Change run = { .write = write, .node = rules };

  if (!inlay_registry_store_run (self, run_put_rules, &run, error))
    return FALSE;
  *generation = run.generation;
  return TRUE;
}

static gboolean
write_experiment (InlayRegistryStore  *self,
                  Change              *run,
                  GError             **error)
{
  if (run->node == NULL)
    return inlay_registry_store_exec (self, error, "DELETE FROM experiments WHERE app = ? AND id = ?", "ss", self->app, run->id) &&
           inlay_registry_store_exec (self, error, "DELETE FROM exposures WHERE app = ? AND experiment = ?", "ss", self->app, run->id) &&
           inlay_registry_store_exec (self, error, "DELETE FROM exposed WHERE app = ? AND experiment = ?", "ss", self->app, run->id);
  return inlay_registry_store_exec (self, error, "INSERT INTO experiments (app, id, experiment, created_at, created_by)"
                                    " VALUES (?, ?, ?, ?, ?) ON CONFLICT (app, id) DO UPDATE SET experiment = excluded.experiment",
                                    "ssjis", self->app, run->id, run->node, run->write->now, run->write->actor);
}

static gboolean
run_put_experiment (InlayRegistryStore  *self,
                    gpointer             data,
                    GError             **error)
{
  Change *run = data;

  {
    g_autoptr (InlayStatement) statement =
      inlay_registry_store_query (self, "SELECT 1 FROM experiments WHERE app = ? AND id = ?", "ss", self->app, run->id);

    run->is_new = !inlay_statement_step (statement, error);
    if (inlay_statement_has_failed (statement))
      return FALSE;
  }
  if (run->node == NULL && run->is_new)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no experiment %s", run->id);
      return FALSE;
    }
  return write_experiment (self, run, error) && check_traffic (self, error) &&
         inlay_registry_store_touch (self, run->write, run->node != NULL ? "experiment-changed" : "experiment-removed",
                                     inlay_json_new_object ("id", inlay_json_new_string (run->id),
                                                            "experiment", run->node != NULL ? json_node_ref (run->node) : NULL,
                                                            NULL), &run->generation, error);
}

/**
 * inlay_registry_store_put_experiment:
 * @self: a store
 * @write: who writes it, and when
 * @id: its id
 * @experiment: (nullable): as in #InlayTraffic; %NULL takes it away
 * @is_new: (out) (optional): whether there was none of that id
 * @generation: (out): the new one
 * @error: return location
 *
 * Returns: whether it was done
 */
gboolean
inlay_registry_store_put_experiment (InlayRegistryStore        *self,
                                     const InlayRegistryWrite  *write,
                                     const char                *id,
                                     JsonNode                  *experiment,
                                     gboolean                  *is_new,
                                     gint64                    *generation,
                                     GError                   **error)
{
  Change run = { .write = write, .id = id, .node = experiment };

  if (!inlay_registry_store_run (self, run_put_experiment, &run, error))
    return FALSE;
  if (is_new != NULL)
    *is_new = run.is_new;
  *generation = run.generation;
  return TRUE;
}

static JsonNode *
list_exposures (InlayRegistryStore  *self,
                const char          *id,
                GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT variant, sum (count) FROM exposures WHERE app = ? AND experiment = ? GROUP BY variant"
                                " ORDER BY variant", "ss", self->app, id);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  while (inlay_statement_step (statement, error))
    json_object_set_int_member (object, inlay_statement_get_text (statement, 0), inlay_statement_get_int (statement, 1));
  node = inlay_json_take_object (object);
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&node);
}

/**
 * inlay_registry_store_list_experiments:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an object of experiments by id, each with its “exposures” by variant
 */
JsonNode *
inlay_registry_store_list_experiments (InlayRegistryStore  *self,
                                       GError             **error)
{
  g_autoptr (JsonNode) experiments = read_experiments (self, error);
  g_autoptr (GList) ids = NULL;

  if (experiments == NULL)
    return NULL;
  ids = json_object_get_members (json_node_get_object (experiments));
  for (GList *id = ids; id != NULL; id = id->next)
    {
      g_autoptr (JsonNode) exposures = list_exposures (self, id->data, error);
      g_autofree char *path = inlay_json_path (id->data, "exposures", NULL);
      JsonNode *counted = exposures != NULL ? inlay_json_set (experiments, path, exposures, error) : NULL;

      if (counted == NULL)
        return NULL;
      json_node_unref (experiments);
      experiments = counted;
    }
  return g_steal_pointer (&experiments);
}

typedef struct
{
  gint64 day;
  const char *experiment;
  const char *variant;
  gint64 unit;
} Exposure;

static gboolean
run_expose (InlayRegistryStore  *self,
            gpointer             data,
            GError             **error)
{
  Exposure *run = data;

  if (!inlay_registry_store_exec (self, error, "INSERT INTO exposed (app, experiment, variant, unit, day) VALUES (?, ?, ?, ?, ?)"
                                  " ON CONFLICT (app, experiment, variant, unit) DO NOTHING", "sssii", self->app,
                                  run->experiment, run->variant, run->unit, run->day))
    return FALSE;
  if (inlay_registry_store_get_n_changed (self) == 0)
    return TRUE;
  return inlay_registry_store_exec (self, error, "INSERT INTO exposures (app, experiment, variant, day, count) VALUES (?, ?, ?, ?, 1)"
                                    " ON CONFLICT (app, experiment, variant, day) DO UPDATE SET"
                                    " count = exposures.count + excluded.count", "sssi", self->app, run->experiment, run->variant,
                                    run->day);
}

/**
 * inlay_registry_store_expose:
 * @self: a store
 * @now: the time
 * @experiment: an experiment
 * @variant: one of its variants
 * @unit: a digest of what names a visitor
 * @error: return location
 *
 * Counts a visitor who saw a variant, unless it is counted already, by whatever process.
 *
 * Returns: whether it is counted
 */
gboolean
inlay_registry_store_expose (InlayRegistryStore  *self,
                             gint64               now,
                             const char          *experiment,
                             const char          *variant,
                             gint64               unit,
                             GError             **error)
{
  Exposure run = { now - now % DAY, experiment, variant, unit };

  return inlay_registry_store_run (self, run_expose, &run, error);
}
