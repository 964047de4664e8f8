/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-drop-query-private.h"

#include <math.h>

#define OUTER_PART 0.25

/* Into a list at a point: before the first item that the point is in front of, in reading order. */
static InlayDrop *
drop_into (InlayDropQuery       *self,
           const InlayContainer *container,
           double                x,
           double                y)
{
  guint n_items = inlay_drop_query_count_items (self, container);
  InlayRect rect;

  for (guint i = 0; i < n_items; i++)
    {
      gboolean horizontal;

      if (!inlay_drop_query_get_item_rect (self, container, i, &rect))
        continue;

      horizontal = inlay_drop_query_flows_horizontally (self, container, i);
      if (horizontal ? y < rect.y || (y < rect.y + rect.height && x < rect.x + rect.width / 2)
                     : y < rect.y + rect.height / 2)
        return inlay_drop_query_beside (self, container, i, FALSE);
    }

  if (n_items > 0 && inlay_drop_query_get_item_rect (self, container, n_items - 1, &rect))
    return inlay_drop_query_beside (self, container, n_items - 1, TRUE);

  inlay_drop_query_get_container_rect (self, container, &rect);
  return inlay_drop_query_at (self, container, n_items, NULL, &rect);
}

static double
get_distance (const InlayRect *rect,
              double           x,
              double           y)
{
  double dx = MAX (MAX (rect->x - x, x - (rect->x + rect->width)), 0);
  double dy = MAX (MAX (rect->y - y, y - (rect->y + rect->height)), 0);

  return dx * dx + dy * dy;
}

/* The nearest slot that takes it; when none does, the nearest, whose reason is the one to tell. */
static InlayDrop *
drop_into_slot (InlayDropQuery *self,
                const char     *instance_id,
                GPtrArray      *slots,
                double          x,
                double          y)
{
  InlayContainer best = { INLAY_CONTAINER_SLOT, instance_id, NULL };
  double best_distance = G_MAXDOUBLE;
  gboolean best_takes = FALSE;

  for (guint i = 0; i < slots->len; i++)
    {
      InlayContainer container = {
        INLAY_CONTAINER_SLOT, instance_id, g_ptr_array_index (slots, i)
      };
      g_autofree char *reason = inlay_drop_query_dup_container_reason (self, &container);
      double distance = G_MAXDOUBLE / 2;
      InlayRect rect;

      if (inlay_geometry_get_slot (self->geometry, instance_id, container.slot, &rect))
        distance = get_distance (&rect, x, y);

      if (best.slot == NULL || (reason == NULL && !best_takes) ||
          ((reason == NULL) == best_takes && distance < best_distance))
        {
          best = container;
          best_distance = distance;
          best_takes = reason == NULL;
        }
    }

  return drop_into (self, &best, x, y);
}

static InlayDrop *
drop_on_instance (InlayDropQuery *self,
                  const char     *instance_id,
                  double          x,
                  double          y)
{
  g_autoptr (GPtrArray) slots = inlay_drop_query_list_slots (self, instance_id);
  gboolean is_itself = g_strcmp0 (instance_id, self->instance_id) == 0;
  gboolean horizontal;
  InlayContainer container;
  InlayRect rect;
  double part;
  guint index;

  inlay_composition_find (self->composition, instance_id, &container, &index);
  inlay_geometry_get_instance (self->geometry, instance_id, &rect);
  if (container.kind == INLAY_CONTAINER_NONE)
    return inlay_drop_query_refuse (self, &container, &rect, g_strdup ("it stands in no region"));

  horizontal = inlay_drop_query_flows_horizontally (self, &container, index);
  part = horizontal ? (x - rect.x) / MAX (rect.width, 1) : (y - rect.y) / MAX (rect.height, 1);
  if (slots->len > 0 && part >= OUTER_PART && part <= 1 - OUTER_PART)
    return drop_into_slot (self, instance_id, slots, x, y);

  if (is_itself)
    return inlay_drop_query_at (self, &container, index, NULL, &rect);

  return inlay_drop_query_beside (self, &container, index, part > 0.5);
}

static gboolean
contains (const InlayRect *rect,
          double           x,
          double           y)
{
  return x >= rect->x && y >= rect->y && x < rect->x + rect->width && y < rect->y + rect->height;
}

/* The free stretch around a column of the row of items that stand at a height. */
typedef struct
{
  double top;
  double bottom;
  guint  index;      /* behind the last item before the column, in the list as it is */
  guint  first;      /* columns from 0 */
  guint  end;
} FreeRun;

static gboolean
find_free_run (InlayDropQuery       *self,
               const InlayContainer *container,
               const InlayRect      *region,
               const InlayGrid      *grid,
               guint                 column,
               double                y,
               FreeRun              *run)
{
  double step = (region->width + grid->gap) / grid->columns;
  guint n_items = inlay_drop_query_count_items (self, container);
  gboolean found = FALSE;

  *run = (FreeRun) { G_MAXDOUBLE, 0, G_MAXUINT, 0, grid->columns };
  for (guint i = 0; i < n_items; i++)
    {
      InlayRect rect;
      guint first;
      guint end;

      if ((inlay_drop_query_is_from (self, container) && i == self->origin_index) ||
          !inlay_drop_query_get_item_rect (self, container, i, &rect) ||
          y < rect.y || y >= rect.y + rect.height)
        continue;

      found = TRUE;
      run->top = MIN (run->top, rect.y);
      run->bottom = MAX (run->bottom, rect.y + rect.height);
      first = (guint) MAX (round ((rect.x - region->x) / step), 0);
      end = (guint) MAX (round ((rect.x - region->x + rect.width + grid->gap) / step), 0);
      if (end <= column && end >= run->first)
        {
          run->first = end;
          run->index = i + 1;
        }
      else if (first > column)
        {
          if (run->index == G_MAXUINT)
            run->index = i;
          run->end = MIN (run->end, first);
        }
      else if (end > column)
        {
          return FALSE;
        }
    }

  return found && run->first <= column && column < run->end;
}

