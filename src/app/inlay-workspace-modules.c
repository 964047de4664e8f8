/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workspace.h"

GListModel *
inlay_workspace_get_modules (InlayWorkspace *self)
{
  InlayModuleList *list = inlay_workspace_get_module_list (self);

  return list ? inlay_module_list_get_items (list) : NULL;
}

InlayCatalog *
inlay_workspace_get_catalog (InlayWorkspace *self)
{
  InlayModuleList *list = inlay_workspace_get_module_list (self);

  return list ? inlay_module_list_get_catalog (list) : NULL;
}

InlayResolution *
inlay_workspace_get_resolution (InlayWorkspace *self)
{
  InlayModuleList *list = inlay_workspace_get_module_list (self);

  return list ? inlay_module_list_resolve (list, inlay_workspace_get_composition (self), NULL) : NULL;
}

/**
 * inlay_workspace_dup_release:
 * @environment: (nullable): the environment whose overrides count
 *
 * Returns: (transfer full): the release of the document as it is now
 */
InlayRelease *
inlay_workspace_dup_release (InlayWorkspace  *self,
                             const char      *environment,
                             GError         **error)
{
  InlayResolution *resolution;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  resolution = inlay_workspace_get_resolution (self);
  if (resolution == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED,
                           "the modules of the document cannot be resolved");
      return NULL;
    }

  return inlay_release_new (inlay_composition_get_root (inlay_workspace_get_composition (self)),
                            inlay_resolution_get_import_map (resolution),
                            inlay_resolution_get_modules (resolution), environment, error);
}

/**
 * inlay_workspace_lookup_module:
 *
 * Returns: (transfer none) (nullable): the version of @module_id that the document runs on; for a
 *   module it does not use the newest one
 */
InlayModule *
inlay_workspace_lookup_module (InlayWorkspace *self,
                               const char     *module_id)
{
  InlayCatalog *catalog;
  InlayResolution *resolution;
  const InlayChoice *choice;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (module_id != NULL, NULL);

  resolution = inlay_workspace_get_resolution (self);
  choice = resolution ? inlay_resolution_get_choice (resolution, module_id) : NULL;
  if (choice != NULL)
    return choice->module;

  catalog = inlay_workspace_get_catalog (self);
  return catalog ? inlay_catalog_get_newest (catalog, module_id) : NULL;
}

/**
 * inlay_workspace_dup_title:
 *
 * Returns: (transfer full): what people call the instance: its own name, its module's, else its id
 */
char *
inlay_workspace_dup_title (InlayWorkspace *self,
                           const char     *instance_id)
{
  InlayComposition *composition;
  JsonNode *instance;
  const char *name;
  const char *module_id;
  InlayModule *module;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (instance_id != NULL, NULL);

  composition = inlay_workspace_get_composition (self);
  instance = inlay_composition_get_instance (composition, instance_id);
  name = instance ? inlay_json_get_string (instance, "name") : NULL;
  if (name != NULL && *name != '\0')
    return g_strdup (name);

  module_id = instance ? inlay_composition_get_module (composition, instance_id) : NULL;
  module = module_id ? inlay_workspace_lookup_module (self, module_id) : NULL;
  return g_strdup (module ? inlay_module_get_name (module) : instance_id);
}
