/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-outline-drop.h"

static const char * const *
get_slots (InlayWorkspace *workspace,
           const char     *instance_id)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *module_id = inlay_composition_get_module (composition, instance_id);
  InlayModule *module = module_id ? inlay_workspace_lookup_module (workspace, module_id) : NULL;

  return module ? inlay_module_get_slots (module)
                : inlay_composition_get_slots (composition, instance_id);
}

InlayOutlinePlace
inlay_outline_drop_pick (InlayWorkspace *workspace,
                         InlayNode      *node,
                         double          y,
                         double          height)
{
  const char * const *slots;
  double edge;

  if (inlay_node_get_kind (node) != INLAY_NODE_INSTANCE)
    return INLAY_OUTLINE_INTO;

  slots = get_slots (workspace, inlay_node_get_id (node));
  edge = slots != NULL && slots[0] != NULL ? height / 4 : height / 2;
  if (y < edge)
    return INLAY_OUTLINE_BEFORE;

  return y < height - edge ? INLAY_OUTLINE_INTO : INLAY_OUTLINE_AFTER;
}

static gboolean
find_page_region (InlayWorkspace *workspace,
                  InlayNode      *node,
                  InlayContainer *container)
{
  const char * const *regions;

  regions = inlay_composition_get_regions (inlay_workspace_get_composition (workspace),
                                           inlay_node_get_id (node));
  if (regions == NULL || regions[0] == NULL)
    return FALSE;

  *container = (InlayContainer) { INLAY_CONTAINER_REGION, regions[0], NULL };
  return TRUE;
}

/* Into the first slot that takes it; when none does, the first says why. */
static InlayDrop *
resolve_into (InlayWorkspace         *workspace,
              const char             *instance_id,
              const InlayDropPayload *dropped)
{
  const char * const *slots = get_slots (workspace, instance_id);
  g_autoptr(InlayDrop) refusal = NULL;

  for (guint i = 0; slots != NULL && slots[i] != NULL; i++)
    {
      InlayContainer slot = { INLAY_CONTAINER_SLOT, instance_id, slots[i] };
      g_autoptr(InlayDrop) drop =
        inlay_drop_resolve_place (inlay_workspace_get_composition (workspace), &slot, G_MAXUINT,
                                  dropped, inlay_place_look_up, workspace);

      if (inlay_drop_is_allowed (drop))
        return g_steal_pointer (&drop);
      if (refusal == NULL)
        refusal = g_steal_pointer (&drop);
    }

  return g_steal_pointer (&refusal);
}

static gboolean
find_target (InlayWorkspace    *workspace,
             InlayNode         *node,
             InlayOutlinePlace  place,
             InlayContainer    *container,
             guint             *index)
{
  const char *id = inlay_node_get_id (node);

  *index = G_MAXUINT;
  switch (inlay_node_get_kind (node))
    {
    case INLAY_NODE_PAGE:
      return find_page_region (workspace, node, container);

    case INLAY_NODE_REGION:
      *container = (InlayContainer) { INLAY_CONTAINER_REGION, id, NULL };
      return TRUE;

    case INLAY_NODE_SLOT:
      *container = (InlayContainer) { INLAY_CONTAINER_SLOT, id, inlay_node_get_slot (node) };
      return TRUE;

    case INLAY_NODE_INSTANCE:
    default:
      if (!inlay_composition_find (inlay_workspace_get_composition (workspace), id, container, index))
        return FALSE;
      if (place == INLAY_OUTLINE_AFTER)
        (*index)++;
      return TRUE;
    }
}

InlayDrop *
inlay_outline_drop_resolve (InlayWorkspace         *workspace,
                            InlayNode              *node,
                            InlayOutlinePlace       place,
                            const InlayDragPayload *payload)
{
  InlayContainer container;
  InlayDropPayload dropped;
  guint index;

  if (!inlay_place_get_dropped (workspace, payload, &dropped) && payload->fragment == NULL)
    return NULL;
  if (inlay_node_get_kind (node) == INLAY_NODE_INSTANCE && place == INLAY_OUTLINE_INTO)
    return resolve_into (workspace, inlay_node_get_id (node), &dropped);
  if (!find_target (workspace, node, place, &container, &index))
    return NULL;

  return inlay_drop_resolve_place (inlay_workspace_get_composition (workspace), &container, index,
                                   &dropped, inlay_place_look_up, workspace);
}
