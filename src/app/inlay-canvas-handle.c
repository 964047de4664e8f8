/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-canvas-handle.h"

struct _InlayCanvasHandle
{
  GtkWidget parent_instance;

  InlayCanvasHandleKind kind;
  char *id;
  char *slot;
  char *name;
  InlayRect rect;

  GtkWidget *title;   /* shown in the wireframe only, by style */
  GtkWidget *hint;    /* NULL when there is nothing to say */
};

G_DEFINE_FINAL_TYPE (InlayCanvasHandle, inlay_canvas_handle, GTK_TYPE_WIDGET)

static const char * const classes[] = { "region", "instance", "slot" };

static void
inlay_canvas_handle_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  /* As large as what it stands for, never as what it shows. */
  *minimum = *natural = 0;
}

static void
inlay_canvas_handle_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  InlayCanvasHandle *self = INLAY_CANVAS_HANDLE (widget);
  GtkRequisition size;

  gtk_widget_get_preferred_size (self->title, &size, NULL);
  gtk_widget_size_allocate (self->title,
                            &(GtkAllocation) { 0, 0, MAX (size.width, width), size.height }, -1);
  if (self->hint == NULL)
    return;

  gtk_widget_get_preferred_size (self->hint, NULL, &size);
  size.width = MIN (size.width, width);
  gtk_widget_size_allocate (self->hint,
                            &(GtkAllocation) { (width - size.width) / 2, (height - size.height) / 2,
                                               size.width, size.height }, -1);
}

static void
inlay_canvas_handle_dispose (GObject *object)
{
  InlayCanvasHandle *self = INLAY_CANVAS_HANDLE (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->hint, gtk_widget_unparent);

  G_OBJECT_CLASS (inlay_canvas_handle_parent_class)->dispose (object);
}

static void
inlay_canvas_handle_finalize (GObject *object)
{
  InlayCanvasHandle *self = INLAY_CANVAS_HANDLE (object);

  g_free (self->id);
  g_free (self->slot);
  g_free (self->name);

  G_OBJECT_CLASS (inlay_canvas_handle_parent_class)->finalize (object);
}

static void
inlay_canvas_handle_class_init (InlayCanvasHandleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_canvas_handle_dispose;
  object_class->finalize = inlay_canvas_handle_finalize;
  widget_class->measure = inlay_canvas_handle_measure;
  widget_class->size_allocate = inlay_canvas_handle_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "handle");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
inlay_canvas_handle_init (InlayCanvasHandle *self)
{
  self->title = gtk_inscription_new (NULL);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (self->title), 1);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->title),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (self->title, "title");
  gtk_widget_set_parent (self->title, GTK_WIDGET (self));

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

InlayCanvasHandle *
inlay_canvas_handle_new (InlayCanvasHandleKind  kind,
                         const char            *id,
                         const char            *slot)
{
  InlayCanvasHandle *self = g_object_new (INLAY_TYPE_CANVAS_HANDLE, NULL);
  g_autofree char *name = NULL;

  self->kind = kind;
  self->id = g_strdup (id);
  self->slot = g_strdup (slot);
  gtk_widget_add_css_class (GTK_WIDGET (self), classes[kind]);

  if (kind == INLAY_CANVAS_REGION)
    name = g_strconcat ("canvas:region:", id, NULL);
  else if (kind == INLAY_CANVAS_SLOT)
    name = g_strconcat ("canvas:slot:", id, "/", slot, NULL);
  else
    name = g_strconcat ("canvas:", id, NULL);
  gtk_widget_set_name (GTK_WIDGET (self), name);

  return self;
}

InlayCanvasHandleKind
inlay_canvas_handle_get_kind (InlayCanvasHandle *self)
{
  return self->kind;
}

const char *
inlay_canvas_handle_get_id (InlayCanvasHandle *self)
{
  return self->id;
}

const char *
inlay_canvas_handle_get_slot (InlayCanvasHandle *self)
{
  return self->slot;
}

gboolean
inlay_canvas_handle_is (InlayCanvasHandle    *self,
                        const InlayContainer *container)
{
  if (container->kind == INLAY_CONTAINER_REGION)
    return self->kind == INLAY_CANVAS_REGION && g_str_equal (self->id, container->id);

  return container->kind == INLAY_CONTAINER_SLOT && self->kind == INLAY_CANVAS_SLOT &&
         g_str_equal (self->id, container->id) && g_strcmp0 (self->slot, container->slot) == 0;
}

void
inlay_canvas_handle_describe (InlayCanvasHandle *self,
                              const char        *title,
                              const char        *name)
{
  gtk_inscription_set_text (GTK_INSCRIPTION (self->title), title);
  if (inlay_set_str (&self->name, name))
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * inlay_canvas_handle_set_hint:
 * @hint: (nullable): what to say in the middle, %NULL for nothing
 */
void
inlay_canvas_handle_set_hint (InlayCanvasHandle *self,
                              const char        *hint)
{
  if (hint == NULL)
    {
      if (self->hint != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), "empty");
      g_clear_pointer (&self->hint, gtk_widget_unparent);
      return;
    }

  if (self->hint == NULL)
    {
      self->hint = gtk_label_new (NULL);
      gtk_label_set_ellipsize (GTK_LABEL (self->hint), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (self->hint, "hint");
      gtk_widget_set_parent (self->hint, GTK_WIDGET (self));
      gtk_widget_add_css_class (GTK_WIDGET (self), "empty");
    }
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
}

void
inlay_canvas_handle_set_selected (InlayCanvasHandle *self,
                                  gboolean           selected)
{
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

void
inlay_canvas_handle_set_rect (InlayCanvasHandle *self,
                              const InlayRect   *rect)
{
  self->rect = *rect;
}

const InlayRect *
inlay_canvas_handle_get_rect (InlayCanvasHandle *self)
{
  return &self->rect;
}
