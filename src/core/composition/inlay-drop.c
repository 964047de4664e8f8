/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-drop-private.h"

#include <string.h>

struct _InlayDrop
{
  gatomicrefcount ref_count;
  InlayContainer container;   /* strings owned */
  guint index;
  JsonNode *area;
  InlayRect indicator;
  InlayRect container_rect;
  char *reason;               /* NULL when allowed */
  char *summary;
};

G_DEFINE_BOXED_TYPE (InlayDrop, inlay_drop, inlay_drop_ref, inlay_drop_unref)

InlayDrop *
inlay_drop_new (const InlayContainer *container,
                guint                 index,
                JsonNode             *area,
                const InlayRect      *indicator,
                const InlayRect      *container_rect,
                char                 *reason,
                char                 *summary)
{
  InlayDrop *self = g_new0 (InlayDrop, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->container.kind = container->kind;
  self->container.id = g_strdup (container->id);
  self->container.slot = g_strdup (container->slot);
  self->index = index;
  self->area = area != NULL ? json_node_ref (area) : NULL;
  self->indicator = *indicator;
  self->container_rect = *container_rect;
  self->reason = reason;
  self->summary = summary;
  return self;
}

InlayDrop *
inlay_drop_ref (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_drop_unref (InlayDrop *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free ((char *) self->container.id);
  g_free ((char *) self->container.slot);
  g_clear_pointer (&self->area, json_node_unref);
  g_free (self->reason);
  g_free (self->summary);
  g_free (self);
}

/**
 * inlay_drop_is_allowed:
 *
 * Returns: %TRUE when the drop may be made; otherwise its reason says for people why not
 */
gboolean
inlay_drop_is_allowed (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->reason == NULL;
}

/**
 * inlay_drop_get_reason:
 * @self: a drop
 *
 * Returns: (nullable): why it is refused, %NULL when it is allowed
 */
const char *
inlay_drop_get_reason (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reason;
}

/**
 * inlay_drop_get_container:
 * @self: a drop
 *
 * Returns: the list it goes to, kind %INLAY_CONTAINER_NONE when there is none at that place; the
 *   strings live as long as @self
 */
const InlayContainer *
inlay_drop_get_container (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->container;
}

/**
 * inlay_drop_get_index:
 * @self: a drop
 *
 * Returns: its place in the list afterwards, as inlay_edit_insert() and inlay_edit_move() take it:
 *   an instance that is moved is not counted
 */
guint
inlay_drop_get_index (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->index;
}

/**
 * inlay_drop_get_area:
 * @self: a drop
 *
 * Returns: (nullable): the instance's member "area" afterwards, as inlay_edit_insert() and
 *   inlay_edit_move() take it; %NULL when it stays as it is
 */
JsonNode *
inlay_drop_get_area (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->area;
}

/**
 * inlay_drop_get_indicator:
 * @self: a drop
 * @indicator: (out) (optional): a line between neighbours, a cell or a whole container
 * @container: (out) (optional): the region or slot, empty when there is none
 *
 * Says where to draw, in CSS px.
 */
void
inlay_drop_get_indicator (InlayDrop *self,
                          InlayRect *indicator,
                          InlayRect *container)
{
  g_return_if_fail (self != NULL);

  if (indicator != NULL)
    *indicator = self->indicator;
  if (container != NULL)
    *container = self->container_rect;
}

/**
 * inlay_drop_get_summary:
 * @self: a drop
 *
 * Returns: what happens, or why it does not: "Drop Cart into Sidebar, after Search"
 */
const char *
inlay_drop_get_summary (InlayDrop *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->summary;
}
