/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-layer.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-canvas-chip.h"
#include "inlay-canvas-paint.h"

#define HINT_DISTANCE 8

struct _InlayCanvasLayer
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  InlayGeometry *geometry;
  InlayComposition *described;   /* what the handles' names were taken from */
  double zoom;
  double offset;

  GHashTable *by_name;           /* widget name -> InlayCanvasHandle; the layer's children */
  GPtrArray *handles;            /* the same in reading order */
  char *hover;
  GtkWidget *last_focus;         /* weak */
  GtkWidget *chip;
  GtkWidget *tag;                /* the hovered instance's name */

  InlayDrop *drop;
  GtkWidget *hint;               /* what the drop does, or why it is refused */
};

G_DEFINE_FINAL_TYPE (InlayCanvasLayer, inlay_canvas_layer, GTK_TYPE_WIDGET)

static GtkAllocation
to_allocation (InlayCanvasLayer *self,
               const InlayRect  *rect)
{
  int x = (int) (rect->x * self->zoom + 0.5);
  int y = (int) ((rect->y - self->offset) * self->zoom + 0.5);

  return (GtkAllocation) {
    x, y,
    MAX ((int) ((rect->x + rect->width) * self->zoom + 0.5) - x, 0),
    MAX ((int) ((rect->y + rect->height - self->offset) * self->zoom + 0.5) - y, 0),
  };
}

static void
describe_instance (InlayCanvasLayer  *self,
                   InlayCanvasHandle *handle)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *id = inlay_canvas_handle_get_id (handle);
  g_autofree char *title = inlay_workspace_dup_title (self->workspace, id);
  InlayContainer container;
  g_autofree char *place = NULL;
  g_autofree char *name = NULL;
  guint index;

  if (!inlay_composition_find (composition, id, &container, &index))
    return;

  place = inlay_composition_dup_container_title (composition, &container);
  /* Translators: what a screen reader says of a placed module: its title, the module's id, where it
   * stands and its place there: “Hero, module @inlay/hero, in Main, 1 of 3” */
  name = g_strdup_printf (_("%s, module %s, in %s, %u of %u"), title,
                          inlay_composition_get_module (composition, id), place, index + 1,
                          g_strv_length ((char **) inlay_composition_get_items (composition,
                                                                                &container)));
  inlay_canvas_handle_describe (handle, title, name);
}

static void
describe_container (InlayCanvasLayer  *self,
                    InlayCanvasHandle *handle)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  gboolean is_region = inlay_canvas_handle_get_kind (handle) == INLAY_CANVAS_REGION;
  InlayContainer container = {
    is_region ? INLAY_CONTAINER_REGION : INLAY_CONTAINER_SLOT,
    inlay_canvas_handle_get_id (handle),
    inlay_canvas_handle_get_slot (handle),
  };
  const char * const *items = inlay_composition_get_items (composition, &container);
  guint n_items = items ? g_strv_length ((char **) items) : 0;
  g_autofree char *title = inlay_composition_dup_container_title (composition, &container);
  g_autofree char *name = NULL;

  if (is_region)
    /* Translators: what a screen reader says of a region of the page: its title and what is in it */
    name = g_strdup_printf (ngettext ("%s, region with %u module", "%s, region with %u modules",
                                      n_items), title, n_items);
  else
    /* Translators: what a screen reader says of a slot: its title and what is in it */
    name = g_strdup_printf (ngettext ("%s, slot with %u module", "%s, slot with %u modules",
                                      n_items), title, n_items);

  inlay_canvas_handle_describe (handle, title, name);
  if (n_items > 0)
    inlay_canvas_handle_set_hint (handle, NULL);
  else
    inlay_canvas_handle_set_hint (handle, is_region ? _("Drop a module here, or press I") : title);
}

static void
inlay_canvas_layer_describe (InlayCanvasLayer *self)
{
  for (guint i = 0; i < self->handles->len; i++)
    {
      InlayCanvasHandle *handle = g_ptr_array_index (self->handles, i);

      if (inlay_canvas_handle_get_kind (handle) == INLAY_CANVAS_INSTANCE)
        describe_instance (self, handle);
      else
        describe_container (self, handle);
    }
}

