/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-assemble.h"

/* One choice under way. */
typedef struct
{
  InlayShelf *shelf;
  JsonNode *document;
  GHashTable *given;       /* id -> InlayWireModule; not owned */
  JsonObject *imports;
  GPtrArray *modules;      /* of InlayRegistryModule */
  GPtrArray *definitions;  /* of InlayModule */
  GHashTable *wanted;      /* package -> GPtrArray of {range, by} as text */
  JsonArray *conflicts;
} Assembly;

typedef struct
{
  char *range;
  char *by;
} Want;

static void
want_free (gpointer data)
{
  Want *want = data;

  g_free (want->range);
  g_free (want->by);
  g_free (want);
}

void
inlay_assembly_free (InlayAssembly *self)
{
  g_clear_pointer (&self->release, inlay_release_unref);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_free (self);
}

static void
add_conflict (Assembly   *self,
              const char *name,
              const char *reason)
{
  json_array_add_element (self->conflicts,
                          inlay_json_new_object ("module", inlay_json_new_string (name),
                                                 "reason", inlay_json_new_string (reason), NULL));
}

static char *
cdn_address (Assembly   *self,
             const char *package,
             const char *version,
             const char *subpath)
{
  JsonNode *cdn = inlay_json_get_member (self->document, "cdn");
  const char *base = cdn != NULL ? inlay_json_get_string (cdn, "base") : NULL;
  const char *target = cdn != NULL ? inlay_json_get_string (cdn, "target") : NULL;
  g_autoptr (InlayCdnUrl) plain = inlay_cdn_url_new (package, version, subpath, NULL);
  g_autoptr (InlayCdnUrl) url = NULL;

  if (plain == NULL)
    return NULL;
  url = target != NULL ? inlay_cdn_url_with_param (plain, "target", target) : inlay_cdn_url_ref (plain);
  return inlay_cdn_url_to_string (url, base != NULL ? base : INLAY_CDN_DEFAULT_BASE);
}

static void
want (Assembly   *self,
      const char *package,
      const char *range,
      const char *by)
{
  GPtrArray *wants = g_hash_table_lookup (self->wanted, package);
  Want *item = g_new0 (Want, 1);

  if (wants == NULL)
    {
      wants = g_ptr_array_new_with_free_func (want_free);
      g_hash_table_insert (self->wanted, g_strdup (package), wants);
    }
  item->range = g_strdup (range);
  item->by = g_strdup (by);
  g_ptr_array_add (wants, item);
}

static void
want_all (Assembly   *self,
          JsonNode   *dependencies,
          const char *by)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *range;

  if (dependencies == NULL || !JSON_NODE_HOLDS_OBJECT (dependencies))
    return;
  json_object_iter_init (&iter, json_node_get_object (dependencies));
  while (json_object_iter_next (&iter, &name, &range))
    if (JSON_NODE_HOLDS_VALUE (range) && json_node_get_value_type (range) == G_TYPE_STRING)
      want (self, name, json_node_get_string (range), by);
}

/* The newest version that the range allows; a locked one that it allows comes first. */
static InlayShelfItem *
choose (Assembly   *self,
        const char *id,
        const char *range_text,
        GError    **error)
{
  GPtrArray *items = inlay_shelf_lookup (self->shelf, id);
  g_autoptr (InlayRange) range = inlay_range_parse (range_text, INLAY_SEMVER_LOOSE, error);
  g_autofree char *lock = inlay_json_path ("lock", "versions", id, NULL);
  JsonNode *locked = inlay_json_get (self->document, lock);

  if (range == NULL)
    return NULL;
  if (locked != NULL && JSON_NODE_HOLDS_VALUE (locked) && json_node_get_value_type (locked) == G_TYPE_STRING)
    {
      InlayShelfItem *item = inlay_shelf_find (self->shelf, id, json_node_get_string (locked));

      if (item != NULL && inlay_range_test (range, item->version))
        return item;
    }
  for (guint i = items != NULL ? items->len : 0; i-- > 0;)
    {
      InlayShelfItem *item = g_ptr_array_index (items, i);

      if (inlay_range_test (range, item->version))
        return item;
    }
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED,
               items != NULL ? "no published version of %s satisfies %s" : "module %s (%s) is not published here", id, range_text);
  return NULL;
}

