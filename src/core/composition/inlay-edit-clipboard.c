/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-edit-private.h"

#include <string.h>

#define FRAGMENT_FORMAT 1

static JsonObject *
copy_without (JsonNode   *node,
              const char *skipped)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (strcmp (name, skipped) != 0)
      json_object_set_member (copy, name, json_node_ref (member));

  return copy;
}

/* The wires that begin and end inside. */
static JsonNode *
copy_wires (JsonNode   *root,
            GHashTable *inside)
{
  JsonObject *wires = inlay_json_get_object (root, "wires");
  JsonObject *copies = json_object_new ();
  JsonObjectIter iter;
  const char *id;
  JsonNode *wire;

  if (wires == NULL)
    return inlay_json_take_object (copies);

  json_object_iter_init_ordered (&iter, wires);
  while (json_object_iter_next_ordered (&iter, &id, &wire))
    {
      const char *from = inlay_json_get_string (inlay_json_get_member (wire, "from"), "instance");
      const char *to = inlay_json_get_string (inlay_json_get_member (wire, "to"), "instance");

      if (g_hash_table_contains (inside, from) &&
          (to == NULL || g_hash_table_contains (inside, to)))
        json_object_set_member (copies, id, json_node_ref (wire));
    }

  return inlay_json_take_object (copies);
}

/**
 * inlay_edit_copy:
 * @composition: a composition
 * @instance_ids: (array zero-terminated=1): instances; those that are not there are left out
 *
 * Copies instances with all that stands in them, the versions of their modules and the wires among
 * them. Locks are left behind.
 *
 * Returns: (transfer full): the fragment, for inlay_edit_paste()
 */
JsonNode *
inlay_edit_copy (InlayComposition   *composition,
                 const char * const *instance_ids)
{
  g_autoptr (GHashTable) inside = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) tops = NULL;
  JsonObject *instances = json_object_new ();
  JsonObject *modules = json_object_new ();
  JsonNode *root;

  g_return_val_if_fail (composition != NULL && instance_ids != NULL, NULL);

  root = inlay_composition_get_root (composition);
  all = inlay_edit_collect (composition, instance_ids, &tops);
  for (guint i = 0; i < all->len; i++)
    {
      const char *id = g_ptr_array_index (all, i);
      const char *module = inlay_composition_get_module (composition, id);
      JsonNode *range = inlay_json_get_member (inlay_json_get_member (root, "modules"), module);
      JsonNode *instance = inlay_composition_get_instance (composition, id);

      g_hash_table_add (inside, (gpointer) id);
      json_object_set_member (instances, id,
                              inlay_json_take_object (copy_without (instance, "locked")));
      /* json-glib forgets to drop the reference of a value that is there already. */
      if (range != NULL && !json_object_has_member (modules, module))
        json_object_set_member (modules, module, json_node_ref (range));
    }

  g_ptr_array_add (tops, NULL);
  return inlay_json_new_object (
    "inlayFragment", inlay_json_new_int (FRAGMENT_FORMAT),
    "modules", inlay_json_take_object (modules),
    "items", inlay_json_new_strv ((const char * const *) tops->pdata),
    "instances", inlay_json_take_object (instances),
    "wires", copy_wires (root, inside),
    NULL);
}

/* A fragment being put into a tree under new ids. */
typedef struct
{
  InlayEdit  *edit;
  JsonObject *instances;
  GHashTable *new_ids;     /* id in the fragment -> new id, owned */
} Paste;

static void
paste_clear (Paste *self)
{
  g_clear_pointer (&self->edit, inlay_edit_free);
  g_clear_pointer (&self->new_ids, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paste, paste_clear)

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the copied modules %s", reason);
  return FALSE;
}

static gboolean
make_ids (Paste   *self,
          GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *present = inlay_json_get_object (self->edit->root, "instances");
  JsonObjectIter iter;
  const char *id;
  JsonNode *instance;

  if (json_object_get_size (self->instances) > INLAY_COMPOSITION_MAX_INSTANCES)
    return refuse (error, "are too many");

  json_object_iter_init_ordered (&iter, self->instances);
  while (json_object_iter_next_ordered (&iter, &id, &instance))
    {
      const char *module = inlay_json_get_string (instance, "module");
      char *new_id;

      if (module == NULL)
        return refuse (error, "have one without a module");

      new_id = inlay_id_from_name (module, "module", taken, present);
      g_hash_table_add (taken, new_id);
      g_hash_table_insert (self->new_ids, (gpointer) id, new_id);
    }

  return TRUE;
}

