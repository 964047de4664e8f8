/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-document-models.h"

#include <string.h>

#include "composition/inlay-composition-private.h"
#include "composition/inlay-node-private.h"

struct _InlayDocumentModels
{
  GListStore *pages;
  GHashTable *page_nodes;      /* id -> InlayNode, owned */
  GHashTable *region_nodes;
  GHashTable *instance_nodes;
};

/* A list and what it is to hold. */
typedef struct
{
  GListStore *store;
  GPtrArray  *target;          /* of InlayNode, owned */
} ListUpdate;

/* An update under way. */
typedef struct
{
  InlayDocumentModels *models;
  InlayComposition    *from;   /* NULL the first time */
  InlayComposition    *to;
  GPtrArray           *lists;  /* of ListUpdate */
} Update;

static void
list_update_free (gpointer data)
{
  ListUpdate *self = data;

  g_object_unref (self->store);
  g_ptr_array_unref (self->target);
  g_free (self);
}

static GPtrArray *
add_list (Update     *self,
          GListStore *store)
{
  ListUpdate *list = g_new0 (ListUpdate, 1);

  list->store = g_object_ref (store);
  list->target = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->lists, list);
  return list->target;
}

static gboolean
is_at (GListStore *store,
       guint       position,
       gpointer    item)
{
  g_autoptr (GObject) found = g_list_model_get_item (G_LIST_MODEL (store), position);

  return found == item;
}

/* First all that leaves its list, so that nothing is in two lists at a time. */
static void
remove_missing (ListUpdate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  guint run = 0;

  for (guint i = 0; i < self->target->len; i++)
    g_hash_table_add (wanted, g_ptr_array_index (self->target, i));

  for (guint i = n_items; i > 0; i--)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->store), i - 1);

      if (!g_hash_table_contains (wanted, item))
        {
          run++;
          continue;
        }
      if (run > 0)
        g_list_store_splice (self->store, i, run, NULL, 0);
      run = 0;
    }

  if (run > 0)
    g_list_store_splice (self->store, 0, run, NULL, 0);
}

/* Whether the items stand in the right order, others between them or not. */
static gboolean
is_in_order (ListUpdate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint position = 0;

  for (guint i = 0; i < self->target->len && position < n_items; i++)
    if (is_at (self->store, position, g_ptr_array_index (self->target, i)))
      position++;

  return position == n_items;
}

static void
insert_missing (ListUpdate *self)
{
  guint i = 0;

  while (i < self->target->len)
    {
      guint end = i;

      while (end < self->target->len &&
             !is_at (self->store, i, g_ptr_array_index (self->target, end)))
        end++;

      if (end > i)
        g_list_store_splice (self->store, i, 0, self->target->pdata + i, end - i);
      i = end + 1;
    }
}

/* Whether the stretch differs by one item that went from its one end to the other. */
static gboolean
move_one (ListUpdate *self,
          guint       start,
          guint       end)
{
  guint first = start;
  guint last = end - 1;
  gboolean forward = is_at (self->store, first, g_ptr_array_index (self->target, last));
  gboolean backward = is_at (self->store, last, g_ptr_array_index (self->target, first));

  for (guint i = first; i < last; i++)
    {
      forward = forward && is_at (self->store, i + 1, g_ptr_array_index (self->target, i));
      backward = backward && is_at (self->store, i, g_ptr_array_index (self->target, i + 1));
    }

  if (!forward && !backward)
    return FALSE;

  g_list_store_splice (self->store, forward ? first : last, 1, NULL, 0);
  g_list_store_splice (self->store, forward ? last : first, 0,
                       self->target->pdata + (forward ? last : first), 1);
  return TRUE;
}

static void
reorder (ListUpdate *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->store));
  guint n_target = self->target->len;
  guint start = 0;
  guint tail = 0;

  while (start < n_items && is_at (self->store, start, g_ptr_array_index (self->target, start)))
    start++;
  while (tail < n_items - start &&
         is_at (self->store, n_items - tail - 1,
                g_ptr_array_index (self->target, n_target - tail - 1)))
    tail++;

  if (n_items == n_target && move_one (self, start, n_items - tail))
    return;

  g_list_store_splice (self->store, start, n_items - start - tail, self->target->pdata + start,
                       n_target - start - tail);
}

