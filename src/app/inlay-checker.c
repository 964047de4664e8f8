/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-checker.h"

#include <glib/gi18n.h>

struct _InlayChecker
{
  GHashTable *schemas;    /* "id@version" -> InlaySchema, or NULL when it does not compile */
  GHashTable *checked;    /* instance id -> Checked */
};

typedef struct
{
  JsonNode *config;       /* trees are immutable: the same node has the same errors */
  InlayModule *module;
  GPtrArray *errors;      /* of InlaySchemaError */
} Checked;

static void
checked_free (Checked *checked)
{
  g_clear_pointer (&checked->config, json_node_unref);
  g_clear_pointer (&checked->module, inlay_module_unref);
  g_clear_pointer (&checked->errors, g_ptr_array_unref);
  g_free (checked);
}

static void
schema_free (gpointer schema)
{
  if (schema != NULL)
    inlay_schema_unref (schema);
}

InlayChecker *
inlay_checker_new (void)
{
  InlayChecker *self = g_new0 (InlayChecker, 1);

  self->schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, schema_free);
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal,
                                         g_free, (GDestroyNotify) checked_free);

  return self;
}

void
inlay_checker_free (InlayChecker *self)
{
  g_hash_table_unref (self->schemas);
  g_hash_table_unref (self->checked);
  g_free (self);
}

static void
add_problem (GPtrArray            *problems,
             InlayProblemSeverity  severity,
             const char           *instance,
             const char           *path,
             const char           *message,
             const char           *action)
{
  g_ptr_array_add (problems, inlay_problem_new (severity, instance, path, message, action));
}

InlaySchema *
inlay_checker_get_schema (InlayChecker *self,
                          InlayModule  *module)
{
  JsonNode *node = inlay_module_get_config_schema (module);
  g_autofree char *name = NULL;
  gpointer schema;

  if (node == NULL)
    return NULL;

  name = g_strdup_printf ("%s@%s", inlay_module_get_id (module), inlay_module_get_version (module));
  if (g_hash_table_lookup_extended (self->schemas, name, NULL, &schema))
    return schema;

  schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                 INLAY_SCHEMA_ASSERT_FORMAT, NULL);
  g_hash_table_insert (self->schemas, g_steal_pointer (&name), schema);

  return schema;
}

static GPtrArray *
validate (InlayChecker *self,
          InlayModule  *module,
          JsonNode     *config)
{
  InlaySchema *schema = inlay_checker_get_schema (self, module);
  g_autoptr(JsonNode) empty = NULL;

  if (schema == NULL)
    return g_ptr_array_new ();
  if (config == NULL)
    config = empty = inlay_json_new_object (NULL, NULL);

  return inlay_schema_validate (schema, config);
}

static GPtrArray *
check_config (InlayChecker *self,
              const char   *instance_id,
              InlayModule  *module,
              JsonNode     *config)
{
  Checked *checked = g_hash_table_lookup (self->checked, instance_id);

  if (checked != NULL && checked->config == config && checked->module == module)
    return checked->errors;

  checked = g_new0 (Checked, 1);
  checked->config = config ? json_node_ref (config) : NULL;
  checked->module = inlay_module_ref (module);
  checked->errors = validate (self, module, config);
  g_hash_table_replace (self->checked, g_strdup (instance_id), checked);

  return checked->errors;
}

static void
check_schema (InlayChecker *self,
              GPtrArray    *problems,
              const char   *instance_id,
              const char   *title,
              InlayModule  *module,
              JsonNode     *config)
{
  GPtrArray *errors = check_config (self, instance_id, module, config);

  for (guint i = 0; i < errors->len; i++)
    {
      InlaySchemaError *error = g_ptr_array_index (errors, i);
      const char *path = inlay_schema_error_get_path (error);
      const char *member = inlay_schema_error_get_member (error);
      g_autofree char *place = member ? inlay_json_path_append (path, member) : g_strdup (path);
      g_autofree char *message = NULL;

      if (*place != '\0')
        /* Translators: name of a module on the page, place in its settings, what is wrong there */
        message = g_strdup_printf (_("%s, %s: %s"), title, place + 1,
                                   inlay_schema_error_get_message (error));
      else
        /* Translators: name of a module on the page, what is wrong with its settings */
        message = g_strdup_printf (_("%s: %s"), title, inlay_schema_error_get_message (error));
      add_problem (problems, INLAY_PROBLEM_ERROR, instance_id, place, message, NULL);
    }
}

static void
check_status (GPtrArray      *problems,
              InlayWorkspace *workspace,
              const char     *instance_id,
              const char     *title)
{
  const char *reason = inlay_workspace_get_status_error (workspace, instance_id);
  g_autofree char *action = NULL;
  g_autofree char *message = NULL;

  switch (inlay_workspace_get_status (workspace, instance_id))
    {
    case INLAY_STATUS_FAILED:
      message = g_strdup_printf (_("%s stopped: %s"), title, reason ? reason : _("unknown reason"));
      break;
    case INLAY_STATUS_TIMEOUT:
      message = g_strdup_printf (_("%s takes too long to start"), title);
      break;
    case INLAY_STATUS_UNKNOWN:
    case INLAY_STATUS_LOADING:
    case INLAY_STATUS_MOUNTED:
    case INLAY_STATUS_MISSING:
    case INLAY_STATUS_UNMOUNTED:
    default:
      return;
    }

  action = g_strdup_printf ("node.retry('%s')", instance_id);
  add_problem (problems, INLAY_PROBLEM_WARNING, instance_id, NULL, message, action);
}

