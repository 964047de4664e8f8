/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <glib/gi18n.h>

#define EDGE 48
/* CSS px a frame at the very edge. */
#define EDGE_SPEED 18

static InlayDrop *
inlay_canvas_resolve (InlayCanvas *self)
{
  InlayGeometry *geometry = inlay_canvas_get_geometry (self);
  InlayDropPayload dragged;
  double x, y;

  if (geometry == NULL || self->drag.payload == NULL ||
      !inlay_place_get_dropped (self->workspace, self->drag.payload, &dragged))
    return NULL;

  inlay_canvas_layer_to_page (self->layer, self->drag.x, self->drag.y, &x, &y);
  return inlay_drop_resolve (inlay_workspace_get_composition (self->workspace), geometry, x, y,
                             &dragged, inlay_place_look_up, self->workspace);
}

static void
inlay_canvas_show_drop (InlayCanvas *self)
{
  g_autoptr(InlayDrop) drop = inlay_canvas_resolve (self);

  inlay_canvas_layer_set_drop (self->layer, drop);
}

void
inlay_canvas_refresh_drag (InlayCanvas *self)
{
  if (self->drag.payload != NULL)
    inlay_canvas_show_drop (self);
}

static void
inlay_canvas_tell_drag (InlayCanvas *self,
                        gboolean     active)
{
  if (self->preview != NULL)
    inlay_preview_send (self->preview,
                        inlay_json_new_object ("type", inlay_json_new_string ("drag"),
                                               "active", inlay_json_new_boolean (active),
                                               NULL));
}

static gboolean
edge_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  InlayCanvas *self = INLAY_CANVAS (widget);
  int height = gtk_widget_get_height (GTK_WIDGET (self->layer));
  double over = 0;

  if (self->drag.y < EDGE)
    over = self->drag.y - EDGE;
  else if (self->drag.y > height - EDGE)
    over = self->drag.y - (height - EDGE);

  if (over != 0 && height > 4 * EDGE)
    {
      inlay_canvas_scroll (self, 0, CLAMP (over / EDGE, -1, 1) * EDGE_SPEED);
      inlay_canvas_show_drop (self);
    }

  return G_SOURCE_CONTINUE;
}

static void
inlay_canvas_begin_drag (InlayCanvas            *self,
                         const InlayDragPayload *payload)
{
  inlay_canvas_put_back (self);
  self->drag.payload = inlay_drag_payload_copy (payload);
  self->drag.scroll_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), edge_cb, NULL, NULL);
  inlay_canvas_tell_drag (self, TRUE);
}

void
inlay_canvas_end_drag (InlayCanvas *self)
{
  if (self->drag.payload == NULL)
    return;

  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->drag.scroll_tick);
  g_clear_pointer (&self->drag.payload, inlay_drag_payload_free);
  inlay_canvas_layer_set_drop (self->layer, NULL);
  inlay_canvas_tell_drag (self, FALSE);
}

static void
inlay_canvas_take_drag (InlayCanvas  *self,
                        const GValue *value)
{
  if (self->drag.payload == NULL)
    inlay_canvas_begin_drag (self, g_value_get_boxed (value));
  inlay_canvas_show_drop (self);
}

static GdkDragAction
motion_cb (InlayCanvas   *self,
           double         x,
           double         y,
           GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  self->drag.x = x;
  self->drag.y = y;
  if (value != NULL)
    inlay_canvas_take_drag (self, value);

  /* A refusal is shown here and told on release, so the drag stays ours. What comes from elsewhere
   * is on its way yet. */
  return self->drag.payload != NULL && inlay_place_is_ours (self->workspace, self->drag.payload) ?
         GDK_ACTION_MOVE : GDK_ACTION_COPY;
}

static void
value_cb (InlayCanvas   *self,
          GParamSpec    *pspec,
          GtkDropTarget *target)
{
  const GValue *value = gtk_drop_target_get_value (target);

  if (value != NULL)
    inlay_canvas_take_drag (self, value);
  else
    inlay_canvas_end_drag (self);
}

static gboolean
drop_cb (InlayCanvas  *self,
         const GValue *value,
         double        x,
         double        y)
{
  g_autoptr(InlayDragPayload) payload = g_value_dup_boxed (value);
  g_autoptr(InlayDrop) drop = NULL;
  gboolean done = FALSE;

  if (self->drag.payload == NULL)
    inlay_canvas_begin_drag (self, payload);
  self->drag.x = x;
  self->drag.y = y;
  drop = inlay_canvas_resolve (self);
  inlay_canvas_end_drag (self);

  if (drop != NULL)
    done = inlay_place_apply (self->workspace, drop, payload);
  else
    inlay_workspace_message (self->workspace, _("This module is not known here"));
  if (done)
    gtk_widget_grab_focus (GTK_WIDGET (self->layer));

  return done;
}

void
inlay_canvas_add_drop (InlayCanvas *self)
{
  GtkDropTarget *target = gtk_drop_target_new (INLAY_TYPE_DRAG_PAYLOAD,
                                               GDK_ACTION_COPY | GDK_ACTION_MOVE);

  gtk_drop_target_set_preload (target, TRUE);
  /* Before anything below can take it. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "enter", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (inlay_canvas_end_drag), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "notify::value", G_CALLBACK (value_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->layer), GTK_EVENT_CONTROLLER (target));
}
