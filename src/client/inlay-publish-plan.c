/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-publish-plan.h"

#include "inlay-client-exchange.h"

typedef struct
{
  JsonNode          *plan;
  guint              index;
  InlayPlanProgress  progress;
  gpointer           progress_data;
} Run;

static JsonNode *
new_step (const char *title,
          const char *method,
          const char *path,
          JsonNode   *body)
{
  return inlay_json_new_object ("title", inlay_json_new_string (title),
                                "method", inlay_json_new_string (method),
                                "path", inlay_json_new_string (path),
                                "body", body,
                                NULL);
}

/**
 * inlay_publish_module_body:
 * @lookup: gives the module's files
 *
 * The registration of one module version with its definition and, when it has any, all its files.
 *
 * Returns: (transfer full): the body for POST /api/modules, or %NULL with @lookup's error
 */
JsonNode *
inlay_publish_module_body (InlayModule      *module,
                           InlayFileLookup   lookup,
                           gpointer          user_data,
                           GError          **error)
{
  const char * const *names = inlay_module_get_files (module);
  g_autoptr(GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) g_bytes_unref);
  g_autoptr(JsonNode) definition = inlay_module_to_json (module);
  g_autoptr(InlayPublishRequest) request = NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      GBytes *bytes = lookup (module, names[i], user_data, error);

      if (bytes == NULL)
        return NULL;
      g_hash_table_insert (files, g_strdup (names[i]), bytes);
    }

  request = inlay_publish_request_new (definition, files);
  return inlay_publish_request_build (request);
}

/**
 * inlay_publish_plan_new:
 * @modules: (element-type InlayModule): the versions the composition runs with
 * @app: (nullable): the application, on the full surface; %NULL for the default one, on the older
 * @lookup: gives their files
 *
 * Plans a publication: each module version, then the composition itself.
 *
 * Returns: (transfer full): the plan, or %NULL with @lookup's error
 */
JsonNode *
inlay_publish_plan_new (InlayComposition  *composition,
                        GPtrArray         *modules,
                        const char        *app,
                        InlayFileLookup    lookup,
                        gpointer           user_data,
                        GError           **error)
{
  const char *id = inlay_composition_get_id (composition);
  g_autofree char *modules_path = app != NULL ? inlay_wire_app_path (app, "/modules") : g_strdup (INLAY_PATH_MODULES);
  g_autofree char *path = app != NULL ? inlay_wire_app_path (app, "/compositions") : inlay_wire_path (INLAY_PATH_COMPOSITIONS, id);
  g_autofree char *title = g_strdup_printf ("composition %s", id);
  g_autoptr(JsonArray) steps = json_array_new ();

  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      JsonNode *body = inlay_publish_module_body (module, lookup, user_data, error);
      g_autofree char *name = g_strdup_printf ("%s@%s", inlay_module_get_id (module),
                                               inlay_module_get_version (module));

      if (body == NULL)
        return NULL;
      json_array_add_element (steps, new_step (name, "POST", modules_path, body));
    }
  json_array_add_element (steps,
                          new_step (title, app != NULL ? "POST" : "PUT", path,
                                    json_node_ref (inlay_composition_get_root (composition))));

  return inlay_json_new_object ("title", inlay_json_new_string (inlay_composition_get_name (composition)),
                                "steps", inlay_json_take_array (g_steal_pointer (&steps)),
                                NULL);
}

/**
 * inlay_publish_plan_add_deploy:
 * @environment: (nullable): where to; the standby when %NULL
 * @notes: (nullable): what people should know of it
 *
 * Returns: (transfer full): @plan with a deployment as its last step
 */
JsonNode *
inlay_publish_plan_add_deploy (JsonNode   *plan,
                               const char *composition_id,
                               const char *version,
                               const char *environment,
                               const char *notes)
{
  InlayDeployRequest request = {
    .composition_id = (char *) composition_id,
    .version = (char *) version,
    .environment = (char *) environment,
    .notes = (char *) notes,
  };
  g_autofree char *title = g_strdup_printf ("deployment of %s %s", composition_id, version);
  g_autoptr(JsonNode) step = new_step (title, "POST", INLAY_PATH_DEPLOY,
                                       inlay_deploy_request_build (&request));

  return inlay_json_set (plan, "/steps/-", step, NULL);
}

