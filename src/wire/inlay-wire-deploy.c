/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-deploy.h"

#include "inlay-wire-names.h"
#include "inlay-wire-paths.h"
#include "inlay-wire-read-private.h"

void
inlay_wire_module_free (InlayWireModule *self)
{
  g_free (self->module_id);
  g_free (self->version);
  g_free (self->npm_package);
  g_free (self->esm_url);
  g_clear_pointer (&self->config, json_node_unref);
  g_clear_pointer (&self->dependencies, json_node_unref);
  g_clear_pointer (&self->critical, json_node_unref);
  g_free (self);
}

/* A range is judged by the resolver; here only its type. */
static gboolean
check_dependencies (JsonNode  *dependencies,
                    GError   **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *range;

  if (dependencies == NULL)
    return TRUE;

  json_object_iter_init (&iter, json_node_get_object (dependencies));
  while (json_object_iter_next (&iter, &name, &range))
    if (!JSON_NODE_HOLDS_VALUE (range) || json_node_get_value_type (range) != G_TYPE_STRING)
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the range of dependency %s is not a string", name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_module (InlayWireModule  *self,
              GError          **error)
{
  if (!inlay_module_is_id (self->module_id))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a module id", self->module_id);
  else if (!inlay_wire_is_version (self->version))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” of module %s is not an exact version",
                 self->version, self->module_id);
  else if (self->npm_package != NULL && !inlay_module_is_id (self->npm_package))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” of module %s is not a package name",
                 self->npm_package, self->module_id);
  else if (self->esm_url != NULL && !inlay_wire_is_url (self->esm_url))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 "esmUrl of module %s is neither an http(s) address nor a path", self->module_id);
  else
    return check_dependencies (self->dependencies, error);
  return FALSE;
}

static gboolean
read_critical (InlayWireModule  *self,
               JsonNode         *node,
               GError          **error)
{
  JsonNode *member = inlay_json_get_member (node, "critical");

  if (member == NULL || JSON_NODE_HOLDS_NULL (member))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_BOOLEAN)
    {
      self->critical = json_node_ref (member);
      return TRUE;
    }
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“critical” of module %s is neither true nor false", self->module_id);
  return FALSE;
}

/**
 * inlay_wire_module_parse:
 * @node: (nullable): an item of `modules`
 * @error: return location
 *
 * Returns: (transfer full): the module as checked
 */
