/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-drop-private.h"

#include <math.h>
#include <string.h>

#define OUTER_PART 0.25
#define LINE_WIDTH 2.0

/* One question: what is dragged over what. */
typedef struct
{
  InlayComposition  *composition;
  InlayGeometry     *geometry;
  InlayModule       *module;       /* of what is dragged; NULL when nothing is known of it */
  const char        *instance_id;  /* of what is dragged; NULL for a new one */
  InlayContainer     origin;       /* where it is now */
  guint              origin_index;
  char              *title;
  InlayModuleLookup  lookup;
  gpointer           user_data;

  InlayContainer     list;         /* whose items these are: lists are asked for again and again */
  const char * const *items;
  guint              n_items;
} Query;

static void
query_clear (Query *self)
{
  g_clear_pointer (&self->title, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static InlayModule *
look_up (Query      *self,
         const char *instance_id)
{
  const char *module_id = inlay_composition_get_module (self->composition, instance_id);

  return module_id != NULL && self->lookup != NULL ? self->lookup (module_id, self->user_data)
                                                   : NULL;
}

static void
query_init (Query                  *self,
            InlayComposition       *composition,
            InlayGeometry          *geometry,
            const InlayDropPayload *payload,
            InlayModuleLookup       lookup,
            gpointer                user_data)
{
  self->composition = composition;
  self->geometry = geometry;
  self->lookup = lookup;
  self->user_data = user_data;
  self->instance_id = payload->instance_id;
  if (payload->instance_id != NULL)
    {
      inlay_composition_find (composition, payload->instance_id, &self->origin,
                              &self->origin_index);
      self->module = look_up (self, payload->instance_id);
      self->title = inlay_composition_dup_title (composition, payload->instance_id);
    }
  else
    {
      self->module = payload->module;
      self->title = g_strdup (inlay_module_get_name (payload->module));
    }
}

static gboolean
is_same_container (const InlayContainer *a,
                   const InlayContainer *b)
{
  return a->kind == b->kind && g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->slot, b->slot) == 0;
}

static gboolean
is_from (Query                *self,
         const InlayContainer *container)
{
  return self->instance_id != NULL && is_same_container (&self->origin, container);
}

static const char * const *
get_items (Query                *self,
           const InlayContainer *container,
           guint                *n_items)
{
  if (!is_same_container (&self->list, container))
    {
      self->list = *container;
      self->items = inlay_composition_get_items (self->composition, container);
      self->n_items = self->items != NULL ? g_strv_length ((char **) self->items) : 0;
    }

  *n_items = self->n_items;
  return self->items;
}

static guint
count_items (Query                *self,
             const InlayContainer *container)
{
  guint n_items;

  get_items (self, container, &n_items);
  return n_items;
}

static const char *
get_item (Query                *self,
          const InlayContainer *container,
          guint                 index)
{
  guint n_items;
  const char * const *items = get_items (self, container, &n_items);

  return index < n_items ? items[index] : NULL;
}

static gboolean
is_locked (Query      *self,
           const char *instance_id)
{
  return inlay_json_get_boolean (inlay_composition_get_instance (self->composition, instance_id),
                                 "locked", FALSE);
}

static char *
dup_locked_reason (Query      *self,
                   const char *instance_id)
{
  g_autofree char *title = inlay_composition_dup_title (self->composition, instance_id);

  return g_strdup_printf ("%s is locked", title);
}

/* Why it cannot be taken away from where it is, or NULL. */
static char *
dup_payload_reason (Query *self)
{
  if (self->instance_id == NULL)
    return NULL;
  if (inlay_composition_get_instance (self->composition, self->instance_id) == NULL)
    return g_strdup_printf ("%s is not there any more", self->title);
  if (is_locked (self, self->instance_id))
    return dup_locked_reason (self, self->instance_id);
  if (self->origin.kind == INLAY_CONTAINER_SLOT && is_locked (self, self->origin.id))
    return dup_locked_reason (self, self->origin.id);

  return NULL;
}

/* Why a list does not take it, or NULL. */
static char *
dup_container_reason (Query                *self,
                      const InlayContainer *container)
{
  InlayModule *owner;
  char *reason = NULL;
  guint count;

  if (container->kind != INLAY_CONTAINER_SLOT)
    return NULL;

  if (self->instance_id != NULL &&
      inlay_composition_is_inside (self->composition, container->id, self->instance_id))
    return g_strdup_printf ("%s cannot be moved into itself", self->title);
  if (is_locked (self, container->id))
    return dup_locked_reason (self, container->id);

  /* What is known of nothing keeps what it has and takes whatever there is. */
  owner = look_up (self, container->id);
  if (owner == NULL)
    return NULL;

  count = count_items (self, container) - (is_from (self, container) ? 1 : 0);
  if (!is_from (self, container) || inlay_module_has_slot (owner, container->slot))
    inlay_module_slot_accepts (owner, container->slot, self->module, count, &reason);
  return reason;
}

static gboolean
get_container_rect (Query                *self,
                    const InlayContainer *container,
                    InlayRect            *rect)
{
  *rect = (InlayRect) { 0, 0, 0, 0 };
  if (container->kind == INLAY_CONTAINER_REGION)
    return inlay_geometry_get_region (self->geometry, container->id, rect);

  return container->kind == INLAY_CONTAINER_SLOT &&
         (inlay_geometry_get_slot (self->geometry, container->id, container->slot, rect) ||
          inlay_geometry_get_instance (self->geometry, container->id, rect));
}

/* Item of the list as it is without what is dragged. */
static const char *
get_other_item (Query                *self,
                const InlayContainer *container,
                guint                 index)
{
  if (is_from (self, container) && index >= self->origin_index)
    index++;
  return get_item (self, container, index);
}

static char *
dup_summary (Query                *self,
             const InlayContainer *container,
             guint                 index,
             gboolean              stays,
             const char           *reason)
{
  g_autofree char *where = NULL;
  g_autofree char *neighbour = NULL;
  const char *before;
  const char *after;

  if (reason != NULL)
    return g_strdup_printf ("%s cannot be dropped here: %s", self->title, reason);
  if (stays)
    return g_strdup_printf ("Leave %s where it is", self->title);

  where = inlay_composition_dup_container_title (self->composition, container);
  after = index > 0 ? get_other_item (self, container, index - 1) : NULL;
  before = get_other_item (self, container, index);
  if (after == NULL && before == NULL)
    return g_strdup_printf ("Drop %s into %s", self->title, where);

  neighbour = inlay_composition_dup_title (self->composition, after != NULL ? after : before);
  return g_strdup_printf (after != NULL ? "Drop %s into %s, after %s" : "Drop %s into %s, before %s",
                          self->title, where, neighbour);
}

static InlayDrop *
refuse (Query                *self,
        const InlayContainer *container,
        const InlayRect      *indicator,
        char                 *reason)
{
  InlayRect rect;

  get_container_rect (self, container, &rect);
  return inlay_drop_new (container, 0, NULL, indicator, &rect, reason,
                         dup_summary (self, container, 0, FALSE, reason));
}

/* The dragged instance's area without the places in the grid it came from. */
static JsonNode *
dup_flowing_area (Query *self)
{
  JsonNode *area = inlay_json_get_member (inlay_composition_get_instance (self->composition,
                                                                          self->instance_id),
                                          "area");
  const char *members[] = { "column", "row" };
  g_autoptr (JsonNode) flowing = NULL;
  JsonObjectIter iter;
  const char *key;

  if (area == NULL)
    return NULL;

  flowing = json_node_ref (area);
  json_object_iter_init_ordered (&iter, json_node_get_object (area));
  while (json_object_iter_next_ordered (&iter, &key, NULL))
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
      {
        g_autofree char *path = inlay_json_path (key, members[i], NULL);
        JsonNode *changed = inlay_json_remove (flowing, path, NULL);

        if (changed != NULL)
          {
            json_node_unref (flowing);
            flowing = changed;
          }
      }

  return flowing != area ? g_steal_pointer (&flowing) : NULL;
}

static JsonNode *
dup_new_area (Query *self)
{
  guint span = self->module != NULL ? inlay_module_get_span (self->module) : INLAY_MODULE_COLUMNS;

  if (span >= INLAY_MODULE_COLUMNS)
    return NULL;

  return inlay_json_new_object (
    "base", inlay_json_new_object ("span", inlay_json_new_int (span), NULL), NULL);
}

/* @index counts the list as it is, the dragged instance included. */
static InlayDrop *
drop_at (Query                *self,
         const InlayContainer *container,
         guint                 index,
         JsonNode             *cell_area,
         const InlayRect      *indicator)
{
  gboolean from_here = is_from (self, container);
  g_autoptr (JsonNode) area = NULL;
  gboolean stays;
  InlayRect rect;
  char *reason;

  if (from_here && index > self->origin_index)
    index--;
  stays = from_here && index == self->origin_index && cell_area == NULL;

  reason = dup_payload_reason (self);
  if (reason == NULL && !stays)
    reason = dup_container_reason (self, container);
  if (reason != NULL)
    return refuse (self, container, indicator, reason);

  if (cell_area != NULL)
    area = json_node_ref (cell_area);
  else if (container->kind == INLAY_CONTAINER_REGION && !stays)
    area = self->instance_id != NULL ? dup_flowing_area (self) : dup_new_area (self);

  get_container_rect (self, container, &rect);
  return inlay_drop_new (container, index, area, indicator, &rect, NULL,
                         dup_summary (self, container, index, stays, NULL));
}

static gboolean
get_item_rect (Query                *self,
               const InlayContainer *container,
               guint                 index,
               InlayRect            *rect)
{
  const char *item = get_item (self, container, index);

  return item != NULL && inlay_geometry_get_instance (self->geometry, item, rect);
}

static gboolean
is_beside (const InlayRect *a,
           const InlayRect *b)
{
  double overlap = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);

  return overlap > MIN (a->height, b->height) / 2;
}

