/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-edit-private.h"

#include <string.h>

InlayEdit *
inlay_edit_begin (InlayComposition *composition)
{
  InlayEdit *self = g_new0 (InlayEdit, 1);

  self->composition = composition;
  self->root = inlay_composition_get_root (composition);
  self->patch = inlay_patch_builder_new ();
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
inlay_edit_free (InlayEdit *self)
{
  inlay_patch_builder_free (self->patch);
  g_hash_table_unref (self->made);
  g_free (self);
}

/* What is handed out can be applied: the contract is asked here, where the caller can still say
 * what was wrong with the wish. */
InlayTransaction *
inlay_edit_end (InlayEdit   *self,
                const char  *name,
                const char  *subject,
                const char  *merge_key,
                GError     **error)
{
  g_autoptr (JsonNode) patch = inlay_patch_builder_end (self->patch);
  g_autoptr (InlayComposition) result = NULL;
  g_autoptr (JsonNode) root = NULL;
  InlayTransaction *transaction;

  if (!(root = inlay_patch_apply (self->root, patch, NULL, error)) ||
      !(result = inlay_composition_update (self->composition, root, error)))
    return NULL;

  transaction = inlay_transaction_new (name, patch);
  inlay_transaction_set_subject (transaction, subject);
  inlay_transaction_set_merge_key (transaction, merge_key);
  return transaction;
}

static gboolean
is_made (InlayEdit  *self,
         const char *pointer)
{
  return g_hash_table_contains (self->made, pointer);
}

static void
make (InlayEdit  *self,
      const char *pointer,
      JsonNode   *value)
{
  g_autoptr (JsonNode) owned = value;

  inlay_patch_builder_add (self->patch, pointer, owned);
  g_hash_table_add (self->made, g_strdup (pointer));
}

static char *
dup_parent (const char *pointer)
{
  return g_strndup (pointer, (gsize) (strrchr (pointer, '/') - pointer));
}

/* Makes what is missing on the way; "-" as the next step asks for a list. */
static void
ensure_parents (InlayEdit  *self,
                const char *pointer)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *parent = dup_parent (pointer);
  const char *child = pointer;

  while (*parent != '\0' && !is_made (self, parent) && inlay_json_get (self->root, parent) == NULL)
    {
      char *next = dup_parent (parent);

      g_ptr_array_add (missing, g_steal_pointer (&parent));
      parent = next;
    }

  for (guint i = missing->len; i > 0; i--)
    {
      const char *path = g_ptr_array_index (missing, i - 1);

      child = i > 1 ? g_ptr_array_index (missing, i - 2) : pointer;
      make (self, path, g_str_has_suffix (child, "/-") ? inlay_json_new_array (NULL, NULL)
                                                       : inlay_json_new_object (NULL, NULL));
    }
}

/* Adds or replaces the value at a place, making its parents; nothing when it is there already. */
void
inlay_edit_put (InlayEdit  *self,
                const char *pointer,
                JsonNode   *value)
{
  JsonNode *old = inlay_json_get (self->root, pointer);

  if (old != NULL && inlay_json_identical (old, value))
    return;

  if (old != NULL)
    {
      inlay_patch_builder_replace (self->patch, pointer, value);
      return;
    }

  ensure_parents (self, pointer);
  inlay_patch_builder_add (self->patch, pointer, value);
}

void
inlay_edit_drop (InlayEdit  *self,
                 const char *pointer)
{
  if (inlay_json_get (self->root, pointer) != NULL)
    inlay_patch_builder_remove (self->patch, pointer);
}

void
inlay_edit_put_or_drop (InlayEdit  *self,
                        const char *pointer,
                        JsonNode   *value)
{
  if (value != NULL)
    inlay_edit_put (self, pointer, value);
  else
    inlay_edit_drop (self, pointer);
}

char *
inlay_edit_dup_list_path (const InlayContainer *container)
{
  if (container->kind == INLAY_CONTAINER_SLOT)
    return inlay_json_path ("instances", container->id, "slots", container->slot, NULL);

  return inlay_json_path ("regions", container->id, "items", NULL);
}

void
inlay_edit_ensure_list (InlayEdit            *self,
                        const InlayContainer *container)
{
  g_autofree char *list = inlay_edit_dup_list_path (container);

  if (is_made (self, list) || inlay_json_get (self->root, list) != NULL)
    return;

  ensure_parents (self, list);
  make (self, list, inlay_json_new_array (NULL, NULL));
}

