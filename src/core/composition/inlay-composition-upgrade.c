/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-composition-private.h"
#include "semver/inlay-version.h"

#include <string.h>

#define SCHEMA_URI "https://inlay.dev/schema/composition/1"
#define DEFAULT_COLUMNS 12
#define DEFAULT_GAP 16

/* The parts of a composition that is made from another form. */
typedef struct
{
  JsonObject *modules;
  JsonObject *instances;
  JsonArray  *items;
} Parts;

static void
parts_clear (Parts *self)
{
  g_clear_pointer (&self->modules, json_object_unref);
  g_clear_pointer (&self->instances, json_object_unref);
  g_clear_pointer (&self->items, json_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static JsonNode *
make_page (void)
{
  return inlay_json_new_object ("path", inlay_json_new_string ("/"),
                                "title", inlay_json_new_string ("Home"),
                                "regions", inlay_json_new_array (inlay_json_new_string ("main"),
                                                                 NULL),
                                NULL);
}

static JsonNode *
make_region (JsonArray *items)
{
  JsonNode *grid = inlay_json_new_object ("columns", inlay_json_new_int (DEFAULT_COLUMNS),
                                          "gap", inlay_json_new_int (DEFAULT_GAP), NULL);

  return inlay_json_new_object ("layout", inlay_json_new_object ("base", grid, NULL),
                                "items", inlay_json_take_array (items), NULL);
}

/* One page with one region; members of @foreign that mean nothing here are kept. */
static JsonNode *
build (Parts      *parts,
       const char *name,
       JsonNode   *lock,
       JsonNode   *foreign)
{
  g_autofree char *id = inlay_id_from_name (name, "imported", NULL, NULL);
  const char *given = inlay_json_get_string (foreign, "id");
  JsonObject *root = json_object_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (given != NULL && inlay_composition_is_id (given))
    {
      g_free (id);
      id = g_strdup (given);
    }

  json_object_set_member (root, "$schema", inlay_json_new_string (SCHEMA_URI));
  json_object_set_member (root, "format", inlay_json_new_int (INLAY_COMPOSITION_FORMAT));
  json_object_set_member (root, "id", inlay_json_new_string (id));
  json_object_set_member (root, "name", inlay_json_new_string (name));
  json_object_set_member (root, "modules",
                          inlay_json_take_object (g_steal_pointer (&parts->modules)));
  json_object_set_member (root, "pages", inlay_json_new_object ("home", make_page (), NULL));
  json_object_set_member (root, "pageOrder",
                          inlay_json_new_array (inlay_json_new_string ("home"), NULL));
  json_object_set_member (root, "regions",
                          inlay_json_new_object (
                            "main", make_region (g_steal_pointer (&parts->items)), NULL));
  json_object_set_member (root, "instances",
                          inlay_json_take_object (g_steal_pointer (&parts->instances)));
  if (lock != NULL)
    json_object_set_member (root, "lock", lock);

  json_object_iter_init_ordered (&iter, json_node_get_object (foreign));
  while (lock == NULL && json_object_iter_next_ordered (&iter, &key, &value))
    if (!json_object_has_member (root, key))
      json_object_set_member (root, key, json_node_ref (value));

  return inlay_json_take_object (root);
}

/* Two versions of one module are both wanted. */
static void
add_range (JsonObject *modules,
           const char *module_id,
           const char *range)
{
  const char *known = json_object_get_string_member_with_default (modules, module_id, NULL);
  g_autofree char *both = NULL;

  if (known != NULL && strcmp (known, range) != 0)
    both = g_strdup_printf ("%s || %s", known, range);

  if (known == NULL || both != NULL)
    json_object_set_member (modules, module_id,
                            inlay_json_new_string (both != NULL ? both : range));
}

static JsonNode *
make_instance (JsonNode   *entry,
               const char *module_id)
{
  JsonObject *instance = json_object_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_set_member (instance, "module", inlay_json_new_string (module_id));
  json_object_iter_init_ordered (&iter, json_node_get_object (entry));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (strcmp (key, "moduleId") != 0 && strcmp (key, "version") != 0 &&
        strcmp (key, "module") != 0)
      json_object_set_member (instance, key, json_node_ref (value));

  return inlay_json_take_object (instance);
}

static gboolean
add_module (Parts     *parts,
            JsonNode  *entry,
            guint      index,
            GError   **error)
{
  const char *module_id = inlay_json_get_string (entry, "moduleId");
  const char *version = inlay_json_get_string (entry, "version");
  g_autofree char *instance_id = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (entry) || module_id == NULL || *module_id == '\0')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "/modules/%u is not an object with a “moduleId”", index);
      return FALSE;
    }

  if (version == NULL && inlay_json_get_member (entry, "version") != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "/modules/%u/version is not a string", index);
      return FALSE;
    }

  instance_id = inlay_id_from_name (module_id, "module", NULL, parts->instances);
  add_range (parts->modules, module_id, version != NULL && *version != '\0' ? version : "*");
  json_object_set_member (parts->instances, instance_id, make_instance (entry, module_id));
  json_array_add_element (parts->items, inlay_json_new_string (instance_id));
  return TRUE;
}

