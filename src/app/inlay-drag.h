/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define INLAY_TYPE_DRAG_PAYLOAD (inlay_drag_payload_get_type ())

/* What a drag inside Inlay carries, by value, so that it works between windows: a module from the
 * palette, or instances of a document. A private type, so that the page below never takes it. */
typedef struct
{
  char     *module;      /* nullable: id of the module to insert */
  char     *version;     /* nullable: its version */
  char     *key;         /* nullable: library key of the document the instances come from */
  char    **instances;   /* nullable: their ids there */
  JsonNode *fragment;    /* nullable: the instances as the clipboard has them, for other documents */
} InlayDragPayload;

GType               inlay_drag_payload_get_type      (void);
InlayDragPayload   *inlay_drag_payload_new_module    (const char             *module_id,
                                                      const char             *version);
InlayDragPayload   *inlay_drag_payload_new_instances (const char             *key,
                                                      const char * const     *instance_ids,
                                                      JsonNode               *fragment);
InlayDragPayload   *inlay_drag_payload_new_fragment  (JsonNode               *fragment);
InlayDragPayload   *inlay_drag_payload_copy          (const InlayDragPayload *self);
void                inlay_drag_payload_free          (InlayDragPayload       *self);
/* For GtkDragSource::prepare: the payload; instances as application/json, too, for the rest of the
 * desktop. Never as text: every entry that the drag passes would take it. */
GdkContentProvider *inlay_drag_payload_new_content   (const InlayDragPayload *self);
/* A drag at the upper or lower edge of @window scrolls it. */
void                inlay_drag_scroll_at_edges       (GtkScrolledWindow      *window);
/* Escape ends the drags of @source. */
void                inlay_drag_watch                 (GtkDragSource          *source);

#ifdef HAVE_X11
void                inlay_drag_give_keys_back        (GdkDrag                *drag);
#endif

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDragPayload, inlay_drag_payload_free)

G_END_DECLS
