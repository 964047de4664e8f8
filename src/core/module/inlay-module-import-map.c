/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

/* An import map: every bare specifier that may name a module and leads to one address. Prefixes
 * ("lodash/") and blocked specifiers (null) name no module. */
gboolean
inlay_foreign_read_import_map (InlayForeign *self,
                               JsonNode     *node)
{
  JsonObjectIter iter;
  const char *specifier;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, inlay_json_get_object (node, "imports"));
  while (json_object_iter_next_ordered (&iter, &specifier, &value))
    {
      g_autofree char *address = NULL;
      g_autofree char *version = NULL;

      if (!inlay_module_is_id (specifier) || json_node_get_value_type (value) != G_TYPE_STRING)
        continue;

      address = inlay_foreign_resolve (self, json_node_get_string (value));
      version = inlay_foreign_version (address);
      g_ptr_array_add (self->definitions,
                       inlay_json_new_object ("id", inlay_json_new_string (specifier),
                                              "version", inlay_json_new_string (version),
                                              "entry", inlay_json_new_string (address), NULL));
    }
  return TRUE;
}