static JsonNode *
dup_given_definition (InlayWireModule *given,
                      const char      *address)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", given->module_id);
  json_object_set_string_member (object, "version", given->version);
  json_object_set_string_member (object, "entry", address);
  if (given->dependencies != NULL)
    json_object_set_member (object, "dependencies", json_node_ref (given->dependencies));
  return inlay_json_take_object (object);
}

static void
add_module (Assembly        *self,
            const char      *id,
            const char      *version,
            const char      *package,
            const char      *address,
            gboolean         is_held,
            InlayWireModule *given,
            InlayModule     *definition)
{
  InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);

  module->module_id = g_strdup (id);
  module->version = g_strdup (version);
  module->npm_package = g_strdup (package);
  module->esm_url = g_strdup (address);
  module->is_held = is_held;
  if (given != NULL && given->config != NULL)
    module->config = json_node_ref (given->config);
  if (given != NULL && given->dependencies != NULL)
    module->dependencies = json_node_ref (given->dependencies);
  else if (definition != NULL)
    module->dependencies = json_node_ref (inlay_module_get_dependencies (definition));
  g_ptr_array_add (self->modules, module);
  if (definition != NULL)
    g_ptr_array_add (self->definitions, inlay_module_ref (definition));
  json_object_set_string_member (self->imports, id, address);
  want_all (self, module->dependencies, id);
}

/* A module of the older form brings its own address, or is looked up, or comes from the CDN. */
static gboolean
settle_given (Assembly         *self,
              InlayWireModule  *given,
              GError          **error)
{
  InlayShelfItem *item = inlay_shelf_find (self->shelf, given->module_id, given->version);
  const char *package = given->npm_package != NULL ? given->npm_package : given->module_id;
  g_autofree char *address = g_strdup (given->esm_url);
  g_autoptr (InlayModule) definition = NULL;
  gboolean is_held;

  if (address == NULL && item != NULL)
    address = g_strdup (item->address);
  if (address == NULL)
    address = cdn_address (self, package, given->version, NULL);
  if (address == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, "module %s has no address", given->module_id);
      return FALSE;
    }

  is_held = item != NULL && item->is_held && strcmp (address, item->address) == 0;
  if (item != NULL && item->module != NULL)
    definition = inlay_module_ref (item->module);
  else
    {
      g_autoptr (JsonNode) node = dup_given_definition (given, address);

      definition = inlay_module_new (node, NULL);
    }
  add_module (self, given->module_id, given->version, package, address, is_held, given, definition);
  return TRUE;
}

static gboolean
settle_published (Assembly    *self,
                  const char  *id,
                  const char  *range,
                  GError     **error)
{
  InlayShelfItem *item = choose (self, id, range, error);
  const char *version, *package;
  g_autofree char *address = NULL;

  if (item == NULL)
    return FALSE;

  version = inlay_json_get_string (item->row, "version");
  package = inlay_json_get_string (item->row, "npmPackage");
  if (package == NULL && item->module != NULL)
    package = inlay_module_get_npm_package (item->module);
  address = item->address != NULL ? g_strdup (item->address)
            : cdn_address (self, package != NULL ? package : id, version,
                           item->module != NULL ? inlay_module_get_npm_subpath (item->module) : NULL);
  if (address == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, "module %s@%s has no address", id, version);
      return FALSE;
    }
  add_module (self, id, version, package, address, item->is_held, NULL, item->module);
  return TRUE;
}

