/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-drop-query-private.h"

#include "composition/inlay-drop-private.h"

#define LINE_WIDTH 2.0

void
inlay_drop_query_clear (InlayDropQuery *self)
{
  g_clear_pointer (&self->title, g_free);
}

static InlayModule *
look_up (InlayDropQuery *self,
         const char     *instance_id)
{
  const char *module_id = inlay_composition_get_module (self->composition, instance_id);

  return module_id != NULL && self->lookup != NULL ? self->lookup (module_id, self->user_data)
                                                   : NULL;
}

static gboolean
is_same_container (const InlayContainer *a,
                   const InlayContainer *b)
{
  return a->kind == b->kind && g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->slot, b->slot) == 0;
}

void
inlay_drop_query_init (InlayDropQuery         *self,
                       InlayComposition       *composition,
                       InlayGeometry          *geometry,
                       const InlayDropPayload *payload,
                       InlayModuleLookup       lookup,
                       gpointer                user_data)
{
  self->composition = composition;
  self->geometry = geometry;
  self->lookup = lookup;
  self->user_data = user_data;
  self->instance_id = payload->instance_id;
  if (payload->instance_id != NULL)
    {
      inlay_composition_find (composition, payload->instance_id, &self->origin,
                              &self->origin_index);
      self->module = look_up (self, payload->instance_id);
      self->title = inlay_composition_dup_title (composition, payload->instance_id);
    }
  else
    {
      self->module = payload->module;
      self->title = g_strdup (self->module != NULL ? inlay_module_get_name (self->module) : "Module");
    }
}

gboolean
inlay_drop_query_is_from (InlayDropQuery       *self,
                          const InlayContainer *container)
{
  return self->instance_id != NULL && is_same_container (&self->origin, container);
}

static const char * const *
get_items (InlayDropQuery       *self,
           const InlayContainer *container,
           guint                *n_items)
{
  if (!is_same_container (&self->list, container))
    {
      self->list = *container;
      self->items = inlay_composition_get_items (self->composition, container);
      self->n_items = self->items != NULL ? g_strv_length ((char **) self->items) : 0;
    }

  *n_items = self->n_items;
  return self->items;
}

guint
inlay_drop_query_count_items (InlayDropQuery       *self,
                              const InlayContainer *container)
{
  guint n_items;

  get_items (self, container, &n_items);
  return n_items;
}

const char *
inlay_drop_query_get_item (InlayDropQuery       *self,
                           const InlayContainer *container,
                           guint                 index)
{
  guint n_items;
  const char * const *items = get_items (self, container, &n_items);

  return index < n_items ? items[index] : NULL;
}

static gboolean
is_locked (InlayDropQuery *self,
           const char     *instance_id)
{
  return inlay_json_get_boolean (inlay_composition_get_instance (self->composition, instance_id),
                                 "locked", FALSE);
}

static char *
dup_locked_reason (InlayDropQuery *self,
                   const char     *instance_id)
{
  g_autofree char *title = inlay_composition_dup_title (self->composition, instance_id);

  return g_strdup_printf ("%s is locked", title);
}

/* Why it cannot be taken away from where it is, or NULL. */
static char *
dup_payload_reason (InlayDropQuery *self)
{
  if (self->instance_id == NULL)
    return NULL;
  if (inlay_composition_get_instance (self->composition, self->instance_id) == NULL)
    return g_strdup_printf ("%s is not there any more", self->title);
  if (is_locked (self, self->instance_id))
    return dup_locked_reason (self, self->instance_id);
  if (self->origin.kind == INLAY_CONTAINER_SLOT && is_locked (self, self->origin.id))
    return dup_locked_reason (self, self->origin.id);

  return NULL;
}

/* Why a list does not take it, or NULL. */
char *
inlay_drop_query_dup_container_reason (InlayDropQuery       *self,
                                       const InlayContainer *container)
{
  InlayModule *owner;
  char *reason = NULL;
  guint count;

  if (container->kind != INLAY_CONTAINER_SLOT)
    return NULL;

  if (self->instance_id != NULL &&
      inlay_composition_is_inside (self->composition, container->id, self->instance_id))
    return g_strdup_printf ("%s cannot be moved into itself", self->title);
  if (is_locked (self, container->id))
    return dup_locked_reason (self, container->id);

  /* What is known of nothing keeps what it has and takes whatever there is. */
  owner = look_up (self, container->id);
  if (owner == NULL)
    return NULL;

  count = inlay_drop_query_count_items (self, container) -
          (inlay_drop_query_is_from (self, container) ? 1 : 0);
  if (!inlay_drop_query_is_from (self, container) || inlay_module_has_slot (owner, container->slot))
    inlay_module_slot_accepts (owner, container->slot, self->module, count, &reason);
  return reason;
}

