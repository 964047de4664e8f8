/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include <glib/gi18n.h>

#define MARGIN 48

/* Brings the place that is shown into view; what the page reports then moves the places, too. */
static void
inlay_canvas_reveal_drop (InlayCanvas *self,
                          InlayDrop   *drop)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self->layer)) / self->zoom;
  InlayRect indicator, container;
  double x, top;

  inlay_drop_get_indicator (drop, &indicator, &container);
  inlay_canvas_layer_to_page (self->layer, 0, 0, &x, &top);
  if (indicator.y < top)
    inlay_canvas_scroll (self, 0, indicator.y - top - MARGIN);
  else if (indicator.y > top + height - MARGIN)
    inlay_canvas_scroll (self, 0, indicator.y - top - height / 2);
}

static GPtrArray *
list_targets (InlayCanvas *self,
              const char  *instance)
{
  InlayDropPayload payload = { NULL, instance };
  InlayGeometry *geometry = inlay_canvas_get_geometry (self);

  if (geometry == NULL)
    return NULL;

  return inlay_drop_list_targets (inlay_workspace_get_composition (self->workspace), geometry,
                                  &payload, inlay_place_look_up, self->workspace);
}

static void
inlay_canvas_show_pick (InlayCanvas *self)
{
  InlayDrop *drop = g_ptr_array_index (self->pick.targets, self->pick.index);
  g_autofree char *text = NULL;

  /* Translators: the first %s is like “Drop Cart into Sidebar, after Search” */
  text = g_strdup_printf (_("%s, place %u of %u. Enter drops, Escape cancels."),
                          inlay_drop_get_summary (drop), self->pick.index + 1, self->pick.targets->len);
  inlay_canvas_layer_set_drop (self->layer, drop);
  inlay_canvas_say (self, text);
}

static void
inlay_canvas_step (InlayCanvas *self,
                   guint        step)
{
  self->pick.index = (self->pick.index + step) % self->pick.targets->len;
  inlay_canvas_show_pick (self);
  inlay_canvas_reveal_drop (self, g_ptr_array_index (self->pick.targets, self->pick.index));
}

/* Where the instance is now, or the place nearest to it in reading order. */
static guint
find_start (InlayCanvas *self)
{
  InlayContainer container;
  guint index;

  if (!inlay_composition_find (inlay_workspace_get_composition (self->workspace),
                               self->pick.instance, &container, &index))
    return 0;

  for (guint i = 0; i < self->pick.targets->len; i++)
    {
      InlayDrop *drop = g_ptr_array_index (self->pick.targets, i);
      const InlayContainer *target = inlay_drop_get_container (drop);

      if (target->kind == container.kind && g_str_equal (target->id, container.id) &&
          g_strcmp0 (target->slot, container.slot) == 0 && inlay_drop_get_index (drop) >= index)
        return i;
    }

  return 0;
}

/* Takes the focused or selected instance up: from then on the arrows walk the places that take it. */
void
inlay_canvas_pick_up (InlayCanvas *self)
{
  const char *instance = inlay_workspace_get_primary (self->workspace);
  g_autoptr(GPtrArray) targets = NULL;

  inlay_canvas_put_back (self);
  targets = instance ? list_targets (self, instance) : NULL;
  if (targets == NULL)
    return;

  if (targets->len == 0)
    {
      inlay_workspace_message (self->workspace, _("There is no other place that takes it"));
      return;
    }

  self->pick.instance = g_strdup (instance);
  self->pick.targets = g_steal_pointer (&targets);
  self->pick.index = find_start (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->layer));
  inlay_canvas_show_pick (self);
}

static void
inlay_canvas_put_down (InlayCanvas *self)
{
  g_autoptr(InlayDrop) drop =
    inlay_drop_ref (g_ptr_array_index (self->pick.targets, self->pick.index));
  g_autoptr(InlayDragPayload) payload = NULL;
  g_autoptr(JsonNode) fragment = NULL;
  const char *ids[] = { self->pick.instance, NULL };

  fragment = inlay_edit_copy (inlay_workspace_get_composition (self->workspace), ids);
  payload = inlay_drag_payload_new_instances (inlay_workspace_get_key (self->workspace), ids, fragment);
  inlay_canvas_put_back (self);
  inlay_place_apply (self->workspace, drop, payload);
}

/**
 * inlay_canvas_pick_key:
 *
 * Returns: whether @key was taken, because an instance is picked up
 */
gboolean
inlay_canvas_pick_key (InlayCanvas *self,
                       guint        key)
{
  if (self->pick.instance == NULL)
    return FALSE;

  switch (key)
    {
    case GDK_KEY_Right:
    case GDK_KEY_Down:
    case GDK_KEY_Tab:
      inlay_canvas_step (self, 1);
      break;

    case GDK_KEY_Left:
    case GDK_KEY_Up:
    case GDK_KEY_ISO_Left_Tab:
      inlay_canvas_step (self, self->pick.targets->len - 1);
      break;

    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      inlay_canvas_put_down (self);
      break;

    case GDK_KEY_Escape:
    case GDK_KEY_m:
      inlay_canvas_put_back (self);
      break;

    default:
      return FALSE;
    }

  return TRUE;
}

/* The places moved: the same ones, where they are now. */
void
inlay_canvas_refresh_pick (InlayCanvas *self)
{
  g_autoptr(GPtrArray) targets = NULL;

  if (self->pick.instance == NULL)
    return;

  targets = list_targets (self, self->pick.instance);
  if (targets == NULL || targets->len != self->pick.targets->len)
    {
      inlay_canvas_put_back (self);
      return;
    }

  g_ptr_array_unref (self->pick.targets);
  self->pick.targets = g_steal_pointer (&targets);
  inlay_canvas_show_pick (self);
}

void
inlay_canvas_put_back (InlayCanvas *self)
{
  if (self->pick.instance == NULL)
    return;

  g_clear_pointer (&self->pick.instance, g_free);
  g_clear_pointer (&self->pick.targets, g_ptr_array_unref);
  inlay_canvas_layer_set_drop (self->layer, NULL);
  inlay_canvas_say (self, NULL);
}
