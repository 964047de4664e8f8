/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

#include <string.h>

#include "semver/inlay-range.h"
#include "semver/inlay-version.h"

gboolean
inlay_foreign_fail (InlayForeign *self,
                    const char   *reason)
{
  g_set_error (self->error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s: %s",
               self->address != NULL ? self->address : "the description", reason);
  return FALSE;
}

JsonNode *
inlay_foreign_string (const char *string)
{
  return string != NULL && *string != '\0' ? inlay_json_new_string (string) : NULL;
}

/* Where a file of the description is; without a base it stays one of the module's own files. */
char *
inlay_foreign_resolve (InlayForeign *self,
                       const char   *file)
{
  g_autoptr(InlayUrl) url = inlay_url_parse (file, self->base, NULL);

  if (url != NULL)
    return g_strdup (inlay_url_get_href (url));
  while (g_str_has_prefix (file, "./"))
    file += 2;
  return g_strdup (file);
}

/* The version in an address such as https://esm.sh/@acme/cart@1.2.0/cart.js. */
char *
inlay_foreign_version (const char *address)
{
  for (const char *at = address != NULL ? strchr (address, '@') : NULL; at != NULL;
       at = strchr (at + 1, '@'))
    {
      g_autofree char *text = g_strndup (at + 1, strcspn (at + 1, "/?#&@"));
      g_autoptr(InlayVersion) version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);

      if (version != NULL)
        return g_steal_pointer (&text);
    }
  return g_strdup (INLAY_FOREIGN_VERSION);
}

static char *
clean_word (const char *text)
{
  g_autoptr(GString) word = g_string_new (NULL);

  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) || (word->len > 0 && strchr ("._~-", *text) != NULL))
      g_string_append_c (word, *text);
    else if (word->len > 0 && word->str[word->len - 1] != '-')
      g_string_append_c (word, '-');
  while (word->len > 0 && word->str[word->len - 1] == '-')
    g_string_truncate (word, word->len - 1);
  return g_strndup (word->str, word->len);
}

/* "@scope/name" of whatever the two are called: "./Button" of "shop ui" is "@shop-ui/Button". */
char *
inlay_foreign_id (const char *scope,
                  const char *name)
{
  g_autofree char *scope_word = clean_word (scope);
  g_autofree char *name_word = NULL;

  while (g_str_has_prefix (name, "./"))
    name += 2;
  name_word = clean_word (name);
  if (*name_word == '\0' || g_str_equal (name_word, "."))
    return g_steal_pointer (&scope_word);
  return g_strdup_printf ("@%s/%s", scope_word, name_word);
}

/* The ranges of what a federation shares; what has none that can be read works with all. */
JsonNode *
inlay_foreign_ranges (JsonNode   *shared,
                      const char *name_member)
{
  JsonObject *ranges = json_object_new ();
  JsonArray *array;

  if (shared == NULL || !JSON_NODE_HOLDS_ARRAY (shared))
    return inlay_json_take_object (ranges);

  array = json_node_get_array (shared);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *external = json_array_get_element (array, i);
      const char *name = inlay_json_get_string (external, name_member);
      const char *wanted = inlay_json_get_string (external, "requiredVersion");
      g_autoptr(InlayRange) range = NULL;

      if (name == NULL || *name == '\0' || json_object_has_member (ranges, name))
        continue;
      if (wanted != NULL)
        range = inlay_range_parse (wanted, INLAY_SEMVER_LOOSE, NULL);
      json_object_set_member (ranges, name, inlay_json_new_string (range != NULL ? wanted : "*"));
    }
  return inlay_json_take_object (ranges);
}

/**
 * inlay_module_guess_form:
 * @node: a description of modules
 *
 * Returns: what it is written in
 */
InlayModuleForm
inlay_module_guess_form (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, INLAY_MODULE_FORM_UNKNOWN);

  if (inlay_json_get_member (node, "microfrontend") != NULL)
    return INLAY_MODULE_FORM_PACKAGE;
  if (inlay_json_get_object (node, "metaData") != NULL)
    return INLAY_MODULE_FORM_FEDERATION;
  if (inlay_json_get_string (node, "schemaVersion") != NULL &&
      inlay_json_get_array (node, "modules") != NULL)
    return INLAY_MODULE_FORM_ELEMENTS;
  if (inlay_json_get_array (node, "exposes") != NULL)
    return INLAY_MODULE_FORM_REMOTE_ENTRY;
  if (inlay_json_get_string (node, "id") != NULL && inlay_json_get_string (node, "entry") != NULL)
    return INLAY_MODULE_FORM_DEFINITION;
  if (inlay_json_get_object (node, "imports") != NULL)
    return INLAY_MODULE_FORM_IMPORT_MAP;
  return INLAY_MODULE_FORM_UNKNOWN;
}

static gboolean
read_form (InlayForeign *self,
           JsonNode     *node)
{
  switch (inlay_module_guess_form (node))
    {
    case INLAY_MODULE_FORM_DEFINITION:
      g_ptr_array_add (self->definitions, json_node_ref (node));
      return TRUE;
    case INLAY_MODULE_FORM_PACKAGE:
      return inlay_foreign_read_package (self, node);
    case INLAY_MODULE_FORM_IMPORT_MAP:
      return inlay_foreign_read_import_map (self, node);
    case INLAY_MODULE_FORM_REMOTE_ENTRY:
      return inlay_foreign_read_remote_entry (self, node);
    case INLAY_MODULE_FORM_FEDERATION:
      return inlay_foreign_read_federation (self, node);
    case INLAY_MODULE_FORM_ELEMENTS:
      return inlay_foreign_read_elements (self, node);
    case INLAY_MODULE_FORM_UNKNOWN:
    default:
      return inlay_foreign_fail (self, "nothing in it describes modules");
    }
}

/**
 * inlay_module_read_foreign:
 * @node: a description of modules in any form
 * @address: (nullable): where it came from; files it names are looked for beside it
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Makes modules of a description: npm's package.json, a remote entry of Native Federation, a manifest
 * of Module Federation 2, a custom elements manifest (schema 1 and 2) or an import map (HTML,
 * "Import maps"). A form that tells no version gives that of @address, as in cart@1.2.0, else 0.0.0.
 *
 * Returns: (transfer full) (element-type InlayModule): the modules, at least one; or %NULL
 */
GPtrArray *
inlay_module_read_foreign (JsonNode    *node,
                           const char  *address,
                           GError     **error)
{
  g_autoptr(GPtrArray) modules = NULL;
  g_autoptr(GPtrArray) definitions = NULL;
  g_autoptr(InlayUrl) base = NULL;
  InlayForeign self = { address, NULL, NULL, error };

  g_return_val_if_fail (node != NULL, NULL);

  modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
  definitions = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self.definitions = definitions;

  json_node_seal (node);
  if (address != NULL && (self.base = base = inlay_url_parse (address, NULL, error)) == NULL)
    return NULL;
  if (!read_form (&self, node))
    return NULL;
  if (definitions->len == 0)
    {
      inlay_foreign_fail (&self, "it describes no module");
      return NULL;
    }

  for (guint i = 0; i < definitions->len; i++)
    {
      InlayModule *module = inlay_module_new (g_ptr_array_index (definitions, i), error);

      if (module == NULL)
        return NULL;
      g_ptr_array_add (modules, module);
    }
  return g_steal_pointer (&modules);
}
