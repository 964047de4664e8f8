/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-outline-drop.h"

#include <glib/gi18n.h>

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

  slots = inlay_composition_get_slots (inlay_workspace_get_composition (workspace),
                                       inlay_node_get_id (node));
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

static gboolean
find_target (InlayWorkspace    *workspace,
             InlayNode         *node,
             InlayOutlinePlace  place,
             InlayContainer    *container,
             guint             *index)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *id = inlay_node_get_id (node);
  const char * const *slots;

  *index = INLAY_EDIT_END;
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
      break;
    }

  if (place == INLAY_OUTLINE_INTO)
    {
      slots = inlay_composition_get_slots (composition, id);
      if (slots == NULL || slots[0] == NULL)
        return FALSE;
      *container = (InlayContainer) { INLAY_CONTAINER_SLOT, id, slots[0] };
      return TRUE;
    }

  if (!inlay_composition_find (composition, id, container, index))
    return FALSE;
  if (place == INLAY_OUTLINE_AFTER)
    (*index)++;

  return TRUE;
}

/* Moving counts the place without the moved instance. */
static guint
skip_itself (InlayComposition     *composition,
             const char           *instance_id,
             const InlayContainer *container,
             guint                 index)
{
  InlayContainer now;
  guint at;

  if (index == INLAY_EDIT_END || !inlay_composition_find (composition, instance_id, &now, &at) ||
      now.kind != container->kind || g_strcmp0 (now.id, container->id) != 0 ||
      g_strcmp0 (now.slot, container->slot) != 0)
    return index;

  return at < index ? index - 1 : index;
}

static gboolean
slot_takes (InlayWorkspace        *workspace,
            const InlayContainer  *container,
            const char            *module_id,
            GError               **error)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *owner_id;
  InlayModule *owner;
  InlayModule *child;
  g_autofree char *reason = NULL;

  if (container->kind != INLAY_CONTAINER_SLOT)
    return TRUE;

  owner_id = inlay_composition_get_module (composition, container->id);
  owner = owner_id ? inlay_workspace_lookup_module (workspace, owner_id) : NULL;
  child = module_id ? inlay_workspace_lookup_module (workspace, module_id) : NULL;
  if (owner == NULL || child == NULL ||
      inlay_module_slot_accepts (owner, container->slot, child,
                                 g_strv_length ((char **) inlay_composition_get_items (composition,
                                                                                       container)),
                                 &reason))
    return TRUE;

  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_DENIED, reason);
  return FALSE;
}

static InlayTransaction *
build_insert (InlayWorkspace         *workspace,
              const InlayContainer   *container,
              guint                   index,
              const InlayDragPayload *payload,
              GError                **error)
{
  InlayModule *module = inlay_workspace_lookup_module (workspace, payload->module);
  g_autofree char *range = payload->version ? g_strconcat ("^", payload->version, NULL) : NULL;

  if (!slot_takes (workspace, container, payload->module, error))
    return NULL;

  return inlay_edit_insert (inlay_workspace_get_composition (workspace), payload->module, range,
                            module ? inlay_module_get_name (module) : NULL,
                            NULL, container, index, NULL, error);
}

static InlayTransaction *
build_move (InlayWorkspace        *workspace,
            const InlayContainer  *container,
            guint                  index,
            const char            *instance_id,
            GError               **error)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *module_id = inlay_composition_get_module (composition, instance_id);
  InlayContainer now;

  if (inlay_composition_find (composition, instance_id, &now, NULL) &&
      (now.kind != container->kind || g_strcmp0 (now.id, container->id) != 0 ||
       g_strcmp0 (now.slot, container->slot) != 0) &&
      !slot_takes (workspace, container, module_id, error))
    return NULL;

  return inlay_edit_move (composition, instance_id, container,
                          skip_itself (composition, instance_id, container, index), NULL, error);
}

InlayTransaction *
inlay_outline_drop_build (InlayWorkspace          *workspace,
                          InlayNode               *node,
                          InlayOutlinePlace        place,
                          const InlayDragPayload  *payload,
                          GError                 **error)
{
  InlayContainer container;
  guint index;

  if (!find_target (workspace, node, place, &container, &index))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_DENIED, _("There is no place for it here"));
      return NULL;
    }

  if (payload->module != NULL)
    return build_insert (workspace, &container, index, payload, error);
  if (g_strcmp0 (payload->key, inlay_workspace_get_key (workspace)) == 0)
    return build_move (workspace, &container, index, payload->instances[0], error);

  return inlay_edit_paste (inlay_workspace_get_composition (workspace), payload->fragment,
                           &container, index, error);
}
