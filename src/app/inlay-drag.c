/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-drag.h"

#include <inlay-core.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (InlayDragPayload, inlay_drag_payload,
                     inlay_drag_payload_copy, inlay_drag_payload_free)

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
inlay_drag_payload_new_fragment (JsonNode *fragment)
{
  InlayDragPayload *self;

  g_return_val_if_fail (fragment != NULL, NULL);

  self = g_new0 (InlayDragPayload, 1);
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
  GdkContentProvider *providers[2];
  g_autoptr(GBytes) json = NULL;
  char *text;

  g_return_val_if_fail (self != NULL, NULL);

  providers[0] = gdk_content_provider_new_typed (INLAY_TYPE_DRAG_PAYLOAD, self);
  if (self->fragment == NULL)
    return providers[0];

  text = inlay_json_write (self->fragment, INLAY_JSON_PRETTY);
  json = g_bytes_new_take (text, strlen (text));
  providers[1] = gdk_content_provider_new_for_bytes ("application/json", json);

  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

#ifdef HAVE_X11
static void
drag_begin_cb (GtkDragSource *source,
               GdkDrag       *drag)
{
  inlay_drag_give_keys_back (drag);
}
#endif

void
inlay_drag_watch (GtkDragSource *source)
{
  g_return_if_fail (GTK_IS_DRAG_SOURCE (source));

#ifdef HAVE_X11
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), NULL);
#endif
}

#define EDGE 36
/* Px a frame at the very edge. */
#define EDGE_SPEED 10

static gboolean
edge_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  const double *y = user_data;
  int height = gtk_widget_get_height (widget);
  double over = 0;

  if (*y < EDGE)
    over = *y - EDGE;
  else if (*y > height - EDGE)
    over = *y - (height - EDGE);
  if (over != 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) +
                                          CLAMP (over / EDGE, -1, 1) * EDGE_SPEED);

  return G_SOURCE_CONTINUE;
}

/* The height it is at, kept while it is over the window. */
typedef struct
{
  double y;
  guint tick;
} Edge;

static void
edge_motion_cb (GtkEventController *controller,
                double              x,
                double              y,
                Edge               *edge)
{
  GtkWidget *window = gtk_event_controller_get_widget (controller);

  edge->y = y;
  if (edge->tick == 0)
    edge->tick = gtk_widget_add_tick_callback (window, edge_cb, &edge->y, NULL);
}

static void
edge_leave_cb (GtkEventController *controller,
               Edge               *edge)
{
  if (edge->tick != 0)
    gtk_widget_remove_tick_callback (gtk_event_controller_get_widget (controller), edge->tick);
  edge->tick = 0;
}

void
inlay_drag_scroll_at_edges (GtkScrolledWindow *window)
{
  GtkEventController *controller = gtk_drop_controller_motion_new ();
  Edge *edge = g_new0 (Edge, 1);

  g_return_if_fail (GTK_IS_SCROLLED_WINDOW (window));

  g_object_set_data_full (G_OBJECT (controller), "inlay-edge", edge, g_free);
  g_signal_connect (controller, "enter", G_CALLBACK (edge_motion_cb), edge);
  g_signal_connect (controller, "motion", G_CALLBACK (edge_motion_cb), edge);
  g_signal_connect (controller, "leave", G_CALLBACK (edge_leave_cb), edge);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
