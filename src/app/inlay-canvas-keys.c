/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <glib/gi18n.h>

/* How much more it counts to be off the line of the arrow than to be far along it. */
#define OFF_LINE 3

static const char *
get_instance (InlayCanvasHandle *handle)
{
  return handle != NULL && inlay_canvas_handle_get_kind (handle) == INLAY_CANVAS_INSTANCE ?
         inlay_canvas_handle_get_id (handle) : NULL;
}

static InlayCanvasHandle *
get_focus (InlayCanvas *self)
{
  InlayCanvasHandle *handle = inlay_canvas_layer_get_focus (self->layer);

  return handle != NULL && gtk_widget_is_focus (GTK_WIDGET (handle)) ? handle : NULL;
}

/* What the keys work on is what has the focus, unless it is part of what is selected. */
static void
inlay_canvas_select_focus (InlayCanvas *self)
{
  const char *instance = get_instance (get_focus (self));

  if (instance != NULL && !inlay_workspace_is_selected (self->workspace, instance))
    inlay_workspace_select_one (self->workspace, instance);
}

static void
inlay_canvas_focus_handle (InlayCanvas       *self,
                           InlayCanvasHandle *handle)
{
  const char *instance = get_instance (handle);

  if (handle == NULL)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (handle));
  if (instance != NULL)
    inlay_workspace_reveal (self->workspace, instance);
}

void
inlay_canvas_follow_selection (InlayCanvas *self)
{
  const char *primary = inlay_workspace_get_primary (self->workspace);
  InlayCanvasHandle *handle = primary ? inlay_canvas_layer_lookup (self->layer, primary) : NULL;

  g_return_if_fail (INLAY_IS_CANVAS (self));

  if (handle != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    inlay_canvas_focus_handle (self, handle);
}

/* How far @to is from @from along the arrow, or -1 when it lies elsewhere. */
static double
measure (const InlayRect *from,
         const InlayRect *to,
         guint            key)
{
  double dx = (to->x + to->width / 2) - (from->x + from->width / 2);
  double dy = (to->y + to->height / 2) - (from->y + from->height / 2);
  gboolean across = key == GDK_KEY_Left || key == GDK_KEY_Right;
  double along = across ? dx : dy;
  double off = across ? dy : dx;

  if (key == GDK_KEY_Left || key == GDK_KEY_Up)
    along = -along;

  return along > 1 ? along + OFF_LINE * ABS (off) : -1;
}

static gboolean
is_related (InlayComposition  *composition,
            InlayCanvasHandle *a,
            InlayCanvasHandle *b)
{
  const char *first = inlay_canvas_handle_get_id (a);
  const char *second = inlay_canvas_handle_get_id (b);

  return inlay_canvas_handle_get_kind (a) != INLAY_CANVAS_REGION &&
         inlay_canvas_handle_get_kind (b) != INLAY_CANVAS_REGION &&
         (inlay_composition_is_inside (composition, first, second) ||
          inlay_composition_is_inside (composition, second, first));
}

/* Whether both stand at the same height of the tree: in regions, or in slots of one instance. */
static gboolean
is_level (InlayComposition  *composition,
          InlayCanvasHandle *a,
          InlayCanvasHandle *b)
{
  InlayContainer first, second;

  if (inlay_canvas_handle_get_kind (a) != INLAY_CANVAS_INSTANCE)
    return TRUE;

  return inlay_composition_find (composition, inlay_canvas_handle_get_id (a), &first, NULL) &&
         inlay_composition_find (composition, inlay_canvas_handle_get_id (b), &second, NULL) &&
         first.kind == second.kind &&
         (first.kind == INLAY_CONTAINER_REGION || g_str_equal (first.id, second.id));
}

static InlayCanvasHandle *
find_towards (InlayCanvas       *self,
              InlayCanvasHandle *from,
              guint              key,
              gboolean           level)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  GPtrArray *handles = inlay_canvas_layer_get_handles (self->layer);
  InlayCanvasHandle *best = NULL;
  double shortest = G_MAXDOUBLE;

  for (guint i = 0; i < handles->len; i++)
    {
      InlayCanvasHandle *handle = g_ptr_array_index (handles, i);
      double distance;

      if (handle == from || inlay_canvas_handle_get_kind (handle) != inlay_canvas_handle_get_kind (from) ||
          is_related (composition, handle, from) ||
          (level && !is_level (composition, handle, from)))
        continue;

      distance = measure (inlay_canvas_handle_get_rect (from), inlay_canvas_handle_get_rect (handle), key);
      if (distance >= 0 && distance < shortest)
        {
          shortest = distance;
          best = handle;
        }
    }

  return best;
}

