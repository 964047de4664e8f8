/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-drag.h"

#include <inlay-core.h>

G_DEFINE_BOXED_TYPE (InlayDragPayload, inlay_drag_payload,
                     inlay_drag_payload_copy, inlay_drag_payload_free)

static char *
inlay_drag_payload_dup_text (const InlayDragPayload *self)
{
  g_autoptr(JsonNode) node = NULL;

  if (self->fragment != NULL)
    return inlay_json_write (self->fragment, INLAY_JSON_PRETTY);

  node = inlay_json_new_object ("module", inlay_json_new_string (self->module),
                                "version", inlay_json_new_string (self->version ? self->version : "*"),
                                NULL);
  return inlay_json_write (node, INLAY_JSON_PRETTY);
}

InlayDragPayload *
inlay_drag_payload_new_module (const char *module_id,
                               const char *version)
{
  InlayDragPayload *self;

  g_return_val_if_fail (module_id != NULL, NULL);

  self = g_new0 (InlayDragPayload, 1);
  self->module = g_strdup (module_id);
  self->version = g_strdup (version);

  return self;
}

InlayDragPayload *
inlay_drag_payload_new_instances (const char         *key,
                                  const char * const *instance_ids,
                                  JsonNode           *fragment)
{
  InlayDragPayload *self;

  g_return_val_if_fail (instance_ids != NULL, NULL);
  g_return_val_if_fail (fragment != NULL, NULL);

  self = g_new0 (InlayDragPayload, 1);
  self->key = g_strdup (key);
  self->instances = g_strdupv ((char **) instance_ids);
  self->fragment = json_node_ref (fragment);

  return self;
}

InlayDragPayload *
inlay_drag_payload_copy (const InlayDragPayload *self)
{
  InlayDragPayload *copy = g_new0 (InlayDragPayload, 1);

  copy->module = g_strdup (self->module);
  copy->version = g_strdup (self->version);
  copy->key = g_strdup (self->key);
  copy->instances = g_strdupv (self->instances);
  copy->fragment = self->fragment ? json_node_ref (self->fragment) : NULL;

  return copy;
}

void
inlay_drag_payload_free (InlayDragPayload *self)
{
  g_free (self->module);
  g_free (self->version);
  g_free (self->key);
  g_strfreev (self->instances);
  g_clear_pointer (&self->fragment, json_node_unref);
  g_free (self);
}

GdkContentProvider *
inlay_drag_payload_new_content (const InlayDragPayload *self)
{
  g_autofree char *text = NULL;
  GdkContentProvider *providers[2];

  g_return_val_if_fail (self != NULL, NULL);

  text = inlay_drag_payload_dup_text (self);
  providers[0] = gdk_content_provider_new_typed (INLAY_TYPE_DRAG_PAYLOAD, self);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text);

  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}
