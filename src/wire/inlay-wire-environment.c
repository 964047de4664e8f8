/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-environment.h"

#include "inlay-wire-paths.h"
#include "inlay-wire-read-private.h"

void
inlay_deployed_module_free (InlayDeployedModule *self)
{
  g_free (self->module_id);
  g_free (self->version);
  g_free (self->npm_package);
  g_free (self->esm_url);
  g_clear_pointer (&self->config, json_node_unref);
  g_clear_pointer (&self->dependencies, json_node_unref);
  g_free (self->health);
  g_free (self->message);
  g_free (self);
}

static InlayDeployedModule *
parse_module (JsonNode  *node,
              GError   **error)
{
  g_autoptr (InlayDeployedModule) self = g_new0 (InlayDeployedModule, 1);

  if (!inlay_wire_check_object (node, "a module", error) ||
      !inlay_wire_read_string (node, "module_id", INLAY_WIRE_REQUIRED, &self->module_id, error) ||
      !inlay_wire_read_string (node, "version", INLAY_WIRE_REQUIRED, &self->version, error) ||
      !inlay_wire_read_string (node, "npm_package", INLAY_WIRE_OPTIONAL, &self->npm_package, error) ||
      !inlay_wire_read_string (node, "esm_url", INLAY_WIRE_REQUIRED, &self->esm_url, error) ||
      !inlay_wire_read_object (node, "config", INLAY_WIRE_OPTIONAL, &self->config, error) ||
      !inlay_wire_read_object (node, "dependencies", INLAY_WIRE_OPTIONAL, &self->dependencies, error) ||
      !inlay_wire_read_string (node, "health_status", INLAY_WIRE_REQUIRED, &self->health, error) ||
      !inlay_wire_read_string (node, "health_error", INLAY_WIRE_OPTIONAL, &self->message, error))
    return NULL;
  self->critical = inlay_json_get_boolean (node, "critical", FALSE);
  return g_steal_pointer (&self);
}

static void
add_object (JsonObject *object,
            const char *member,
            JsonNode   *value)
{
  json_object_set_member (object, member,
                          value != NULL ? json_node_ref (value) : inlay_json_take_object (json_object_new ()));
}

static JsonNode *
build_module (InlayDeployedModule *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "module_id", self->module_id);
  inlay_wire_add_string (object, "version", self->version);
  inlay_wire_add_string (object, "npm_package", self->npm_package);
  inlay_wire_add_string (object, "esm_url", self->esm_url);
  add_object (object, "config", self->config);
  add_object (object, "dependencies", self->dependencies);
  inlay_wire_add_string (object, "health_status", self->health);
  inlay_wire_add_string (object, "health_error", self->message);
  json_object_set_boolean_member (object, "critical", self->critical);
  return inlay_json_take_object (object);
}

void
inlay_environment_free (InlayEnvironment *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->status);
  g_free (self->version);
  g_free (self->revision);
  g_free (self->composition);
  g_free (self->deployed_at);
  g_free (self->deployed_by);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_modules (InlayEnvironment  *self,
              JsonNode          *node,
              GError           **error)
{
  JsonArray *array;

  if (!inlay_wire_read_array (node, "modules", INLAY_WIRE_OPTIONAL, G_MAXUINT, &array, error))
    return FALSE;
  if (array == NULL)
    return TRUE;

  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_deployed_module_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayDeployedModule *module = parse_module (json_array_get_element (array, i), error);

      if (module == NULL)
        return FALSE;
      g_ptr_array_add (self->modules, module);
    }
  return TRUE;
}

/**
 * inlay_environment_parse:
 * @node: a row of GET /api/environments, or the body of one environment
 * @error: return location
 *
 * Returns: (transfer full): the environment
 */
InlayEnvironment *
inlay_environment_parse (JsonNode  *node,
                         GError   **error)
{
  g_autoptr (InlayEnvironment) self = g_new0 (InlayEnvironment, 1);
  gint64 count = 0, traffic = 0;

  if (!inlay_wire_check_object (node, "an environment", error) ||
      !inlay_wire_read_string (node, "id", INLAY_WIRE_OPTIONAL, &self->id, error) ||
      !inlay_wire_read_string (node, "name", INLAY_WIRE_REQUIRED, &self->name, error) ||
      !inlay_wire_read_string (node, "status", INLAY_WIRE_REQUIRED, &self->status, error) ||
      !inlay_wire_read_string (node, "version", INLAY_WIRE_OPTIONAL, &self->version, error) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &self->revision, error) ||
      !inlay_wire_read_string (node, "composition", INLAY_WIRE_OPTIONAL, &self->composition, error) ||
      !inlay_wire_read_string (node, "deployed_at", INLAY_WIRE_OPTIONAL, &self->deployed_at, error) ||
      !inlay_wire_read_string (node, "deployed_by", INLAY_WIRE_OPTIONAL, &self->deployed_by, error) ||
      !inlay_wire_read_int (node, "module_count", INLAY_WIRE_OPTIONAL, 0, G_MAXINT, &count, error) ||
      !inlay_wire_read_int (node, "traffic_percentage", INLAY_WIRE_OPTIONAL, 0, 100, &traffic, error) ||
      !read_modules (self, node, error))
    return NULL;
  self->module_count = (guint) count;
  self->traffic = (guint) traffic;
  return g_steal_pointer (&self);
}

