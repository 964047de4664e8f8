/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

#include "inlay-assemble.h"

/* Control: environments, who is served which, and what happened. */

static guint
traffic_of (InlayRegistryRoute *route,
            const char         *environment)
{
  if (g_strcmp0 (environment, route->canary_env) == 0)
    return route->weight_bp / 100;
  return strcmp (environment, route->active_env) == 0 ? 100 - route->weight_bp / 100 : 0;
}

static InlayDeployedModule *
wire_module (InlayRegistryModule *module)
{
  InlayDeployedModule *wire = g_new0 (InlayDeployedModule, 1);

  wire->module_id = g_strdup (module->module_id);
  wire->version = g_strdup (module->version);
  wire->npm_package = g_strdup (module->npm_package);
  wire->esm_url = g_strdup (module->esm_url);
  wire->config = module->config != NULL ? json_node_ref (module->config) : NULL;
  wire->dependencies = module->dependencies != NULL ? json_node_ref (module->dependencies) : NULL;
  wire->health = g_strdup (module->health);
  wire->message = g_strdup (module->message);
  wire->critical = module->critical;
  return wire;
}

static char *
format_time (gint64 time)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return time > 0 ? g_date_time_format_iso8601 (moment) : NULL;
}

static InlayEnvironment *
wire_environment (InlayRegistryEnvironment *environment,
                  InlayRegistryRoute       *route,
                  gboolean                  with_modules)
{
  InlayEnvironment *wire = g_new0 (InlayEnvironment, 1);

  wire->id = g_strdup (environment->name);
  wire->name = g_strdup (environment->name);
  wire->status = g_strdup (strcmp (environment->name, route->active_env) == 0 ? "active" : "standby");
  wire->version = g_strdup (environment->version);
  wire->revision = g_strdup (environment->revision);
  wire->composition = g_strdup (environment->composition);
  wire->deployed_at = format_time (environment->deployed_at);
  wire->deployed_by = g_strdup (environment->deployed_by);
  wire->module_count = environment->modules->len;
  wire->traffic = traffic_of (route, environment->name);
  if (with_modules)
    {
      wire->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_deployed_module_free);
      for (guint i = 0; i < environment->modules->len; i++)
        g_ptr_array_add (wire->modules, wire_module (g_ptr_array_index (environment->modules, i)));
    }
  return wire;
}

static InlayHealthState
state_of (InlayRegistryModule *module)
{
  if (strcmp (module->health, "healthy") == 0)
    return INLAY_HEALTH_HEALTHY;
  return strcmp (module->health, "unhealthy") == 0 ? INLAY_HEALTH_UNHEALTHY : INLAY_HEALTH_UNKNOWN;
}

static JsonNode *
judge (InlayRegistryEnvironment *environment)
{
  g_autofree InlayHealthSample *samples = g_new0 (InlayHealthSample, environment->modules->len);
  g_autoptr (InlayVerdict) verdict = NULL;

  for (guint i = 0; i < environment->modules->len; i++)
    {
      InlayRegistryModule *module = g_ptr_array_index (environment->modules, i);

      samples[i].id = module->module_id;
      samples[i].state = state_of (module);
      samples[i].critical = module->critical;
    }
  verdict = inlay_health_evaluate (samples, environment->modules->len);
  return inlay_health_build (verdict);
}

/* What only the full surface sets, seen on both. */
static JsonNode *
describe_environment (InlayEnvironment         *wire,
                      InlayRegistryEnvironment *environment)
{
  g_autoptr (JsonNode) row = inlay_environment_build (wire);
  g_autofree char *expires = format_time (environment->expires_at);
  g_autoptr (JsonNode) more =
    inlay_json_new_object ("kind", inlay_json_new_string (environment->kind),
                           "frozen", inlay_json_new_boolean (environment->frozen),
                           "approval", inlay_json_new_boolean (environment->approval),
                           "branch", environment->branch != NULL ? inlay_json_new_string (environment->branch) : NULL,
                           "expires_at", expires != NULL ? inlay_json_new_string (expires) : NULL, NULL);

  return inlay_patch_merge (row, more);
}