static JsonNode *
map_ids (Paste      *self,
         JsonArray  *ids,
         GError    **error)
{
  g_autoptr (JsonArray) mapped = json_array_new ();

  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      JsonNode *element = json_array_get_element (ids, i);
      const char *id = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_string (element) : NULL;
      const char *new_id = id != NULL ? g_hash_table_lookup (self->new_ids, id) : NULL;

      if (new_id == NULL)
        {
          refuse (error, "name one that is not among them");
          return NULL;
        }
      json_array_add_element (mapped, inlay_json_new_string (new_id));
    }

  return inlay_json_take_array (g_steal_pointer (&mapped));
}

static JsonNode *
map_slots (Paste       *self,
           JsonObject  *slots,
           GError     **error)
{
  g_autoptr (JsonObject) mapped = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *items;

  json_object_iter_init_ordered (&iter, slots);
  while (json_object_iter_next_ordered (&iter, &name, &items))
    {
      JsonNode *list;

      if (!JSON_NODE_HOLDS_ARRAY (items))
        {
          refuse (error, "have a slot that is no list");
          return NULL;
        }
      if (!(list = map_ids (self, json_node_get_array (items), error)))
        return NULL;
      json_object_set_member (mapped, name, list);
    }

  return inlay_json_take_object (g_steal_pointer (&mapped));
}

static gboolean
paste_instances (Paste   *self,
                 GError **error)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *instance;

  json_object_iter_init_ordered (&iter, self->instances);
  while (json_object_iter_next_ordered (&iter, &id, &instance))
    {
      const char *new_id = g_hash_table_lookup (self->new_ids, id);
      g_autofree char *path = inlay_json_path ("instances", new_id, NULL);
      g_autoptr (JsonNode) value = json_node_ref (instance);
      JsonObject *slots = inlay_json_get_object (instance, "slots");
      g_autoptr (JsonNode) mapped = NULL;

      if (slots != NULL)
        {
          g_autoptr (JsonNode) changed = NULL;

          if (!(mapped = map_slots (self, slots, error)) ||
              !(changed = inlay_json_set (value, "/slots", mapped, error)))
            return FALSE;
          json_node_unref (value);
          value = g_steal_pointer (&changed);
        }

      inlay_edit_put (self->edit, path, value);
    }

  return TRUE;
}

static JsonNode *
map_wire (Paste    *self,
          JsonNode *wire)
{
  const char *ends[] = { "from", "to" };
  g_autoptr (JsonNode) mapped = json_node_ref (wire);

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *id = inlay_json_get_string (inlay_json_get_member (wire, ends[i]), "instance");
      const char *new_id = id != NULL ? g_hash_table_lookup (self->new_ids, id) : NULL;
      g_autofree char *path = inlay_json_path (ends[i], "instance", NULL);
      g_autoptr (JsonNode) value = NULL;
      JsonNode *changed;

      if (id == NULL)
        continue;
      if (new_id == NULL)
        return NULL;

      value = inlay_json_new_string (new_id);
      changed = inlay_json_set (mapped, path, value, NULL);
      json_node_unref (mapped);
      mapped = changed;
    }

  return g_steal_pointer (&mapped);
}

static void
paste_wires (Paste      *self,
             JsonObject *wires)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *present = inlay_json_get_object (self->edit->root, "wires");
  JsonObjectIter iter;
  const char *name;
  JsonNode *wire;

  json_object_iter_init_ordered (&iter, wires);
  while (json_object_iter_next_ordered (&iter, &name, &wire))
    {
      g_autoptr (JsonNode) mapped = map_wire (self, wire);
      g_autofree char *path = NULL;
      char *id;

      if (mapped == NULL)
        continue;

      id = inlay_id_from_name ("wire", "wire", taken, present);
      path = inlay_json_path ("wires", id, NULL);
      g_hash_table_add (taken, id);
      inlay_edit_put (self->edit, path, mapped);
    }
}

static void
paste_modules (Paste      *self,
               JsonObject *ranges)
{
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  const char *name;
  JsonNode *instance;

  json_object_iter_init_ordered (&iter, self->instances);
  while (json_object_iter_next_ordered (&iter, &name, &instance))
    {
      const char *module = inlay_json_get_string (instance, "module");
      g_autofree char *path = inlay_json_path ("modules", module, NULL);
      JsonNode *range = ranges != NULL ? json_object_get_member (ranges, module) : NULL;
      g_autoptr (JsonNode) any = inlay_json_new_string ("*");

      if (g_hash_table_add (done, (gpointer) module) &&
          inlay_json_get (self->edit->root, path) == NULL)
        inlay_edit_put (self->edit, path, range != NULL ? range : any);
    }
}