static void
inlay_canvas_layer_mark (InlayCanvasLayer *self)
{
  for (guint i = 0; i < self->handles->len; i++)
    {
      InlayCanvasHandle *handle = g_ptr_array_index (self->handles, i);

      if (inlay_canvas_handle_get_kind (handle) == INLAY_CANVAS_INSTANCE)
        {
          const char *id = inlay_canvas_handle_get_id (handle);

          inlay_canvas_handle_set_selected (handle,
                                            inlay_workspace_is_selected (self->workspace, id));
        }
    }
}

static InlayCanvasHandle *
inlay_canvas_layer_get_primary (InlayCanvasLayer *self)
{
  const char *primary = self->workspace ? inlay_workspace_get_primary (self->workspace) : NULL;

  return primary ? inlay_canvas_layer_lookup (self, primary) : NULL;
}

static void
inlay_canvas_layer_update_chip (InlayCanvasLayer *self)
{
  InlayCanvasHandle *handle = inlay_canvas_layer_get_primary (self);
  gboolean is_shown = handle != NULL && self->drop == NULL;
  JsonNode *instance;
  g_autofree char *title = NULL;
  const char *id;

  gtk_widget_set_visible (self->chip, is_shown);
  if (!is_shown)
    return;

  id = inlay_canvas_handle_get_id (handle);
  title = inlay_workspace_dup_title (self->workspace, id);
  instance = inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace), id);
  inlay_canvas_chip_set_title (INLAY_CANVAS_CHIP (self->chip), title,
                               instance != NULL && inlay_json_get_boolean (instance, "locked", FALSE));
}

static InlayCanvasHandle *
inlay_canvas_layer_add (InlayCanvasLayer      *self,
                        GHashTable            *old,
                        InlayCanvasHandleKind  kind,
                        const char            *id,
                        const char            *slot,
                        const InlayRect       *rect)
{
  const char *prefix = kind == INLAY_CANVAS_REGION ? "region:" : kind == INLAY_CANVAS_SLOT ? "slot:" : "";
  g_autofree char *name = g_strconcat ("canvas:", prefix, id, slot ? "/" : NULL, slot, NULL);
  InlayCanvasHandle *handle = g_hash_table_lookup (old, name);

  if (handle == NULL)
    {
      handle = inlay_canvas_handle_new (kind, id, slot);
      g_clear_pointer (&self->described, inlay_composition_unref);
    }
  g_hash_table_steal (old, name);
  inlay_canvas_handle_set_rect (handle, rect);
  g_hash_table_insert (self->by_name, (char *) gtk_widget_get_name (GTK_WIDGET (handle)), handle);
  g_ptr_array_add (self->handles, handle);
  if (gtk_widget_get_parent (GTK_WIDGET (handle)) == NULL)
    gtk_widget_insert_before (GTK_WIDGET (handle), GTK_WIDGET (self), self->tag);

  return handle;
}

static void
push_items (GPtrArray            *stack,
            InlayComposition     *composition,
            const InlayContainer *container)
{
  const char * const *items = inlay_composition_get_items (composition, container);

  for (guint i = items ? g_strv_length ((char **) items) : 0; i > 0; i--)
    g_ptr_array_add (stack, (char *) items[i - 1]);
}

