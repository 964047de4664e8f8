/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-check-private.h"

#include <string.h>

#include "importmap/inlay-url.h"
#include "semver/inlay-range.h"
#include "semver/inlay-version.h"

/* npm's own limit. */
#define MAX_ID_LENGTH 214
#define MAX_FILE_LENGTH 255
#define MAX_ADDRESS_LENGTH 2048

const char * const inlay_adapter_names[] = { "inlay", "single-spa", "element", NULL };
const char * const inlay_isolation_names[] = { "shadow", "scoped", "none", "iframe", NULL };

/* What is being checked: a node and how messages call it. */
typedef struct
{
  const char  *module; /* id, or NULL as long as none is known */
  GError     **error;
} Check;

typedef gboolean (* CheckFunc) (Check      *self,
                                const char *path,
                                JsonNode   *node);

static gboolean
check_fail (Check      *self,
            const char *path,
            const char *reason)
{
  if (self->module != NULL)
    g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_INVALID, "module %s: %s %s", self->module,
                 path, reason);
  else
    g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_INVALID, "the module definition: %s %s",
                 path, reason);
  return FALSE;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_word (const char *text,
         gsize       length,
         const char *also)
{
  if (length == 0 || !(g_ascii_isalnum (text[0]) || strchr ("_~-", text[0]) != NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr (also, text[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * inlay_module_is_id:
 * @text: (nullable): a text
 *
 * Returns: whether @text may name a module: one word as in npm, or "@scope/word"
 */
gboolean
inlay_module_is_id (const char *text)
{
  const char *name = text;

  if (text == NULL || strlen (text) > MAX_ID_LENGTH)
    return FALSE;

  if (*text == '@')
    {
      const char *slash = strchr (text, '/');

      if (slash == NULL || !is_word (text + 1, (gsize) (slash - text - 1), "._~-"))
        return FALSE;
      name = slash + 1;
    }
  return is_word (name, strlen (name), "._~-");
}

/**
 * inlay_module_is_file_name:
 * @text: (nullable): a text
 *
 * Returns: whether @text may name a file of a module: a relative path of plain words, none of
 *   which starts with a dot
 */
gboolean
inlay_module_is_file_name (const char *text)
{
  g_auto(GStrv) words = NULL;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_FILE_LENGTH)
    return FALSE;

  words = g_strsplit (text, "/", -1);
  for (char **word = words; *word != NULL; word++)
    if (!is_word (*word, strlen (*word), "._~-@+"))
      return FALSE;
  return TRUE;
}

/* http and https only: other schemes carry code in the address itself. */
gboolean
inlay_module_is_address (const char *text)
{
  g_autoptr(InlayUrl) url = NULL;

  if (strlen (text) > MAX_ADDRESS_LENGTH ||
      (!g_str_has_prefix (text, "https://") && !g_str_has_prefix (text, "http://")) ||
      strpbrk (text, " \"'<>\\^`{|}") != NULL)
    return FALSE;

  url = inlay_url_parse (text, NULL, NULL);
  return url != NULL && *inlay_url_get_username (url) == '\0' &&
         *inlay_url_get_password (url) == '\0';
}

static gboolean
check_string (Check      *self,
              const char *path,
              JsonNode   *node)
{
  return is_string (node) || check_fail (self, path, "is not a string");
}

static gboolean
check_name (Check      *self,
            const char *path,
            JsonNode   *node)
{
  return (is_string (node) && *json_node_get_string (node) != '\0') ||
         check_fail (self, path, "is not a string with something in it");
}

static gboolean
check_object (Check      *self,
              const char *path,
              JsonNode   *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) || check_fail (self, path, "is not an object");
}

static gboolean
check_file (Check      *self,
            const char *path,
            JsonNode   *node)
{
  return (is_string (node) && inlay_module_is_file_name (json_node_get_string (node))) ||
         check_fail (self, path, "is not the relative path of a file");
}

static gboolean
check_schema (Check      *self,
              const char *path,
              JsonNode   *node)
{
  return JSON_NODE_HOLDS_OBJECT (node) || json_node_get_value_type (node) == G_TYPE_BOOLEAN ||
         check_fail (self, path, "is not a JSON Schema");
}

static gboolean
check_range (Check      *self,
             const char *path,
             JsonNode   *node)
{
  g_autoptr(InlayRange) range = NULL;

  if (is_string (node))
    range = inlay_range_parse (json_node_get_string (node), INLAY_SEMVER_LOOSE, NULL);
  return range != NULL || check_fail (self, path, "is not a version range");
}

static gboolean
check_word_of (Check              *self,
               const char         *path,
               JsonNode           *node,
               const char * const *words)
{
  g_autofree char *list = NULL;
  g_autofree char *reason = NULL;

  if (is_string (node) && g_strv_contains (words, json_node_get_string (node)))
    return TRUE;

  list = g_strjoinv (", ", (char **) words);
  reason = g_strdup_printf ("is none of %s", list);
  return check_fail (self, path, reason);
}

static gboolean
check_adapter (Check      *self,
               const char *path,
               JsonNode   *node)
{
  return check_word_of (self, path, node, inlay_adapter_names);
}

static gboolean
check_isolation (Check      *self,
                 const char *path,
                 JsonNode   *node)
{
  return check_word_of (self, path, node, inlay_isolation_names);
}

static gboolean
check_switch (Check      *self,
              const char *path,
              JsonNode   *node)
{
  return (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN) ||
         check_fail (self, path, "is neither true nor false");
}

/* The names the HTML standard allows, kept to ASCII. */
static gboolean
check_element (Check      *self,
               const char *path,
               JsonNode   *node)
{
  const char *name = is_string (node) ? json_node_get_string (node) : "";

  return (g_ascii_islower (*name) && strchr (name, '-') != NULL &&
          strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen (name)) ||
         check_fail (self, path, "is not the name of a custom element");
}

static gboolean
check_count (Check      *self,
             const char *path,
             JsonNode   *node,
             gint64      highest)
{
  g_autofree char *reason = NULL;

  if (json_node_get_value_type (node) == G_TYPE_INT64 &&
      json_node_get_int (node) >= 1 && json_node_get_int (node) <= highest)
    return TRUE;

  reason = g_strdup_printf ("is not a whole number from 1 to %" G_GINT64_FORMAT, highest);
  return check_fail (self, path, reason);
}

static gboolean
check_max (Check      *self,
           const char *path,
           JsonNode   *node)
{
  return check_count (self, path, node, 10000);
}

static gboolean
check_span (Check      *self,
            const char *path,
            JsonNode   *node)
{
  return check_count (self, path, node, INLAY_MODULE_COLUMNS);
}

static gboolean
check_elements (Check      *self,
                const char *path,
                JsonNode   *node,
                CheckFunc   check)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return check_fail (self, path, "is not an array");

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *place = g_strdup_printf ("%s/%u", path, i);

      if (!check (self, place, json_array_get_element (array, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_members (Check      *self,
               const char *path,
               JsonNode   *node,
               CheckFunc   check)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!check_object (self, path, node))
    return FALSE;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *place = inlay_json_path_append (path, name);

      if (*name == '\0')
        return check_fail (self, path, "has a member without a name");
      if (!check (self, place, member))
        return FALSE;
    }
  return TRUE;
}

/* The members that must have a form when they are there. */
typedef struct
{
  const char *name;
  CheckFunc   check;
} Member;

static gboolean
check_table (Check        *self,
             const char   *path,
             JsonNode     *node,
             const Member *members,
             gsize         n_members)
{
  if (!check_object (self, path, node))
    return FALSE;

  for (gsize i = 0; i < n_members; i++)
    {
      JsonNode *member = inlay_json_get_member (node, members[i].name);
      g_autofree char *place = inlay_json_path_append (path, members[i].name);

      if (member != NULL && !members[i].check (self, place, member))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_port (Check      *self,
            const char *path,
            JsonNode   *node)
{
  static const Member members[] = { { "title", check_string }, { "schema", check_schema } };

  return check_table (self, path, node, members, G_N_ELEMENTS (members));
}

static gboolean
check_ports (Check      *self,
             const char *path,
             JsonNode   *node)
{
  return check_members (self, path, node, check_port);
}

static gboolean
check_names (Check      *self,
             const char *path,
             JsonNode   *node)
{
  return check_elements (self, path, node, check_name);
}

static gboolean
check_files (Check      *self,
             const char *path,
             JsonNode   *node)
{
  return check_elements (self, path, node, check_file);
}

static gboolean
check_slot (Check      *self,
            const char *path,
            JsonNode   *node)
{
  static const Member members[] = {
    { "title", check_string }, { "accepts", check_names }, { "max", check_max },
  };

  return check_table (self, path, node, members, G_N_ELEMENTS (members));
}

static gboolean
check_slots (Check      *self,
             const char *path,
             JsonNode   *node)
{
  return check_members (self, path, node, check_slot);
}

static gboolean
check_size (Check      *self,
            const char *path,
            JsonNode   *node)
{
  static const Member members[] = { { "minSpan", check_span }, { "span", check_span } };

  if (!check_table (self, path, node, members, G_N_ELEMENTS (members)))
    return FALSE;
  return inlay_json_get_int (node, "minSpan", 1) <=
           inlay_json_get_int (node, "span", INLAY_MODULE_COLUMNS) ||
         check_fail (self, path, "has a minSpan above its span");
}

static gboolean
check_npm (Check      *self,
           const char *path,
           JsonNode   *node)
{
  static const Member members[] = { { "package", check_name }, { "subpath", check_string } };

  return check_table (self, path, node, members, G_N_ELEMENTS (members)) &&
         (inlay_module_is_id (inlay_json_get_string (node, "package")) ||
          check_fail (self, path, "has no “package” with the name of an npm package"));
}

static gboolean
check_dependencies (Check      *self,
                    const char *path,
                    JsonNode   *node)
{
  return check_members (self, path, node, check_range);
}

static gboolean
check_format (Check    *self,
              JsonNode *definition)
{
  JsonNode *format = inlay_json_get_member (definition, "format");

  if (format == NULL)
    return TRUE;
  if (json_node_get_value_type (format) != G_TYPE_INT64 || json_node_get_int (format) < 1)
    return check_fail (self, "/format", "is not a whole number from 1 on");
  return json_node_get_int (format) <= INLAY_MODULE_FORMAT ||
         check_fail (self, "/format", "is newer than what can be read here, which is 1");
}

static gboolean
check_identity (Check    *self,
                JsonNode *definition)
{
  const char *id, *version;
  g_autoptr(InlayVersion) parsed = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (definition))
    {
      g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "a module definition is an object");
      return FALSE;
    }

  id = inlay_json_get_string (definition, "id");
  if (!inlay_module_is_id (id))
    return check_fail (self, "/id", "is not the name of a module, such as @acme/cart");
  self->module = id;

  version = inlay_json_get_string (definition, "version");
  if (version != NULL)
    parsed = inlay_version_parse (version, INLAY_SEMVER_DEFAULT, NULL);
  return parsed != NULL || check_fail (self, "/version", "is not a version, such as 1.0.0");
}

static gboolean
lists_string (JsonArray  *array,
              const char *string)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_str_equal (json_array_get_string_element (array, i), string))
      return TRUE;
  return FALSE;
}

static gboolean
check_entry (Check    *self,
             JsonNode *definition)
{
  const char *entry = inlay_json_get_string (definition, "entry");
  JsonArray *files = inlay_json_get_array (definition, "files");

  if (entry == NULL)
    return check_fail (self, "/entry", "is not a string: a file, an address or “cdn”");
  if (g_str_equal (entry, "cdn"))
    return inlay_json_get_member (definition, "npm") != NULL ||
           check_fail (self, "/npm", "is not there, but the entry is “cdn”");
  if (inlay_module_is_address (entry))
    return TRUE;
  if (!inlay_module_is_file_name (entry))
    return check_fail (self, "/entry",
                       "is neither a file, nor an http or https address, nor “cdn”");
  return files == NULL || lists_string (files, entry) ||
         check_fail (self, "/files", "does not list the entry");
}

static gboolean
check_adapted (Check    *self,
               JsonNode *definition)
{
  gboolean is_element = g_strcmp0 (inlay_json_get_string (definition, "adapter"), "element") == 0;

  return !is_element || inlay_json_get_member (definition, "element") != NULL ||
         check_fail (self, "/element", "is not there, but the adapter is “element”");
}

/* Says what the first breach of the contract of data/schemas/module.schema.json is. */
gboolean
inlay_module_check (JsonNode  *definition,
                    GError   **error)
{
  static const Member members[] = {
    { "name", check_name }, { "description", check_string }, { "category", check_name },
    { "tags", check_names }, { "entry", check_name }, { "npm", check_npm },
    { "adapter", check_adapter }, { "element", check_element }, { "configSchema", check_schema },
    { "events", check_ports }, { "props", check_ports }, { "slots", check_slots },
    { "size", check_size }, { "isolation", check_isolation }, { "critical", check_switch },
    { "dependencies", check_dependencies }, { "icon", check_file },
    { "thumbnail", check_file }, { "files", check_files },
  };
  Check self = { NULL, error };

  return check_identity (&self, definition) && check_format (&self, definition) &&
         check_table (&self, "", definition, members, G_N_ELEMENTS (members)) &&
         check_entry (&self, definition) && check_adapted (&self, definition);
}
