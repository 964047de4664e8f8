/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define INLAY_TYPE_HISTORY_ITEM (inlay_history_item_get_type ())

/* A step of a document's history as lists show it. Properties, read-only and notified: name,
 * applied (whether undo would take it back; false: redo would bring it). */
G_DECLARE_FINAL_TYPE (InlayHistoryItem, inlay_history_item, INLAY, HISTORY_ITEM, GObject)

const char *inlay_history_item_get_name    (InlayHistoryItem *self);
gboolean    inlay_history_item_get_applied (InlayHistoryItem *self);

G_END_DECLS
