/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <math.h>

/* Of one notch of a wheel, in CSS px; what browsers move by, too. */
#define WHEEL_STEP 53
#define ZOOM_STEP 1.1

static const char *
pick (InlayCanvas *self,
      double       x,
      double       y)
{
  InlayGeometry *geometry = inlay_canvas_get_geometry (self);
  double page_x, page_y;

  if (geometry == NULL)
    return NULL;

  inlay_canvas_layer_to_page (self->layer, x, y, &page_x, &page_y);
  return inlay_geometry_pick (geometry, page_x, page_y);
}

static void
motion_cb (InlayCanvas *self,
           double       x,
           double       y)
{
  if (self->drag.payload == NULL && self->pick.instance == NULL)
    inlay_canvas_layer_set_hover (self->layer, pick (self, x, y));
}

static void
leave_cb (InlayCanvas *self)
{
  inlay_canvas_layer_set_hover (self->layer, NULL);
}

static void
focus_instance (InlayCanvas *self,
                const char  *instance_id)
{
  InlayCanvasHandle *handle = instance_id ? inlay_canvas_layer_lookup (self->layer, instance_id) : NULL;

  if (handle != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (handle));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->layer));
}

static void
click_cb (InlayCanvas     *self,
          int              n_press,
          double           x,
          double           y,
          GtkGestureClick *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  g_autofree char *instance = g_strdup (pick (self, x, y));

  inlay_canvas_put_back (self);
  if (instance == NULL)
    inlay_workspace_select (self->workspace, NULL);
  else if (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    inlay_workspace_select_toggle (self->workspace, instance);
  else
    inlay_workspace_select_one (self->workspace, instance);
  focus_instance (self, instance);
}

static void
secondary_click_cb (InlayCanvas *self,
                    int          n_press,
                    double       x,
                    double       y)
{
  g_autofree char *instance = g_strdup (pick (self, x, y));

  inlay_canvas_put_back (self);
  focus_instance (self, instance);
  inlay_canvas_popup_menu (self, instance, x, y);
}

static gboolean
scroll_cb (InlayCanvas              *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GtkEventController *base = GTK_EVENT_CONTROLLER (controller);
  GdkModifierType state = gtk_event_controller_get_current_event_state (base);
  GdkEvent *event = gtk_event_controller_get_current_event (base);
  /* A touchpad speaks of pixels, a wheel of notches. */
  gboolean is_smooth = gdk_scroll_event_get_direction (event) == GDK_SCROLL_SMOOTH &&
                       gdk_device_get_source (gdk_event_get_device (event)) == GDK_SOURCE_TOUCHPAD;
  double step = is_smooth ? 1 : WHEEL_STEP;

  if (state & GDK_CONTROL_MASK)
    {
      inlay_workspace_set_zoom (self->workspace, self->zoom * pow (ZOOM_STEP, -dy));
      return GDK_EVENT_STOP;
    }

  if (state & GDK_SHIFT_MASK)
    inlay_canvas_scroll (self, (dx + dy) * step, 0);
  else
    inlay_canvas_scroll (self, dx * step, dy * step);
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
prepare_instance (InlayCanvas *self,
                  const char  *instance_id)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *ids[] = { instance_id, NULL };
  g_autoptr(JsonNode) fragment = NULL;
  g_autoptr(InlayDragPayload) payload = NULL;

  if (instance_id == NULL || inlay_composition_get_instance (composition, instance_id) == NULL)
    return NULL;

  fragment = inlay_edit_copy (composition, ids);
  payload = inlay_drag_payload_new_instances (inlay_workspace_get_key (self->workspace), ids, fragment);
  return inlay_drag_payload_new_content (payload);
}

static GdkContentProvider *
prepare_cb (InlayCanvas *self,
            double       x,
            double       y)
{
  return prepare_instance (self, pick (self, x, y));
}

static GdkContentProvider *
prepare_grip_cb (InlayCanvas *self)
{
  return prepare_instance (self, inlay_workspace_get_primary (self->workspace));
}

static void
drag_begin_cb (InlayCanvas *self,
               GdkDrag     *drag)
{
  g_autoptr(InlayDragPayload) payload = NULL;
  g_auto(GValue) value = G_VALUE_INIT;
  g_autofree char *title = NULL;
  GtkWidget *label;

  g_value_init (&value, INLAY_TYPE_DRAG_PAYLOAD);
  if (!gdk_content_provider_get_value (gdk_drag_get_content (drag), &value, NULL))
    return;

  payload = g_value_dup_boxed (&value);
  title = inlay_workspace_dup_title (self->workspace, payload->instances[0]);
  inlay_workspace_select_one (self->workspace, payload->instances[0]);
  label = gtk_label_new (title);
  gtk_widget_add_css_class (label, "drag-label");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static void
add_drag_source (InlayCanvas *self,
                 GtkWidget   *widget,
                 GCallback    prepare)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE | GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", prepare, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  inlay_drag_watch (source);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}

/* Picking, hovering, scrolling and dragging: the page below gets none of it while it is designed. */
void
inlay_canvas_add_pointer (InlayCanvas *self)
{
  GtkWidget *layer = GTK_WIDGET (self->layer);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  g_signal_connect_object (motion, "motion", G_CALLBACK (motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (motion, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (layer, motion);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (layer, scroll);
  g_signal_connect_object (click, "pressed", G_CALLBACK (click_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (layer, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_object (secondary, "pressed",
                           G_CALLBACK (secondary_click_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (layer, GTK_EVENT_CONTROLLER (secondary));

  add_drag_source (self, layer, G_CALLBACK (prepare_cb));
  add_drag_source (self, inlay_canvas_layer_get_grip (self->layer), G_CALLBACK (prepare_grip_cb));
}
