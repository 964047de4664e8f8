/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-assemble.h"

/* What an assembly was made of. */
typedef struct
{
  JsonNode *document;
  GPtrArray *given;      /* nullable, of InlayWireModule */
  char *environment;     /* nullable */
  InlayAssembly *assembly;
} Memo;

static void
memo_free (gpointer data)
{
  Memo *memo = data;

  json_node_unref (memo->document);
  g_clear_pointer (&memo->given, g_ptr_array_unref);
  g_free (memo->environment);
  inlay_assembly_unref (memo->assembly);
  g_free (memo);
}

/**
 * inlay_assembly_new:
 * @release: (transfer full): a release
 * @modules: (transfer full) (element-type InlayRegistryModule): what it loads
 *
 * Returns: (transfer full): both
 */
InlayAssembly *
inlay_assembly_new (InlayRelease *release,
                    GPtrArray    *modules)
{
  InlayAssembly *self = g_new0 (InlayAssembly, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->release = release;
  self->modules = modules;
  return self;
}

InlayAssembly *
inlay_assembly_ref (InlayAssembly *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_assembly_unref (InlayAssembly *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->release, inlay_release_unref);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_pointer (&self->manifest, g_bytes_unref);
  g_free (self);
}

/* Two threads may make the same; the first one's stays. */
static GBytes *
keep_first (GBytes **place,
            GBytes  *made)
{
  if (!g_atomic_pointer_compare_and_exchange (place, NULL, made))
    g_bytes_unref (made);
  return g_atomic_pointer_get (place);
}

/**
 * inlay_assembly_get_page:
 * @self: an assembly
 *
 * Returns: (transfer none): its page
 */
GBytes *
inlay_assembly_get_page (InlayAssembly *self)
{
  GBytes *page = g_atomic_pointer_get (&self->page);

  return page != NULL ? page : keep_first (&self->page, inlay_page_write (self->release));
}

/**
 * inlay_assembly_get_manifest:
 * @self: an assembly
 *
 * Returns: (transfer none): its release as JSON
 */
const char *
inlay_assembly_get_manifest (InlayAssembly *self)
{
  GBytes *manifest = g_atomic_pointer_get (&self->manifest);

  if (manifest == NULL)
    {
      g_autoptr (JsonNode) json = inlay_release_to_json (self->release);
      char *text = inlay_json_write (json, INLAY_JSON_DEFAULT);

      manifest = keep_first (&self->manifest, g_bytes_new_take (text, strlen (text) + 1));
    }
  return g_bytes_get_data (manifest, NULL);
}

static gboolean
same_json (JsonNode *a,
           JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && inlay_json_equal (a, b));
}

static gboolean
same_given (GPtrArray *a,
            GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return a == b;
  for (guint i = 0; i < a->len; i++)
    {
      InlayWireModule *one = g_ptr_array_index (a, i), *other = g_ptr_array_index (b, i);

      if (strcmp (one->module_id, other->module_id) != 0 || strcmp (one->version, other->version) != 0 ||
          g_strcmp0 (one->npm_package, other->npm_package) != 0 || g_strcmp0 (one->esm_url, other->esm_url) != 0 ||
          !same_json (one->config, other->config) || !same_json (one->dependencies, other->dependencies))
        return FALSE;
    }
  return TRUE;
}

static InlayAssembly *
recall (InlayShelf *shelf,
        JsonNode   *document,
        GPtrArray  *given,
        const char *environment)
{
  InlayShelfMemo *place = inlay_shelf_get_memo (shelf);
  InlayAssembly *found = NULL;
  Memo *memo;

  g_mutex_lock (&place->lock);
  memo = place->value;
  if (memo != NULL && g_strcmp0 (memo->environment, environment) == 0 && same_given (memo->given, given) &&
      same_json (memo->document, document))
    found = inlay_assembly_ref (memo->assembly);
  g_mutex_unlock (&place->lock);
  return found;
}

static void
remember (InlayShelf    *shelf,
          JsonNode      *document,
          GPtrArray     *given,
          const char    *environment,
          InlayAssembly *assembly)
{
  InlayShelfMemo *place = inlay_shelf_get_memo (shelf);
  Memo *memo = g_new0 (Memo, 1);
  Memo *before;

  memo->document = json_node_ref (document);
  memo->given = given != NULL ? g_ptr_array_ref (given) : NULL;
  memo->environment = g_strdup (environment);
  memo->assembly = inlay_assembly_ref (assembly);
  g_mutex_lock (&place->lock);
  before = place->value;
  place->value = memo;
  place->free_value = memo_free;
  g_mutex_unlock (&place->lock);
  g_clear_pointer (&before, memo_free);
}

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
          const char  *environment,
          GError     **error)
{
  g_autoptr (InlayCatalog) catalog = catalog_with (shelf, given, error);
  g_autoptr (InlayResolution) resolution = NULL;
  InlayRelease *release;

  if (catalog == NULL ||
      !(resolution = inlay_composition_resolver_run (document, catalog, INLAY_RESOLVE_DEFAULT, error)) ||
      !refuse_conflicts (resolution, error) ||
      !(release = inlay_release_new (document, inlay_resolution_get_import_map (resolution),
                                     inlay_resolution_get_modules (resolution), environment, error)))
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
 * @given: (nullable) (element-type InlayWireModule): modules that come with their own address
 * @environment: (nullable): whose overrides in the document hold
 * @error: return location
 *
 * Chooses versions and addresses and makes the release of it. None of the arguments may change
 * afterwards: asked for the same again, it gives the same.
 *
 * Returns: (transfer full): everything a deployment stores
 */
InlayAssembly *
inlay_assemble (InlayShelf  *shelf,
                JsonNode    *document,
                GPtrArray   *given,
                const char  *environment,
                GError     **error)
{
  InlayAssembly *assembly = recall (shelf, document, given, environment);

  if (assembly == NULL && (assembly = assemble (shelf, document, given, environment, error)) != NULL)
    remember (shelf, document, given, environment, assembly);
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