static void
add_nullable (JsonObject *object,
              const char *member,
              const char *value)
{
  json_object_set_member (object, member, value != NULL ? inlay_json_new_string (value) : inlay_json_new_null ());
}

/**
 * inlay_environment_build:
 * @self: an environment
 *
 * Returns: (transfer full): the JSON that parses to @self
 */
JsonNode *
inlay_environment_build (InlayEnvironment *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "id", self->id);
  inlay_wire_add_string (object, "name", self->name);
  inlay_wire_add_string (object, "status", self->status);
  add_nullable (object, "version", self->version);
  add_nullable (object, "revision", self->revision);
  add_nullable (object, "composition", self->composition);
  add_nullable (object, "deployed_at", self->deployed_at);
  add_nullable (object, "deployed_by", self->deployed_by);
  json_object_set_int_member (object, "module_count", self->module_count);
  json_object_set_int_member (object, "traffic_percentage", self->traffic);
  if (self->modules != NULL)
    {
      JsonArray *modules = json_array_new ();

      for (guint i = 0; i < self->modules->len; i++)
        json_array_add_element (modules, build_module (g_ptr_array_index (self->modules, i)));
      json_object_set_member (object, "modules", inlay_json_take_array (modules));
    }
  return inlay_json_take_object (object);
}

/**
 * inlay_environments_parse:
 * @node: the body of GET /api/environments
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayEnvironment): the environments
 */
GPtrArray *
inlay_environments_parse (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (GPtrArray) environments = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_environment_free);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the answer is not a JSON array");
      return NULL;
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayEnvironment *environment = inlay_environment_parse (json_array_get_element (array, i), error);

      if (environment == NULL)
        return NULL;
      g_ptr_array_add (environments, environment);
    }
  return g_steal_pointer (&environments);
}

/**
 * inlay_environments_build:
 * @environments: (element-type InlayEnvironment): rows
 *
 * Returns: (transfer full): the body of GET /api/environments
 */
JsonNode *
inlay_environments_build (GPtrArray *environments)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < environments->len; i++)
    json_array_add_element (array, inlay_environment_build (g_ptr_array_index (environments, i)));
  return inlay_json_take_array (array);
}

/**
 * inlay_health_parse:
 * @node: the body of GET /api/health/:environment
 * @error: return location
 *
 * Returns: (transfer full): how the environment stands
 */
InlayVerdict *
inlay_health_parse (JsonNode  *node,
                    GError   **error)
{
  g_autoptr (InlayVerdict) self = g_new0 (InlayVerdict, 1);
  g_autoptr (JsonNode) stats = NULL;
  gint64 total, healthy, unhealthy;

  if (!inlay_wire_check_object (node, "the answer", error) ||
      !inlay_wire_read_string (node, "reason", INLAY_WIRE_OPTIONAL, &self->reason, error) ||
      !inlay_wire_read_object (node, "stats", INLAY_WIRE_REQUIRED, &stats, error) ||
      !inlay_wire_read_int (stats, "total_modules", INLAY_WIRE_REQUIRED, 0, G_MAXINT, &total, error) ||
      !inlay_wire_read_int (stats, "healthy_modules", INLAY_WIRE_REQUIRED, 0, G_MAXINT, &healthy, error) ||
      !inlay_wire_read_int (stats, "unhealthy_modules", INLAY_WIRE_REQUIRED, 0, G_MAXINT, &unhealthy, error))
    return NULL;

  self->healthy = inlay_json_get_boolean (node, "healthy", FALSE);
  self->percentage = inlay_json_get_double (node, "healthyPercentage", 0);
  self->n_total = (guint) total;
  self->n_healthy = (guint) healthy;
  self->n_unhealthy = (guint) unhealthy;
  return g_steal_pointer (&self);
}

/**
 * inlay_health_build:
 * @verdict: how an environment stands
 *
 * Returns: (transfer full): the JSON that parses to @verdict
 */
JsonNode *
inlay_health_build (InlayVerdict *verdict)
{
  JsonNode *stats = inlay_json_new_object ("total_modules", inlay_json_new_int (verdict->n_total),
                                           "healthy_modules", inlay_json_new_int (verdict->n_healthy),
                                           "unhealthy_modules", inlay_json_new_int (verdict->n_unhealthy), NULL);

  return inlay_json_new_object ("healthy", inlay_json_new_boolean (verdict->healthy),
                                "healthyPercentage", inlay_json_new_double (verdict->percentage),
                                "stats", stats,
                                "reason", verdict->reason != NULL ? inlay_json_new_string (verdict->reason) : inlay_json_new_null (),
                                NULL);
}
