/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fuzz.h"

#define MAX_NODES 400

/* Of bytes changed at random hardly any text stays JSON. This mutator changes the tree: values are
 * put in other values' places, so that what is behind the reader is reached. libFuzzer finds both
 * functions by their names. */
gsize LLVMFuzzerCustomMutator (guint8 *data,
                               gsize   size,
                               gsize   max_size,
                               guint   seed);
gsize LLVMFuzzerMutate        (guint8 *data,
                               gsize   size,
                               gsize   max_size);

static void
collect (JsonNode   *node,
         const char *path,
         GPtrArray  *paths)
{
  if (paths->len >= MAX_NODES)
    return;
  g_ptr_array_add (paths, g_strdup (path));
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        {
          g_autofree char *inner = inlay_json_path_append (path, name);

          collect (member, inner, paths);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *inner = g_strdup_printf ("%s/%u", path, i);

          collect (json_array_get_element (array, i), inner, paths);
        }
    }
}

static JsonNode *
make_value (GRand *rand)
{
  const char *words[] = { "", "/", "#", "a", "home", "^1.0.0", "*", "../x", "https://a.example/", "\xc3\xa9", "</script>", "string" };

  switch (g_rand_int_range (rand, 0, 8))
    {
    case 0:
      return inlay_json_new_null ();
    case 1:
      return inlay_json_new_boolean (g_rand_boolean (rand));
    case 2:
      return inlay_json_new_int (g_rand_int_range (rand, -2, 20));
    case 3:
      return inlay_json_new_double (g_rand_double_range (rand, -1e9, 1e9));
    case 4:
      return inlay_json_new_object (NULL, NULL);
    case 5:
      return inlay_json_new_array (NULL, NULL);
    default:
      return inlay_json_new_string (words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
    }
}

/* Once: a value goes, changes, is put in another's place, or beside its own. */
static JsonNode *
mutate (JsonNode *root,
        GRand    *rand)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(JsonNode) value = NULL;
  g_autofree char *beside = NULL;
  const char *to, *from;
  JsonNode *changed;

  collect (root, "", paths);
  to = g_ptr_array_index (paths, (guint) g_rand_int_range (rand, 0, (gint32) paths->len));
  from = g_ptr_array_index (paths, (guint) g_rand_int_range (rand, 0, (gint32) paths->len));
  if (g_rand_int_range (rand, 0, 4) == 0)
    changed = inlay_json_remove (root, to, NULL);
  else
    {
      value = g_rand_boolean (rand) ? make_value (rand) : json_node_ref (inlay_json_get (root, from));
      if (g_rand_int_range (rand, 0, 3) == 0)
        beside = g_strconcat (to, g_rand_boolean (rand) ? "/-" : strrchr (from, '/') != NULL ? strrchr (from, '/') : "/x", NULL);
      changed = inlay_json_set (root, beside != NULL ? beside : to, value, NULL);
    }
  return changed != NULL ? changed : json_node_ref (root);
}

gsize
LLVMFuzzerCustomMutator (guint8 *data,
                         gsize   size,
                         gsize   max_size,
                         guint   seed)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr(JsonNode) root = inlay_json_read_full ((const char *) data, size, INLAY_JSON_MAX_DEPTH, INLAY_JSON_DEFAULT, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (root == NULL || g_rand_int_range (rand, 0, 5) == 0)
    return LLVMFuzzerMutate (data, size, max_size);
  for (int i = g_rand_int_range (rand, 1, 4); i > 0; i--)
    {
      JsonNode *changed = mutate (root, rand);

      json_node_unref (root);
      root = changed;
    }
  text = inlay_json_write (root, INLAY_JSON_DEFAULT);
  length = strlen (text);
  if (length > max_size)
    return LLVMFuzzerMutate (data, size, max_size);
  memcpy (data, text, length);
  return length;
}
