/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-place.h"

#include <glib/gi18n.h>

gboolean
inlay_place_is_ours (InlayWorkspace         *workspace,
                     const InlayDragPayload *payload)
{
  return payload->instances != NULL &&
         g_strcmp0 (payload->key, inlay_workspace_get_key (workspace)) == 0;
}

/* The module of the first instance that a fragment of another document holds. */
static const char *
get_fragment_module (JsonNode *fragment)
{
  JsonObject *instances = inlay_json_get_object (fragment, "instances");
  JsonArray *items = inlay_json_get_array (fragment, "items");
  JsonNode *first;

  if (instances == NULL || items == NULL || json_array_get_length (items) == 0)
    return NULL;

  first = json_array_get_element (items, 0);
  if (json_node_get_value_type (first) != G_TYPE_STRING)
    return NULL;

  first = json_object_get_member (instances, json_node_get_string (first));
  return first ? inlay_json_get_string (first, "module") : NULL;
}

gboolean
inlay_place_get_dropped (InlayWorkspace         *workspace,
                         const InlayDragPayload *payload,
                         InlayDropPayload       *dropped)
{
  const char *module_id = payload->module;

  *dropped = (InlayDropPayload) { NULL, NULL };
  if (inlay_place_is_ours (workspace, payload))
    {
      dropped->instance_id = payload->instances[0];
      return TRUE;
    }

  if (module_id == NULL && payload->fragment != NULL)
    module_id = get_fragment_module (payload->fragment);
  if (module_id != NULL)
    dropped->module = inlay_workspace_lookup_module (workspace, module_id);

  return dropped->module != NULL;
}

InlayModule *
inlay_place_look_up (const char *module_id,
                     gpointer    workspace)
{
  return inlay_workspace_lookup_module (workspace, module_id);
}

InlayTransaction *
inlay_place_build (InlayWorkspace         *workspace,
                   InlayDrop              *drop,
                   const InlayDragPayload *payload,
                   GError                **error)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const InlayContainer *container = inlay_drop_get_container (drop);
  guint index = inlay_drop_get_index (drop);
  JsonNode *area = inlay_drop_get_area (drop);
  g_autofree char *range = NULL;
  InlayModule *module;

  if (!inlay_drop_is_allowed (drop))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_DENIED, inlay_drop_get_reason (drop));
      return NULL;
    }

  if (inlay_place_is_ours (workspace, payload))
    return inlay_edit_move (composition, payload->instances[0], container, index, area, error);
  if (payload->fragment != NULL)
    return inlay_edit_paste (composition, payload->fragment, container, index, error);

  module = inlay_workspace_lookup_module (workspace, payload->module);
  if (module != NULL)
    range = g_strconcat ("^", inlay_module_get_version (module), NULL);
  return inlay_edit_insert (composition, payload->module, range,
                            module ? inlay_module_get_name (module) : NULL, NULL,
                            container, index, area, error);
}

gboolean
inlay_place_apply (InlayWorkspace         *workspace,
                   InlayDrop              *drop,
                   const InlayDragPayload *payload)
{
  gboolean is_new = !inlay_place_is_ours (workspace, payload);
  GError *error = NULL;
  InlayTransaction *transaction = inlay_place_build (workspace, drop, payload, &error);

  if (!inlay_workspace_apply (workspace, transaction, error))
    return FALSE;

  if (is_new)
    inlay_workspace_ask_missing (workspace);
  return TRUE;
}

static gboolean
find_main_region (InlayComposition *composition,
                  const char       *page_id,
                  InlayContainer   *container)
{
  const char * const *regions = page_id ? inlay_composition_get_regions (composition, page_id) : NULL;

  if (regions == NULL || regions[0] == NULL)
    return FALSE;

  *container = (InlayContainer) { INLAY_CONTAINER_REGION, regions[0], NULL };
  /* Without a region of that name the second one: the first is a header more often than not. */
  if (g_strv_contains (regions, "main"))
    container->id = "main";
  else if (regions[1] != NULL)
    container->id = regions[1];

  return TRUE;
}

gboolean
inlay_place_insert (InlayWorkspace         *workspace,
                    const InlayDragPayload *payload)
{
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  const char *primary = inlay_workspace_get_primary (workspace);
  g_autoptr(InlayDrop) drop = NULL;
  InlayContainer container;
  InlayDropPayload dropped;

  /* A fragment keeps its place even when its module is not here. */
  if (!inlay_place_get_dropped (workspace, payload, &dropped) && payload->fragment == NULL)
    {
      inlay_workspace_message (workspace, _("This module is not known here"));
      return FALSE;
    }

  if (primary != NULL)
    {
      drop = inlay_drop_resolve_near (composition, primary, &dropped, inlay_place_look_up, workspace);
    }
  else if (find_main_region (composition, inlay_workspace_get_page (workspace), &container))
    {
      drop = inlay_drop_resolve_place (composition, &container, G_MAXUINT, &dropped,
                                       inlay_place_look_up, workspace);
    }
  else
    {
      inlay_workspace_message (workspace, _("The page has no region to put it in"));
      return FALSE;
    }

  return inlay_place_apply (workspace, drop, payload);
}