static JsonNode *
describe_row (InlayRegistryEnvironment *environment,
              InlayRegistryRoute       *route)
{
  g_autoptr (InlayEnvironment) wire = wire_environment (environment, route, FALSE);

  return describe_environment (wire, environment);
}

static void
add_environment (InlayPart                *part,
                 InlayRegistryEnvironment *environment,
                 InlayRegistryRoute       *route)
{
  g_autoptr (InlayEnvironment) wire = wire_environment (environment, route, TRUE);
  gboolean active = strcmp (environment->name, route->active_env) == 0;

  inlay_part_add_json (part, describe_environment (wire, environment), INLAY_PATH_ENVIRONMENTS, environment->name);
  if (strcmp (environment->kind, "slot") == 0)
    inlay_part_add_json (part, describe_environment (wire, environment), INLAY_PATH_ENVIRONMENTS, active ? "active" : "standby");
}

/* Each for itself, and all of them; the application is as healthy as what visitors get. */
static void
add_health (InlayPart          *part,
            InlayRegistryRoute *route)
{
  JsonObject *all = json_object_new ();
  gboolean is_healthy = FALSE;

  for (guint i = 0; i < part->environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);
      JsonNode *health = judge (environment);

      inlay_part_add_json (part, json_node_ref (health), INLAY_PATH_HEALTH, environment->name);
      if (strcmp (environment->name, route->active_env) == 0)
        {
          inlay_part_add_json (part, json_node_ref (health), INLAY_PATH_HEALTH, "active");
          is_healthy = inlay_json_get_boolean (health, "healthy", FALSE);
        }
      json_object_set_member (all, environment->name, health);
    }
  inlay_part_add_json (part, inlay_json_new_object ("active", inlay_json_new_string (route->active_env),
                                                    "healthy", inlay_json_new_boolean (is_healthy),
                                                    "environments", inlay_json_take_object (all), NULL),
                       INLAY_PATH_HEALTH, NULL);
}

static gboolean
add_site (InlayPart                 *part,
          InlayRegistryStore        *store,
          InlayRegistryEnvironment  *environment,
          GError                   **error)
{
  g_autoptr (JsonNode) manifest = NULL;
  g_autoptr (GBytes) page = NULL;
  g_autoptr (JsonNode) whole = NULL;
  g_autoptr (GBytes) bytes = NULL;
  JsonNode *map, *integrity;
  InlayBody *body;

  if (environment->revision == NULL)
    return TRUE;
  if (!(manifest = inlay_registry_store_get_manifest (store, environment->revision, error)) ||
      !(page = inlay_registry_store_get_page (store, environment->revision, error)))
    return FALSE;

  body = inlay_body_new (INLAY_BODY_PAGE, "text/html; charset=utf-8", page, inlay_json_get_string (manifest, "csp"));
  g_hash_table_insert (part->sites, g_strdup (environment->name),
                       inlay_site_new (body, inlay_json_get_member (manifest, "document"), environment->revision));

  map = inlay_json_get_member (manifest, "importMap");
  integrity = inlay_json_get_member (manifest, "integrity");
  whole = inlay_assemble_map (map, integrity);
  bytes = inlay_json_write_bytes (whole, INLAY_JSON_DEFAULT);
  g_hash_table_insert (part->import_maps, g_strdup (environment->name), inlay_body_new (INLAY_BODY_MAP, INLAY_TYPE_JSON, bytes, NULL));
  return TRUE;
}

static JsonNode *
list_groups (JsonArray *rules)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (rules); i++)
    {
      JsonArray *of_rule = inlay_json_get_array (json_array_get_element (rules, i), "groups");

      for (guint j = 0; of_rule != NULL && j < json_array_get_length (of_rule); j++)
        {
          const char *group = json_node_get_string (json_array_get_element (of_rule, j));

          if (group != NULL && !g_ptr_array_find_with_equal_func (groups, group, g_str_equal, NULL))
            g_ptr_array_add (groups, (gpointer) group);
        }
    }
  g_ptr_array_add (groups, NULL);
  return inlay_json_new_strv ((const char * const *) groups->pdata);
}