/* The instances of a region with all that stands in them, parents first. */
static void
inlay_canvas_layer_add_region (InlayCanvasLayer *self,
                               GHashTable       *old,
                               InlayComposition *composition,
                               const char       *region_id)
{
  g_autoptr(GPtrArray) stack = g_ptr_array_new ();
  InlayContainer region = { INLAY_CONTAINER_REGION, region_id, NULL };
  InlayRect rect;

  if (!inlay_geometry_get_region (self->geometry, region_id, &rect))
    return;

  inlay_canvas_layer_add (self, old, INLAY_CANVAS_REGION, region_id, NULL, &rect);
  push_items (stack, composition, &region);
  while (stack->len > 0)
    {
      const char *id = g_ptr_array_steal_index (stack, stack->len - 1);
      const char *module_id = inlay_composition_get_module (composition, id);
      InlayModule *module = module_id ? inlay_workspace_lookup_module (self->workspace, module_id) : NULL;
      const char * const *slots = module ? inlay_module_get_slots (module) :
                                           inlay_composition_get_slots (composition, id);

      if (!inlay_geometry_get_instance (self->geometry, id, &rect))
        continue;

      inlay_canvas_layer_add (self, old, INLAY_CANVAS_INSTANCE, id, NULL, &rect);
      for (guint i = slots ? g_strv_length ((char **) slots) : 0; i > 0; i--)
        {
          InlayContainer slot = { INLAY_CONTAINER_SLOT, id, slots[i - 1] };

          if (inlay_geometry_get_slot (self->geometry, id, slots[i - 1], &rect))
            inlay_canvas_layer_add (self, old, INLAY_CANVAS_SLOT, id, slots[i - 1], &rect);
          push_items (stack, composition, &slot);
        }
    }
}

static void
drop_handle (gpointer name,
             gpointer handle,
             gpointer user_data)
{
  gtk_widget_unparent (handle);
}

/* Reading order is painting order, too: what is inside lies above. */
static void
inlay_canvas_layer_sort (InlayCanvasLayer *self)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < self->handles->len; i++)
    {
      GtkWidget *handle = g_ptr_array_index (self->handles, i);

      if (gtk_widget_get_prev_sibling (handle) != previous)
        gtk_widget_insert_after (handle, GTK_WIDGET (self), previous);
      previous = handle;
    }
}

/* What has the focus may go; then what is selected, or what comes to stand in its place, has it. */
static void
inlay_canvas_layer_keep_focus (InlayCanvasLayer *self,
                               GHashTable       *gone,
                               guint             place)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  InlayCanvasHandle *next = inlay_canvas_layer_get_primary (self);

  if (focus == NULL || self->handles->len == 0 ||
      g_hash_table_lookup (gone, gtk_widget_get_name (focus)) != focus)
    return;

  if (next == NULL)
    next = g_ptr_array_index (self->handles, MIN (place, self->handles->len - 1));
  gtk_widget_grab_focus (GTK_WIDGET (next));
}

