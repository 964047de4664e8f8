/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-drop-query-private.h"

/* A list still to be walked, and where. */
typedef struct
{
  InlayContainer container;
  guint          index;
} Walk;

static void
push_walk (GArray         *stack,
           InlayContainer  container)
{
  Walk walk = { container, 0 };

  g_array_append_val (stack, walk);
}

static void
add_target (InlayDropQuery       *self,
            const InlayContainer *container,
            guint                 index,
            GPtrArray            *targets)
{
  guint n_items = inlay_drop_query_count_items (self, container);
  g_autoptr (InlayDrop) drop = NULL;
  InlayRect rect;

  /* In front of itself and behind itself are one place. */
  if (inlay_drop_query_is_from (self, container) && index == self->origin_index + 1)
    return;

  if (n_items == 0)
    {
      inlay_drop_query_get_container_rect (self, container, &rect);
      drop = inlay_drop_query_at (self, container, 0, NULL, &rect);
    }
  else
    {
      drop = inlay_drop_query_beside (self, container, MIN (index, n_items - 1), index == n_items);
    }

  if (inlay_drop_is_allowed (drop))
    g_ptr_array_add (targets, g_steal_pointer (&drop));
}

static void
push_slots (InlayDropQuery *self,
            const char     *instance_id,
            GArray         *stack)
{
  g_autoptr (GPtrArray) slots = inlay_drop_query_list_slots (self, instance_id);

  for (guint i = slots->len; i > 0; i--)
    {
      InlayContainer container = {
        INLAY_CONTAINER_SLOT, instance_id, g_ptr_array_index (slots, i - 1)
      };

      push_walk (stack, container);
    }
}

/**
 * inlay_drop_list_targets:
 * @composition: a composition
 * @geometry: where its page stands
 * @payload: what is to be placed
 * @lookup: (nullable): finds what is known of a module; it returns what it owns, or %NULL
 * @user_data: for @lookup
 *
 * Lists every place of the page that takes the payload, its own included, in reading order: each
 * place in a list, then what is inside the item that follows it.
 *
 * Returns: (transfer full) (element-type InlayDrop): the places
 */
GPtrArray *
inlay_drop_list_targets (InlayComposition       *composition,
                         InlayGeometry          *geometry,
                         const InlayDropPayload *payload,
                         InlayModuleLookup       lookup,
                         gpointer                user_data)
{
  g_auto (InlayDropQuery) self = { NULL };
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Walk));
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_drop_unref);
  const char * const *regions;
  guint n_regions;

  g_return_val_if_fail (composition != NULL && geometry != NULL && payload != NULL, targets);
  g_return_val_if_fail ((payload->module != NULL) != (payload->instance_id != NULL), targets);

  inlay_drop_query_init (&self, composition, geometry, payload, lookup, user_data);
  regions = inlay_composition_get_regions (composition, inlay_geometry_get_page (geometry));
  n_regions = regions != NULL ? g_strv_length ((char **) regions) : 0;
  for (guint i = n_regions; i > 0; i--)
    push_walk (stack, (InlayContainer) { INLAY_CONTAINER_REGION, regions[i - 1], NULL });

  while (stack->len > 0)
    {
      Walk *top = &g_array_index (stack, Walk, stack->len - 1);
      guint index = top->index++;
      InlayContainer container = top->container;
      const char *item = inlay_drop_query_get_item (&self, &container, index);

      add_target (&self, &container, index, targets);
      if (item == NULL)
        g_array_set_size (stack, stack->len - 1);
      else if (g_strcmp0 (item, self.instance_id) != 0)
        push_slots (&self, item, stack);
    }

  return targets;
}

static InlayDrop *
answer_place (InlayDropQuery       *self,
              const InlayContainer *container,
              guint                 index)
{
  const InlayRect nothing = { 0, 0, 0, 0 };
  guint n_items;

  if (container->kind == INLAY_CONTAINER_NONE)
    return inlay_drop_query_refuse (self, container, &nothing, g_strdup ("there is no region"));

  n_items = inlay_drop_query_count_items (self, container);
  return inlay_drop_query_at (self, container, MIN (index, n_items), NULL, &nothing);
}