static gboolean
settle_modules (Assembly  *self,
                GError   **error)
{
  JsonNode *modules = inlay_json_get_member (self->document, "modules");
  JsonObjectIter iter;
  const char *id;
  JsonNode *range;

  if (modules == NULL || !JSON_NODE_HOLDS_OBJECT (modules))
    return TRUE;

  json_object_iter_init_ordered (&iter, json_node_get_object (modules));
  while (json_object_iter_next_ordered (&iter, &id, &range))
    {
      InlayWireModule *given = g_hash_table_lookup (self->given, id);
      g_autoptr (GError) reason = NULL;
      gboolean settled;

      settled = given != NULL ? settle_given (self, given, &reason)
                              : settle_published (self, id, JSON_NODE_HOLDS_VALUE (range) &&
                                                  json_node_get_value_type (range) == G_TYPE_STRING
                                                  ? json_node_get_string (range) : "*", &reason);
      if (!settled && reason->code != INLAY_ERROR_UNRESOLVED)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (!settled)
        add_conflict (self, id, reason->message);
    }
  return TRUE;
}

/* The version the composition pins, or one that a range names exactly and all others allow. */
static char *
choose_shared (Assembly   *self,
               const char *package,
               GPtrArray  *wants)
{
  g_autofree char *pointer = inlay_json_path ("shared", package, "version", NULL);
  JsonNode *pinned = inlay_json_get (self->document, pointer);
  GPtrArray *items = inlay_shelf_lookup (self->shelf, package);

  if (pinned != NULL && JSON_NODE_HOLDS_VALUE (pinned) && json_node_get_value_type (pinned) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (pinned));

  for (guint i = items != NULL ? items->len : 0; i-- > 0;)
    {
      const char *version = inlay_json_get_string (((InlayShelfItem *) g_ptr_array_index (items, i))->row, "version");
      gboolean fits = TRUE;

      for (guint j = 0; j < wants->len && fits; j++)
        fits = inlay_semver_satisfies (version, ((Want *) g_ptr_array_index (wants, j))->range, INLAY_SEMVER_LOOSE);
      if (fits)
        return g_strdup (version);
    }
  for (guint i = 0; i < wants->len; i++)
    {
      g_autoptr (InlayRange) range = inlay_range_parse (((Want *) g_ptr_array_index (wants, i))->range, INLAY_SEMVER_LOOSE, NULL);
      g_autoptr (InlayVersion) lowest = range != NULL ? inlay_range_min_version (range) : NULL;
      gboolean fits = lowest != NULL;

      for (guint j = 0; j < wants->len && fits; j++)
        fits = inlay_semver_satisfies (inlay_version_to_string (lowest), ((Want *) g_ptr_array_index (wants, j))->range,
                                       INLAY_SEMVER_LOOSE);
      if (fits)
        return g_strdup (inlay_version_to_string (lowest));
    }
  return NULL;
}

static void
settle_shared (Assembly   *self,
               const char *package,
               GPtrArray  *wants)
{
  g_autofree char *version = choose_shared (self, package, wants);
  g_autofree char *address = NULL;
  InlayShelfItem *item;

  if (version == NULL)
    {
      GString *reason = g_string_new ("no version suits ");

      for (guint i = 0; i < wants->len; i++)
        g_string_append_printf (reason, "%s%s (%s)", i > 0 ? ", " : "", ((Want *) g_ptr_array_index (wants, i))->by,
                                ((Want *) g_ptr_array_index (wants, i))->range);
      add_conflict (self, package, reason->str);
      g_string_free (reason, TRUE);
      return;
    }

  item = inlay_shelf_find (self->shelf, package, version);
  address = item != NULL && item->address != NULL ? g_strdup (item->address) : cdn_address (self, package, version, NULL);
  if (address == NULL)
    add_conflict (self, package, "is not the name of a package");
  else
    json_object_set_string_member (self->imports, package, address);
}

static void
settle_all_shared (Assembly *self)
{
  g_autoptr (GList) packages = g_list_sort (g_hash_table_get_keys (self->wanted), (GCompareFunc) strcmp);

  for (GList *l = packages; l != NULL; l = l->next)
    if (!json_object_has_member (self->imports, l->data))
      settle_shared (self, l->data, g_hash_table_lookup (self->wanted, l->data));
}