static gboolean
is_child (InlayComposition  *composition,
          InlayCanvasHandle *parent,
          InlayCanvasHandle *child)
{
  InlayContainer container;

  if (inlay_canvas_handle_get_kind (child) == INLAY_CANVAS_SLOT)
    return inlay_canvas_handle_get_kind (parent) == INLAY_CANVAS_INSTANCE &&
           g_str_equal (inlay_canvas_handle_get_id (child), inlay_canvas_handle_get_id (parent));

  return get_instance (child) != NULL &&
         inlay_composition_find (composition, inlay_canvas_handle_get_id (child), &container, NULL) &&
         inlay_canvas_handle_is (parent, &container);
}

/* The first handle that is inside @handle, or with @out the one that it is inside of. */
static InlayCanvasHandle *
find_inside (InlayCanvas       *self,
             InlayCanvasHandle *handle,
             gboolean           out)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  GPtrArray *handles = inlay_canvas_layer_get_handles (self->layer);

  for (guint i = 0; i < handles->len; i++)
    {
      InlayCanvasHandle *other = g_ptr_array_index (handles, i);

      if (out ? is_child (composition, other, handle) : is_child (composition, handle, other))
        return other;
    }

  return NULL;
}

/* The columns an instance takes where the page is as wide as it is now. */
static void
inlay_canvas_change_area (InlayCanvas *self,
                          int          columns,
                          int          span)
{
  const char *instance = inlay_workspace_get_primary (self->workspace);
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  InlayGeometry *geometry = inlay_canvas_get_geometry (self);
  g_autoptr(JsonNode) node = NULL;
  InlayContainer container;
  JsonNode *areas;
  InlayRect rect;
  InlayGrid grid;
  InlayArea area;
  GError *error = NULL;
  const char *breakpoint;
  guint wanted;

  if (instance == NULL || geometry == NULL ||
      !inlay_composition_find (composition, instance, &container, NULL) ||
      container.kind != INLAY_CONTAINER_REGION ||
      !inlay_geometry_get_region (geometry, container.id, &rect))
    return;

  inlay_layout_get_grid (composition, container.id, rect.width, &grid);
  inlay_layout_get_area (composition, instance, rect.width, grid.columns, &area);
  wanted = (guint) CLAMP ((int) area.span + span, 1, (int) grid.columns);
  if (columns != 0 || area.column != 0)
    area.column = (guint) CLAMP ((int) MAX (area.column, 1) + columns, 1, (int) (grid.columns - wanted + 1));
  area.span = wanted;

  areas = inlay_json_get_member (inlay_composition_get_instance (composition, instance), "area");
  breakpoint = areas ? inlay_layout_get_breakpoint (areas, rect.width) : "base";
  node = inlay_json_new_object (
    "column", area.column ? inlay_json_new_int (area.column) : NULL,
    "span", inlay_json_new_int (area.span),
    "row", area.row ? inlay_json_new_int (area.row) : NULL,
    "rowSpan", area.row_span > 1 ? inlay_json_new_int (area.row_span) : NULL,
    NULL);
  inlay_workspace_apply (self->workspace,
                         inlay_edit_set_area (composition, instance, breakpoint, node, &error), error);
}

