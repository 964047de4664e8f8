/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-import-map.h"

#include <string.h>

#include "importmap/inlay-import-map-private.h"
#include "json/inlay-json.h"

typedef struct
{
  const InlayUrl *base;
  GPtrArray      *warnings; /* (element-type InlayImportMapWarning) */
} Parser;

static void
warning_free (gpointer data)
{
  InlayImportMapWarning *warning = data;

  g_free (warning->path);
  g_free (warning->message);
  g_free (warning);
}

/* Takes @path. */
static void G_GNUC_PRINTF (4, 5)
warn (const Parser              *self,
      InlayImportMapWarningCode  code,
      char                      *path,
      const char                *format,
      ...)
{
  InlayImportMapWarning *warning = g_new0 (InlayImportMapWarning, 1);
  va_list args;

  warning->code = code;
  warning->path = path;
  va_start (args, format);
  warning->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->warnings, warning);
}

static const char *
get_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

static char *
normalize_key (const char     *key,
               const InlayUrl *base)
{
  g_autoptr (InlayUrl) url = inlay_import_map_parse_url_like (key, base);

  return g_strdup (url != NULL ? inlay_url_get_href (url) : key);
}

static InlayUrl *
parse_address (const Parser *self,
               const char   *path,
               const char   *key,
               JsonNode     *value)
{
  const char *text = get_text (value);
  g_autoptr (InlayUrl) address = NULL;

  if (text == NULL)
    {
      if (!JSON_NODE_HOLDS_NULL (value))
        warn (self, INLAY_IMPORT_MAP_WARNING_VALUE, inlay_json_path_append (path, key),
              "the address of “%s” is not a string", key);
      return NULL;
    }
  address = inlay_import_map_parse_url_like (text, self->base);
  if (address == NULL)
    warn (self, INLAY_IMPORT_MAP_WARNING_ADDRESS, inlay_json_path_append (path, key),
          "the address “%s” of “%s” is not a URL", text, key);
  else if (g_str_has_suffix (key, "/") && !g_str_has_suffix (inlay_url_get_href (address), "/"))
    warn (self, INLAY_IMPORT_MAP_WARNING_SLASH, inlay_json_path_append (path, key),
          "the address “%s” of “%s” does not end with a slash as its key does", text, key);
  else
    return g_steal_pointer (&address);

  return NULL;
}

/* "Sort and normalize a module specifier map" */
static GHashTable *
parse_rules (const Parser *self,
             const char   *path,
             JsonObject   *object)
{
  GHashTable *rules = inlay_import_rules_new ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      if (*key == '\0')
        {
          warn (self, INLAY_IMPORT_MAP_WARNING_KEY, inlay_json_path_append (path, key),
                "the specifier “” is empty");
          continue;
        }
      g_hash_table_replace (rules, normalize_key (key, self->base), parse_address (self, path, key, value));
    }

  return rules;
}

/* Returns FALSE when @name is there and no object. */
static gboolean
get_section (JsonObject  *root,
             const char  *name,
             JsonObject **section,
             GError     **error)
{
  JsonNode *node = json_object_get_member (root, name);

  *section = NULL;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not an object", name);
      return FALSE;
    }
  *section = json_node_get_object (node);
  return TRUE;
}

/* "Sort and normalize scopes" */
static gboolean
parse_scopes (const Parser  *self,
              JsonObject    *object,
              GHashTable    *scopes,
              GError       **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autoptr (InlayUrl) prefix = NULL;
      g_autofree char *path = inlay_json_path ("scopes", key, NULL);

      if (!JSON_NODE_HOLDS_OBJECT (value))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the scope “%s” is not an object", key);
          return FALSE;
        }
      prefix = inlay_url_parse (key, self->base, NULL);
      if (prefix == NULL)
        {
          warn (self, INLAY_IMPORT_MAP_WARNING_KEY, g_steal_pointer (&path),
                "the scope “%s” is not a URL", key);
          continue;
        }
      g_hash_table_replace (scopes, g_strdup (inlay_url_get_href (prefix)),
                            parse_rules (self, path, json_node_get_object (value)));
    }

  return TRUE;
}

/* "Normalize a module integrity map" */
static void
parse_integrity (const Parser *self,
                 JsonObject   *object,
                 GHashTable   *integrity)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autoptr (InlayUrl) url = inlay_import_map_parse_url_like (key, self->base);

      if (url == NULL)
        warn (self, INLAY_IMPORT_MAP_WARNING_KEY, inlay_json_path ("integrity", key, NULL),
              "the key “%s” of the integrity metadata is not a URL", key);
      else if (get_text (value) == NULL)
        warn (self, INLAY_IMPORT_MAP_WARNING_VALUE, inlay_json_path ("integrity", key, NULL),
              "the integrity metadata of “%s” is not a string", key);
      else
        g_hash_table_replace (integrity, g_strdup (inlay_url_get_href (url)),
                              g_strdup (get_text (value)));
    }
}

