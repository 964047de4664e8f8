/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"

#define MARGIN 12
#define MIN_WIDTH 200
#define MIN_HEIGHT 160
#define MIN_ZOOM 0.1

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayCanvas, inlay_canvas, GTK_TYPE_WIDGET)

/* The frame of a device that is asked for stands on the canvas; a page without one fills it. */
static void
inlay_canvas_place (InlayCanvas *self,
                    int          width,
                    int          height)
{
  guint device = inlay_workspace_get_device_width (self->workspace);
  double zoom = inlay_workspace_get_zoom (self->workspace);
  double room = device ? MAX (width - 2 * MARGIN, MIN_WIDTH) : width;
  double frame;

  if (zoom == 0)
    zoom = device ? CLAMP (room / device, MIN_ZOOM, 1) : 1;
  self->zoom = zoom;

  frame = device ? device * zoom : width;
  self->pan = CLAMP (self->pan, 0, MAX (frame - room, 0));
  graphene_rect_init (&self->place,
                      (float) (frame > room ? (device ? MARGIN : 0) - self->pan : (width - frame) / 2),
                      device ? MARGIN : 0,
                      (float) frame,
                      (float) (device ? MAX (height - 2 * MARGIN, MIN_HEIGHT / 2) : height));
}

static void
allocate (GtkWidget             *child,
          const graphene_rect_t *place)
{
  GtkAllocation box = {
    (int) place->origin.x, (int) place->origin.y,
    MAX ((int) place->size.width, 1), MAX ((int) place->size.height, 1),
  };

  /* GTK wants every visible child measured before. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &box, -1);
}

static void
inlay_canvas_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  InlayCanvas *self = INLAY_CANVAS (widget);
  GtkRequisition size;

  inlay_canvas_place (self, width, height);
  allocate (self->frame, &self->place);
  if (self->preview != NULL)
    {
      /* The page is shown as its visitors get it, however large the text around it is. */
      inlay_preview_set_zoom (self->preview, self->zoom / inlay_app_get_text_scale (widget));
      allocate (GTK_WIDGET (self->preview), &self->place);
    }
  inlay_canvas_update_geometry (self);
  allocate (GTK_WIDGET (self->layer), &self->place);

  gtk_widget_measure (GTK_WIDGET (self->banner), GTK_ORIENTATION_VERTICAL, width,
                      &size.height, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (self->banner),
                            &(GtkAllocation) { 0, 0, width, size.height }, -1);
  if (gtk_widget_should_layout (GTK_WIDGET (self->status)))
    {
      gtk_widget_get_preferred_size (GTK_WIDGET (self->status), NULL, &size);
      size.width = MIN (size.width, width - 2 * MARGIN);
      gtk_widget_size_allocate (GTK_WIDGET (self->status),
                                &(GtkAllocation) { (width - size.width) / 2,
                                                   height - size.height - MARGIN,
                                                   size.width, size.height }, -1);
    }
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
inlay_canvas_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
}