InlayWireModule *
inlay_wire_module_parse (JsonNode  *node,
                         GError   **error)
{
  g_autoptr (InlayWireModule) self = g_new0 (InlayWireModule, 1);

  if (!inlay_wire_check_object (node, "a module", error) ||
      !inlay_wire_read_string (node, "moduleId", INLAY_WIRE_REQUIRED, &self->module_id, error) ||
      !inlay_wire_read_string (node, "version", INLAY_WIRE_REQUIRED, &self->version, error) ||
      !inlay_wire_read_string (node, "npmPackage", INLAY_WIRE_OPTIONAL, &self->npm_package, error) ||
      !inlay_wire_read_string (node, "esmUrl", INLAY_WIRE_OPTIONAL, &self->esm_url, error) ||
      !inlay_wire_read_object (node, "config", INLAY_WIRE_OPTIONAL, &self->config, error) ||
      !inlay_wire_read_object (node, "dependencies", INLAY_WIRE_OPTIONAL, &self->dependencies, error) ||
      !read_critical (self, node, error) || !check_module (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_wire_module_build:
 * @self: a module
 *
 * Returns: (transfer full): the JSON that parses to @self
 */
JsonNode *
inlay_wire_module_build (InlayWireModule *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "moduleId", self->module_id);
  inlay_wire_add_string (object, "version", self->version);
  inlay_wire_add_string (object, "npmPackage", self->npm_package);
  inlay_wire_add_string (object, "esmUrl", self->esm_url);
  inlay_wire_add_node (object, "config", self->config);
  inlay_wire_add_node (object, "dependencies", self->dependencies);
  inlay_wire_add_node (object, "critical", self->critical);
  return inlay_json_take_object (object);
}

static InlayWireModule *
parse_requirement (JsonNode  *node,
                   GError   **error)
{
  g_autoptr (InlayWireModule) self = g_new0 (InlayWireModule, 1);
  g_autoptr (InlayRange) range = NULL;

  if (!inlay_wire_check_object (node, "a module", error) ||
      !inlay_wire_read_string (node, "moduleId", INLAY_WIRE_REQUIRED, &self->module_id, error) ||
      !inlay_wire_read_string (node, "version", INLAY_WIRE_REQUIRED, &self->version, error) ||
      !(range = inlay_range_parse (self->version, INLAY_SEMVER_LOOSE, error)))
    return NULL;
  if (inlay_module_is_id (self->module_id))
    return g_steal_pointer (&self);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a module id", self->module_id);
  return NULL;
}

/**
 * inlay_requirements_parse:
 * @node: the body of POST /api/import-maps/validate
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayWireModule): what is to be brought together
 */
GPtrArray *
inlay_requirements_parse (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (GPtrArray) modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_wire_module_free);
  JsonArray *array;

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_array (node, "modules", INLAY_WIRE_REQUIRED, INLAY_MAX_DEPLOY_MODULES, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayWireModule *module = parse_requirement (json_array_get_element (array, i), error);

      if (module == NULL)
        return NULL;
      g_ptr_array_add (modules, module);
    }
  return g_steal_pointer (&modules);
}

static const char * const strategies[] = {
  [INLAY_DEPLOY_STANDBY] = "standby",
  [INLAY_DEPLOY_CANARY] = "canary",
  [INLAY_DEPLOY_DIRECT] = "direct",
};

/**
 * inlay_deploy_strategy_to_string:
 * @strategy: a strategy
 *
 * Returns: (transfer none): its word
 */
const char *
inlay_deploy_strategy_to_string (InlayDeployStrategy strategy)
{
  return strategies[strategy];
}

/**
 * inlay_deploy_strategy_from_string:
 * @text: a word
 * @strategy: (out): what it means
 *
 * Returns: whether it means any
 */
gboolean
inlay_deploy_strategy_from_string (const char          *text,
                                   InlayDeployStrategy *strategy)
{
  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    if (strcmp (strategies[i], text) == 0)
      {
        *strategy = (InlayDeployStrategy) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_steps (InlayDeployRequest  *self,
            JsonNode            *node,
            GError             **error)
{
  JsonNode *steps = inlay_json_get_member (node, "steps");

  if (steps == NULL)
    return TRUE;
  if (self->strategy == INLAY_DEPLOY_CANARY)
    return (self->plan = inlay_plan_new (steps, error)) != NULL;
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“steps” are for the strategy canary");
  return FALSE;
}

static gboolean
read_strategy (InlayDeployRequest  *self,
               JsonNode            *node,
               GError             **error)
{
  g_autofree char *text = NULL;

  if (!inlay_wire_read_string (node, "strategy", INLAY_WIRE_OPTIONAL, &text, error))
    return FALSE;
  if (text == NULL || inlay_deploy_strategy_from_string (text, &self->strategy))
    return read_steps (self, node, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“strategy” is standby, canary or direct, not “%s”", text);
  return FALSE;
}

void
inlay_deploy_request_free (InlayDeployRequest *self)
{
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_free (self->composition_id);
  g_clear_pointer (&self->composition, json_node_unref);
  g_free (self->revision);
  g_clear_pointer (&self->plan, inlay_plan_unref);
  g_free (self->version);
  g_free (self->environment);
  g_free (self->deployed_by);
  g_free (self->notes);
  g_free (self);
}

static gboolean
read_modules (InlayDeployRequest  *self,
              JsonArray           *array,
              GError             **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_wire_module_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayWireModule *module = inlay_wire_module_parse (json_array_get_element (array, i), error);

      if (module == NULL)
        {
          g_prefix_error (error, "modules[%u]: ", i);
          return FALSE;
        }
      g_ptr_array_add (self->modules, module);
      if (!g_hash_table_add (seen, module->module_id))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "module %s is listed twice", module->module_id);
          return FALSE;
        }
    }
  return TRUE;
}

/* `composition` is the id of a stored one, or the document itself. */
static gboolean
read_composition (InlayDeployRequest  *self,
                  JsonNode            *node,
                  GError             **error)
{
  JsonNode *member = inlay_json_get_member (node, "composition");

  if (member != NULL && JSON_NODE_HOLDS_OBJECT (member))
    {
      self->composition = json_node_ref (member);
      return TRUE;
    }
  if (!inlay_wire_read_string (node, "composition", INLAY_WIRE_OPTIONAL, &self->composition_id, error))
    return FALSE;
  if (self->composition_id != NULL && !inlay_wire_is_composition (self->composition_id))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the id of a composition",
                   self->composition_id);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_deploy (InlayDeployRequest  *self,
              GError             **error)
{
  guint n_sources = (self->composition != NULL || self->composition_id != NULL) + (self->modules != NULL) + (self->revision != NULL);

  if (self->environment != NULL && !inlay_wire_is_environment (self->environment))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the name of an environment", self->environment);
  else if (n_sources != 1)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "one of “modules”, “composition” and “revision” is required");
  else if (self->revision != NULL && !inlay_digest_is_valid (self->revision))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the digest of a revision", self->revision);
  else if (self->modules != NULL && self->modules->len == 0)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“modules” is empty");
  else if (strlen (self->version) > 128)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“version” is longer than 128 bytes");
  else
    return TRUE;
  return FALSE;
}