/* Puts instances into a list as it was before this transaction. */
void
inlay_edit_put_items (InlayEdit            *self,
                      const InlayContainer *container,
                      guint                 index,
                      const char * const   *ids)
{
  const char * const *items = inlay_composition_get_items (self->composition, container);
  guint length = items != NULL ? g_strv_length ((char **) items) : 0;
  g_autofree char *list = inlay_edit_dup_list_path (container);

  index = MIN (index, length);
  inlay_edit_ensure_list (self, container);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u", list, index + i);
      g_autoptr (JsonNode) id = inlay_json_new_string (ids[i]);

      inlay_patch_builder_add (self->patch, path, id);
    }
}

JsonNode *
inlay_edit_require_instance (InlayComposition  *composition,
                             const char        *instance_id,
                             GError           **error)
{
  JsonNode *instance = inlay_composition_get_instance (composition, instance_id);

  if (instance == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
                 "the instance “%s” is not there", instance_id);

  return instance;
}

JsonNode *
inlay_edit_require_unlocked (InlayComposition  *composition,
                             const char        *instance_id,
                             GError           **error)
{
  JsonNode *instance = inlay_edit_require_instance (composition, instance_id, error);
  g_autofree char *title = NULL;

  if (instance == NULL || !inlay_json_get_boolean (instance, "locked", FALSE))
    return instance;

  title = inlay_composition_dup_title (composition, instance_id);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_DENIED, "%s is locked", title);
  return NULL;
}

/* A locked instance keeps what is in its slots. */
gboolean
inlay_edit_require_free (InlayComposition  *composition,
                         const char        *instance_id,
                         GError           **error)
{
  InlayContainer container;

  if (inlay_edit_require_unlocked (composition, instance_id, error) == NULL)
    return FALSE;

  inlay_composition_find (composition, instance_id, &container, NULL);
  return container.kind != INLAY_CONTAINER_SLOT ||
         inlay_edit_require_unlocked (composition, container.id, error) != NULL;
}

gboolean
inlay_edit_require_place (InlayComposition      *composition,
                          const InlayContainer  *container,
                          GError               **error)
{
  switch (container->kind)
    {
    case INLAY_CONTAINER_REGION:
      if (inlay_composition_get_region (composition, container->id) != NULL)
        return TRUE;
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND,
                   "the region “%s” is not there", container->id);
      return FALSE;

    case INLAY_CONTAINER_SLOT:
      if (container->slot == NULL || *container->slot == '\0')
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the slot of “%s” has no name",
                       container->id);
          return FALSE;
        }
      return inlay_edit_require_unlocked (composition, container->id, error) != NULL;

    case INLAY_CONTAINER_NONE:
    default:
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "instances stand in a region or a slot");
      return FALSE;
    }
}

static void
push_children (InlayComposition *composition,
               const char       *instance_id,
               GPtrArray        *queue)
{
  const char * const *slots = inlay_composition_get_slots (composition, instance_id);

  for (guint i = 0; slots[i] != NULL; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, slots[i] };
      const char * const *items = inlay_composition_get_items (composition, &container);

      for (guint j = 0; items[j] != NULL; j++)
        g_ptr_array_add (queue, (gpointer) items[j]);
    }
}

/* All instances of the subtrees, parents first, and optionally the roots: those of @instance_ids
 * that stand in no other of them. Ids that are not there are left out. */
GPtrArray *
inlay_edit_collect (InlayComposition    *composition,
                    const char * const  *instance_ids,
                    GPtrArray          **tops)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) roots = g_ptr_array_new ();

  for (guint i = 0; instance_ids[i] != NULL; i++)
    if (inlay_composition_get_instance (composition, instance_ids[i]) != NULL)
      g_hash_table_add (wanted, (gpointer) instance_ids[i]);

  for (guint i = 0; instance_ids[i] != NULL; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_NONE };
      gboolean is_top = g_hash_table_contains (wanted, instance_ids[i]) &&
                        g_hash_table_add (seen, (gpointer) instance_ids[i]);

      if (is_top)
        inlay_composition_find (composition, instance_ids[i], &container, NULL);
      while (is_top && container.kind == INLAY_CONTAINER_SLOT)
        {
          is_top = !g_hash_table_contains (wanted, container.id);
          inlay_composition_find (composition, container.id, &container, NULL);
        }
      if (is_top)
        g_ptr_array_add (roots, (gpointer) instance_ids[i]);
    }

  for (guint i = 0; i < roots->len; i++)
    g_ptr_array_add (found, g_ptr_array_index (roots, i));
  for (guint i = 0; i < found->len; i++)
    push_children (composition, g_ptr_array_index (found, i), found);

  if (tops != NULL)
    *tops = g_steal_pointer (&roots);
  return found;
}

