/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-assemble.h"

/* What a deployment that names no composition is kept as. */
#define UNNAMED_COMPOSITION "app"

/* `/modules/ID@VERSION/FILE` of the module itself: the file. */
static const char *
own_file (InlayWireModule *given)
{
  g_autofree char *folder = g_strdup_printf (INLAY_PATH_MODULE_FILES "/%s@%s/", given->module_id, given->version);

  return given->esm_url != NULL && g_str_has_prefix (given->esm_url, folder) ? given->esm_url + strlen (folder) : NULL;
}

/* What the older form says of a module, as a definition; what was published fills the gaps. */
static JsonNode *
define_given (InlayWireModule *given,
              InlayShelfItem  *item)
{
  const char *file = own_file (given);
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) base = item != NULL && item->module != NULL ? inlay_module_to_json (item->module) : NULL;

  json_object_set_string_member (object, "id", given->module_id);
  json_object_set_string_member (object, "version", given->version);
  json_object_set_string_member (object, "entry", file != NULL ? file : given->esm_url != NULL ? given->esm_url : "cdn");
  if (file != NULL && base == NULL)
    json_object_set_member (object, "files", inlay_json_new_array (inlay_json_new_string (file), NULL));
  if (given->esm_url == NULL)
    json_object_set_member (object, "npm",
                            inlay_json_new_object ("package", inlay_json_new_string (given->npm_package != NULL ? given->npm_package :
                                                                                     given->module_id), NULL));
  if (given->dependencies != NULL)
    json_object_set_member (object, "dependencies", json_node_ref (given->dependencies));
  node = inlay_json_take_object (object);
  return base != NULL ? inlay_patch_merge (base, node) : g_steal_pointer (&node);
}

static gboolean
add_given (InlayCatalogBuilder  *builder,
           InlayShelf           *shelf,
           InlayWireModule      *given,
           GError              **error)
{
  InlayShelfItem *item = inlay_shelf_find (shelf, given->module_id, given->version);
  g_autoptr (JsonNode) definition = NULL;
  g_autoptr (InlayModule) module = NULL;

  if (given->esm_url == NULL && item != NULL && item->module != NULL)
    return TRUE;
  definition = define_given (given, item);
  module = inlay_module_new (definition, error);
  return module != NULL && inlay_catalog_builder_add_module (builder, module, error);
}

/* What can be chosen from: what is published, with what comes with its own address in front. */
static InlayCatalog *
catalog_with (InlayShelf  *shelf,
              GPtrArray   *given,
              GError     **error)
{
  g_autoptr (InlayCatalogBuilder) builder = NULL;

  if (given == NULL)
    return inlay_catalog_ref (inlay_shelf_get_catalog (shelf));

  builder = inlay_catalog_builder_new (inlay_shelf_get_catalog (shelf));
  for (guint i = 0; i < given->len; i++)
    if (!add_given (builder, shelf, g_ptr_array_index (given, i), error))
      return NULL;
  return inlay_catalog_builder_end (g_steal_pointer (&builder));
}

static gboolean
refuse_conflicts (InlayResolution  *resolution,
                  GError          **error)
{
  GPtrArray *problems = inlay_resolution_get_problems (resolution);
  g_autoptr (GString) message = NULL;

  if (!inlay_resolution_has_conflicts (resolution))
    return TRUE;

  message = g_string_new (NULL);
  for (guint i = 0; i < problems->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (problems, i);

      if (problem->is_conflict)
        g_string_append_printf (message, "%s%s", message->len > 0 ? "; " : "", problem->message);
    }
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, message->str);
  return FALSE;
}

static InlayWireModule *
find_given (GPtrArray  *given,
            const char *id)
{
  for (guint i = 0; given != NULL && i < given->len; i++)
    if (strcmp (((InlayWireModule *) g_ptr_array_index (given, i))->module_id, id) == 0)
      return g_ptr_array_index (given, i);
  return NULL;
}

/* What the instances of a module say of whether it is critical. */
typedef enum
{
  SAYS_YES = 1 << 0,
  SAYS_NO = 1 << 1,
  SAYS_NOTHING = 1 << 2,
} Says;

static GHashTable *
list_critical (JsonNode *document)
{
  GHashTable *said = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *instances = inlay_json_get_object (document, "instances");
  JsonObjectIter iter;
  JsonNode *instance;

  if (instances == NULL)
    return said;
  json_object_iter_init (&iter, instances);
  while (json_object_iter_next (&iter, NULL, &instance))
    {
      const char *module = inlay_json_get_string (instance, "module");
      Says says = inlay_json_get_member (instance, "critical") == NULL ? SAYS_NOTHING
                  : inlay_json_get_boolean (instance, "critical", FALSE) ? SAYS_YES : SAYS_NO;

      if (module != NULL)
        g_hash_table_insert (said, (gpointer) module, GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (said, module)) | says));
    }
  return said;
}

/* One instance is enough; for those that say nothing the definition speaks. */
static gboolean
is_critical (const InlayChoice *choice,
             GHashTable        *said)
{
  int says = GPOINTER_TO_INT (g_hash_table_lookup (said, choice->name));

  return (says & SAYS_YES) || (inlay_module_is_critical (choice->module) && (says == 0 || (says & SAYS_NOTHING)));
}