static void
fill (ListUpdate *self)
{
  if (is_in_order (self))
    insert_missing (self);
  else
    reorder (self);
}

/* A node for every id that changed, and its list. */
typedef void (*NodeUpdateFunc) (Update     *self,
                                InlayNode  *node,
                                JsonNode   *value);

static JsonNode *
get_collection (InlayComposition *composition,
                const char       *name)
{
  return composition != NULL
    ? inlay_json_get_member (inlay_composition_get_root (composition), name) : NULL;
}

static InlayNode *
ensure_node (GHashTable    *nodes,
             InlayNodeKind  kind,
             const char    *id)
{
  InlayNode *node = g_hash_table_lookup (nodes, id);

  if (node == NULL)
    {
      node = inlay_node_new (kind, id, NULL);
      g_hash_table_insert (nodes, g_strdup (id), node);
    }

  return node;
}

static void
make_nodes (Update        *self,
            const char    *collection,
            InlayNodeKind  kind,
            GHashTable    *nodes)
{
  JsonNode *from = get_collection (self->from, collection);
  JsonNode *to = get_collection (self->to, collection);
  JsonObjectIter iter;
  const char *id;

  if (from == to || to == NULL)
    return;

  json_object_iter_init (&iter, json_node_get_object (to));
  while (json_object_iter_next (&iter, &id, NULL))
    ensure_node (nodes, kind, id);
}

static void
update_nodes (Update         *self,
              const char     *collection,
              GHashTable     *nodes,
              NodeUpdateFunc  update)
{
  JsonNode *from = get_collection (self->from, collection);
  JsonNode *to = get_collection (self->to, collection);
  JsonObjectIter iter;
  const char *id;
  JsonNode *value;

  if (from == to || to == NULL)
    return;

  json_object_iter_init_ordered (&iter, json_node_get_object (to));
  while (json_object_iter_next_ordered (&iter, &id, &value))
    if (value != inlay_json_get_member (from, id))
      update (self, g_hash_table_lookup (nodes, id), value);
}

static void
drop_nodes (Update     *self,
            const char *collection,
            GHashTable *nodes)
{
  JsonNode *from = get_collection (self->from, collection);
  JsonNode *to = get_collection (self->to, collection);
  JsonObjectIter iter;
  const char *id;

  if (from == to || from == NULL)
    return;

  json_object_iter_init (&iter, json_node_get_object (from));
  while (json_object_iter_next (&iter, &id, NULL))
    if (inlay_json_get_member (to, id) == NULL)
      g_hash_table_remove (nodes, id);
}

static void
add_nodes (GPtrArray          *target,
           GHashTable         *nodes,
           const char * const *ids)
{
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    g_ptr_array_add (target, g_object_ref (g_hash_table_lookup (nodes, ids[i])));
}

static void
update_page (Update    *self,
             InlayNode *node,
             JsonNode  *value)
{
  const char *title = inlay_json_get_string (value, "title");
  g_autofree char *made = inlay_name_from_id (inlay_node_get_id (node));

  inlay_node_set_name (node, title != NULL && *title != '\0' ? title : made);
  add_nodes (add_list (self, inlay_node_get_store (node)), self->models->region_nodes,
             inlay_composition_get_regions (self->to, inlay_node_get_id (node)));
}

static void
update_region (Update    *self,
               InlayNode *node,
               JsonNode  *value)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, inlay_node_get_id (node), NULL };
  g_autofree char *name = inlay_composition_dup_container_title (self->to, &container);

  inlay_node_set_name (node, name);
  add_nodes (add_list (self, inlay_node_get_store (node)), self->models->instance_nodes,
             inlay_composition_get_items (self->to, &container));
}