/**
 * inlay_deploy_request_parse:
 * @node: the body of POST /api/deploy
 * @error: return location
 *
 * Returns: (transfer full): the request, every item of it checked
 */
InlayDeployRequest *
inlay_deploy_request_parse (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (InlayDeployRequest) self = g_new0 (InlayDeployRequest, 1);
  JsonArray *modules;

  if (!inlay_wire_check_object (node, "the deployment", error) ||
      !inlay_wire_read_array (node, "modules", INLAY_WIRE_OPTIONAL, INLAY_MAX_DEPLOY_MODULES, &modules, error) ||
      !inlay_wire_read_string (node, "version", INLAY_WIRE_REQUIRED, &self->version, error) ||
      !inlay_wire_read_string (node, "env", INLAY_WIRE_OPTIONAL, &self->environment, error) ||
      (self->environment == NULL &&
       !inlay_wire_read_string (node, "environment", INLAY_WIRE_OPTIONAL, &self->environment, error)) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &self->revision, error) ||
      !inlay_wire_read_string (node, "deployedBy", INLAY_WIRE_OPTIONAL, &self->deployed_by, error) ||
      !inlay_wire_read_string (node, "notes", INLAY_WIRE_OPTIONAL, &self->notes, error) ||
      (modules != NULL && !read_modules (self, modules, error)) ||
      !read_composition (self, node, error) || !read_strategy (self, node, error) ||
      !check_deploy (self, error))
    return NULL;
  self->dry_run = inlay_json_get_boolean (node, "dryRun", FALSE);
  return g_steal_pointer (&self);
}

/**
 * inlay_deploy_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_deploy_request_build (InlayDeployRequest *self)
{
  JsonObject *object = json_object_new ();

  if (self->modules != NULL)
    {
      JsonArray *modules = json_array_new ();

      for (guint i = 0; i < self->modules->len; i++)
        json_array_add_element (modules, inlay_wire_module_build (g_ptr_array_index (self->modules, i)));
      json_object_set_member (object, "modules", inlay_json_take_array (modules));
    }
  inlay_wire_add_string (object, "composition", self->composition_id);
  inlay_wire_add_node (object, "composition", self->composition);
  inlay_wire_add_string (object, "revision", self->revision);
  if (self->dry_run)
    json_object_set_boolean_member (object, "dryRun", TRUE);
  if (self->strategy != INLAY_DEPLOY_STANDBY)
    inlay_wire_add_string (object, "strategy", strategies[self->strategy]);
  if (self->plan != NULL)
    json_object_set_member (object, "steps", inlay_plan_to_json (self->plan));
  inlay_wire_add_string (object, "version", self->version);
  inlay_wire_add_string (object, "env", self->environment);
  inlay_wire_add_string (object, "deployedBy", self->deployed_by);
  inlay_wire_add_string (object, "notes", self->notes);
  return inlay_json_take_object (object);
}

void
inlay_deploy_reply_free (InlayDeployReply *self)
{
  g_free (self->deployment_id);
  g_free (self->environment);
  g_free (self->revision);
  g_free (self->message);
  g_free (self);
}

/**
 * inlay_deploy_reply_parse:
 * @node: the body of a successful answer
 * @error: return location
 *
 * Returns: (transfer full): where the deployment went
 */
InlayDeployReply *
inlay_deploy_reply_parse (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (InlayDeployReply) self = g_new0 (InlayDeployReply, 1);

  if (!inlay_wire_check_object (node, "the answer", error) ||
      !inlay_wire_read_string (node, "deploymentId", INLAY_WIRE_REQUIRED, &self->deployment_id, error) ||
      !inlay_wire_read_string (node, "environment", INLAY_WIRE_REQUIRED, &self->environment, error) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &self->revision, error) ||
      !inlay_wire_read_string (node, "message", INLAY_WIRE_OPTIONAL, &self->message, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_deploy_reply_build:
 * @self: a reply
 *
 * Returns: (transfer full): the body to answer with
 */
JsonNode *
inlay_deploy_reply_build (InlayDeployReply *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "success", TRUE);
  inlay_wire_add_string (object, "deploymentId", self->deployment_id);
  inlay_wire_add_string (object, "environment", self->environment);
  inlay_wire_add_string (object, "revision", self->revision);
  inlay_wire_add_string (object, "message", self->message);
  return inlay_json_take_object (object);
}