static void
assembly_init (Assembly   *self,
               InlayShelf *shelf,
               JsonNode   *document,
               GPtrArray  *given)
{
  self->shelf = shelf;
  self->document = document;
  self->given = g_hash_table_new (g_str_hash, g_str_equal);
  self->imports = json_object_new ();
  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  self->definitions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->conflicts = json_array_new ();
  for (guint i = 0; given != NULL && i < given->len; i++)
    {
      InlayWireModule *module = g_ptr_array_index (given, i);

      g_hash_table_insert (self->given, module->module_id, module);
    }
}

static void
assembly_clear (Assembly *self)
{
  g_clear_pointer (&self->given, g_hash_table_unref);
  g_clear_pointer (&self->imports, json_object_unref);
  g_clear_pointer (&self->modules, g_ptr_array_unref);
  g_clear_pointer (&self->definitions, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_clear_pointer (&self->conflicts, json_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Assembly, assembly_clear)

static gboolean
refuse_conflicts (Assembly  *self,
                  GError   **error)
{
  g_autoptr (GString) message = NULL;

  if (json_array_get_length (self->conflicts) == 0)
    return TRUE;

  message = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (self->conflicts); i++)
    {
      JsonNode *conflict = json_array_get_element (self->conflicts, i);

      g_string_append_printf (message, "%s%s", i > 0 ? "; " : "", inlay_json_get_string (conflict, "reason"));
    }
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, message->str);
  return FALSE;
}

/**
 * inlay_assemble:
 * @shelf: what is published
 * @document: the root of a composition
 * @given: (nullable) (element-type InlayWireModule): modules that come with their own address
 * @environment: (nullable): whose overrides in the document hold
 * @error: return location
 *
 * Chooses versions and addresses and makes the release of it.
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
  g_auto (Assembly) run = { 0 };
  g_autoptr (JsonNode) map = NULL;
  InlayRelease *release;
  InlayAssembly *assembly;

  assembly_init (&run, shelf, document, given);
  if (!settle_modules (&run, error))
    return NULL;
  settle_all_shared (&run);
  if (!refuse_conflicts (&run, error))
    return NULL;

  map = inlay_json_new_object ("imports", inlay_json_take_object (g_steal_pointer (&run.imports)), NULL);
  if (!(release = inlay_release_new (document, map, run.definitions, environment, error)))
    return NULL;

  assembly = g_new0 (InlayAssembly, 1);
  assembly->release = release;
  assembly->modules = g_steal_pointer (&run.modules);
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
 * inlay_assemble_check:
 * @shelf: what is published
 * @modules: (element-type InlayWireModule): what would be deployed; a version may be a range
 *
 * Returns: (transfer full): `{valid, resolved, conflicts}`
 */
JsonNode *
inlay_assemble_check (InlayShelf *shelf,
                      GPtrArray  *modules)
{
  g_auto (Assembly) run = { 0 };
  g_autoptr (JsonNode) document = inlay_json_new_object ("id", inlay_json_new_string ("check"), NULL);
  JsonObject *resolved = json_object_new ();
  gboolean valid;

  assembly_init (&run, shelf, document, NULL);
  for (guint i = 0; i < modules->len; i++)
    {
      InlayWireModule *module = g_ptr_array_index (modules, i);
      g_autoptr (GError) reason = NULL;

      if (!settle_published (&run, module->module_id, module->version, &reason))
        add_conflict (&run, module->module_id, reason->message);
      else
        json_object_set_string_member (resolved, module->module_id,
                                       ((InlayRegistryModule *) g_ptr_array_index (run.modules, run.modules->len - 1))->version);
    }
  settle_all_shared (&run);
  valid = json_array_get_length (run.conflicts) == 0;
  return inlay_json_new_object ("valid", inlay_json_new_boolean (valid),
                                "resolved", inlay_json_take_object (resolved),
                                "imports", inlay_json_take_object (g_steal_pointer (&run.imports)),
                                "conflicts", inlay_json_take_array (g_steal_pointer (&run.conflicts)), NULL);
}