static InlayNode *
dup_slot_node (InlayNode  *instance,
               const char *slot)
{
  GListModel *children = inlay_node_get_children (instance);
  g_autofree char *name = NULL;
  InlayNode *node;

  for (guint i = 0; i < g_list_model_get_n_items (children); i++)
    {
      g_autoptr (InlayNode) child = g_list_model_get_item (children, i);

      if (strcmp (inlay_node_get_slot (child), slot) == 0)
        return g_steal_pointer (&child);
    }

  name = inlay_name_from_id (slot);
  node = inlay_node_new (INLAY_NODE_SLOT, inlay_node_get_id (instance), slot);
  inlay_node_set_name (node, name);
  return node;
}

static void
update_instance (Update    *self,
                 InlayNode *node,
                 JsonNode  *value)
{
  const char *id = inlay_node_get_id (node);
  const char * const *slots = inlay_composition_get_slots (self->to, id);
  g_autofree char *title = inlay_composition_dup_title (self->to, id);
  GPtrArray *children = add_list (self, inlay_node_get_store (node));

  inlay_node_set_name (node, title);
  inlay_node_set_module (node, inlay_json_get_string (value, "module"));
  inlay_node_set_locked (node, inlay_json_get_boolean (value, "locked", FALSE));

  for (guint i = 0; slots[i] != NULL; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, id, slots[i] };
      InlayNode *slot = dup_slot_node (node, slots[i]);

      g_ptr_array_add (children, slot);
      add_nodes (add_list (self, inlay_node_get_store (slot)), self->models->instance_nodes,
                 inlay_composition_get_items (self->to, &container));
    }
}

/**
 * inlay_document_models_new:
 *
 * The list models of one document: objects that live as long as the ids they stand for, so that a
 * view keeps its selection and its rows through any edit.
 *
 * Returns: (transfer full): models without a page, to be synchronised with a tree
 */
InlayDocumentModels *
inlay_document_models_new (void)
{
  InlayDocumentModels *self = g_new0 (InlayDocumentModels, 1);

  self->pages = g_list_store_new (INLAY_TYPE_NODE);
  self->page_nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->region_nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->instance_nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  return self;
}

void
inlay_document_models_free (InlayDocumentModels *self)
{
  g_object_unref (self->pages);
  g_hash_table_unref (self->page_nodes);
  g_hash_table_unref (self->region_nodes);
  g_hash_table_unref (self->instance_nodes);
  g_free (self);
}

/**
 * inlay_document_models_get_pages:
 *
 * Returns: (transfer none): the pages in their order, items of #InlayNode; it stays the same list
 */
GListModel *
inlay_document_models_get_pages (InlayDocumentModels *self)
{
  return G_LIST_MODEL (self->pages);
}

/**
 * inlay_document_models_update:
 * @self: the models, which show @from
 * @from: (nullable): what they show
 * @to: what they are to show
 *
 * Makes the models show @to. Only what differs is looked at: the trees share the rest.
 */
void
inlay_document_models_update (InlayDocumentModels *self,
                              InlayComposition    *from,
                              InlayComposition    *to)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (list_update_free);
  Update update = { self, from, to, lists };

  make_nodes (&update, "regions", INLAY_NODE_REGION, self->region_nodes);
  make_nodes (&update, "instances", INLAY_NODE_INSTANCE, self->instance_nodes);
  make_nodes (&update, "pages", INLAY_NODE_PAGE, self->page_nodes);

  update_nodes (&update, "instances", self->instance_nodes, update_instance);
  update_nodes (&update, "regions", self->region_nodes, update_region);
  update_nodes (&update, "pages", self->page_nodes, update_page);
  if (get_collection (from, "pageOrder") != get_collection (to, "pageOrder"))
    add_nodes (add_list (&update, self->pages), self->page_nodes,
               inlay_composition_get_pages (to));

  for (guint i = 0; i < lists->len; i++)
    remove_missing (g_ptr_array_index (lists, i));
  for (guint i = 0; i < lists->len; i++)
    fill (g_ptr_array_index (lists, i));

  drop_nodes (&update, "pages", self->page_nodes);
  drop_nodes (&update, "regions", self->region_nodes);
  drop_nodes (&update, "instances", self->instance_nodes);
}