static InlayRegistryModule *
describe_choice (const InlayChoice *choice,
                 InlayShelf        *shelf,
                 InlayWireModule   *given,
                 GHashTable        *said)
{
  InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);
  InlayShelfItem *item = inlay_shelf_find (shelf, choice->name, choice->version);
  const char *package = inlay_module_get_npm_package (choice->module);

  module->module_id = g_strdup (choice->name);
  module->version = g_strdup (choice->version);
  module->npm_package = g_strdup (given != NULL && given->npm_package != NULL ? given->npm_package
                                  : package != NULL ? package : choice->name);
  module->esm_url = g_strdup (choice->address);
  module->dependencies = json_node_ref (inlay_module_get_dependencies (choice->module));
  module->config = given != NULL && given->config != NULL ? json_node_ref (given->config) : NULL;
  module->critical = is_critical (choice, said);
  module->is_held = item != NULL && item->is_held && g_strcmp0 (item->address, choice->address) == 0;
  return module;
}

static GPtrArray *
describe_choices (InlayResolution *resolution,
                  InlayShelf      *shelf,
                  GPtrArray       *given,
                  JsonNode        *document)
{
  GPtrArray *choices = inlay_resolution_get_choices (resolution);
  g_autoptr (GHashTable) said = list_critical (document);
  GPtrArray *modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);

  for (guint i = 0; i < choices->len; i++)
    {
      const InlayChoice *choice = g_ptr_array_index (choices, i);

      if (choice->module != NULL && choice->address != NULL)
        g_ptr_array_add (modules, describe_choice (choice, shelf, find_given (given, choice->name), said));
    }
  return modules;
}

static InlayAssembly *
assemble (InlayShelf  *shelf,
          JsonNode    *document,
          GPtrArray   *given,
          GError     **error)
{
  g_autoptr (InlayCatalog) catalog = catalog_with (shelf, given, error);
  g_autoptr (InlayResolution) resolution = NULL;
  InlayRelease *release;

  if (catalog == NULL ||
      !(resolution = inlay_composition_resolver_run (document, catalog, INLAY_RESOLVE_DEFAULT, error)) ||
      !refuse_conflicts (resolution, error) ||
      !(release = inlay_release_new (document, inlay_resolution_get_import_map (resolution),
                                     inlay_resolution_get_modules (resolution), NULL, error)))
    return NULL;

  return inlay_assembly_new (release, describe_choices (resolution, shelf, given, document));
}

/**
 * inlay_assemble_map:
 * @map: an import map
 * @integrity: (nullable): the digests of what it leads to, when it does not have them itself
 *
 * Returns: (transfer full): `{imports, scopes, integrity}`
 */
JsonNode *
inlay_assemble_map (JsonNode *map,
                    JsonNode *integrity)
{
  g_autoptr (JsonNode) given = integrity != NULL && JSON_NODE_HOLDS_OBJECT (integrity) ? inlay_json_new_object ("integrity", json_node_ref (integrity), NULL)
                               : inlay_json_new_object (NULL, NULL);
  g_autoptr (JsonNode) nothing =
    inlay_json_new_object ("imports", inlay_json_new_object (NULL, NULL), "scopes", inlay_json_new_object (NULL, NULL),
                           "integrity", inlay_json_new_object (NULL, NULL), NULL);
  g_autoptr (JsonNode) some = inlay_patch_merge (nothing, map);

  return inlay_patch_merge (some, given);
}

/**
 * inlay_assemble:
 * @shelf: what is published
 * @document: the root of a composition
 * @error: return location
 *
 * Chooses versions and addresses and makes the release of it. @document may not change afterwards:
 * asked for the same again, it gives the same.
 *
 * Returns: (transfer full): everything a deployment stores
 */
InlayAssembly *
inlay_assemble (InlayShelf  *shelf,
                JsonNode    *document,
                GError     **error)
{
  InlayAssembly *assembly = inlay_assembly_find (shelf, document, NULL);

  if (assembly == NULL && (assembly = assemble (shelf, document, NULL, error)) != NULL)
    inlay_assembly_remember (shelf, document, NULL, assembly);
  return assembly;
}

/**
 * inlay_assemble_document:
 * @id: what to call the composition
 * @modules: (element-type InlayWireModule): its modules
 * @error: return location
 *
 * Returns: (transfer full): the composition that the older form of a deployment means
 */
JsonNode *
inlay_assemble_document (const char  *id,
                         GPtrArray   *modules,
                         GError     **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr (JsonNode) older = NULL;

  for (guint i = 0; i < modules->len; i++)
    json_array_add_element (array, inlay_wire_module_build (g_ptr_array_index (modules, i)));
  older = inlay_json_new_object ("id", inlay_json_new_string (id), "modules", inlay_json_take_array (array), NULL);
  return inlay_composition_upgrade (older, error);
}

/**
 * inlay_assemble_modules:
 * @shelf: what is published
 * @modules: (element-type InlayWireModule): what to deploy
 * @error: return location
 *
 * As inlay_assemble(), of the older form of a deployment, which names no composition.
 *
 * Returns: (transfer full): everything a deployment stores
 */
InlayAssembly *
inlay_assemble_modules (InlayShelf  *shelf,
                        GPtrArray   *modules,
                        GError     **error)
{
  InlayAssembly *assembly = inlay_assembly_find (shelf, NULL, modules);
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (InlayComposition) composition = NULL;

  if (assembly != NULL)
    return assembly;
  if (!(document = inlay_assemble_document (UNNAMED_COMPOSITION, modules, error)) ||
      !(composition = inlay_composition_new (document, error)) ||
      !(assembly = assemble (shelf, inlay_composition_get_root (composition), modules, error)))
    return NULL;
  inlay_assembly_remember (shelf, NULL, modules, assembly);
  return assembly;
}
