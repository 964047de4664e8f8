/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

#define MAX_FOLDER_DEPTH 4
#define MAX_PACKAGES 256

struct _InlayCliShelf
{
  InlayLibrary *modules;   /* in memory: what this run can use */
  InlayCatalog *catalog;
};

/* The folder is the application's; without one there is nothing of the user's to read. */
static char *
dup_library_path (void)
{
  const char *moved = g_getenv ("INLAY_DATA_DIR");

  if (moved != NULL)
    return g_build_filename (moved, "library.db", NULL);
  return g_build_filename (g_get_user_data_dir (), "inlay", "library.db", NULL);
}

InlayLibrary *
inlay_cli_open_library (GError **error)
{
  g_autofree char *path = dup_library_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return NULL;
    }
  return inlay_library_open (path, error);
}

/**
 * inlay_cli_read_module:
 * @path: a module.json; its files stand beside it
 * @files: (out): file name -> GBytes
 *
 * Returns: (transfer full): the module with all its files, or %NULL with an error
 */
InlayModule *
inlay_cli_read_module (const char  *path,
                       GHashTable **files,
                       GError     **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (path, error);
  g_autoptr(InlayModule) module = NULL;
  g_autoptr(GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                       (GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = g_path_get_dirname (path);
  const char * const *names;

  if (bytes == NULL)
    return NULL;
  module = inlay_module_read (bytes, error);
  if (module == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  names = inlay_module_get_files (module);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);
      GBytes *content = inlay_cli_read (file, error);

      if (content == NULL)
        return NULL;
      g_hash_table_insert (found, g_strdup (names[i]), content);
    }
  *files = g_steal_pointer (&found);
  return g_steal_pointer (&module);
}

static gboolean
shelf_add_folder (InlayCliShelf  *self,
                  const char     *folder,
                  guint           depth,
                  GError        **error)
{
  g_autofree char *definition = g_build_filename (folder, "module.json", NULL);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (g_file_test (definition, G_FILE_TEST_IS_REGULAR))
    {
      g_autoptr(GHashTable) files = NULL;
      g_autoptr(InlayModule) module = inlay_cli_read_module (definition, &files, error);

      return module != NULL && inlay_library_put_module (self->modules, module, files, error);
    }
  if (depth >= MAX_FOLDER_DEPTH)
    return TRUE;

  dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !shelf_add_folder (self, path, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* The user's own modules, where the application has been used. */
static gboolean
shelf_add_library (InlayCliShelf  *self,
                   GError        **error)
{
  g_autofree char *path = dup_library_path ();
  g_autoptr(InlayLibrary) library = NULL;
  g_autoptr(GPtrArray) modules = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  library = inlay_library_open (path, error);
  modules = library != NULL ? inlay_library_list_modules (library, error) : NULL;
  if (modules == NULL)
    return FALSE;

  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      const char * const *names = inlay_module_get_files (module);
      g_autoptr(GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                           (GDestroyNotify) g_bytes_unref);

      for (guint j = 0; names != NULL && names[j] != NULL; j++)
        {
          GBytes *bytes = inlay_library_get_module_file (library, inlay_module_get_id (module),
                                                         inlay_module_get_version (module), names[j],
                                                         error);

          if (bytes == NULL)
            return FALSE;
          g_hash_table_insert (files, g_strdup (names[j]), bytes);
        }
      if (!inlay_library_put_module (self->modules, module, files, error))
        return FALSE;
    }
  return TRUE;
}

/* A registry lists its modules with what it knows of them: the newest definition of each. */
static JsonNode *
take_definitions (JsonNode *answer)
{
  JsonArray *rows = JSON_NODE_HOLDS_ARRAY (answer) ? json_node_get_array (answer) : NULL;
  JsonArray *definitions;

  if (rows == NULL || json_array_get_length (rows) == 0 ||
      inlay_json_get_string (json_array_get_element (rows, 0), "moduleId") == NULL)
    return json_node_ref (answer);

  definitions = json_array_new ();
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *definition = inlay_json_get_member (json_array_get_element (rows, i), "definition");

      if (definition != NULL && JSON_NODE_HOLDS_OBJECT (definition))
        json_array_add_element (definitions, json_node_ref (definition));
    }
  return inlay_json_take_array (definitions);
}

/* The address of a registry stands for the list of its modules. */
static JsonNode *
fetch_catalog (const char  *address,
               GError     **error)
{
  g_autoptr(InlayUrl) url = inlay_url_parse (address, NULL, error);
  g_autofree char *origin = url != NULL ? inlay_url_dup_origin (url) : NULL;
  g_autoptr(InlayClient) client = origin != NULL ? inlay_client_new (origin, NULL, error) : NULL;
  g_autoptr(JsonNode) answer = NULL;
  g_autofree char *path = NULL;
  const char *query;

  if (client == NULL)
    return NULL;
  query = inlay_url_get_query (url);
  path = g_str_equal (inlay_url_get_path (url), "/") && query == NULL
           ? g_strdup (INLAY_PATH_MODULES)
           : g_strconcat (inlay_url_get_path (url), query != NULL ? "?" : "", query, NULL);
  answer = inlay_client_call (client, "GET", path, NULL, NULL, error);
  return answer != NULL ? take_definitions (answer) : NULL;
}

static JsonNode *
read_catalog (const char  *name,
              GError     **error)
{
  g_autoptr(GBytes) bytes = NULL;
  JsonNode *node;

  if (g_str_has_prefix (name, "http://") || g_str_has_prefix (name, "https://"))
    return fetch_catalog (name, error);

  bytes = inlay_cli_read (name, error);
  node = bytes != NULL ? inlay_json_read (bytes, error) : NULL;
  if (node == NULL && bytes != NULL)
    g_prefix_error (error, "%s: ", name);
  return node;
}

static gboolean
shelf_build_catalog (InlayCliShelf  *self,
                     const char     *name,
                     GError        **error)
{
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(InlayCatalog) base = NULL;
  g_autoptr(InlayCatalogBuilder) builder = NULL;
  g_autoptr(GPtrArray) modules = inlay_library_list_modules (self->modules, error);

  if (modules == NULL)
    return FALSE;
  if (name != NULL)
    {
      node = read_catalog (name, error);
      base = node != NULL ? inlay_catalog_new_from_json (node, error) : NULL;
      if (base == NULL && node != NULL)
        g_prefix_error (error, "%s: ", name);
      if (base == NULL)
        return FALSE;
    }

  builder = inlay_catalog_builder_new (base);
  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);

      /* What the catalog says of a version goes before what is at hand. */
      if (base != NULL && inlay_catalog_get_module (base, inlay_module_get_id (module),
                                                    inlay_module_get_version (module)) != NULL)
        continue;
      if (!inlay_catalog_builder_add_module (builder, module, error))
        return FALSE;
    }
  self->catalog = inlay_catalog_builder_end (g_steal_pointer (&builder));
  return TRUE;
}