static void run_next (GTask *task);

static void
run_free (Run *self)
{
  g_clear_pointer (&self->plan, json_node_unref);
  g_free (self);
}

static void
run_step_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr(JsonNode) answer = NULL;
  GError *error = NULL;

  answer = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (answer == NULL)
    {
      JsonArray *steps = inlay_json_get_array (run->plan, "steps");

      if (error->domain == INLAY_ERROR)
        g_prefix_error (&error, "%s: ",
                        inlay_json_get_string (json_array_get_element (steps, run->index), "title"));
      g_task_return_error (task, error);
      return;
    }

  run->index++;
  if (run->index < json_array_get_length (inlay_json_get_array (run->plan, "steps")))
    run_next (g_steal_pointer (&task));
  else
    {
      if (run->progress != NULL)
        run->progress (run->index, run->index, NULL, run->progress_data);
      g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) json_node_unref);
    }
}

static void
run_next (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  JsonArray *steps = inlay_json_get_array (run->plan, "steps");
  JsonNode *step = json_array_get_element (steps, run->index);

  if (run->progress != NULL)
    run->progress (run->index, json_array_get_length (steps), inlay_json_get_string (step, "title"),
                   run->progress_data);
  inlay_client_call_async (g_task_get_source_object (task), inlay_json_get_string (step, "method"),
                           inlay_json_get_string (step, "path"), inlay_json_get_member (step, "body"),
                           g_task_get_cancellable (task), run_step_cb, task);
}

static gboolean
plan_is_sound (JsonNode *plan)
{
  JsonArray *steps = inlay_json_get_array (plan, "steps");

  if (steps == NULL || json_array_get_length (steps) == 0)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonNode *step = json_array_get_element (steps, i);
      const char *path = inlay_json_get_string (step, "path");

      if (inlay_json_get_string (step, "method") == NULL || path == NULL || path[0] != '/')
        return FALSE;
    }
  return TRUE;
}

/**
 * inlay_client_run_plan_async:
 * @plan: as made by inlay_publish_plan_new(), perhaps kept in between
 * @progress: (nullable): told before each step and at the end
 *
 * Runs the steps one after the other and stops at the first that is refused.
 */
void
inlay_client_run_plan_async (InlayClient         *self,
                             JsonNode            *plan,
                             InlayPlanProgress    progress,
                             gpointer             progress_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Run *run;

  g_task_set_source_tag (task, inlay_client_run_plan_async);
  if (!plan_is_sound (plan))
    {
      g_task_return_new_error (task, INLAY_ERROR, INLAY_ERROR_INVALID,
                               "the plan has no steps or a broken one");
      return;
    }

  run = g_new0 (Run, 1);
  run->plan = json_node_ref (plan);
  run->progress = progress;
  run->progress_data = progress_data;
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  run_next (g_steal_pointer (&task));
}

/**
 * inlay_client_run_plan_finish:
 *
 * Returns: (transfer full): the answer of the last step, or %NULL with the error of the one that
 *   was refused, named
 */
JsonNode *
inlay_client_run_plan_finish (InlayClient   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * inlay_client_run_plan:
 *
 * As inlay_client_run_plan_async(), waiting in the thread's main context.
 *
 * Returns: (transfer full): the answer of the last step, or %NULL with an error
 */
JsonNode *
inlay_client_run_plan (InlayClient        *self,
                       JsonNode           *plan,
                       InlayPlanProgress   progress,
                       gpointer            progress_data,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  inlay_client_run_plan_async (self, plan, progress, progress_data, cancellable,
                               inlay_exchange_keep_cb, &result);
  inlay_exchange_wait (&result);

  return inlay_client_run_plan_finish (self, result, error);
}