static void
warn_unknown (const Parser *self,
              JsonObject   *root)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, root);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (strcmp (key, "imports") != 0 && strcmp (key, "scopes") != 0 && strcmp (key, "integrity") != 0)
      warn (self, INLAY_IMPORT_MAP_WARNING_MEMBER, inlay_json_path (key, NULL),
            "an import map has no member “%s”", key);
}

static InlayImportMap *
parse_map (const Parser  *self,
           JsonNode      *node,
           GError       **error)
{
  g_autoptr (InlayImportMap) map = inlay_import_map_new ();
  JsonObject *imports = NULL;
  JsonObject *scopes = NULL;
  JsonObject *integrity = NULL;
  JsonObject *root;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the import map is not an object");
      return NULL;
    }
  root = json_node_get_object (node);
  if (!get_section (root, "imports", &imports, error) ||
      !get_section (root, "scopes", &scopes, error) ||
      !get_section (root, "integrity", &integrity, error))
    return NULL;

  if (imports != NULL)
    {
      g_hash_table_unref (map->imports);
      map->imports = parse_rules (self, "/imports", imports);
    }
  if (scopes != NULL && !parse_scopes (self, scopes, map->scopes, error))
    return NULL;
  if (integrity != NULL)
    parse_integrity (self, integrity, map->integrity);
  warn_unknown (self, root);
  return g_steal_pointer (&map);
}

/**
 * inlay_import_map_new_checked:
 * @node: an import map
 * @base: what its relative addresses are resolved against
 * @warnings: (out) (transfer full) (element-type InlayImportMapWarning): what was ignored, and why;
 *   set on failure, too
 * @error: return location for an error
 *
 * The same as inlay_import_map_new_from_json() with warnings that tell their place.
 *
 * HTML Standard, "import map".
 *
 * Returns: (transfer full): the map, or %NULL with %INLAY_ERROR_INVALID
 */
InlayImportMap *
inlay_import_map_new_checked (JsonNode        *node,
                              const InlayUrl  *base,
                              GPtrArray      **warnings,
                              GError         **error)
{
  Parser parser = { base, NULL };
  InlayImportMap *map;

  g_return_val_if_fail (node != NULL && base != NULL && warnings != NULL, NULL);

  parser.warnings = *warnings = g_ptr_array_new_with_free_func (warning_free);
  map = parse_map (&parser, node, error);
  if (map != NULL)
    inlay_import_map_seal (map);
  return map;
}

/**
 * inlay_import_map_new_from_json:
 * @node: an import map
 * @base: what its relative addresses are resolved against
 * @warnings: (out) (optional) (transfer full) (element-type utf8): what was ignored, and why
 * @error: return location for an error
 *
 * Reads an import map (HTML Standard, "parse an import map string", from its second step).
 *
 * Returns: (transfer full): the map, or %NULL with %INLAY_ERROR_INVALID
 */
InlayImportMap *
inlay_import_map_new_from_json (JsonNode        *node,
                                const InlayUrl  *base,
                                GPtrArray      **warnings,
                                GError         **error)
{
  g_autoptr (GPtrArray) found = NULL;
  InlayImportMap *map = inlay_import_map_new_checked (node, base, &found, error);

  if (map == NULL || warnings == NULL)
    return map;

  *warnings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->len; i++)
    {
      InlayImportMapWarning *warning = g_ptr_array_index (found, i);

      g_ptr_array_add (*warnings, g_steal_pointer (&warning->message));
    }
  return map;
}

/**
 * inlay_import_map_parse:
 * @text: the text of an import map
 * @length: its length in bytes, or -1 if it ends with NUL
 * @base: what its relative addresses are resolved against
 * @warnings: (out) (optional) (transfer full) (element-type utf8): what was ignored, and why
 * @error: return location for an error
 *
 * Reads the text of an import map (HTML Standard, "parse an import map string").
 *
 * Returns: (transfer full): the map, or %NULL with %INLAY_ERROR_INVALID or %INLAY_ERROR_LIMIT
 */
InlayImportMap *
inlay_import_map_parse (const char      *text,
                        gssize           length,
                        const InlayUrl  *base,
                        GPtrArray      **warnings,
                        GError         **error)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (text != NULL && base != NULL, NULL);

  node = inlay_json_read_full (text, length < 0 ? strlen (text) : (gsize) length,
                               INLAY_JSON_MAX_DEPTH, INLAY_JSON_ROUND | INLAY_JSON_LAST_WINS, error);
  return node != NULL ? inlay_import_map_new_from_json (node, base, warnings, error) : NULL;
}