/**
 * inlay_cli_shelf_new:
 *
 * Collects the modules a verb can use.
 *
 * Returns: (transfer full): the shelf, or %NULL with the error of the first source that is broken
 */
InlayCliShelf *
inlay_cli_shelf_new (InlayCli  *cli,
                     GError   **error)
{
  g_autoptr(InlayCliShelf) self = g_new0 (InlayCliShelf, 1);

  self->modules = inlay_library_open (NULL, error);
  if (self->modules == NULL || !inlay_samples_install (self->modules, error) ||
      !shelf_add_library (self, error))
    return NULL;
  for (guint i = 0; cli->folders != NULL && cli->folders[i] != NULL; i++)
    {
      if (!shelf_add_folder (self, cli->folders[i], 0, error))
        return NULL;
    }
  if (!shelf_build_catalog (self, cli->catalog, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
inlay_cli_shelf_free (InlayCliShelf *self)
{
  g_clear_object (&self->modules);
  g_clear_pointer (&self->catalog, inlay_catalog_unref);
  g_free (self);
}

InlayCatalog *
inlay_cli_shelf_get_catalog (InlayCliShelf *self)
{
  return self->catalog;
}

static void
add_names (GHashTable *names,
           JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (inlay_module_is_id (name))
      g_hash_table_add (names, g_strdup (name));
}

/* What the composition shares, and what the modules it may choose from need. */
static GHashTable *
collect_packages (InlayCliShelf    *self,
                  InlayComposition *composition)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonNode *root = inlay_composition_get_root (composition);
  JsonObject *modules = inlay_json_get_object (root, "modules");
  JsonObjectIter iter;
  const char *id;
  JsonNode *range;

  add_names (names, inlay_json_get_object (root, "shared"));
  if (modules == NULL)
    return names;
  json_object_iter_init_ordered (&iter, modules);
  while (json_object_iter_next_ordered (&iter, &id, &range))
    {
      GPtrArray *known = inlay_catalog_get_modules (self->catalog, id);

      for (guint i = 0; known != NULL && i < known->len; i++)
        {
          JsonNode *needs = inlay_module_get_dependencies (g_ptr_array_index (known, i));

          add_names (names, JSON_NODE_HOLDS_OBJECT (needs) ? json_node_get_object (needs) : NULL);
        }
    }
  return names;
}

/**
 * inlay_cli_shelf_ask_npm:
 *
 * Adds the version lists of the packages that @composition needs, when there is a registry to ask.
 * What the catalog knows goes before; a package that the registry does not have is told and left.
 *
 * Returns: whether the registry could be asked
 */
gboolean
inlay_cli_shelf_ask_npm (InlayCliShelf     *self,
                         InlayCli          *cli,
                         InlayComposition  *composition,
                         GError           **error)
{
  g_autoptr(GHashTable) names = NULL;
  g_autoptr(GList) sorted = NULL;
  g_autoptr(InlayNpmClient) npm = NULL;
  g_autoptr(InlayCatalogBuilder) builder = NULL;

  if (cli->npm == NULL)
    return TRUE;
  npm = inlay_npm_client_new (cli->npm, error);
  if (npm == NULL)
    return FALSE;

  names = collect_packages (self, composition);
  if (g_hash_table_size (names) > MAX_PACKAGES)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, _("more than %d packages are needed"), MAX_PACKAGES);
      return FALSE;
    }
  sorted = g_list_sort (g_hash_table_get_keys (names), (GCompareFunc) strcmp);
  builder = inlay_catalog_builder_new (self->catalog);
  for (GList *l = sorted; l != NULL; l = l->next)
    {
      g_autoptr(GError) local = NULL;
      g_autoptr(InlayPackument) packument = NULL;
      g_autoptr(JsonNode) package = NULL;

      if (inlay_catalog_get_package (self->catalog, l->data) != NULL)
        continue;
      packument = inlay_npm_client_fetch (npm, l->data, NULL, &local);
      if (g_error_matches (local, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
        inlay_cli_say (_("warning: %s"), local->message);
      else if (packument == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      package = packument != NULL ? inlay_packument_to_package (packument) : NULL;
      if (package != NULL && !inlay_catalog_builder_add_package (builder, package, error))
        return FALSE;
    }

  inlay_catalog_unref (self->catalog);
  self->catalog = inlay_catalog_builder_end (g_steal_pointer (&builder));
  return TRUE;
}

/* An InlayFileLookup. */
GBytes *
inlay_cli_shelf_get_file (InlayModule  *module,
                          const char   *file,
                          gpointer      shelf,
                          GError      **error)
{
  InlayCliShelf *self = shelf;

  return inlay_library_get_module_file (self->modules, inlay_module_get_id (module),
                                        inlay_module_get_version (module), file, error);
}

static char *
dup_conflicts (InlayResolution *resolution)
{
  GPtrArray *problems = inlay_resolution_get_problems (resolution);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (problems, i);

      if (problem->is_conflict)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", problem->message);
    }
  return inlay_string_steal (text);
}

/**
 * inlay_cli_shelf_resolve:
 *
 * Chooses versions; warnings go to standard error.
 *
 * Returns: (transfer full): a resolution without conflicts, or %NULL with %INLAY_ERROR_UNRESOLVED
 */
InlayResolution *
inlay_cli_shelf_resolve (InlayCliShelf     *self,
                         InlayComposition  *composition,
                         GError           **error)
{
  g_autoptr(InlayResolution) resolution =
    inlay_composition_resolver_run (inlay_composition_get_root (composition), self->catalog,
                                    INLAY_RESOLVE_DEFAULT, error);
  GPtrArray *problems;

  if (resolution == NULL)
    return NULL;
  if (inlay_resolution_has_conflicts (resolution))
    {
      g_autofree char *text = dup_conflicts (resolution);

      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, text);
      return NULL;
    }
  problems = inlay_resolution_get_problems (resolution);
  for (guint i = 0; i < problems->len; i++)
    inlay_cli_say (_("warning: %s"), ((InlayResolveProblem *) g_ptr_array_index (problems, i))->message);
  return g_steal_pointer (&resolution);
}