static void
drop_wires (InlayEdit  *self,
            GHashTable *gone)
{
  JsonObject *wires = inlay_json_get_object (self->root, "wires");
  JsonObjectIter iter;
  const char *id;
  JsonNode *wire;

  if (wires == NULL)
    return;

  json_object_iter_init_ordered (&iter, wires);
  while (json_object_iter_next_ordered (&iter, &id, &wire))
    {
      const char *from = inlay_json_get_string (inlay_json_get_member (wire, "from"), "instance");
      const char *to = inlay_json_get_string (inlay_json_get_member (wire, "to"), "instance");
      g_autofree char *path = inlay_json_path ("wires", id, NULL);

      if ((from != NULL && g_hash_table_contains (gone, from)) ||
          (to != NULL && g_hash_table_contains (gone, to)))
        inlay_patch_builder_remove (self->patch, path);
    }
}

/* What environments say about instances that go. */
static void
drop_overrides (InlayEdit *self,
                GPtrArray *gone)
{
  JsonObject *environments = inlay_json_get_object (self->root, "environments");
  JsonObjectIter iter;
  const char *id;

  if (environments == NULL)
    return;

  json_object_iter_init_ordered (&iter, environments);
  while (json_object_iter_next_ordered (&iter, &id, NULL))
    for (guint i = 0; i < gone->len; i++)
      {
        g_autofree char *path = inlay_json_path ("environments", id, "instances",
                                                 g_ptr_array_index (gone, i), NULL);

        inlay_edit_drop (self, path);
      }
}

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      composition)
{
  guint first = 0;
  guint second = 0;

  inlay_composition_find (composition, *(const char * const *) a, NULL, &first);
  inlay_composition_find (composition, *(const char * const *) b, NULL, &second);
  return first < second ? 1 : first > second ? -1 : 0;
}

/* Takes the roots out of their lists, from the back of each so that the indices stay true. */
static void
drop_from_lists (InlayEdit *self,
                 GPtrArray *tops)
{
  g_ptr_array_sort_with_data (tops, compare_places, self->composition);
  for (guint i = 0; i < tops->len; i++)
    {
      g_autofree char *list = NULL;
      g_autofree char *path = NULL;
      InlayContainer container;
      guint index;

      inlay_composition_find (self->composition, g_ptr_array_index (tops, i), &container, &index);
      if (container.kind == INLAY_CONTAINER_NONE)
        continue;

      list = inlay_edit_dup_list_path (&container);
      path = g_strdup_printf ("%s/%u", list, index);
      inlay_patch_builder_remove (self->patch, path);
    }
}

/* Removes instances with all that stands in them, their wires and overrides. */
gboolean
inlay_edit_drop_subtrees (InlayEdit           *self,
                          const char * const  *instance_ids,
                          GError             **error)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) tops = NULL;

  all = inlay_edit_collect (self->composition, instance_ids, &tops);
  for (guint i = 0; i < all->len; i++)
    {
      if (inlay_edit_require_unlocked (self->composition, g_ptr_array_index (all, i), error) == NULL)
        return FALSE;
      g_hash_table_add (gone, g_ptr_array_index (all, i));
    }
  for (guint i = 0; i < tops->len; i++)
    if (!inlay_edit_require_free (self->composition, g_ptr_array_index (tops, i), error))
      return FALSE;

  drop_wires (self, gone);
  drop_overrides (self, all);
  drop_from_lists (self, tops);
  for (guint i = all->len; i > 0; i--)
    {
      g_autofree char *path = inlay_json_path ("instances", g_ptr_array_index (all, i - 1), NULL);

      inlay_patch_builder_remove (self->patch, path);
    }

  return TRUE;
}
