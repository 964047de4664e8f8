/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-assemble.h"

static JsonNode *
list_problems (InlayResolution *resolution,
               gboolean         conflicts)
{
  GPtrArray *problems = inlay_resolution_get_problems (resolution);
  JsonArray *listed = json_array_new ();

  for (guint i = 0; i < problems->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (problems, i);

      if (problem->is_conflict == conflicts)
        json_array_add_element (listed, inlay_json_new_object ("module", inlay_json_new_string (problem->name),
                                                               "kind", inlay_json_new_string (problem->kind),
                                                               "reason", inlay_json_new_string (problem->message), NULL));
    }
  return inlay_json_take_array (listed);
}

static JsonNode *
list_resolved (InlayResolution *resolution)
{
  GPtrArray *choices = inlay_resolution_get_choices (resolution);
  JsonObject *resolved = json_object_new ();

  for (guint i = 0; i < choices->len; i++)
    {
      const InlayChoice *choice = g_ptr_array_index (choices, i);

      if (choice->user == NULL && choice->version != NULL)
        json_object_set_string_member (resolved, choice->name, choice->version);
    }
  return inlay_json_take_object (resolved);
}

/**
 * inlay_assemble_check:
 * @shelf: what is published
 * @modules: (element-type InlayWireModule): what would be deployed; a version may be a range
 * @error: return location
 *
 * Returns: (transfer full): `{valid, resolved, conflicts}`
 */
JsonNode *
inlay_assemble_check (InlayShelf  *shelf,
                      GPtrArray   *modules,
                      GError     **error)
{
  JsonObject *ranges = json_object_new ();
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (InlayResolution) resolution = NULL;

  for (guint i = 0; i < modules->len; i++)
    {
      InlayWireModule *module = g_ptr_array_index (modules, i);

      json_object_set_string_member (ranges, module->module_id, module->version);
    }
  document = inlay_json_new_object ("id", inlay_json_new_string ("check"), "modules", inlay_json_take_object (ranges), NULL);
  if (!(resolution = inlay_composition_resolver_run (document, inlay_shelf_get_catalog (shelf), INLAY_RESOLVE_DEFAULT, error)))
    return NULL;
  return inlay_json_new_object ("valid", inlay_json_new_boolean (!inlay_resolution_has_conflicts (resolution)),
                                "resolved", list_resolved (resolution), "conflicts", list_problems (resolution, TRUE), NULL);
}

/* Versions that were chosen though nobody should use them any more. */
static void
add_deprecated (JsonArray       *warnings,
                InlayShelf      *shelf,
                InlayResolution *resolution)
{
  GPtrArray *choices = inlay_resolution_get_choices (resolution);

  for (guint i = 0; i < choices->len; i++)
    {
      const InlayChoice *choice = g_ptr_array_index (choices, i);
      InlayShelfItem *item = choice->version != NULL ? inlay_shelf_find (shelf, choice->name, choice->version) : NULL;
      const char *reason = item != NULL ? inlay_json_get_string (item->row, "deprecated") : NULL;

      if (reason != NULL)
        json_array_add_element (warnings, inlay_json_new_object ("module", inlay_json_new_string (choice->name),
                                                                 "kind", inlay_json_new_string ("deprecated"),
                                                                 "reason", inlay_json_new_string (reason), NULL));
    }
}

static JsonNode *
list_warnings (InlayShelf      *shelf,
               InlayResolution *resolution)
{
  g_autoptr (JsonNode) problems = list_problems (resolution, FALSE);
  JsonArray *warnings = json_array_new ();

  for (guint i = 0; i < json_array_get_length (json_node_get_array (problems)); i++)
    json_array_add_element (warnings, json_node_ref (json_array_get_element (json_node_get_array (problems), i)));
  add_deprecated (warnings, shelf, resolution);
  return inlay_json_take_array (warnings);
}

/* As a JSON Patch from the versions that are there to those that would be. */
static JsonNode *
diff_versions (JsonNode                 *resolved,
               InlayRegistryEnvironment *environment)
{
  JsonObject *before = json_object_new ();
  g_autoptr (JsonNode) from = NULL;

  for (guint i = 0; environment != NULL && i < environment->modules->len; i++)
    {
      InlayRegistryModule *module = g_ptr_array_index (environment->modules, i);

      json_object_set_string_member (before, module->module_id, module->version);
    }
  from = inlay_json_take_object (before);
  return inlay_patch_diff (from, resolved);
}

/**
 * inlay_assemble_resolve:
 * @shelf: what is published
 * @document: a composition
 * @environments: (element-type InlayRegistryEnvironment): what there is
 * @name: (nullable): which of them to tell the difference to
 * @error: return location
 *
 * Returns: (transfer full): `{valid, resolved, conflicts, warnings, diff, importMap}`
 */
JsonNode *
inlay_assemble_resolve (InlayShelf  *shelf,
                        JsonNode    *document,
                        GPtrArray   *environments,
                        const char  *name,
                        GError     **error)
{
  InlayRegistryEnvironment *environment = name != NULL ? inlay_registry_find_environment (environments, name) : NULL;
  g_autoptr (InlayResolution) resolution = NULL;
  g_autoptr (JsonNode) resolved = NULL;

  if (name != NULL && environment == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no environment %s", name);
      return NULL;
    }
  if (!(resolution = inlay_composition_resolver_run (document, inlay_shelf_get_catalog (shelf), INLAY_RESOLVE_DEFAULT, error)))
    return NULL;
  resolved = list_resolved (resolution);
  return inlay_json_new_object ("valid", inlay_json_new_boolean (!inlay_resolution_has_conflicts (resolution)),
                                "resolved", json_node_ref (resolved), "conflicts", list_problems (resolution, TRUE),
                                "warnings", list_warnings (shelf, resolution),
                                "diff", environment != NULL ? diff_versions (resolved, environment) : NULL,
                                "importMap", json_node_ref (inlay_resolution_get_import_map (resolution)), NULL);
}