/* The older surface's words for it. */
static JsonNode *
describe_traffic (InlayRegistryRoute *route,
                  JsonNode           *rules)
{
  gboolean canary = route->canary_env != NULL;
  const char *strategy = inlay_json_get_string (rules, "strategy");

  return inlay_json_new_object ("active_environment", inlay_json_new_string (route->active_env),
                                "routing_strategy", inlay_json_new_string (canary ? "canary" : strategy != NULL ? strategy : "simple"),
                                "canary_percentage", inlay_json_new_int (route->weight_bp / 100),
                                "canary_environment", canary ? inlay_json_new_string (route->canary_env) : inlay_json_new_null (),
                                "user_groups", list_groups (inlay_json_get_array (rules, "rules")),
                                "feature_flags", json_node_ref (inlay_json_get_member (rules, "flags")),
                                "enabled", json_node_ref (inlay_json_get_member (rules, "enabled")),
                                "generation", inlay_json_new_int (route->generation), NULL);
}

static JsonNode *
describe_rule (JsonNode *rule)
{
  const char *flag = inlay_json_get_string (rule, "flag");
  JsonNode *groups = inlay_json_get_member (rule, "groups");
  JsonNode *percentage = inlay_json_get_member (rule, "percentage");

  return inlay_json_new_object ("rule_type", inlay_json_new_string (inlay_json_get_string (rule, "type")),
                                "environment_name", inlay_json_new_string (inlay_json_get_string (rule, "environment")),
                                "percentage", percentage != NULL ? json_node_ref (percentage) : inlay_json_new_null (),
                                "user_groups", groups != NULL ? json_node_ref (groups) : inlay_json_new_array (NULL, NULL),
                                "flag_name", flag != NULL ? inlay_json_new_string (flag) : inlay_json_new_null (),
                                "enabled", inlay_json_new_boolean (inlay_json_get_boolean (rule, "enabled", TRUE)), NULL);
}

static JsonNode *
describe_rules (InlayRegistryRoute *route,
                JsonNode           *rules)
{
  JsonArray *array = json_array_new ();
  JsonArray *written = inlay_json_get_array (rules, "rules");

  for (guint i = 0; i < json_array_get_length (written); i++)
    json_array_add_element (array, describe_rule (json_array_get_element (written, i)));
  if (route->canary_env != NULL)
    {
      g_autoptr (JsonNode) canary =
        inlay_json_new_object ("type", inlay_json_new_string ("percentage"),
                               "environment", inlay_json_new_string (route->canary_env),
                               "percentage", inlay_json_new_int (route->weight_bp / 100), NULL);

      json_array_add_element (array, describe_rule (canary));
    }
  return inlay_json_take_array (array);
}

/* The application as a whole, named by its generation. */
static InlayBody *
describe_app (InlayRegistryStore *store,
              InlayRegistryRoute *route)
{
  g_autofree char *etag = g_strdup_printf ("\"g%" G_GINT64_FORMAT "\"", route->generation);
  JsonNode *node =
    inlay_json_new_object ("id", inlay_json_new_string (inlay_registry_store_get_app (store)),
                           "generation", inlay_json_new_int (route->generation),
                           "active", inlay_json_new_string (route->active_env),
                           "revision", route->active_rev != NULL ? inlay_json_new_string (route->active_rev) : inlay_json_new_null (),
                           "canary", route->canary_env != NULL ? inlay_json_new_string (route->canary_env) : inlay_json_new_null (),
                           "weight", inlay_json_new_int (route->weight_bp), NULL);

  return inlay_body_new_json_tagged (node, etag);
}