static void
inlay_canvas_layer_rebuild (InlayCanvasLayer *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  g_autoptr(GHashTable) old = g_steal_pointer (&self->by_name);
  const char *page = self->geometry ? inlay_geometry_get_page (self->geometry) : NULL;
  const char * const *regions = page && inlay_composition_get_page (composition, page) ?
                                inlay_composition_get_regions (composition, page) : NULL;
  guint place = 0;

  if (self->last_focus != NULL)
    g_ptr_array_find (self->handles, self->last_focus, &place);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_set_size (self->handles, 0);
  for (guint i = 0; regions != NULL && regions[i] != NULL; i++)
    inlay_canvas_layer_add_region (self, old, composition, regions[i]);
  inlay_canvas_layer_keep_focus (self, old, place);
  g_hash_table_foreach (old, drop_handle, NULL);
  inlay_canvas_layer_sort (self);

  if (self->described != composition)
    inlay_canvas_layer_update (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Above the corner of what it belongs to; inside where there is no room above. */
static void
allocate_tool (InlayCanvasLayer  *self,
               GtkWidget         *tool,
               InlayCanvasHandle *handle,
               int                width,
               int                height)
{
  GtkAllocation place;
  GtkRequisition size;

  if (!gtk_widget_should_layout (tool))
    return;

  gtk_widget_get_preferred_size (tool, NULL, &size);
  size.width = MIN (size.width, width);
  if (handle == NULL)
    {
      gtk_widget_size_allocate (tool, &(GtkAllocation) { 0, -size.height, size.width, size.height }, -1);
      return;
    }

  place = to_allocation (self, inlay_canvas_handle_get_rect (handle));
  place.x = CLAMP (place.x, 0, MAX (width - size.width, 0));
  if (place.y >= size.height)
    place.y -= size.height;
  else if (place.y + place.height > 0)
    place.y = MAX (place.y, 0);
  if (place.y > height - size.height && place.y < height)
    place.y = height - size.height;
  gtk_widget_size_allocate (tool, &(GtkAllocation) { place.x, place.y, size.width, size.height }, -1);
}

static void
allocate_hint (InlayCanvasLayer *self,
               int               width,
               int               height)
{
  InlayRect indicator, container;
  GtkAllocation place;
  GtkRequisition size;

  if (!gtk_widget_should_layout (self->hint) || self->drop == NULL)
    return;

  gtk_widget_get_preferred_size (self->hint, NULL, &size);
  inlay_drop_get_indicator (self->drop, &indicator, &container);
  place = to_allocation (self, inlay_drop_is_allowed (self->drop) ? &indicator : &container);
  size.width = MIN (size.width, width - 2 * HINT_DISTANCE);
  place.x = CLAMP (place.x + HINT_DISTANCE, HINT_DISTANCE, MAX (width - size.width - HINT_DISTANCE, 0));
  place.y = CLAMP (place.y - size.height - HINT_DISTANCE, HINT_DISTANCE,
                   MAX (height - size.height - HINT_DISTANCE, 0));
  gtk_widget_size_allocate (self->hint,
                            &(GtkAllocation) { place.x, place.y, size.width, size.height }, -1);
}

static void
inlay_canvas_layer_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (widget);
  InlayCanvasHandle *hover = self->hover ? inlay_canvas_layer_lookup (self, self->hover) : NULL;

  for (guint i = 0; i < self->handles->len; i++)
    {
      InlayCanvasHandle *handle = g_ptr_array_index (self->handles, i);
      GtkAllocation place = to_allocation (self, inlay_canvas_handle_get_rect (handle));

      gtk_widget_size_allocate (GTK_WIDGET (handle), &place, -1);
    }
  allocate_tool (self, self->tag, hover, width, height);
  allocate_tool (self, self->chip, inlay_canvas_layer_get_primary (self), width, height);
  allocate_hint (self, width, height);
}

static void
inlay_canvas_layer_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_measure (child, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = *natural = 0;
}

static void
inlay_canvas_layer_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (widget);
  InlayRect indicator, container;
  GtkAllocation line, box;

  if (self->drop != NULL)
    {
      inlay_drop_get_indicator (self->drop, &indicator, &container);
      line = to_allocation (self, &indicator);
      box = to_allocation (self, &container);
      inlay_canvas_paint_container (snapshot, widget, &box, inlay_drop_is_allowed (self->drop));
      if (inlay_drop_is_allowed (self->drop))
        inlay_canvas_paint_indicator (snapshot, widget, &line);
    }

  GTK_WIDGET_CLASS (inlay_canvas_layer_parent_class)->snapshot (widget, snapshot);
}

static gboolean
inlay_canvas_layer_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (widget);
  InlayCanvasHandle *handle;

  /* One stop of the Tab key, however many handles there are; arrows go between them. */
  if (gtk_widget_get_focus_child (widget) != NULL)
    return FALSE;

  handle = inlay_canvas_layer_get_focus (self);
  return handle != NULL && gtk_widget_grab_focus (GTK_WIDGET (handle));
}

static gboolean
inlay_canvas_layer_grab_focus (GtkWidget *widget)
{
  return inlay_canvas_layer_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
inlay_canvas_layer_set_focus_child (GtkWidget *widget,
                                    GtkWidget *child)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (widget);

  GTK_WIDGET_CLASS (inlay_canvas_layer_parent_class)->set_focus_child (widget, child);
  if (INLAY_IS_CANVAS_HANDLE (child))
    g_set_weak_pointer (&self->last_focus, child);
}

static void
inlay_canvas_layer_dispose (GObject *object)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (object);

  g_ptr_array_set_size (self->handles, 0);
  g_hash_table_remove_all (self->by_name);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_weak_pointer (&self->last_focus);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->geometry, inlay_geometry_unref);
  g_clear_pointer (&self->described, inlay_composition_unref);
  g_clear_pointer (&self->drop, inlay_drop_unref);

  G_OBJECT_CLASS (inlay_canvas_layer_parent_class)->dispose (object);
}

