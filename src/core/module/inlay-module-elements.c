/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

#include <string.h>

/* A setting's type from that of TypeScript; what is none of these takes any value. */
static JsonNode *
make_property (JsonNode *attribute)
{
  static const char * const types[] = { "string", "boolean", "number", NULL };
  const char *text = inlay_json_get_string (inlay_json_get_member (attribute, "type"), "text");
  const char *description = inlay_json_get_string (attribute, "description");
  gboolean known = text != NULL && g_strv_contains (types, text);

  return inlay_json_new_object ("type", known ? inlay_json_new_string (text) : NULL,
                                "description", inlay_foreign_string (description), NULL);
}

static JsonNode *
make_config_schema (JsonNode *declaration)
{
  JsonArray *attributes = inlay_json_get_array (declaration, "attributes");
  JsonObject *properties = json_object_new ();

  for (guint i = 0; attributes != NULL && i < json_array_get_length (attributes); i++)
    {
      JsonNode *attribute = json_array_get_element (attributes, i);
      const char *name = inlay_json_get_string (attribute, "fieldName");

      if (name == NULL)
        name = inlay_json_get_string (attribute, "name");
      if (name != NULL && *name != '\0' && !json_object_has_member (properties, name))
        json_object_set_member (properties, name, make_property (attribute));
    }
  return inlay_json_new_object ("type", inlay_json_new_string ("object"),
                                "properties", inlay_json_take_object (properties), NULL);
}

/* Events or slots, by name; the slot without one is called "default". */
static JsonNode *
make_named (JsonNode   *declaration,
            const char *member)
{
  JsonArray *array = inlay_json_get_array (declaration, member);
  JsonObject *named = json_object_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      const char *name = inlay_json_get_string (item, "name");
      const char *title = inlay_json_get_string (item, "description");
      const char *key = name != NULL && *name != '\0' ? name : "default";

      if (!json_object_has_member (named, key))
        json_object_set_member (named, key,
                                inlay_json_new_object ("title", inlay_foreign_string (title),
                                                       NULL));
    }
  return inlay_json_take_object (named);
}

static void
read_declaration (InlayForeign *self,
                  const char   *path,
                  JsonNode     *declaration)
{
  const char *tag = inlay_json_get_string (declaration, "tagName");
  const char *description = inlay_json_get_string (declaration, "summary");
  g_autofree char *address = NULL;
  g_autofree char *version = NULL;

  if (tag == NULL || !inlay_json_get_boolean (declaration, "customElement", FALSE))
    return;

  if (description == NULL)
    description = inlay_json_get_string (declaration, "description");
  address = inlay_foreign_resolve (self, path);
  version = inlay_foreign_version (self->address);
  g_ptr_array_add (self->definitions,
                   inlay_json_new_object (
                     "id", inlay_json_new_string (tag),
                     "version", inlay_json_new_string (version),
                     "description", inlay_foreign_string (description),
                     "entry", inlay_json_new_string (address),
                     "adapter", inlay_json_new_string ("element"),
                     "element", inlay_json_new_string (tag),
                     "configSchema", make_config_schema (declaration),
                     "events", make_named (declaration, "events"),
                     "slots", make_named (declaration, "slots"),
                     NULL));
}

/* custom-elements.json: each element it declares is a module. */
gboolean
inlay_foreign_read_elements (InlayForeign *self,
                             JsonNode     *node)
{
  JsonArray *modules = inlay_json_get_array (node, "modules");

  for (guint i = 0; i < json_array_get_length (modules); i++)
    {
      JsonNode *module = json_array_get_element (modules, i);
      const char *path = inlay_json_get_string (module, "path");
      JsonArray *declarations = inlay_json_get_array (module, "declarations");

      if (path == NULL)
        return inlay_foreign_fail (self, "a member of “modules” has no path");
      for (guint j = 0; declarations != NULL && j < json_array_get_length (declarations); j++)
        read_declaration (self, path, json_array_get_element (declarations, j));
    }
  return TRUE;
}