gboolean
inlay_drop_query_get_container_rect (InlayDropQuery       *self,
                                     const InlayContainer *container,
                                     InlayRect            *rect)
{
  *rect = (InlayRect) { 0, 0, 0, 0 };
  if (self->geometry == NULL)
    return FALSE;
  if (container->kind == INLAY_CONTAINER_REGION)
    return inlay_geometry_get_region (self->geometry, container->id, rect);

  return container->kind == INLAY_CONTAINER_SLOT &&
         (inlay_geometry_get_slot (self->geometry, container->id, container->slot, rect) ||
          inlay_geometry_get_instance (self->geometry, container->id, rect));
}

/* Item of the list as it is without what is dragged. */
static const char *
get_other_item (InlayDropQuery       *self,
                const InlayContainer *container,
                guint                 index)
{
  if (inlay_drop_query_is_from (self, container) && index >= self->origin_index)
    index++;
  return inlay_drop_query_get_item (self, container, index);
}

static char *
dup_summary (InlayDropQuery       *self,
             const InlayContainer *container,
             guint                 index,
             gboolean              stays,
             const char           *reason)
{
  g_autofree char *where = NULL;
  g_autofree char *neighbour = NULL;
  const char *before;
  const char *after;

  if (reason != NULL)
    return g_strdup_printf ("%s cannot be dropped here: %s", self->title, reason);
  if (stays)
    return g_strdup_printf ("Leave %s where it is", self->title);

  where = inlay_composition_dup_container_title (self->composition, container);
  after = index > 0 ? get_other_item (self, container, index - 1) : NULL;
  before = get_other_item (self, container, index);
  if (after == NULL && before == NULL)
    return g_strdup_printf ("Drop %s into %s", self->title, where);

  neighbour = inlay_composition_dup_title (self->composition, after != NULL ? after : before);
  return g_strdup_printf (after != NULL ? "Drop %s into %s, after %s"
                                        : "Drop %s into %s, before %s",
                          self->title, where, neighbour);
}

InlayDrop *
inlay_drop_query_refuse (InlayDropQuery       *self,
                         const InlayContainer *container,
                         const InlayRect      *indicator,
                         char                 *reason)
{
  InlayRect rect;

  inlay_drop_query_get_container_rect (self, container, &rect);
  return inlay_drop_new (container, 0, NULL, indicator, &rect, reason,
                         dup_summary (self, container, 0, FALSE, reason));
}

/* The dragged instance's area without the places in the grid it came from. */
JsonNode *
inlay_drop_query_dup_flowing_area (InlayDropQuery *self)
{
  JsonNode *area = inlay_json_get_member (inlay_composition_get_instance (self->composition,
                                                                          self->instance_id),
                                          "area");
  const char *members[] = { "column", "row" };
  g_autoptr (JsonNode) flowing = NULL;
  JsonObjectIter iter;
  const char *key;

  if (area == NULL)
    return NULL;

  flowing = json_node_ref (area);
  json_object_iter_init_ordered (&iter, json_node_get_object (area));
  while (json_object_iter_next_ordered (&iter, &key, NULL))
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
      {
        g_autofree char *path = inlay_json_path (key, members[i], NULL);
        JsonNode *changed = inlay_json_remove (flowing, path, NULL);

        if (changed != NULL)
          {
            json_node_unref (flowing);
            flowing = changed;
          }
      }

  return flowing != area ? g_steal_pointer (&flowing) : NULL;
}

static JsonNode *
dup_new_area (InlayDropQuery *self)
{
  guint span = self->module != NULL ? inlay_module_get_span (self->module) : INLAY_MODULE_COLUMNS;

  if (span >= INLAY_MODULE_COLUMNS)
    return NULL;

  return inlay_json_new_object (
    "base", inlay_json_new_object ("span", inlay_json_new_int (span), NULL), NULL);
}