static void
inlay_canvas_layer_finalize (GObject *object)
{
  InlayCanvasLayer *self = INLAY_CANVAS_LAYER (object);

  g_ptr_array_unref (self->handles);
  g_hash_table_unref (self->by_name);
  g_free (self->hover);

  G_OBJECT_CLASS (inlay_canvas_layer_parent_class)->finalize (object);
}

static void
inlay_canvas_layer_class_init (InlayCanvasLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_canvas_layer_dispose;
  object_class->finalize = inlay_canvas_layer_finalize;
  widget_class->measure = inlay_canvas_layer_measure;
  widget_class->size_allocate = inlay_canvas_layer_size_allocate;
  widget_class->snapshot = inlay_canvas_layer_snapshot;
  widget_class->focus = inlay_canvas_layer_focus;
  widget_class->grab_focus = inlay_canvas_layer_grab_focus;
  widget_class->set_focus_child = inlay_canvas_layer_set_focus_child;

  gtk_widget_class_set_css_name (widget_class, "layer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static GtkWidget *
create_label (InlayCanvasLayer *self,
              const char       *name,
              const char       *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                                   "ellipsize", PANGO_ELLIPSIZE_END,
                                   "can-target", FALSE,
                                   "visible", FALSE,
                                   "name", name,
                                   NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
inlay_canvas_layer_init (InlayCanvasLayer *self)
{
  self->zoom = 1;
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->handles = g_ptr_array_new ();

  self->tag = create_label (self, "canvas-tag", "tag");
  self->chip = inlay_canvas_chip_new ();
  gtk_widget_set_visible (self->chip, FALSE);
  gtk_widget_set_parent (self->chip, GTK_WIDGET (self));
  self->hint = create_label (self, "canvas-drop", "drop-hint");

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
inlay_canvas_layer_set_workspace (InlayCanvasLayer *self,
                                  InlayWorkspace   *workspace)
{
  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  g_set_object (&self->workspace, workspace);
  g_signal_connect_object (workspace, "notify::selection",
                           G_CALLBACK (inlay_canvas_layer_update), self, G_CONNECT_SWAPPED);
}

void
inlay_canvas_layer_set_geometry (InlayCanvasLayer *self,
                                 InlayGeometry    *geometry,
                                 double            zoom,
                                 double            offset)
{
  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  if (geometry != NULL)
    inlay_geometry_ref (geometry);
  g_clear_pointer (&self->geometry, inlay_geometry_unref);
  self->geometry = geometry;
  self->zoom = zoom;
  self->offset = offset;
  inlay_canvas_layer_rebuild (self);
}

void
inlay_canvas_layer_set_wireframe (InlayCanvasLayer *self,
                                  gboolean          wireframe)
{
  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  if (wireframe)
    gtk_widget_add_css_class (GTK_WIDGET (self), "wireframe");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wireframe");
}

/**
 * inlay_canvas_layer_set_hover:
 * @instance_id: (nullable): what the pointer is over
 */
void
inlay_canvas_layer_set_hover (InlayCanvasLayer *self,
                              const char       *instance_id)
{
  InlayCanvasHandle *old, *handle;
  g_autofree char *title = NULL;

  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  old = self->hover ? inlay_canvas_layer_lookup (self, self->hover) : NULL;
  if (!inlay_set_str (&self->hover, instance_id))
    return;

  handle = instance_id ? inlay_canvas_layer_lookup (self, instance_id) : NULL;
  if (old != NULL)
    gtk_widget_unset_state_flags (GTK_WIDGET (old), GTK_STATE_FLAG_PRELIGHT);
  if (handle != NULL)
    {
      gtk_widget_set_state_flags (GTK_WIDGET (handle), GTK_STATE_FLAG_PRELIGHT, FALSE);
      title = inlay_workspace_dup_title (self->workspace, instance_id);
      gtk_label_set_text (GTK_LABEL (self->tag), title);
    }
  gtk_widget_set_visible (self->tag, handle != NULL &&
                          !inlay_workspace_is_selected (self->workspace, instance_id));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Where the drop goes is marked for style and tests as GTK marks its own drop targets. */
static void
inlay_canvas_layer_mark_drop (InlayCanvasLayer *self,
                              gboolean          active)
{
  const InlayContainer *container = self->drop ? inlay_drop_get_container (self->drop) : NULL;

  if (container == NULL || !inlay_drop_is_allowed (self->drop))
    return;

  for (guint i = 0; i < self->handles->len; i++)
    {
      GtkWidget *handle = g_ptr_array_index (self->handles, i);

      if (!inlay_canvas_handle_is (INLAY_CANVAS_HANDLE (handle), container))
        continue;
      if (active)
        gtk_widget_set_state_flags (handle, GTK_STATE_FLAG_DROP_ACTIVE, FALSE);
      else
        gtk_widget_unset_state_flags (handle, GTK_STATE_FLAG_DROP_ACTIVE);
    }
}

void
inlay_canvas_layer_set_drop (InlayCanvasLayer *self,
                             InlayDrop        *drop)
{
  const char *text;

  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  inlay_canvas_layer_mark_drop (self, FALSE);
  if (drop != NULL)
    inlay_drop_ref (drop);
  g_clear_pointer (&self->drop, inlay_drop_unref);
  self->drop = drop;
  inlay_canvas_layer_mark_drop (self, TRUE);

  if (drop != NULL)
    {
      text = inlay_drop_is_allowed (drop) ? inlay_drop_get_summary (drop) : inlay_drop_get_reason (drop);
      gtk_label_set_text (GTK_LABEL (self->hint), text ? text : "");
      if (inlay_drop_is_allowed (drop))
        gtk_widget_remove_css_class (self->hint, "refused");
      else
        gtk_widget_add_css_class (self->hint, "refused");
      inlay_canvas_layer_set_hover (self, NULL);
    }
  gtk_widget_set_visible (self->hint, drop != NULL);
  inlay_canvas_layer_update_chip (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
inlay_canvas_layer_update (InlayCanvasLayer *self)
{
  InlayComposition *composition;

  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  composition = inlay_workspace_get_composition (self->workspace);
  if (self->described != composition)
    {
      inlay_canvas_layer_describe (self);
      g_clear_pointer (&self->described, inlay_composition_unref);
      self->described = inlay_composition_ref (composition);
    }
  inlay_canvas_layer_mark (self);
  inlay_canvas_layer_update_chip (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
inlay_canvas_layer_to_page (InlayCanvasLayer *self,
                            double            x,
                            double            y,
                            double           *page_x,
                            double           *page_y)
{
  g_return_if_fail (INLAY_IS_CANVAS_LAYER (self));

  *page_x = x / self->zoom;
  *page_y = y / self->zoom + self->offset;
}

InlayCanvasHandle *
inlay_canvas_layer_lookup (InlayCanvasLayer *self,
                           const char       *instance_id)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (INLAY_IS_CANVAS_LAYER (self), NULL);
  g_return_val_if_fail (instance_id != NULL, NULL);

  name = g_strconcat ("canvas:", instance_id, NULL);
  return g_hash_table_lookup (self->by_name, name);
}

InlayCanvasHandle *
inlay_canvas_layer_get_focus (InlayCanvasLayer *self)
{
  InlayCanvasHandle *primary;

  g_return_val_if_fail (INLAY_IS_CANVAS_LAYER (self), NULL);

  if (self->last_focus != NULL && gtk_widget_get_parent (self->last_focus) == GTK_WIDGET (self))
    return INLAY_CANVAS_HANDLE (self->last_focus);

  primary = inlay_canvas_layer_get_primary (self);
  if (primary == NULL && self->handles->len > 0)
    primary = g_ptr_array_index (self->handles, 0);
  return primary;
}

GPtrArray *
inlay_canvas_layer_get_handles (InlayCanvasLayer *self)
{
  g_return_val_if_fail (INLAY_IS_CANVAS_LAYER (self), NULL);

  return self->handles;
}

GtkWidget *
inlay_canvas_layer_get_grip (InlayCanvasLayer *self)
{
  g_return_val_if_fail (INLAY_IS_CANVAS_LAYER (self), NULL);

  return inlay_canvas_chip_get_grip (INLAY_CANVAS_CHIP (self->chip));
}