/**
 * inlay_drop_resolve_place:
 * @composition: a composition
 * @container: a list of it
 * @index: a place in that list as it is, the dragged instance included; past its end means its end
 * @payload: what is to be placed
 * @lookup: (nullable): finds what is known of a module; it returns what it owns, or %NULL
 * @user_data: for @lookup
 *
 * Decides as inlay_drop_resolve() does, for a place that is named instead of pointed at, as in a
 * list of names or by a key. The answer has no rectangles.
 *
 * Returns: (transfer full): the answer
 */
InlayDrop *
inlay_drop_resolve_place (InlayComposition       *composition,
                          const InlayContainer   *container,
                          guint                   index,
                          const InlayDropPayload *payload,
                          InlayModuleLookup       lookup,
                          gpointer                user_data)
{
  g_auto (InlayDropQuery) self = { NULL };

  g_return_val_if_fail (composition != NULL && container != NULL && payload != NULL, NULL);
  g_return_val_if_fail (payload->module == NULL || payload->instance_id == NULL, NULL);

  inlay_drop_query_init (&self, composition, NULL, payload, lookup, user_data);
  return answer_place (&self, container, index);
}

/* Into the first slot of an instance that takes it, or NULL. */
static InlayDrop *
answer_slots (InlayDropQuery *self,
              const char     *instance_id)
{
  g_autoptr (GPtrArray) slots = NULL;

  if (inlay_composition_get_instance (self->composition, instance_id) == NULL)
    return NULL;

  slots = inlay_drop_query_list_slots (self, instance_id);
  for (guint i = 0; i < slots->len; i++)
    {
      InlayContainer slot = {
        INLAY_CONTAINER_SLOT, instance_id, g_ptr_array_index (slots, i)
      };
      g_autoptr (InlayDrop) drop = answer_place (self, &slot, G_MAXUINT);

      if (inlay_drop_is_allowed (drop))
        return g_steal_pointer (&drop);
    }

  return NULL;
}

/**
 * inlay_drop_resolve_near:
 * @composition: a composition
 * @instance_id: what is selected
 * @payload: what is to be placed
 * @lookup: (nullable): finds what is known of a module; it returns what it owns, or %NULL
 * @user_data: for @lookup
 *
 * Finds the place for what is inserted while @instance_id is selected: a slot of it that takes the
 * payload, else behind it, else behind what it stands in, and so on outwards. The answer has no
 * rectangles; a refusal is that of the place just behind @instance_id.
 *
 * Returns: (transfer full): the answer
 */
InlayDrop *
inlay_drop_resolve_near (InlayComposition       *composition,
                         const char             *instance_id,
                         const InlayDropPayload *payload,
                         InlayModuleLookup       lookup,
                         gpointer                user_data)
{
  g_auto (InlayDropQuery) self = { NULL };
  g_autoptr (InlayDrop) refusal = NULL;
  InlayContainer container = { INLAY_CONTAINER_NONE };
  InlayDrop *drop;
  guint index = 0;

  g_return_val_if_fail (composition != NULL && instance_id != NULL && payload != NULL, NULL);
  g_return_val_if_fail (payload->module == NULL || payload->instance_id == NULL, NULL);

  inlay_drop_query_init (&self, composition, NULL, payload, lookup, user_data);
  drop = answer_slots (&self, instance_id);
  while (drop == NULL)
    {
      if (!inlay_composition_find (composition, instance_id, &container, &index))
        container.kind = INLAY_CONTAINER_NONE;

      drop = answer_place (&self, &container, index + 1);
      if (inlay_drop_is_allowed (drop))
        break;

      if (refusal == NULL)
        refusal = g_steal_pointer (&drop);
      else
        g_clear_pointer (&drop, inlay_drop_unref);
      if (container.kind != INLAY_CONTAINER_SLOT)
        return g_steal_pointer (&refusal);
      instance_id = container.id;
    }

  return drop;
}
