/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deploying.h"

/* What an environment holds, with other addresses. */

/**
 * inlay_map_patch_new:
 * @environment: (nullable): whose import map; %NULL for the standby's
 * @patch: (transfer full): what is to change in it
 *
 * Returns: (transfer full): both
 */
InlayMapPatch *
inlay_map_patch_new (const char *environment,
                     JsonNode   *patch)
{
  InlayMapPatch *self = g_new0 (InlayMapPatch, 1);

  self->environment = g_strdup (environment);
  self->patch = patch;
  return self;
}

void
inlay_map_patch_free (InlayMapPatch *self)
{
  g_free (self->environment);
  json_node_unref (self->patch);
  g_free (self);
}

static gboolean
check_addresses (JsonObject  *addresses,
                 GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *address;

  json_object_iter_init (&iter, addresses);
  while (json_object_iter_next (&iter, &name, &address))
    if (!JSON_NODE_HOLDS_VALUE (address) || !inlay_wire_is_url (json_node_get_string (address)))
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the address of %s is neither an http(s) address nor a path", name);
        return FALSE;
      }
  return TRUE;
}

/* What is wrong otherwise than with an address is found where the map is settled. */
static gboolean
check_map (JsonNode  *map,
           GError   **error)
{
  JsonObject *imports = inlay_json_get_object (map, "imports");
  JsonObject *scopes = inlay_json_get_object (map, "scopes");
  JsonObjectIter iter;
  JsonNode *scope;

  if (imports == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the import map would have no “imports”");
      return FALSE;
    }
  if (!check_addresses (imports, error))
    return FALSE;
  if (scopes == NULL)
    return TRUE;
  json_object_iter_init (&iter, scopes);
  while (json_object_iter_next (&iter, NULL, &scope))
    if (JSON_NODE_HOLDS_OBJECT (scope) && !check_addresses (json_node_get_object (scope), error))
      return FALSE;
  return TRUE;
}

/* JSON Patch is a list, merge patch an object. */
static JsonNode *
patch_map (JsonNode  *map,
           JsonNode  *patch,
           GError   **error)
{
  if (JSON_NODE_HOLDS_ARRAY (patch))
    {
      JsonNode *patched = inlay_patch_apply (map, patch, NULL, error);

      /* What the patch names and the map lacks is no address of this surface. */
      if (patched == NULL && g_error_matches (*error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
        (*error)->code = INLAY_ERROR_CONFLICT;
      return patched;
    }
  if (JSON_NODE_HOLDS_OBJECT (patch))
    return inlay_patch_merge (map, patch);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the patch is neither an object nor a list");
  return NULL;
}

/* The same modules, those from where the map says now. */
static GPtrArray *
move_modules (GPtrArray *before,
              JsonNode  *map)
{
  GPtrArray *modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  JsonNode *imports = inlay_json_get_member (map, "imports");

  for (guint i = 0; i < before->len; i++)
    {
      InlayRegistryModule *old = g_ptr_array_index (before, i);
      InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);
      const char *address = inlay_json_get_string (imports, old->module_id);

      if (address == NULL)
        address = old->esm_url;
      module->module_id = g_strdup (old->module_id);
      module->version = g_strdup (old->version);
      module->npm_package = g_strdup (old->npm_package);
      module->esm_url = g_strdup (address);
      module->config = old->config != NULL ? json_node_ref (old->config) : NULL;
      module->dependencies = old->dependencies != NULL ? json_node_ref (old->dependencies) : NULL;
      module->critical = old->critical;
      module->is_held = old->is_held && strcmp (address, old->esm_url) == 0;
      g_ptr_array_add (modules, module);
    }
  return modules;
}

static InlayAssembly *
rearrange (InlayWork                 *work,
           InlayRegistryEnvironment  *environment,
           JsonNode                  *patch,
           GError                   **error)
{
  g_autoptr (JsonNode) manifest = inlay_registry_store_get_manifest (work->store, environment->revision, error);
  g_autoptr (InlayRelease) release = manifest != NULL ? inlay_release_from_json (manifest, error) : NULL;
  g_autoptr (JsonNode) map = release != NULL ? patch_map (inlay_release_get_import_map (release), patch, error) : NULL;
  InlayRelease *patched;

  if (map == NULL || !check_map (map, error) || !(patched = inlay_release_with_map (release, map, error)))
    return NULL;
  return inlay_assembly_new (patched, move_modules (environment->modules, map));
}

static InlayRegistryEnvironment *
find_filled (GPtrArray   *environments,
             const char  *name,
             GError     **error)
{
  InlayRegistryEnvironment *found = inlay_registry_find_environment (environments, name);

  if (found != NULL && found->revision != NULL)
    return found;
  g_set_error (error, INLAY_ERROR, found != NULL ? INLAY_ERROR_CONFLICT : INLAY_ERROR_NOT_FOUND,
               found != NULL ? "nothing is deployed to %s" : "there is no environment %s", name);
  return NULL;
}

/**
 * inlay_registry_patch_import_map:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayMapPatch, which holds a JSON Patch or a merge patch
 * @error: return location
 *
 * A patch makes a new revision; visitors get it when the environment is switched to.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_patch_import_map (InlayWork  *work,
                                 gpointer    use_case,
                                 GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  InlayMapPatch *patch = self->request;
  g_autofree char *name = inlay_registry_store_choose_environment (work->store, patch->environment, TRUE, error);
  g_autoptr (GPtrArray) environments = name != NULL ? inlay_registry_store_list_environments (work->store, error) : NULL;
  InlayRegistryEnvironment *environment = NULL;
  g_autoptr (InlayAssembly) assembly = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  InlayDeployRequest request = { 0 };

  if (environments == NULL || !inlay_use_case_check_environment (self, name, error) ||
      !(environment = find_filled (environments, name, error)))
    return NULL;
  if (environment->approval)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "deployments to %s need a second person; deploy to it instead", name);
      return NULL;
    }
  request.version = environment->version;
  request.notes = (char *) "import map patched";
  if (!(assembly = rearrange (work, environment, patch->patch, error)) ||
      !(outcome = inlay_deployment_store (work, &write, &request, name, TRUE, assembly, error)))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "deploymentId", inlay_json_new_string (outcome->deployment),
                                "environment", inlay_json_new_string (name), "revision", inlay_json_new_string (outcome->revision),
                                "importMap", json_node_ref (inlay_release_get_import_map (assembly->release)), NULL);
}
