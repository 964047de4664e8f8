/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

static void
take_member (JsonObject *definition,
             const char *name,
             JsonNode   *value)
{
  if (value != NULL)
    json_object_set_member (definition, name, value);
}

static JsonNode *
ref_member (JsonNode   *node,
            const char *name)
{
  JsonNode *member = inlay_json_get_member (node, name);

  return member != NULL ? json_node_ref (member) : NULL;
}

static void
add_settings (JsonObject *definition,
              JsonNode   *settings)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (settings))
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (settings));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (definition, name, json_node_ref (value));
}

static JsonNode *
make_npm (const char *name)
{
  return inlay_json_new_object ("package", inlay_json_new_string (name), NULL);
}

/* package.json: who it is and what it needs beside it are the package's, all else is said under
 * "microfrontend" in the words of module.json. Without an entry the CDN serves the package. */
gboolean
inlay_foreign_read_package (InlayForeign *self,
                            JsonNode     *node)
{
  JsonNode *settings = inlay_json_get_member (node, "microfrontend");
  const char *name = inlay_json_get_string (node, "name");
  const char *entry = inlay_json_get_string (settings, "entry");
  JsonObject *definition;

  if (name == NULL)
    return inlay_foreign_fail (self, "the package has no name");

  definition = json_object_new ();
  take_member (definition, "id", inlay_json_new_string (name));
  take_member (definition, "version", ref_member (node, "version"));
  take_member (definition, "description", ref_member (node, "description"));
  take_member (definition, "tags", ref_member (node, "keywords"));
  take_member (definition, "dependencies", ref_member (node, "peerDependencies"));
  add_settings (definition, settings);
  if (entry == NULL || g_str_equal (entry, "cdn"))
    {
      take_member (definition, "entry", inlay_json_new_string ("cdn"));
      if (!json_object_has_member (definition, "npm"))
        take_member (definition, "npm", make_npm (name));
    }
  else
    {
      g_autofree char *address = inlay_foreign_resolve (self, entry);

      take_member (definition, "entry", inlay_json_new_string (address));
    }
  g_ptr_array_add (self->definitions, inlay_json_take_object (definition));
  return TRUE;
}
