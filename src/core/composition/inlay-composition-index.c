/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-composition-private.h"

#include <string.h>

/* One list of ids being read: where it stands and what messages call its members. */
typedef struct
{
  const char *owner;   /* JSON pointer */
  const char *kind;    /* "instance", "region", "page" */
} ListContext;

static JsonObject *
get_object (JsonNode   *root,
            const char *member)
{
  return inlay_json_get_object (root, member);
}

static gboolean
refuse_member (GError            **error,
               const ListContext  *context,
               guint               index,
               const char         *id,
               const char         *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s/%u names the %s “%s”, which %s",
               context->owner, index, context->kind, id, reason);
  return FALSE;
}

static void
add_instances (InlayIndex *self,
               JsonNode   *root)
{
  JsonObject *instances = get_object (root, "instances");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (instances == NULL)
    return;

  self->places = g_new0 (InlayPlace, json_object_get_size (instances));
  json_object_iter_init_ordered (&iter, instances);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      InlayPlace *place = &self->places[self->n_places++];

      place->id = id;
      place->node = node;
      g_hash_table_insert (self->instances, (gpointer) id, place);
    }
}

/* Instances stand in one list at most. */
static gboolean
add_instance_list (InlayIndex            *self,
                   JsonArray             *array,
                   const InlayContainer  *container,
                   const char            *owner,
                   guint                 *list,
                   GError               **error)
{
  ListContext context = { owner, "instance" };
  guint length = array != NULL ? json_array_get_length (array) : 0;

  *list = self->pool->len;
  for (guint i = 0; i < length; i++)
    {
      const char *id = json_array_get_string_element (array, i);
      InlayPlace *place = g_hash_table_lookup (self->instances, id);

      if (place == NULL)
        return refuse_member (error, &context, i, id, "is not there");
      if (place->container.kind != INLAY_CONTAINER_NONE)
        return refuse_member (error, &context, i, id, "stands in a list already");

      place->container = *container;
      place->index = i;
      g_ptr_array_add (self->pool, (gpointer) place->id);
    }

  g_ptr_array_add (self->pool, NULL);
  return TRUE;
}

/* Pages and regions stand in one list once at most. */
static gboolean
add_listed (InlayIndex   *self,
            JsonArray    *array,
            GHashTable   *listed,
            const char   *owner,
            const char   *kind,
            guint        *list,
            GError      **error)
{
  ListContext context = { owner, kind };
  guint length = array != NULL ? json_array_get_length (array) : 0;
  guint mark = self->pool->len + 1;

  *list = self->pool->len;
  for (guint i = 0; i < length; i++)
    {
      const char *id = json_array_get_string_element (array, i);
      gpointer key;
      gpointer value;

      if (!g_hash_table_lookup_extended (listed, id, &key, &value))
        return refuse_member (error, &context, i, id, "is not there");
      if (((InlayListed *) value)->mark == mark)
        return refuse_member (error, &context, i, id, "stands in the list already");

      ((InlayListed *) value)->mark = mark;
      g_ptr_array_add (self->pool, key);
    }

  g_ptr_array_add (self->pool, NULL);
  return TRUE;
}

static InlayListed *
add_entry (GHashTable *listed,
           const char *id,
           JsonNode   *node)
{
  InlayListed *entry = g_new0 (InlayListed, 1);

  entry->node = node;
  g_hash_table_insert (listed, (gpointer) id, entry);
  return entry;
}

static gboolean
add_regions (InlayIndex  *self,
             JsonNode    *root,
             GError     **error)
{
  JsonObject *regions = get_object (root, "regions");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (regions == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, regions);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      InlayContainer container = { INLAY_CONTAINER_REGION, id, NULL };
      InlayListed *entry = add_entry (self->regions, id, node);
      g_autofree char *owner = inlay_json_path ("regions", id, "items", NULL);

      if (!add_instance_list (self, inlay_json_get_array (node, "items"), &container, owner,
                              &entry->list, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_slots_of (InlayIndex  *self,
              InlayPlace  *place,
              JsonObject  *slots,
              GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  place->first_slot = self->slots->len;
  place->n_slots = json_object_get_size (slots);
  place->slot_names = self->pool->len;

  json_object_iter_init_ordered (&iter, slots);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    g_ptr_array_add (self->pool, (gpointer) name);
  g_ptr_array_add (self->pool, NULL);

  json_object_iter_init_ordered (&iter, slots);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, place->id, name };
      g_autofree char *owner = inlay_json_path ("instances", place->id, "slots", name, NULL);
      InlaySlotEntry entry = { name, 0 };

      if (!add_instance_list (self, json_node_get_array (node), &container, owner, &entry.list,
                              error))
        return FALSE;
      g_array_append_val (self->slots, entry);
    }

  return TRUE;
}

static gboolean
add_slots (InlayIndex  *self,
           GError     **error)
{
  guint nothing = self->pool->len;

  g_ptr_array_add (self->pool, NULL);
  for (guint i = 0; i < self->n_places; i++)
    {
      InlayPlace *place = &self->places[i];
      JsonObject *slots = inlay_json_get_object (place->node, "slots");

      place->slot_names = nothing;
      if (slots != NULL && !add_slots_of (self, place, slots, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_pages (InlayIndex  *self,
           JsonNode    *root,
           GError     **error)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObject *pages = get_object (root, "pages");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (pages == NULL)
    return add_listed (self, inlay_json_get_array (root, "pageOrder"), self->pages, "/pageOrder",
                       "page", &self->page_order, error);

  json_object_iter_init_ordered (&iter, pages);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      const char *path = inlay_json_get_string (node, "path");
      InlayListed *entry = add_entry (self->pages, id, node);
      g_autofree char *owner = inlay_json_path ("pages", id, "regions", NULL);

      if (!add_listed (self, inlay_json_get_array (node, "regions"), self->regions, owner,
                       "region", &entry->list, error))
        return FALSE;

      if (!g_hash_table_add (paths, (gpointer) path))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                       "/pages/%s/path is “%s”, which another page has", id, path);
          return FALSE;
        }
    }

  return add_listed (self, inlay_json_get_array (root, "pageOrder"), self->pages, "/pageOrder",
                     "page", &self->page_order, error);
}

static void
add_unplaced (InlayIndex *self)
{
  self->unplaced = self->pool->len;
  for (guint i = 0; i < self->n_places; i++)
    if (self->places[i].container.kind == INLAY_CONTAINER_NONE)
      {
        self->places[i].index = self->pool->len - self->unplaced;
        g_ptr_array_add (self->pool, (gpointer) self->places[i].id);
      }
  g_ptr_array_add (self->pool, NULL);
}

/* Whoever is in one list at most and climbs out within the limit is in no cycle. */
static gboolean
check_nesting (InlayIndex  *self,
               GError     **error)
{
  for (guint i = 0; i < self->n_places; i++)
    {
      const InlayPlace *place = &self->places[i];
      guint depth = 0;

      while (place->container.kind == INLAY_CONTAINER_SLOT)
        {
          place = inlay_index_get_place (self, place->container.id);

          if (place == &self->places[i])
            {
              g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                           "/instances/%s stands in a slot of its own, directly or deeper",
                           place->id);
              return FALSE;
            }

          if (++depth > INLAY_COMPOSITION_MAX_NESTING)
            {
              g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                           "/instances/%s stands in more than %d slots inside each other",
                           self->places[i].id, INLAY_COMPOSITION_MAX_NESTING);
              return FALSE;
            }
        }
    }

  return TRUE;
}

