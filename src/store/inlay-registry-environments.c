/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-private.h"

void
inlay_registry_module_free (InlayRegistryModule *self)
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

void
inlay_registry_environment_free (InlayRegistryEnvironment *self)
{
  g_free (self->name);
  g_free (self->kind);
  g_free (self->branch);
  g_free (self->deployment);
  g_free (self->revision);
  g_free (self->composition);
  g_free (self->version);
  g_free (self->deployed_by);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_free (self);
}

GPtrArray *
inlay_registry_list_deployed (InlayRegistryStore  *self,
                              const char          *deployment,
                              GError             **error)
{
  g_autoptr (GPtrArray) modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT module_id, version, npm_package, esm_url, config, dependencies, health, message,"
                                " probed, critical FROM deployment_modules WHERE deployment = ? ORDER BY module_id", "s", deployment);

  while (inlay_statement_step (statement, error))
    {
      InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);

      module->module_id = inlay_registry_dup_text (statement, 0);
      module->version = inlay_registry_dup_text (statement, 1);
      module->npm_package = inlay_registry_dup_text (statement, 2);
      module->esm_url = inlay_registry_dup_text (statement, 3);
      module->config = inlay_registry_read_json (statement, 4);
      module->dependencies = inlay_registry_read_json (statement, 5);
      module->health = inlay_registry_dup_text (statement, 6);
      module->message = inlay_registry_dup_text (statement, 7);
      module->is_held = inlay_statement_get_int (statement, 8) == 0;
      module->critical = inlay_statement_get_int (statement, 9) != 0;
      g_ptr_array_add (modules, module);
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&modules);
}

/**
 * inlay_registry_store_list_environments:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayRegistryEnvironment): all, by name; one that nothing
 *   was deployed to has no modules
 */
GPtrArray *
inlay_registry_store_list_environments (InlayRegistryStore  *self,
                                        GError             **error)
{
  g_autoptr (GPtrArray) environments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_environment_free);
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT e.name, d.id, d.revision, r.composition, d.version, d.deployed_by, d.completed_at,"
                                " e.kind, e.frozen, e.approval, e.branch, e.expires_at"
                                " FROM environments e LEFT JOIN deployments d ON d.id = e.deployment"
                                " LEFT JOIN revisions r ON r.app = d.app AND r.digest = d.revision"
                                " WHERE e.app = ? ORDER BY e.name", "s", self->app);

  while (inlay_statement_step (statement, error))
    {
      InlayRegistryEnvironment *environment = g_new0 (InlayRegistryEnvironment, 1);

      g_ptr_array_add (environments, environment);
      environment->name = inlay_registry_dup_text (statement, 0);
      environment->deployment = inlay_registry_dup_text (statement, 1);
      environment->revision = inlay_registry_dup_text (statement, 2);
      environment->composition = inlay_registry_dup_text (statement, 3);
      environment->version = inlay_registry_dup_text (statement, 4);
      environment->deployed_by = inlay_registry_dup_text (statement, 5);
      environment->deployed_at = inlay_statement_get_int (statement, 6);
      environment->kind = inlay_registry_dup_text (statement, 7);
      environment->frozen = inlay_statement_get_int (statement, 8) != 0;
      environment->approval = inlay_statement_get_int (statement, 9) != 0;
      environment->branch = inlay_registry_dup_text (statement, 10);
      environment->expires_at = inlay_statement_get_int (statement, 11);
      if (!(environment->modules = inlay_registry_list_deployed (self, environment->deployment, error)))
        return NULL;
    }
  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&environments);
}

/**
 * inlay_registry_find_environment:
 * @environments: (element-type InlayRegistryEnvironment): some
 * @name: which
 *
 * Returns: (transfer none) (nullable): the one of that name
 */
InlayRegistryEnvironment *
inlay_registry_find_environment (GPtrArray  *environments,
                                 const char *name)
{
  for (guint i = 0; i < environments->len; i++)
    if (strcmp (((InlayRegistryEnvironment *) g_ptr_array_index (environments, i))->name, name) == 0)
      return g_ptr_array_index (environments, i);
  return NULL;
}
