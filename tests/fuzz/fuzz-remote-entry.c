/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

static void
check_modules (JsonNode *node)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) modules =
    inlay_module_read_foreign (node, "https://a.example/remote/remoteEntry.json", &error);

  FUZZ_REFUSED (modules, error);
  for (guint i = 0; modules != NULL && i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);
      g_autoptr(JsonNode) definition = inlay_module_to_json (module);
      g_autoptr(InlayModule) again = inlay_module_new (definition, NULL);

      g_assert (again != NULL);
      g_assert_cmpstr (inlay_module_get_id (again), ==, inlay_module_get_id (module));
    }
}

static void
check_later (InlayResolver *resolver,
             JsonNode      *input)
{
  JsonArray *remotes = inlay_json_get_array (input, "dynamic");

  for (guint i = 0; remotes != NULL && i < json_array_get_length (remotes); i++)
    {
      g_autoptr(JsonNode) map = NULL;
      g_autoptr(GError) error = NULL;

      if (!inlay_resolver_add_remote (resolver, json_array_get_element (remotes, i), &map, &error))
        FUZZ_REFUSED (map, error);
    }
}

/* The text is one remote's entry, or a whole input of the resolver. */
static void
check_resolver (JsonNode *node)
{
  gboolean whole = inlay_json_get_array (node, "remotes") != NULL;
  g_autoptr(JsonNode) remote =
    inlay_json_new_object ("name", inlay_json_new_string ("one"),
                           "url", inlay_json_new_string ("https://a.example/remote/remoteEntry.json"),
                           "remoteEntry", json_node_ref (node), NULL);
  g_autoptr(JsonNode) input =
    whole ? json_node_ref (node)
          : inlay_json_new_object ("remotes", inlay_json_new_array (json_node_ref (remote), NULL), NULL);
  g_autoptr(InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) map = inlay_resolver_start (resolver, input, &error);
  g_autoptr(JsonNode) later = NULL;
  G_GNUC_UNUSED g_autoptr(JsonNode) again = NULL;
  g_autoptr(JsonNode) reasons = NULL;

  FUZZ_REFUSED (map, error);
  if (map == NULL)
    return;
  check_later (resolver, input);
  inlay_resolver_add_remote (resolver, remote, &later, NULL);
  again = inlay_resolver_start (resolver, input, NULL);
  reasons = inlay_resolver_explain (resolver, input);
  g_assert (reasons != NULL);
}

static GBytes *
load_text (const char  *name,
           const char  *address,
           gpointer     user_data,
           GError     **error)
{
  return g_bytes_ref (user_data);
}

/* The text is what one remote's address answers: from text to text is what from tree to tree is. */
static void
check_text (const guint8 *data,
            gsize         size)
{
  g_autoptr(GBytes) text = g_bytes_new (data, size);
  g_autoptr(JsonNode) file =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_ROUND, NULL);
  g_autoptr(JsonNode) bare = inlay_json_read_text ("{\"remotes\":[{\"name\":\"one\",\"url\":"
                                                   "\"https://a.example/remote/remoteEntry.json\"}]}", -1, NULL);
  g_autoptr(JsonNode) input = file != NULL ? inlay_json_set (bare, "/remotes/0/remoteEntry", file, NULL) : NULL;
  g_autoptr(InlayResolver) of_text = inlay_resolver_new ();
  g_autoptr(InlayResolver) of_tree = inlay_resolver_new ();
  g_autoptr(GBytes) map = inlay_resolver_start_loading (of_text, bare, load_text, text, NULL);
  g_autoptr(JsonNode) read = map != NULL ? inlay_json_read (map, NULL) : NULL;
  g_autoptr(JsonNode) from_tree = input != NULL ? inlay_resolver_start (of_tree, input, NULL) : NULL;

  g_assert (read != NULL);
  g_assert (from_tree == NULL || inlay_json_identical (read, from_tree));
}

/* The text is a stored record. */
static void
check_record (JsonNode *node)
{
  g_autoptr(InlayResolver) resolver = inlay_resolver_new ();
  g_autoptr(InlayResolver) again = inlay_resolver_new ();
  g_autoptr(JsonNode) input = inlay_json_read_text ("{\"remotes\":[]}", -1, NULL);
  g_autoptr(JsonNode) saved = NULL;
  g_autoptr(JsonNode) twice = NULL;
  g_autoptr(JsonNode) map = NULL;
  g_autoptr(GError) error = NULL;

  if (!inlay_resolver_restore (resolver, node, &error))
    {
      g_assert (error != NULL && *error->message != '\0');
      return;
    }
  saved = inlay_resolver_save (resolver);
  g_assert (inlay_resolver_restore (again, saved, NULL));
  twice = inlay_resolver_save (again);
  g_assert (inlay_json_identical (saved, twice));
  map = inlay_resolver_start (resolver, input, NULL);
  g_assert (map != NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr(JsonNode) node =
    inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, NULL);

  check_text (data, size);
  if (node == NULL)
    return 0;
  check_modules (node);
  check_resolver (node);
  check_record (node);
  return 0;
}