static gboolean
check_wire_end (InlayIndex  *self,
                JsonNode    *wire,
                const char  *id,
                const char  *end,
                GError     **error)
{
  const char *instance = inlay_json_get_string (inlay_json_get_member (wire, end), "instance");

  if (instance == NULL || inlay_index_get_place (self, instance) != NULL)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "/wires/%s/%s/instance names the instance “%s”, which is not there", id, end,
               instance);
  return FALSE;
}

static gboolean
check_wires (InlayIndex  *self,
             JsonNode    *root,
             GError     **error)
{
  JsonObject *wires = get_object (root, "wires");
  JsonObjectIter iter;
  const char *id;
  JsonNode *wire;

  if (wires == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, wires);
  while (json_object_iter_next_ordered (&iter, &id, &wire))
    {
      JsonNode *to = inlay_json_get_member (wire, "to");

      if (!check_wire_end (self, wire, id, "from", error) ||
          !check_wire_end (self, wire, id, "to", error))
        return FALSE;

      if (inlay_json_get_string (to, "state") == NULL &&
          (inlay_json_get_string (to, "instance") == NULL ||
           inlay_json_get_string (to, "prop") == NULL))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                       "/wires/%s/to has neither “state” nor both “instance” and “prop”", id);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
check_routes (InlayIndex  *self,
              JsonNode    *root,
              GError     **error)
{
  JsonObject *routes = get_object (root, "routes");
  JsonObjectIter iter;
  const char *id;
  JsonNode *route;

  if (routes == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, routes);
  while (json_object_iter_next_ordered (&iter, &id, &route))
    {
      const char *page = inlay_json_get_string (route, "page");

      if (page != NULL && inlay_index_get_page (self, page) == NULL)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                       "/routes/%s/page names the page “%s”, which is not there", id, page);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * inlay_index_new:
 * @root: a tree of the right shape, which must outlive the index
 * @error: return location of an error naming the place
 *
 * Finds out who stands where, and whether all ids refer to something that is there.
 *
 * Returns: (transfer full): the index
 */
InlayIndex *
inlay_index_new (JsonNode  *root,
                 GError   **error)
{
  g_autoptr (InlayIndex) self = g_new0 (InlayIndex, 1);

  self->instances = g_hash_table_new (g_str_hash, g_str_equal);
  self->regions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->slots = g_array_new (FALSE, FALSE, sizeof (InlaySlotEntry));
  self->pool = g_ptr_array_new ();

  add_instances (self, root);
  if (!add_regions (self, root, error) ||
      !add_slots (self, error) ||
      !add_pages (self, root, error) ||
      !check_nesting (self, error) ||
      !check_wires (self, root, error) ||
      !check_routes (self, root, error))
    return NULL;

  add_unplaced (self);
  return g_steal_pointer (&self);
}

void
inlay_index_free (InlayIndex *self)
{
  g_free (self->places);
  g_hash_table_unref (self->instances);
  g_hash_table_unref (self->regions);
  g_hash_table_unref (self->pages);
  g_array_unref (self->slots);
  g_ptr_array_unref (self->pool);
  g_free (self);
}

const InlayPlace *
inlay_index_get_place (InlayIndex *self,
                       const char *instance_id)
{
  return g_hash_table_lookup (self->instances, instance_id);
}

const InlayListed *
inlay_index_get_region (InlayIndex *self,
                        const char *region_id)
{
  return g_hash_table_lookup (self->regions, region_id);
}

const InlayListed *
inlay_index_get_page (InlayIndex *self,
                      const char *page_id)
{
  return g_hash_table_lookup (self->pages, page_id);
}

const char * const *
inlay_index_get_list (InlayIndex *self,
                      guint       list)
{
  return (const char * const *) (self->pool->pdata + list);
}
