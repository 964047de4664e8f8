/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

/* What the control part says of itself, each written when it is first asked for. */

static guint
traffic_of (InlayRegistryRoute *route,
            const char         *environment)
{
  if (g_strcmp0 (environment, route->canary_env) == 0)
    return route->weight_bp / 100;
  return strcmp (environment, route->active_env) == 0 ? 100 - route->weight_bp / 100 : 0;
}

static InlayDeployedModule *
wire_module (const InlayRegistryModule *module)
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
wire_environment (const InlayRegistryEnvironment *environment,
                  InlayRegistryRoute             *route,
                  gboolean                        with_modules)
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
state_of (const InlayRegistryModule *module)
{
  if (strcmp (module->health, "healthy") == 0)
    return INLAY_HEALTH_HEALTHY;
  return strcmp (module->health, "unhealthy") == 0 ? INLAY_HEALTH_UNHEALTHY : INLAY_HEALTH_UNKNOWN;
}

static JsonNode *
judge (const InlayRegistryEnvironment *environment)
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
describe_environment (InlayEnvironment               *wire,
                      const InlayRegistryEnvironment *environment)
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

static InlayBody *
write_environment (InlayPart     *part,
                   gconstpointer  item)
{
  const InlayRegistryEnvironment *environment = item;
  g_autoptr (InlayEnvironment) wire = wire_environment (environment, part->route, TRUE);

  return inlay_body_new_json (describe_environment (wire, environment));
}

static InlayBody *
write_environments (InlayPart     *part,
                    gconstpointer  item G_GNUC_UNUSED)
{
  JsonArray *rows = json_array_new ();

  for (guint i = 0; i < part->environments->len; i++)
    {
      const InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);
      g_autoptr (InlayEnvironment) wire = wire_environment (environment, part->route, FALSE);

      json_array_add_element (rows, describe_environment (wire, environment));
    }
  return inlay_body_new_json (inlay_json_take_array (rows));
}

static InlayBody *
write_health (InlayPart     *part G_GNUC_UNUSED,
              gconstpointer  item)
{
  return inlay_body_new_json (judge (item));
}

/* Each for itself, and all of them; the application is as healthy as what visitors get. */
static InlayBody *
write_all_health (InlayPart     *part,
                  gconstpointer  item G_GNUC_UNUSED)
{
  JsonObject *all = json_object_new ();
  gboolean is_healthy = FALSE;

  for (guint i = 0; i < part->environments->len; i++)
    {
      const InlayRegistryEnvironment *environment = g_ptr_array_index (part->environments, i);
      JsonNode *health = judge (environment);

      if (strcmp (environment->name, part->route->active_env) == 0)
        is_healthy = inlay_json_get_boolean (health, "healthy", FALSE);
      json_object_set_member (all, environment->name, health);
    }
  return inlay_body_new_json (inlay_json_new_object ("active", inlay_json_new_string (part->route->active_env),
                                                     "healthy", inlay_json_new_boolean (is_healthy),
                                                     "environments", inlay_json_take_object (all), NULL));
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
static InlayBody *
write_traffic_config (InlayPart     *part,
                      gconstpointer  item G_GNUC_UNUSED)
{
  InlayRegistryRoute *route = part->route;
  JsonNode *rules = part->rules;
  gboolean canary = route->canary_env != NULL;
  const char *strategy = inlay_json_get_string (rules, "strategy");

  JsonNode *node =
    inlay_json_new_object ("active_environment", inlay_json_new_string (route->active_env),
                           "routing_strategy", inlay_json_new_string (canary ? "canary" : strategy != NULL ? strategy : "simple"),
                           "canary_percentage", inlay_json_new_int (route->weight_bp / 100),
                           "canary_environment", canary ? inlay_json_new_string (route->canary_env) : inlay_json_new_null (),
                           "user_groups", list_groups (inlay_json_get_array (rules, "rules")),
                           "feature_flags", json_node_ref (inlay_json_get_member (rules, "flags")),
                           "enabled", json_node_ref (inlay_json_get_member (rules, "enabled")),
                           "generation", inlay_json_new_int (route->generation), NULL);

  return inlay_body_new_json (node);
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

static InlayBody *
write_traffic_rules (InlayPart     *part,
                     gconstpointer  item G_GNUC_UNUSED)
{
  InlayRegistryRoute *route = part->route;
  JsonArray *array = json_array_new ();
  JsonArray *written = inlay_json_get_array (part->rules, "rules");

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
  return inlay_body_new_json (inlay_json_take_array (array));
}

static InlayBody *
write_rules (InlayPart     *part,
             gconstpointer  item G_GNUC_UNUSED)
{
  return inlay_body_new_json (json_node_ref (part->rules));
}

static InlayBody *
write_traffic (InlayPart     *part,
               gconstpointer  item G_GNUC_UNUSED)
{
  return inlay_body_new_json (inlay_traffic_to_json (part->traffic));
}

/* The application as a whole, named by its generation. */
static InlayBody *
write_app (InlayPart     *part,
           gconstpointer  item G_GNUC_UNUSED)
{
  InlayRegistryRoute *route = part->route;
  g_autofree char *etag = g_strdup_printf ("\"g%" G_GINT64_FORMAT "\"", route->generation);
  JsonNode *node =
    inlay_json_new_object ("id", inlay_json_new_string (part->app),
                           "generation", inlay_json_new_int (route->generation),
                           "active", inlay_json_new_string (route->active_env),
                           "revision", route->active_rev != NULL ? inlay_json_new_string (route->active_rev) : inlay_json_new_null (),
                           "canary", route->canary_env != NULL ? inlay_json_new_string (route->canary_env) : inlay_json_new_null (),
                           "weight", inlay_json_new_int (route->weight_bp), NULL);

  return inlay_body_new_json_tagged (node, etag);
}

static void
add_environment (InlayPart                *part,
                 InlayRegistryEnvironment *environment)
{
  gboolean active = strcmp (environment->name, part->route->active_env) == 0;

  inlay_part_add (part, write_environment, environment, INLAY_PATH_ENVIRONMENTS, environment->name);
  if (strcmp (environment->kind, "slot") == 0)
    inlay_part_add (part, write_environment, environment, INLAY_PATH_ENVIRONMENTS, active ? "active" : "standby");
  inlay_part_add (part, write_health, environment, INLAY_PATH_HEALTH, environment->name);
  if (active)
    inlay_part_add (part, write_health, environment, INLAY_PATH_HEALTH, "active");
}

void
inlay_part_add_answers (InlayPart *part)
{
  for (guint i = 0; i < part->environments->len; i++)
    add_environment (part, g_ptr_array_index (part->environments, i));
  inlay_part_add (part, write_environments, NULL, INLAY_PATH_ENVIRONMENTS, NULL);
  inlay_part_add (part, write_all_health, NULL, INLAY_PATH_HEALTH, NULL);
  inlay_part_add (part, write_app, NULL, "/api", NULL);
  inlay_part_add (part, write_traffic_config, NULL, INLAY_PATH_TRAFFIC_CONFIG, NULL);
  inlay_part_add (part, write_traffic_rules, NULL, INLAY_PATH_TRAFFIC_RULES, NULL);
  inlay_part_add (part, write_rules, NULL, INLAY_PATH_RULES, NULL);
  inlay_part_add (part, write_traffic, NULL, INLAY_PATH_TRAFFIC, NULL);
}
