/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

#include "composition/inlay-composition.h"

G_BEGIN_DECLS

/**
 * InlayNodeKind:
 * @INLAY_NODE_PAGE: a page; children are its regions
 * @INLAY_NODE_REGION: a region; children are instances
 * @INLAY_NODE_INSTANCE: an instance; children are its slots
 * @INLAY_NODE_SLOT: a slot of an instance; children are instances
 */
typedef enum
{
  INLAY_NODE_PAGE,
  INLAY_NODE_REGION,
  INLAY_NODE_INSTANCE,
  INLAY_NODE_SLOT,
} InlayNodeKind;

#define INLAY_TYPE_NODE_KIND (inlay_node_kind_get_type ())
#define INLAY_TYPE_NODE (inlay_node_get_type ())

GType inlay_node_kind_get_type (void);

/* A page, region, instance or slot as lists and the outline show it. Properties, all read-only and
 * notified: kind, id, slot (for a slot its name), name (what people read), module, locked,
 * children (GListModel of InlayNode, the same object for life). */
G_DECLARE_FINAL_TYPE (InlayNode, inlay_node, INLAY, NODE, GObject)

InlayNodeKind  inlay_node_get_kind     (InlayNode *self);
const char    *inlay_node_get_id       (InlayNode *self);
const char    *inlay_node_get_slot     (InlayNode *self);
const char    *inlay_node_get_name     (InlayNode *self);
const char    *inlay_node_get_module   (InlayNode *self);
gboolean       inlay_node_get_locked   (InlayNode *self);
GListModel    *inlay_node_get_children (InlayNode *self);

G_END_DECLS