static JsonNode *
upgrade_modules (JsonNode   *root,
                 JsonArray  *modules,
                 GError    **error)
{
  g_auto (Parts) parts = { json_object_new (), json_object_new (), json_array_new () };
  const char *name = inlay_json_get_string (root, "name");

  if (json_array_get_length (modules) > INLAY_COMPOSITION_MAX_INSTANCES)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "/modules has more than %d elements",
                   INLAY_COMPOSITION_MAX_INSTANCES);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (modules); i++)
    if (!add_module (&parts, json_array_get_element (modules, i), i, error))
      return NULL;

  if (name == NULL || *name == '\0')
    name = inlay_json_get_string (root, "id");

  return build (&parts, name != NULL && *name != '\0' ? name : "Imported", NULL, root);
}

/* The exact version in an address such as https://esm.sh/react@18.2.0?dev, or any. */
static char *
dup_version_of (const char *url)
{
  const char *at = strrchr (url, '@');
  g_autoptr (InlayVersion) version = NULL;
  g_autofree char *text = NULL;

  if (at == NULL)
    return g_strdup ("*");

  text = g_strndup (at + 1, strcspn (at + 1, "/?&#"));
  version = inlay_version_parse (text, 0, NULL);
  return version != NULL ? g_steal_pointer (&text) : g_strdup ("*");
}

static gboolean
is_bare (const char *specifier)
{
  return *specifier != '\0' && *specifier != '.' && *specifier != '/' &&
         strstr (specifier, ":") == NULL && !g_str_has_suffix (specifier, "/");
}

static JsonNode *
upgrade_import_map (JsonNode   *root,
                    JsonObject *imports)
{
  g_auto (Parts) parts = { json_object_new (), json_object_new (), json_array_new () };
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *address;

  json_object_iter_init_ordered (&iter, imports);
  while (json_object_iter_next_ordered (&iter, &specifier, &address))
    {
      const char *url = JSON_NODE_HOLDS_VALUE (address) ? json_node_get_string (address) : NULL;
      g_autofree char *version = url != NULL ? dup_version_of (url) : g_strdup ("*");

      if (is_bare (specifier))
        json_object_set_member (parts.modules, specifier, inlay_json_new_string (version));
    }

  return build (&parts, "Imported",
                inlay_json_new_object ("importMap", json_node_ref (root), NULL), root);
}

/**
 * inlay_composition_upgrade:
 * @root: a tree
 * @error: return location of %INLAY_ERROR_INVALID
 *
 * Makes a composition of the other forms there are: `{id, modules: [{moduleId, version, config}]}`
 * becomes one page whose only region has the modules in their order; of an import map, the bare
 * specifiers become modules and the map itself is kept as the lock. What is a composition already
 * is returned as it is; it is not checked here.
 *
 * Returns: (transfer full): the tree of a composition
 */
JsonNode *
inlay_composition_upgrade (JsonNode  *root,
                           GError   **error)
{
  JsonArray *modules;
  JsonObject *imports;

  g_return_val_if_fail (root != NULL, NULL);

  json_node_seal (root);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the composition is not an object");
      return NULL;
    }

  if (inlay_json_get_member (root, "format") != NULL)
    return json_node_ref (root);
  if ((modules = inlay_json_get_array (root, "modules")) != NULL)
    return upgrade_modules (root, modules, error);
  if ((imports = inlay_json_get_object (root, "imports")) != NULL)
    return upgrade_import_map (root, imports);
  if (inlay_json_get_member (root, "id") != NULL)
    return json_node_ref (root);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "this is no composition: it has neither “id” nor a list of “modules” nor "
               "“imports”");
  return NULL;
}
