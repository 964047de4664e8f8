/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-release-private.h"

#include "json/inlay-patch.h"

#define DOCUMENT_FORMAT 1

static JsonNode *
without (JsonNode   *object,
         const char *member)
{
  g_autofree char *pointer = inlay_json_path (member, NULL);

  if (inlay_json_get_member (object, member) == NULL)
    return json_node_ref (object);
  return inlay_json_remove (object, pointer, NULL);
}

static gboolean
check_composition (JsonNode  *composition,
                   GError   **error)
{
  const char *id = inlay_json_get_string (composition, "id");

  if (!JSON_NODE_HOLDS_OBJECT (composition) || id == NULL || *id == '\0')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the composition has no id");
      return FALSE;
    }
  if (inlay_json_get_int (composition, "format", DOCUMENT_FORMAT) > DOCUMENT_FORMAT)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "composition %s has a format newer than %d, which is what can be read here", id,
                   DOCUMENT_FORMAT);
      return FALSE;
    }
  return TRUE;
}

/* The composition as it is in one environment. What belongs to other environments and to the
 * resolver goes: it must not change the name of a revision that is served the same. */
JsonNode *
inlay_release_document (JsonNode    *composition,
                        const char  *environment,
                        GError     **error)
{
  g_autoptr(JsonNode) merged = NULL;
  g_autoptr(JsonNode) unlocked = NULL;
  JsonNode *overrides = NULL;

  if (!check_composition (composition, error))
    return NULL;

  if (environment != NULL)
    overrides = inlay_json_get_member (inlay_json_get_member (composition, "environments"),
                                       environment);
  if (overrides != NULL && !JSON_NODE_HOLDS_OBJECT (overrides))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "composition %s: the overrides of environment %s are not an object",
                   inlay_json_get_string (composition, "id"), environment);
      return NULL;
    }

  merged = overrides != NULL ? inlay_patch_merge (composition, overrides)
                             : json_node_ref (composition);
  if (!check_composition (merged, error))
    return NULL;
  unlocked = without (merged, "lock");
  return without (unlocked, "environments");
}

static JsonNode *
module_facts (InlayModule *module)
{
  const char *element = inlay_module_get_element (module);

  return inlay_json_new_object (
    "version", inlay_json_new_string (inlay_module_get_version (module)),
    "adapter", inlay_json_new_string (inlay_adapter_to_string (inlay_module_get_adapter (module))),
    "element", element != NULL ? inlay_json_new_string (element) : NULL,
    "isolation",
    inlay_json_new_string (inlay_isolation_to_string (inlay_module_get_isolation (module))),
    "slots", inlay_json_new_strv (inlay_module_get_slots (module)),
    NULL);
}

static void
collect_used (GHashTable *used,
              JsonNode   *users)
{
  JsonObjectIter iter;
  JsonNode *user;

  if (users == NULL || !JSON_NODE_HOLDS_OBJECT (users))
    return;

  json_object_iter_init (&iter, json_node_get_object (users));
  while (json_object_iter_next (&iter, NULL, &user))
    {
      const char *id = inlay_json_get_string (user, "module");

      if (id != NULL)
        g_hash_table_add (used, (gpointer) id);
    }
}

/* What the shell must know about the modules that @document uses; those that are not among
 * @modules stay out, the shell shows a placeholder for them. */
JsonNode *
inlay_release_facts (JsonNode  *document,
                     GPtrArray *modules)
{
  g_autoptr(GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *facts = json_object_new ();

  collect_used (used, inlay_json_get_member (document, "instances"));
  collect_used (used, inlay_json_get_member (document, "routes"));
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      const char *id = inlay_module_get_id (module);

      if (g_hash_table_contains (used, id) && !json_object_has_member (facts, id))
        json_object_set_member (facts, id, module_facts (module));
    }
  return inlay_json_take_object (facts);
}