/* @index counts the list as it is, the dragged instance included. */
InlayDrop *
inlay_drop_query_at (InlayDropQuery       *self,
                     const InlayContainer *container,
                     guint                 index,
                     JsonNode             *cell_area,
                     const InlayRect      *indicator)
{
  gboolean from_here = inlay_drop_query_is_from (self, container);
  g_autoptr (JsonNode) area = NULL;
  gboolean stays;
  InlayRect rect;
  char *reason;

  if (from_here && index > self->origin_index)
    index--;
  stays = from_here && index == self->origin_index && cell_area == NULL;

  reason = dup_payload_reason (self);
  if (reason == NULL && !stays)
    reason = inlay_drop_query_dup_container_reason (self, container);
  if (reason != NULL)
    return inlay_drop_query_refuse (self, container, indicator, reason);

  if (cell_area != NULL)
    area = json_node_ref (cell_area);
  else if (container->kind == INLAY_CONTAINER_REGION && !stays)
    area = self->instance_id != NULL ? inlay_drop_query_dup_flowing_area (self)
                                     : dup_new_area (self);

  inlay_drop_query_get_container_rect (self, container, &rect);
  return inlay_drop_new (container, index, area, indicator, &rect, NULL,
                         dup_summary (self, container, index, stays, NULL));
}

gboolean
inlay_drop_query_get_item_rect (InlayDropQuery       *self,
                                const InlayContainer *container,
                                guint                 index,
                                InlayRect            *rect)
{
  const char *item = inlay_drop_query_get_item (self, container, index);

  return item != NULL && self->geometry != NULL &&
         inlay_geometry_get_instance (self->geometry, item, rect);
}

static gboolean
is_beside (const InlayRect *a,
           const InlayRect *b)
{
  double overlap = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);

  return overlap > MIN (a->height, b->height) / 2;
}

/* Whether the neighbours of an item stand beside it rather than above and below. */
gboolean
inlay_drop_query_flows_horizontally (InlayDropQuery       *self,
                                     const InlayContainer *container,
                                     guint                 index)
{
  InlayRect rect;
  InlayRect other;

  if (!inlay_drop_query_get_item_rect (self, container, index, &rect))
    return FALSE;

  return (index > 0 && inlay_drop_query_get_item_rect (self, container, index - 1, &other) &&
          is_beside (&rect, &other)) ||
         (inlay_drop_query_get_item_rect (self, container, index + 1, &other) &&
          is_beside (&rect, &other));
}

static InlayRect
get_line (const InlayRect *rect,
          gboolean         horizontal,
          gboolean         behind)
{
  double x = behind ? rect->x + rect->width : rect->x;
  double y = behind ? rect->y + rect->height : rect->y;

  return horizontal
    ? (InlayRect) { x - LINE_WIDTH / 2, rect->y, LINE_WIDTH, rect->height }
    : (InlayRect) { rect->x, y - LINE_WIDTH / 2, rect->width, LINE_WIDTH };
}

InlayDrop *
inlay_drop_query_beside (InlayDropQuery       *self,
                         const InlayContainer *container,
                         guint                 index,
                         gboolean              behind)
{
  gboolean horizontal = inlay_drop_query_flows_horizontally (self, container, index);
  InlayRect rect = { 0, 0, 0, 0 };
  InlayRect line;

  inlay_drop_query_get_item_rect (self, container, index, &rect);
  line = get_line (&rect, horizontal, behind);
  return inlay_drop_query_at (self, container, behind ? index + 1 : index, NULL, &line);
}

/* The slots an instance has: those its module states, then those only the tree knows. */
GPtrArray *
inlay_drop_query_list_slots (InlayDropQuery *self,
                             const char     *instance_id)
{
  InlayModule *module = look_up (self, instance_id);
  const char * const *stated = module != NULL ? inlay_module_get_slots (module) : NULL;
  const char * const *known = inlay_composition_get_slots (self->composition, instance_id);
  GPtrArray *slots = g_ptr_array_new ();

  for (guint i = 0; stated != NULL && stated[i] != NULL; i++)
    g_ptr_array_add (slots, (gpointer) stated[i]);
  for (guint i = 0; known[i] != NULL; i++)
    if (module == NULL || !inlay_module_has_slot (module, known[i]))
      g_ptr_array_add (slots, (gpointer) known[i]);

  return slots;
}