static void
inlay_canvas_update_mode (InlayCanvas *self)
{
  InlayCanvasMode mode = inlay_workspace_get_mode (self->workspace);
  gboolean interact = mode == INLAY_CANVAS_INTERACT && !inlay_canvas_is_wireframe (self);

  inlay_canvas_put_back (self);
  gtk_widget_set_visible (GTK_WIDGET (self->layer), !interact);
  if (self->preview != NULL)
    inlay_preview_set_interactive (self->preview, interact);
  if (interact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "interact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "interact");
  inlay_canvas_layer_set_wireframe (self->layer, inlay_canvas_is_wireframe (self));
  inlay_canvas_update_geometry (self);
}

static void
inlay_canvas_show_page (InlayCanvas *self)
{
  self->live_is_new = FALSE;
  g_clear_pointer (&self->solved, inlay_geometry_unref);
  if (self->preview != NULL)
    inlay_preview_show (self->preview, inlay_workspace_get_composition (self->workspace),
                        inlay_workspace_get_page (self->workspace));
  if (inlay_canvas_is_wireframe (self))
    inlay_canvas_update_geometry (self);
}

static void
document_changed_cb (InlayCanvas *self)
{
  inlay_canvas_put_back (self);
  inlay_canvas_show_page (self);
  inlay_canvas_layer_update (self->layer);
}

static void
page_changed_cb (InlayCanvas *self)
{
  self->offset = 0;
  inlay_canvas_show_page (self);
}

static void
reload_cb (InlayCanvas *self)
{
  self->n_stops = 0;
  if (self->preview != NULL)
    inlay_preview_reload (self->preview);
}

static void
retry_cb (InlayCanvas *self,
          const char  *instance_id)
{
  if (self->preview != NULL)
    inlay_preview_send (self->preview,
                        inlay_json_new_object ("type", inlay_json_new_string ("retry"),
                                               "instance", inlay_json_new_string (instance_id),
                                               NULL));
}

static void
reveal_cb (InlayCanvas *self,
           const char  *instance_id)
{
  InlayRect rect;

  if (!inlay_canvas_is_wireframe (self))
    {
      inlay_preview_send (self->preview,
                          inlay_json_new_object ("type", inlay_json_new_string ("reveal"),
                                                 "instance", inlay_json_new_string (instance_id),
                                                 NULL));
    }
  else if (self->solved != NULL && inlay_geometry_get_instance (self->solved, instance_id, &rect))
    {
      double height = self->place.size.height / self->zoom;

      if (rect.y < self->offset || rect.y + MIN (rect.height, height) > self->offset + height)
        inlay_canvas_scroll (self, 0, rect.y - self->offset);
    }
}

static void
inlay_canvas_pick_up_action (GtkWidget  *widget,
                             const char *name,
                             GVariant   *parameter)
{
  inlay_canvas_pick_up (INLAY_CANVAS (widget));
}

static void
inlay_canvas_watch (InlayCanvas *self)
{
  static const struct { const char *signal; GCallback callback; } signals[] = {
    { "notify::page", G_CALLBACK (page_changed_cb) },
    { "notify::mode", G_CALLBACK (inlay_canvas_update_mode) },
    { "notify::device-width", G_CALLBACK (gtk_widget_queue_allocate) },
    { "notify::zoom", G_CALLBACK (gtk_widget_queue_allocate) },
    { "reload", G_CALLBACK (reload_cb) },
    { "retry", G_CALLBACK (retry_cb) },
    { "reveal", G_CALLBACK (reveal_cb) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->workspace, signals[i].signal, signals[i].callback,
                             self, G_CONNECT_SWAPPED);
  g_signal_connect_object (inlay_workspace_get_document (self->workspace), "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (gtk_widget_queue_allocate), self, G_CONNECT_SWAPPED);
}

static void
inlay_canvas_constructed (GObject *object)
{
  InlayCanvas *self = INLAY_CANVAS (object);
  InlayModuleList *modules;

  G_OBJECT_CLASS (inlay_canvas_parent_class)->constructed (object);

  inlay_canvas_layer_set_workspace (self->layer, self->workspace);
  modules = inlay_workspace_get_module_list (self->workspace);
  if (modules != NULL)
    {
      self->preview = inlay_preview_new (modules);
      gtk_widget_insert_after (GTK_WIDGET (self->preview), GTK_WIDGET (self), self->frame);
      inlay_canvas_follow_page (self);
    }
  inlay_canvas_watch (self);
  inlay_canvas_add_menu (self);
  inlay_canvas_add_pointer (self);
  inlay_canvas_add_drop (self);
  inlay_canvas_add_keys (self);
  inlay_canvas_update_mode (self);
  inlay_canvas_show_page (self);
}

static void
inlay_canvas_dispose (GObject *object)
{
  InlayCanvas *self = INLAY_CANVAS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->well_source, g_source_remove);
  g_clear_handle_id (&self->thumbnail_source, g_source_remove);
  if (self->layer != NULL)
    {
      inlay_canvas_end_drag (self);
      g_clear_pointer (&self->pick.instance, g_free);
      g_clear_pointer (&self->pick.targets, g_ptr_array_unref);
    }
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->preview != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->preview));
  self->preview = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_CANVAS);
  g_clear_pointer (&self->live, inlay_geometry_unref);
  g_clear_pointer (&self->solved, inlay_geometry_unref);
  g_clear_object (&self->workspace);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (inlay_canvas_parent_class)->dispose (object);
}

