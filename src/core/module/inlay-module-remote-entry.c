/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

static gboolean
read_exposed (InlayForeign *self,
              JsonNode     *node,
              JsonNode     *exposed)
{
  const char *name = inlay_json_get_string (node, "name");
  const char *element = inlay_json_get_string (node, "element");
  const char *key = inlay_json_get_string (exposed, "key");
  const char *file = inlay_json_get_string (exposed, "outFileName");
  g_autofree char *id = NULL;
  g_autofree char *address = NULL;
  g_autofree char *version = NULL;

  if (key == NULL || file == NULL)
    return inlay_foreign_fail (self, "a member of “exposes” has no key or no outFileName");

  id = inlay_foreign_id (name, key);
  address = inlay_foreign_resolve (self, file);
  version = inlay_foreign_version (self->address);
  g_ptr_array_add (self->definitions,
                   inlay_json_new_object (
                     "id", inlay_json_new_string (id),
                     "version", inlay_json_new_string (version),
                     "name", inlay_json_new_string (key[0] == '.' && key[1] == '/' && key[2] != '\0'
                                                      ? key + 2 : name),
                     "entry", inlay_json_new_string (address),
                     "adapter", element != NULL ? inlay_json_new_string ("element") : NULL,
                     "element", inlay_foreign_string (element),
                     "dependencies",
                     inlay_foreign_ranges (inlay_json_get_member (node, "shared"), "packageName"),
                     NULL));
  return TRUE;
}

/* remoteEntry.json of Native Federation: each file it exposes is a module. */
gboolean
inlay_foreign_read_remote_entry (InlayForeign *self,
                                 JsonNode     *node)
{
  const char *name = inlay_json_get_string (node, "name");
  JsonArray *exposes = inlay_json_get_array (node, "exposes");

  if (name == NULL || *name == '\0')
    return inlay_foreign_fail (self, "the remote has no name");

  for (guint i = 0; i < json_array_get_length (exposes); i++)
    if (!read_exposed (self, node, json_array_get_element (exposes, i)))
      return FALSE;
  return TRUE;
}