static char *
dup_fragment_title (Paste     *self,
                    JsonArray *items)
{
  JsonNode *instance;
  const char *name;

  if (json_array_get_length (items) != 1)
    return g_strdup_printf ("%u modules", json_array_get_length (items));

  instance = json_object_get_member (self->instances, json_array_get_string_element (items, 0));
  name = inlay_json_get_string (instance, "name");
  return name != NULL && *name != '\0'
    ? g_strdup (name)
    : inlay_name_from_module (inlay_json_get_string (instance, "module"));
}

static InlayTransaction *
paste (InlayComposition      *composition,
       JsonNode              *fragment,
       const InlayContainer  *container,
       guint                  index,
       const char            *name,
       GError               **error)
{
  g_auto (Paste) self = { inlay_edit_begin (composition) };
  JsonArray *items = inlay_json_get_array (fragment, "items");
  JsonObject *wires = inlay_json_get_object (fragment, "wires");
  g_autoptr (JsonNode) mapped = NULL;
  g_autoptr (GPtrArray) new_items = g_ptr_array_new ();
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  g_autofree char *made_name = NULL;

  self.instances = inlay_json_get_object (fragment, "instances");
  self.new_ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  if (items == NULL || self.instances == NULL || json_array_get_length (items) == 0)
    {
      refuse (error, "are none of Inlay");
      return NULL;
    }

  if (!make_ids (&self, error) || !(mapped = map_ids (&self, items, error)))
    return NULL;

  paste_modules (&self, inlay_json_get_object (fragment, "modules"));
  if (!paste_instances (&self, error))
    return NULL;
  if (wires != NULL)
    paste_wires (&self, wires);

  for (guint i = 0; i < json_array_get_length (items); i++)
    g_ptr_array_add (new_items, (gpointer) json_array_get_string_element (
                                  json_node_get_array (mapped), i));
  g_ptr_array_add (new_items, NULL);
  inlay_edit_put_items (self.edit, container, index, (const char * const *) new_items->pdata);

  what = dup_fragment_title (&self, items);
  where = inlay_composition_dup_container_title (composition, container);
  made_name = g_strdup_printf ("Paste %s into %s", what, where);
  return inlay_edit_end (self.edit, name != NULL ? name : made_name,
                         g_ptr_array_index (new_items, 0), NULL, error);
}

/**
 * inlay_edit_paste:
 * @composition: a composition
 * @fragment: what inlay_edit_copy() gave, perhaps in another program
 * @container: where it goes
 * @index: the place of the first there; %INLAY_EDIT_END for the end
 * @error: return location of an error
 *
 * Adds copied instances under new ids, with their modules and wires.
 *
 * Returns: (transfer full): the transaction, whose subject is the first of them
 */
InlayTransaction *
inlay_edit_paste (InlayComposition      *composition,
                  JsonNode              *fragment,
                  const InlayContainer  *container,
                  guint                  index,
                  GError               **error)
{
  g_return_val_if_fail (composition != NULL && fragment != NULL && container != NULL, NULL);

  if (!inlay_edit_require_place (composition, container, error))
    return NULL;

  return paste (composition, fragment, container, index, NULL, error);
}

/**
 * inlay_edit_duplicate:
 * @composition: a composition
 * @instance_id: an instance that stands somewhere
 * @error: return location of an error
 *
 * Copies an instance with all that stands in it under new ids, right behind the original.
 *
 * Returns: (transfer full): the transaction, whose subject is the copy
 */
InlayTransaction *
inlay_edit_duplicate (InlayComposition  *composition,
                      const char        *instance_id,
                      GError           **error)
{
  g_autoptr (JsonNode) fragment = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  InlayContainer container;
  guint index;

  g_return_val_if_fail (composition != NULL && instance_id != NULL, NULL);

  if (inlay_edit_require_instance (composition, instance_id, error) == NULL)
    return NULL;

  inlay_composition_find (composition, instance_id, &container, &index);
  if (!inlay_edit_require_place (composition, &container, error))
    return NULL;

  fragment = inlay_edit_copy (composition, (const char *[]) { instance_id, NULL });
  title = inlay_composition_dup_title (composition, instance_id);
  name = g_strdup_printf ("Duplicate %s", title);
  return paste (composition, fragment, &container, index + 1, name, error);
}
