/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workspace.h"

static void
push_items (GPtrArray            *stack,
            InlayComposition     *composition,
            const InlayContainer *container)
{
  const char * const *items = inlay_composition_get_items (composition, container);

  for (guint i = items ? g_strv_length ((char **) items) : 0; i > 0; i--)
    g_ptr_array_add (stack, (char *) items[i - 1]);
}

static void
push_slots (GPtrArray        *stack,
            InlayComposition *composition,
            const char       *instance_id)
{
  const char * const *slots = inlay_composition_get_slots (composition, instance_id);

  for (guint i = slots ? g_strv_length ((char **) slots) : 0; i > 0; i--)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, slots[i - 1] };

      push_items (stack, composition, &container);
    }
}

/* The instances of a page in reading order; the ids belong to @composition. */
static GPtrArray *
list_instances (InlayComposition *composition,
                const char       *page_id)
{
  g_autoptr(GPtrArray) stack = g_ptr_array_new ();
  GPtrArray *order = g_ptr_array_new ();
  const char * const *regions = page_id ? inlay_composition_get_regions (composition, page_id) : NULL;

  for (guint i = regions ? g_strv_length ((char **) regions) : 0; i > 0; i--)
    {
      InlayContainer container = { INLAY_CONTAINER_REGION, regions[i - 1], NULL };

      push_items (stack, composition, &container);
    }

  while (stack->len > 0)
    {
      const char *id = g_ptr_array_steal_index (stack, stack->len - 1);

      g_ptr_array_add (order, (char *) id);
      push_slots (stack, composition, id);
    }

  return order;
}

static gboolean
page_has_region (InlayComposition *composition,
                 const char       *page_id,
                 const char       *region_id)
{
  const char * const *regions = inlay_composition_get_regions (composition, page_id);

  return regions != NULL && g_strv_contains (regions, region_id);
}

static void
select_at (InlayWorkspace *self,
           int             step)
{
  g_autoptr(GPtrArray) order = list_instances (inlay_workspace_get_composition (self), inlay_workspace_get_page (self));
  const char *primary = inlay_workspace_get_primary (self);
  guint index;

  if (order->len == 0)
    return;

  if (primary != NULL &&
      g_ptr_array_find_with_equal_func (order, primary, g_str_equal, &index))
    index = CLAMP ((int) index + step, 0, (int) order->len - 1);
  else
    index = step > 0 ? 0 : order->len - 1;

  inlay_workspace_select_one (self, g_ptr_array_index (order, index));
}

/**
 * inlay_workspace_find_page:
 *
 * Returns: (transfer none) (nullable): the page @instance_id stands on; when its region is part of
 *   several pages the one that is shown now
 */
const char *
inlay_workspace_find_page (InlayWorkspace *self,
                           const char     *instance_id)
{
  InlayComposition *composition;
  InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, NULL };
  const char * const *pages;
  const char *shown;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (instance_id != NULL, NULL);

  shown = inlay_workspace_get_page (self);
  composition = inlay_workspace_get_composition (self);
  while (container.kind == INLAY_CONTAINER_SLOT)
    {
      if (!inlay_composition_find (composition, container.id, &container, NULL))
        return NULL;
    }
  if (container.kind != INLAY_CONTAINER_REGION)
    return NULL;
  if (shown != NULL && page_has_region (composition, shown, container.id))
    return shown;

  pages = inlay_composition_get_pages (composition);
  for (guint i = 0; pages != NULL && pages[i] != NULL; i++)
    {
      if (page_has_region (composition, pages[i], container.id))
        return pages[i];
    }

  return NULL;
}

void
inlay_workspace_select_one (InlayWorkspace *self,
                            const char     *instance_id)
{
  const char *ids[] = { instance_id, NULL };

  inlay_workspace_select (self, ids);
}

void
inlay_workspace_select_toggle (InlayWorkspace *self,
                               const char     *instance_id)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;
  const char * const *selection;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  selection = inlay_workspace_get_selection (self);
  for (guint i = 0; selection[i] != NULL; i++)
    {
      if (!g_str_equal (selection[i], instance_id))
        g_strv_builder_add (builder, selection[i]);
    }
  if (!inlay_workspace_is_selected (self, instance_id))
    g_strv_builder_add (builder, instance_id);

  ids = g_strv_builder_end (builder);
  inlay_workspace_select (self, (const char * const *) ids);
}

void
inlay_workspace_select_next (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  select_at (self, 1);
}

void
inlay_workspace_select_previous (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  select_at (self, -1);
}

void
inlay_workspace_select_parent (InlayWorkspace *self)
{
  const char *primary = inlay_workspace_get_primary (self);
  InlayContainer container;

  if (primary == NULL)
    return;

  if (inlay_composition_find (inlay_workspace_get_composition (self), primary, &container, NULL) &&
      container.kind == INLAY_CONTAINER_SLOT)
    inlay_workspace_select_one (self, container.id);
  else
    inlay_workspace_select (self, NULL);
}

void
inlay_workspace_select_child (InlayWorkspace *self)
{
  const char *primary = inlay_workspace_get_primary (self);
  g_autoptr(GPtrArray) children = g_ptr_array_new ();

  if (primary == NULL)
    {
      inlay_workspace_select_next (self);
      return;
    }

  push_slots (children, inlay_workspace_get_composition (self), primary);
  if (children->len > 0)
    inlay_workspace_select_one (self, g_ptr_array_index (children, children->len - 1));
}