static void
inlay_canvas_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  InlayCanvas *self = INLAY_CANVAS (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_canvas_set_property (GObject      *object,
                           guint         prop_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  InlayCanvas *self = INLAY_CANVAS (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
inlay_canvas_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  InlayCanvas *self = INLAY_CANVAS (widget);

  if (gtk_widget_get_focus_child (widget) == NULL && gtk_widget_get_visible (GTK_WIDGET (self->layer)) &&
      gtk_widget_grab_focus (GTK_WIDGET (self->layer)))
    return TRUE;

  return GTK_WIDGET_CLASS (inlay_canvas_parent_class)->focus (widget, direction);
}

static void
inlay_canvas_class_init (InlayCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inlay_canvas_constructed;
  object_class->dispose = inlay_canvas_dispose;
  object_class->get_property = inlay_canvas_get_property;
  object_class->set_property = inlay_canvas_set_property;
  widget_class->measure = inlay_canvas_measure;
  widget_class->size_allocate = inlay_canvas_size_allocate;
  widget_class->focus = inlay_canvas_focus;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, INLAY_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (INLAY_TYPE_CANVAS_LAYER);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/dev/inlay/Inlay/ui/inlay-canvas.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayCanvas, frame);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvas, layer);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvas, banner);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvas, banner_title);
  gtk_widget_class_bind_template_child (widget_class, InlayCanvas, status);

  gtk_widget_class_install_action (widget_class, "canvas.pick-up", NULL, inlay_canvas_pick_up_action);
}

static void
inlay_canvas_init (InlayCanvas *self)
{
  self->zoom = 1;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_canvas_new (InlayWorkspace *workspace)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  return g_object_new (INLAY_TYPE_CANVAS, "workspace", workspace, NULL);
}

double
inlay_canvas_get_zoom (InlayCanvas *self)
{
  g_return_val_if_fail (INLAY_IS_CANVAS (self), 1);

  return self->zoom;
}

gboolean
inlay_canvas_is_wireframe (InlayCanvas *self)
{
  InlayPreviewState state;

  if (self->preview == NULL || inlay_workspace_get_mode (self->workspace) == INLAY_CANVAS_WIREFRAME)
    return TRUE;

  state = inlay_preview_get_state (self->preview);
  return state == INLAY_PREVIEW_HUNG || state == INLAY_PREVIEW_CRASHED ||
         state == INLAY_PREVIEW_FAILED;
}

InlayGeometry *
inlay_canvas_get_geometry (InlayCanvas *self)
{
  return inlay_canvas_is_wireframe (self) ? self->solved : self->live;
}

void
inlay_canvas_update_geometry (InlayCanvas *self)
{
  const char *page = inlay_workspace_get_page (self->workspace);
  double width = self->place.size.width / self->zoom;
  double height = self->place.size.height / self->zoom;

  if (!inlay_canvas_is_wireframe (self))
    {
      inlay_canvas_layer_set_geometry (self->layer, self->live, self->zoom, 0);
      return;
    }

  if (page != NULL && width > 0 && (self->solved == NULL || self->solved_width != width))
    {
      g_clear_pointer (&self->solved, inlay_geometry_unref);
      self->solved = inlay_geometry_new_wireframe (inlay_workspace_get_composition (self->workspace),
                                                   page, width);
      self->solved_width = width;
    }
  if (self->solved != NULL)
    self->offset = CLAMP (self->offset, 0, MAX (inlay_geometry_get_height (self->solved) - height, 0));
  inlay_canvas_layer_set_geometry (self->layer, self->solved, self->zoom, self->offset);
}

void
inlay_canvas_scroll (InlayCanvas *self,
                     double       dx,
                     double       dy)
{
  if (dx != 0 && inlay_workspace_get_device_width (self->workspace) != 0)
    {
      self->pan += dx * self->zoom;
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }

  if (!inlay_canvas_is_wireframe (self))
    {
      inlay_preview_send (self->preview,
                          inlay_json_new_object ("type", inlay_json_new_string ("scroll"),
                                                 "dx", inlay_json_new_double (dx),
                                                 "dy", inlay_json_new_double (dy),
                                                 NULL));
      return;
    }

  self->offset += dy;
  inlay_canvas_update_geometry (self);
}

void
inlay_canvas_say (InlayCanvas *self,
                  const char  *text)
{
  gtk_label_set_text (self->status, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->layer),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text ? text : "", -1);
}