static gboolean
inlay_canvas_arrow (InlayCanvas     *self,
                    guint            key,
                    GdkModifierType  modifiers)
{
  gboolean across = key == GDK_KEY_Left || key == GDK_KEY_Right;
  int step = key == GDK_KEY_Right || key == GDK_KEY_Down ? 1 : -1;
  InlayCanvasHandle *from = get_focus (self);
  InlayCanvasHandle *next;

  if (modifiers == (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    {
      inlay_canvas_select_focus (self);
      inlay_canvas_change_area (self, 0, step);
      return TRUE;
    }

  if (modifiers == GDK_ALT_MASK)
    {
      inlay_canvas_select_focus (self);
      if (across)
        inlay_canvas_change_area (self, step, 0);
      else
        gtk_widget_activate_action (GTK_WIDGET (self),
                                    step < 0 ? "node.move-up" : "node.move-down", NULL);
      return TRUE;
    }

  if (modifiers & ~GDK_SHIFT_MASK)
    return FALSE;

  if (from == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->layer));
      return TRUE;
    }

  next = find_towards (self, from, key, TRUE);
  if (next == NULL)
    next = find_towards (self, from, key, FALSE);
  inlay_canvas_focus_handle (self, next);
  if (modifiers == GDK_SHIFT_MASK && get_instance (next) != NULL)
    {
      inlay_canvas_select_focus (self);
      if (get_instance (from) != NULL &&
          !inlay_workspace_is_selected (self->workspace, get_instance (from)))
        inlay_workspace_select_toggle (self->workspace, get_instance (from));
    }
  return TRUE;
}

static void
inlay_canvas_step_out (InlayCanvas *self)
{
  InlayCanvasHandle *focus = get_focus (self);
  InlayCanvasHandle *outer = focus ? find_inside (self, focus, TRUE) : NULL;

  if (outer != NULL)
    inlay_canvas_focus_handle (self, outer);
  else
    inlay_workspace_select (self->workspace, NULL);
}

static gboolean
inlay_canvas_space (InlayCanvas     *self,
                    GdkModifierType  modifiers)
{
  const char *instance = get_instance (get_focus (self));

  if (instance == NULL)
    return FALSE;

  if (modifiers & GDK_CONTROL_MASK)
    inlay_workspace_select_toggle (self->workspace, instance);
  else
    inlay_workspace_select_one (self->workspace, instance);
  return TRUE;
}

static gboolean
key_cb (InlayCanvas     *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);
  InlayCanvasHandle *focus = get_focus (self);

  if (inlay_canvas_pick_key (self, key))
    return GDK_EVENT_STOP;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      return inlay_canvas_arrow (self, key, modifiers);

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (modifiers != 0 || focus == NULL)
        return GDK_EVENT_PROPAGATE;
      inlay_canvas_focus_handle (self, find_inside (self, focus, FALSE));
      return GDK_EVENT_STOP;

    case GDK_KEY_Escape:
      inlay_canvas_step_out (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_space:
      return inlay_canvas_space (self, modifiers);

    case GDK_KEY_m:
      if (modifiers != 0)
        return GDK_EVENT_PROPAGATE;
      inlay_canvas_select_focus (self);
      inlay_canvas_pick_up (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_F10:
      if (modifiers != GDK_SHIFT_MASK)
        return GDK_EVENT_PROPAGATE;
      G_GNUC_FALLTHROUGH;
    case GDK_KEY_Menu:
      inlay_canvas_select_focus (self);
      inlay_canvas_popup_focus_menu (self);
      return GDK_EVENT_STOP;

    case GDK_KEY_Delete:
    case GDK_KEY_F2:
    case GDK_KEY_l:
    case GDK_KEY_d:
    case GDK_KEY_x:
    case GDK_KEY_c:
      /* The editor's keys work on the selection. */
      inlay_canvas_select_focus (self);
      return GDK_EVENT_PROPAGATE;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Keys of the canvas; those that change the document without a place go on to the editor. */
void
inlay_canvas_add_keys (InlayCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->layer), keys);
}