/* Whether the neighbours of an item stand beside it rather than above and below. */
static gboolean
flows_horizontally (Query                *self,
                    const InlayContainer *container,
                    guint                 index)
{
  InlayRect rect;
  InlayRect other;

  if (!get_item_rect (self, container, index, &rect))
    return FALSE;

  return (index > 0 && get_item_rect (self, container, index - 1, &other) &&
          is_beside (&rect, &other)) ||
         (get_item_rect (self, container, index + 1, &other) && is_beside (&rect, &other));
}

static InlayRect
get_line (const InlayRect *rect,
          gboolean         horizontal,
          gboolean         behind)
{
  double x = behind ? rect->x + rect->width : rect->x;
  double y = behind ? rect->y + rect->height : rect->y;

  return horizontal
    ? (InlayRect) { x - LINE_WIDTH / 2, rect->y, LINE_WIDTH, rect->height }
    : (InlayRect) { rect->x, y - LINE_WIDTH / 2, rect->width, LINE_WIDTH };
}

static InlayDrop *
drop_beside (Query                *self,
             const InlayContainer *container,
             guint                 index,
             gboolean              behind)
{
  gboolean horizontal = flows_horizontally (self, container, index);
  InlayRect rect = { 0, 0, 0, 0 };
  InlayRect line;

  get_item_rect (self, container, index, &rect);
  line = get_line (&rect, horizontal, behind);
  return drop_at (self, container, behind ? index + 1 : index, NULL, &line);
}