static void
check_instance (InlayChecker   *self,
                GPtrArray      *problems,
                InlayWorkspace *workspace,
                const char     *instance_id,
                JsonNode       *instance)
{
  g_autofree char *title = inlay_workspace_dup_title (workspace, instance_id);
  const char *module_id = inlay_json_get_string (instance, "module");
  InlayModule *module = module_id ? inlay_workspace_lookup_module (workspace, module_id) : NULL;

  if (module == NULL)
    {
      g_autofree char *message = NULL;

      /* Translators: name of a module on the page, id of the module it is made of */
      message = g_strdup_printf (_("%s: the module %s is not available"), title,
                                 module_id ? module_id : "?");
      add_problem (problems, INLAY_PROBLEM_ERROR, instance_id, NULL, message, NULL);
      return;
    }

  check_schema (self, problems, instance_id, title, module,
                inlay_json_get_member (instance, "config"));
  check_status (problems, workspace, instance_id, title);
}

static gboolean
has_end (InlayComposition *composition,
         JsonNode         *wire,
         const char       *member)
{
  JsonNode *end = inlay_json_get_member (wire, member);
  const char *instance = end ? inlay_json_get_string (end, "instance") : NULL;

  if (instance == NULL)
    return end != NULL;

  return inlay_composition_get_instance (composition, instance) != NULL;
}

static void
check_wires (GPtrArray        *problems,
             InlayComposition *composition)
{
  JsonObject *wires = inlay_json_get_object (inlay_composition_get_root (composition), "wires");
  JsonObjectIter iter;
  const char *id;
  JsonNode *wire;

  if (wires == NULL)
    return;

  json_object_iter_init_ordered (&iter, wires);
  while (json_object_iter_next_ordered (&iter, &id, &wire))
    {
      g_autofree char *message = NULL;

      if (has_end (composition, wire, "from") && has_end (composition, wire, "to"))
        continue;

      /* Translators: %s is the name of a wire, which carries an event to a module */
      message = g_strdup_printf (_("The wire “%s” leads nowhere"), id);
      add_problem (problems, INLAY_PROBLEM_WARNING, NULL, NULL, message, NULL);
    }
}

/* Each instance of it says so itself. */
static gboolean
is_told_by_instances (InlayResolveProblem *problem,
                      InlayComposition    *composition)
{
  JsonObject *instances;
  JsonObjectIter iter;
  const char *name;
  JsonNode *instance;

  instances = inlay_json_get_object (inlay_composition_get_root (composition), "instances");
  if (instances == NULL || g_strcmp0 (problem->kind, "unknown-module") != 0)
    return FALSE;

  json_object_iter_init_ordered (&iter, instances);
  while (json_object_iter_next_ordered (&iter, &name, &instance))
    {
      if (g_strcmp0 (inlay_json_get_string (instance, "module"), problem->name) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
check_resolution (GPtrArray      *problems,
                  InlayWorkspace *workspace)
{
  InlayResolution *resolution = inlay_workspace_get_resolution (workspace);
  GPtrArray *found = resolution ? inlay_resolution_get_problems (resolution) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (found, i);
      g_autofree char *action = NULL;

      if (is_told_by_instances (problem, inlay_workspace_get_composition (workspace)))
        continue;
      if (problem->ways != NULL && problem->ways->len > 0)
        action = g_strdup_printf ("document.solve(uint32 %u)", i);
      add_problem (problems,
                   problem->is_conflict ? INLAY_PROBLEM_ERROR : INLAY_PROBLEM_WARNING,
                   NULL, NULL, problem->message, action);
    }
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b)
{
  InlayProblem *first = *(InlayProblem * const *) a;
  InlayProblem *second = *(InlayProblem * const *) b;

  return (int) inlay_problem_get_severity (second) - (int) inlay_problem_get_severity (first);
}

GPtrArray *
inlay_checker_run (InlayChecker   *self,
                   InlayWorkspace *workspace)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_object_unref);
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  JsonObject *instances;
  JsonObjectIter iter;
  const char *id;
  JsonNode *instance;

  instances = inlay_json_get_object (inlay_composition_get_root (composition), "instances");
  if (instances != NULL)
    {
      json_object_iter_init_ordered (&iter, instances);
      while (json_object_iter_next_ordered (&iter, &id, &instance))
        check_instance (self, problems, workspace, id, instance);
    }
  check_resolution (problems, workspace);
  check_wires (problems, composition);
  /* GPtrArray sorts stably. */
  g_ptr_array_sort (problems, compare_problems);

  return problems;
}