/* The area with a column and span at the breakpoint it has at this width. */
static JsonNode *
dup_cell_area (InlayDropQuery *self,
               guint           column,
               guint           span,
               double          width)
{
  JsonNode *old = self->instance_id != NULL
    ? inlay_json_get_member (inlay_composition_get_instance (self->composition, self->instance_id),
                             "area")
    : NULL;
  const char *breakpoint = inlay_layout_get_breakpoint (old, width);
  g_autoptr (JsonNode) flowing = NULL;
  g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
  g_autoptr (JsonNode) cell = NULL;
  g_autofree char *path = NULL;
  JsonNode *row_span;

  if (breakpoint == NULL)
    breakpoint = "base";
  if (self->instance_id != NULL)
    flowing = inlay_drop_query_dup_flowing_area (self);
  if (flowing == NULL)
    flowing = json_node_ref (old != NULL ? old : empty);

  row_span = inlay_json_get_member (inlay_json_get_member (old, breakpoint), "rowSpan");
  cell = inlay_json_new_object ("column", inlay_json_new_int (column + 1),
                                "span", inlay_json_new_int (span),
                                "rowSpan", row_span != NULL ? json_node_ref (row_span) : NULL,
                                NULL);
  path = inlay_json_path (breakpoint, NULL);
  return inlay_json_set (flowing, path, cell, NULL);
}

static guint
get_wanted_span (InlayDropQuery  *self,
                 const InlayGrid *grid,
                 double           width)
{
  InlayArea area;

  if (self->instance_id != NULL)
    {
      inlay_layout_get_area (self->composition, self->instance_id, width, grid->columns, &area);
      return area.span;
    }

  return CLAMP (inlay_module_get_span (self->module), 1, grid->columns);
}

static InlayDrop *
drop_in_region (InlayDropQuery  *self,
                const char      *region_id,
                const InlayRect *region,
                double           x,
                double           y)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  g_autoptr (JsonNode) area = NULL;
  InlayGrid grid;
  InlayRect ghost;
  FreeRun run;
  double step;
  guint column;
  guint span;

  inlay_layout_get_grid (self->composition, region_id, region->width, &grid);
  step = (region->width + grid.gap) / grid.columns;
  column = (guint) CLAMP (floor ((x - region->x) / MAX (step, 1)), 0, grid.columns - 1);
  if (!find_free_run (self, &container, region, &grid, column, y, &run))
    return drop_into (self, &container, x, y);

  span = get_wanted_span (self, &grid, region->width);
  if (span > run.end - run.first &&
      self->module != NULL && inlay_module_get_min_span (self->module) > run.end - run.first)
    return drop_into (self, &container, x, y);

  span = MIN (span, run.end - run.first);
  column = MIN (column, run.end - span);
  column = MAX (column, run.first);
  area = dup_cell_area (self, column, span, region->width);
  ghost = (InlayRect) { region->x + column * step, run.top, span * step - grid.gap,
                        run.bottom - run.top };
  return inlay_drop_query_at (self, &container, run.index, area, &ghost);
}

/**
 * inlay_drop_resolve:
 * @composition: a composition
 * @geometry: where its page stands
 * @x: the pointer, in CSS px
 * @y: likewise
 * @payload: what is dragged
 * @lookup: (nullable): finds what is known of a module; it returns what it owns, or %NULL
 * @user_data: for @lookup
 *
 * Decides what happens when the payload is dropped. The same input gives the same answer.
 *
 * Returns: (transfer full): the answer
 */
InlayDrop *
inlay_drop_resolve (InlayComposition       *composition,
                    InlayGeometry          *geometry,
                    double                  x,
                    double                  y,
                    const InlayDropPayload *payload,
                    InlayModuleLookup       lookup,
                    gpointer                user_data)
{
  g_auto (InlayDropQuery) self = { NULL };
  InlayContainer nowhere = { INLAY_CONTAINER_NONE };
  InlayRect nothing = { 0, 0, 0, 0 };
  const char * const *regions;
  const char *instance_id;

  g_return_val_if_fail (composition != NULL && geometry != NULL && payload != NULL, NULL);
  g_return_val_if_fail ((payload->module != NULL) != (payload->instance_id != NULL), NULL);

  inlay_drop_query_init (&self, composition, geometry, payload, lookup, user_data);
  instance_id = inlay_geometry_pick (geometry, x, y);
  if (instance_id != NULL && inlay_composition_get_instance (composition, instance_id) != NULL)
    return drop_on_instance (&self, instance_id, x, y);

  regions = inlay_composition_get_regions (composition, inlay_geometry_get_page (geometry));
  for (guint i = 0; regions != NULL && regions[i] != NULL; i++)
    {
      InlayRect rect;

      if (inlay_geometry_get_region (geometry, regions[i], &rect) && contains (&rect, x, y))
        return drop_in_region (&self, regions[i], &rect, x, y);
    }

  return inlay_drop_query_refuse (&self, &nowhere, &nothing, g_strdup ("there is no region"));
}