/* What decisions are made from, and the rules as they were written. */
static gboolean
add_traffic (InlayPart           *part,
             InlayPart           *before,
             InlayRegistryStore  *store,
             InlayRegistryRoute  *route,
             GError             **error)
{
  g_autoptr (JsonNode) node = inlay_registry_store_get_traffic (store, error);
  g_autoptr (JsonNode) rules = node != NULL ? inlay_registry_store_get_rules (store, error) : NULL;

  if (rules == NULL || !(part->traffic = inlay_traffic_new (node, error)))
    return FALSE;
  part->usual = inlay_traffic_decide (part->traffic, NULL, NULL, NULL);
  part->exposures = inlay_exposures_new (part->traffic, before != NULL ? before->exposures : NULL);
  part->needs_visitor = route->canary_env != NULL || inlay_json_get_string (rules, "strategy") != NULL ||
                        json_array_get_length (inlay_json_get_array (rules, "rules")) > 0 ||
                        json_object_get_size (inlay_json_get_object (node, "experiments")) > 0;
  inlay_part_add_json (part, describe_traffic (route, rules), INLAY_PATH_TRAFFIC_CONFIG, NULL);
  inlay_part_add_json (part, describe_rules (route, rules), INLAY_PATH_TRAFFIC_RULES, NULL);
  inlay_part_add_json (part, g_steal_pointer (&rules), INLAY_PATH_RULES, NULL);
  inlay_part_add_json (part, g_steal_pointer (&node), INLAY_PATH_TRAFFIC, NULL);
  return inlay_registry_store_find_rollout (store, &part->rollout, error);
}

/* From this snapshot, from the one before, or anew. */
static JsonNode *
find_deployment (InlayPart           *part,
                 InlayPart           *before,
                 InlayRegistryStore  *store,
                 JsonNode            *row,
                 GError             **error)
{
  const char *id = inlay_json_get_string (row, "id");
  JsonNode *found = g_hash_table_lookup (part->history, id);

  if (found == NULL && before != NULL)
    found = g_hash_table_lookup (before->history, id);
  if (found != NULL && strcmp (inlay_json_get_string (found, "status"), inlay_json_get_string (row, "status")) == 0)
    found = json_node_ref (found);
  else if (!(found = inlay_registry_store_get_deployment (store, id, error)))
    return NULL;
  g_hash_table_insert (part->history, g_strdup (id), json_node_ref (found));
  return found;
}

static gboolean
add_deployments (InlayPart           *part,
                 InlayPart           *before,
                 InlayRegistryStore  *store,
                 const char          *environment,
                 GError             **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_history (store, environment, INLAY_MAX_DEPLOYMENTS, error);
  g_autoptr (JsonArray) deployments = json_array_new ();

  for (guint i = 0; rows != NULL && i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonNode *deployment =
        find_deployment (part, before, store, json_array_get_element (json_node_get_array (rows), i), error);

      if (deployment == NULL)
        return FALSE;
      json_array_add_element (deployments, deployment);
    }
  if (rows == NULL)
    return FALSE;
  g_hash_table_insert (part->deployments, g_strdup (environment != NULL ? environment : ""),
                       inlay_json_take_array (g_steal_pointer (&deployments)));
  return TRUE;
}

InlayPart *
inlay_part_new_control (InlayRegistryStore  *store,
                        InlayPart           *before,
                        GError             **error)
{
  g_autoptr (InlayPart) part = inlay_part_new ();
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (store, error);
  g_autoptr (JsonArray) rows = json_array_new ();

  if (route == NULL || !(part->environments = inlay_registry_store_list_environments (store, error)))
    return NULL;

  part->generation = route->generation;
  for (guint i = 0; i < part->environments->len; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);

      add_environment (part, environment, route);
      json_array_add_element (rows, describe_row (environment, route));
      if (!add_site (part, store, environment, error) || !add_deployments (part, before, store, environment->name, error))
        return NULL;
    }
  add_health (part, route);
  inlay_part_add_json (part, inlay_json_take_array (g_steal_pointer (&rows)), INLAY_PATH_ENVIRONMENTS, NULL);
  g_hash_table_insert (part->bodies, g_strdup ("/api"), describe_app (store, route));
  if (!add_deployments (part, before, store, NULL, error) || !add_traffic (part, before, store, route, error))
    return NULL;
  return g_steal_pointer (&part);
}