/* Into a list at a point: before the first item that the point is in front of, in reading order. */
static InlayDrop *
drop_into (Query                *self,
           const InlayContainer *container,
           double                x,
           double                y)
{
  guint n_items = count_items (self, container);
  InlayRect rect;

  for (guint i = 0; i < n_items; i++)
    {
      gboolean horizontal;

      if (!get_item_rect (self, container, i, &rect))
        continue;

      horizontal = flows_horizontally (self, container, i);
      if (horizontal ? y < rect.y || (y < rect.y + rect.height && x < rect.x + rect.width / 2)
                     : y < rect.y + rect.height / 2)
        return drop_beside (self, container, i, FALSE);
    }

  if (n_items > 0 && get_item_rect (self, container, n_items - 1, &rect))
    return drop_beside (self, container, n_items - 1, TRUE);

  get_container_rect (self, container, &rect);
  return drop_at (self, container, n_items, NULL, &rect);
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

/* The slots an instance has: those its module states, then those only the tree knows. */
static GPtrArray *
list_slots (Query      *self,
            const char *instance_id)
{
  InlayModule *module = look_up (self, instance_id);
  const char * const *stated = module != NULL ? inlay_module_get_slots (module) : NULL;
  const char * const *known = inlay_composition_get_slots (self->composition, instance_id);
  GPtrArray *slots = g_ptr_array_new ();

  for (guint i = 0; stated != NULL && stated[i] != NULL; i++)
    g_ptr_array_add (slots, (gpointer) stated[i]);
  for (guint i = 0; known[i] != NULL; i++)
    if (module == NULL || !inlay_module_has_slot (module, known[i]))
      g_ptr_array_add (slots, (gpointer) known[i]);

  return slots;
}

/* The nearest slot that takes it; when none does, the nearest, whose reason is the one to tell. */
static InlayDrop *
drop_into_slot (Query      *self,
                const char *instance_id,
                GPtrArray  *slots,
                double      x,
                double      y)
{
  InlayContainer best = { INLAY_CONTAINER_SLOT, instance_id, NULL };
  double best_distance = G_MAXDOUBLE;
  gboolean best_takes = FALSE;

  for (guint i = 0; i < slots->len; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, g_ptr_array_index (slots, i) };
      g_autofree char *reason = dup_container_reason (self, &container);
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
drop_on_instance (Query      *self,
                  const char *instance_id,
                  double      x,
                  double      y)
{
  g_autoptr (GPtrArray) slots = list_slots (self, instance_id);
  gboolean is_itself = g_strcmp0 (instance_id, self->instance_id) == 0;
  gboolean horizontal;
  InlayContainer container;
  InlayRect rect;
  double part;
  guint index;

  inlay_composition_find (self->composition, instance_id, &container, &index);
  inlay_geometry_get_instance (self->geometry, instance_id, &rect);
  if (container.kind == INLAY_CONTAINER_NONE)
    return refuse (self, &container, &rect, g_strdup ("it stands in no region"));

  horizontal = flows_horizontally (self, &container, index);
  part = horizontal ? (x - rect.x) / MAX (rect.width, 1) : (y - rect.y) / MAX (rect.height, 1);
  if (slots->len > 0 && part >= OUTER_PART && part <= 1 - OUTER_PART)
    return drop_into_slot (self, instance_id, slots, x, y);

  if (is_itself)
    return drop_at (self, &container, index, NULL, &rect);

  return drop_beside (self, &container, index, part > 0.5);
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
find_free_run (Query                *self,
               const InlayContainer *container,
               const InlayRect      *region,
               const InlayGrid      *grid,
               guint                 column,
               double                y,
               FreeRun              *run)
{
  double step = (region->width + grid->gap) / grid->columns;
  guint n_items = count_items (self, container);
  gboolean found = FALSE;

  *run = (FreeRun) { G_MAXDOUBLE, 0, G_MAXUINT, 0, grid->columns };
  for (guint i = 0; i < n_items; i++)
    {
      InlayRect rect;
      guint first;
      guint end;

      if ((is_from (self, container) && i == self->origin_index) ||
          !get_item_rect (self, container, i, &rect) || y < rect.y || y >= rect.y + rect.height)
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
dup_cell_area (Query *self,
               guint  column,
               guint  span,
               double width)
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
    flowing = dup_flowing_area (self);
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
get_wanted_span (Query           *self,
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
drop_in_region (Query           *self,
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
  return drop_at (self, &container, run.index, area, &ghost);
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
  g_auto (Query) self = { NULL };
  InlayContainer nowhere = { INLAY_CONTAINER_NONE };
  InlayRect nothing = { 0, 0, 0, 0 };
  const char * const *regions;
  const char *instance_id;

  g_return_val_if_fail (composition != NULL && geometry != NULL && payload != NULL, NULL);
  g_return_val_if_fail ((payload->module != NULL) != (payload->instance_id != NULL), NULL);

  query_init (&self, composition, geometry, payload, lookup, user_data);
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

  return refuse (&self, &nowhere, &nothing, g_strdup ("there is no region"));
}

/* A list still to be walked, and where. */
typedef struct
{
  InlayContainer container;
  guint          index;
} Walk;

static void
push_walk (GArray         *stack,
           InlayContainer  container)
{
  Walk walk = { container, 0 };

  g_array_append_val (stack, walk);
}

static void
add_target (Query                *self,
            const InlayContainer *container,
            guint                 index,
            GPtrArray            *targets)
{
  guint n_items = count_items (self, container);
  g_autoptr (InlayDrop) drop = NULL;
  InlayRect rect;

  /* In front of itself and behind itself are one place. */
  if (is_from (self, container) && index == self->origin_index + 1)
    return;

  if (n_items == 0)
    {
      get_container_rect (self, container, &rect);
      drop = drop_at (self, container, 0, NULL, &rect);
    }
  else
    {
      drop = drop_beside (self, container, MIN (index, n_items - 1), index == n_items);
    }

  if (inlay_drop_is_allowed (drop))
    g_ptr_array_add (targets, g_steal_pointer (&drop));
}

static void
push_slots (Query      *self,
            const char *instance_id,
            GArray     *stack)
{
  g_autoptr (GPtrArray) slots = list_slots (self, instance_id);

  for (guint i = slots->len; i > 0; i--)
    {
      InlayContainer container = {
        INLAY_CONTAINER_SLOT, instance_id, g_ptr_array_index (slots, i - 1)
      };

      push_walk (stack, container);
    }
}

/**
 * inlay_drop_list_targets:
 * @composition: a composition
 * @geometry: where its page stands
 * @payload: what is to be placed
 * @lookup: (nullable): finds what is known of a module; it returns what it owns, or %NULL
 * @user_data: for @lookup
 *
 * Lists every place of the page that takes the payload, its own included, in reading order: each
 * place in a list, then what is inside the item that follows it.
 *
 * Returns: (transfer full) (element-type InlayDrop): the places
 */
GPtrArray *
inlay_drop_list_targets (InlayComposition       *composition,
                         InlayGeometry          *geometry,
                         const InlayDropPayload *payload,
                         InlayModuleLookup       lookup,
                         gpointer                user_data)
{
  g_auto (Query) self = { NULL };
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Walk));
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_drop_unref);
  const char * const *regions;
  guint n_regions;

  g_return_val_if_fail (composition != NULL && geometry != NULL && payload != NULL, targets);
  g_return_val_if_fail ((payload->module != NULL) != (payload->instance_id != NULL), targets);

  query_init (&self, composition, geometry, payload, lookup, user_data);
  regions = inlay_composition_get_regions (composition, inlay_geometry_get_page (geometry));
  n_regions = regions != NULL ? g_strv_length ((char **) regions) : 0;
  for (guint i = n_regions; i > 0; i--)
    push_walk (stack, (InlayContainer) { INLAY_CONTAINER_REGION, regions[i - 1], NULL });

  while (stack->len > 0)
    {
      Walk *top = &g_array_index (stack, Walk, stack->len - 1);
      guint index = top->index++;
      InlayContainer container = top->container;
      const char *item = get_item (&self, &container, index);

      add_target (&self, &container, index, targets);
      if (item == NULL)
        g_array_set_size (stack, stack->len - 1);
      else if (g_strcmp0 (item, self.instance_id) != 0)
        push_slots (&self, item, stack);
    }

  return targets;
}
