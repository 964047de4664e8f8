/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-geometry.h"

#include <string.h>

#define LEAF_HEIGHT 96.0
#define EMPTY_HEIGHT 64.0
#define SLOT_GAP 8.0
#define FRAME 12.0
#define TITLE 28.0

struct _InlayGeometry
{
  gatomicrefcount ref_count;
  InlayComposition *composition;
  guint64 serial;
  char *page;
  double height;
  GHashTable *regions;    /* id -> InlayRect, owned */
  GHashTable *instances;
  GHashTable *slots;      /* "instance/slot" -> InlayRect */
};

G_DEFINE_BOXED_TYPE (InlayGeometry, inlay_geometry, inlay_geometry_ref, inlay_geometry_unref)

static GHashTable *
rects_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static InlayGeometry *
geometry_new (InlayComposition *composition,
              const char       *page)
{
  InlayGeometry *self = g_new0 (InlayGeometry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->composition = inlay_composition_ref (composition);
  self->page = g_strdup (page);
  self->regions = rects_new ();
  self->instances = rects_new ();
  self->slots = rects_new ();
  return self;
}

static void
put_rect (GHashTable *rects,
          char       *key,
          double      x,
          double      y,
          double      width,
          double      height)
{
  InlayRect *rect = g_new (InlayRect, 1);

  *rect = (InlayRect) { x, y, width, height };
  g_hash_table_replace (rects, key, rect);
}

static gboolean
get_rect (GHashTable *rects,
          const char *key,
          InlayRect  *rect)
{
  const InlayRect *found = g_hash_table_lookup (rects, key);

  if (found == NULL)
    return FALSE;

  if (rect != NULL)
    *rect = *found;
  return TRUE;
}

static gboolean
read_numbers (JsonNode *node,
              double    numbers[4])
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  if (json_array_get_length (array) != 4)
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      GType type;

      if (!JSON_NODE_HOLDS_VALUE (element))
        return FALSE;

      type = json_node_get_value_type (element);
      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return FALSE;
      numbers[i] = json_node_get_double (element);
    }

  return TRUE;
}

typedef gboolean (*KnownFunc) (InlayComposition *composition,
                               const char       *key);

static gboolean
is_region (InlayComposition *composition,
           const char       *key)
{
  return inlay_composition_get_region (composition, key) != NULL;
}

static gboolean
is_instance (InlayComposition *composition,
             const char       *key)
{
  return inlay_composition_get_instance (composition, key) != NULL;
}

static gboolean
is_slot (InlayComposition *composition,
         const char       *key)
{
  const char *slash = strchr (key, '/');
  g_autofree char *id = NULL;

  if (slash == NULL || slash[1] == '\0')
    return FALSE;

  id = g_strndup (key, (gsize) (slash - key));
  return is_instance (composition, id);
}

/* The page is not trusted: what does not look right is left out. */
static gboolean
read_rects (InlayGeometry  *self,
            JsonNode       *message,
            const char     *member,
            KnownFunc       is_known,
            GHashTable     *rects,
            GError        **error)
{
  JsonObject *object = inlay_json_get_object (message, member);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (object == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "the page's geometry has no object “%s”", member);
      return FALSE;
    }

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &value))
    {
      double numbers[4];

      if (is_known (self->composition, key) && read_numbers (value, numbers))
        put_rect (rects, g_strdup (key), numbers[0], numbers[1], numbers[2], numbers[3]);
    }

  return TRUE;
}

/**
 * inlay_geometry_new_live:
 * @message: the shell's message of type "geometry"
 * @composition: what the page shows
 * @error: return location of %INLAY_ERROR_INVALID
 *
 * Reads what the page reported. Ids that @composition does not have are left out: a page can say
 * anything.
 *
 * Returns: (transfer full): the geometry
 */
InlayGeometry *
inlay_geometry_new_live (JsonNode          *message,
                         InlayComposition  *composition,
                         GError           **error)
{
  g_autoptr (InlayGeometry) self = NULL;
  const char *page;
  JsonNode *viewport;

  g_return_val_if_fail (message != NULL && composition != NULL, NULL);

  page = inlay_json_get_string (message, "page");
  if (page == NULL || inlay_composition_get_page (composition, page) == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "the page's geometry is of no page of the composition");
      return NULL;
    }

  viewport = inlay_json_get_member (message, "viewport");
  self = geometry_new (composition, page);
  self->serial = (guint64) MAX (inlay_json_get_int (message, "serial", 0), 0);
  self->height = inlay_json_get_double (viewport, "contentHeight", 0);

  if (!read_rects (self, message, "regions", is_region, self->regions, error) ||
      !read_rects (self, message, "instances", is_instance, self->instances, error) ||
      !read_rects (self, message, "slots", is_slot, self->slots, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Heights come from the leaves up, positions from the root down. The nesting of slots has a limit,
 * so this may recurse. */
static double
measure (InlayComposition *composition,
         const char       *instance_id,
         GHashTable       *heights)
{
  const char * const *slots = inlay_composition_get_slots (composition, instance_id);
  double height = slots[0] != NULL ? TITLE + FRAME : LEAF_HEIGHT;
  double *kept = g_new (double, 1);

  for (guint i = 0; slots[i] != NULL; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, slots[i] };
      const char * const *items = inlay_composition_get_items (composition, &container);

      if (i > 0)
        height += SLOT_GAP;
      if (items[0] == NULL)
        height += EMPTY_HEIGHT;
      for (guint j = 0; items[j] != NULL; j++)
        height += measure (composition, items[j], heights) + (j > 0 ? SLOT_GAP : 0);
    }

  *kept = height;
  g_hash_table_insert (heights, (gpointer) instance_id, kept);
  return height;
}

static double
get_height (GHashTable *heights,
            const char *instance_id)
{
  return *(double *) g_hash_table_lookup (heights, instance_id);
}

/* Slots stand below each other inside a frame, what is in them likewise. */
static void
arrange (InlayGeometry   *self,
         const char      *instance_id,
         const InlayRect *rect,
         GHashTable      *heights)
{
  const char * const *slots = inlay_composition_get_slots (self->composition, instance_id);
  double width = MAX (0, rect->width - 2 * FRAME);
  double y = rect->y + TITLE;

  put_rect (self->instances, g_strdup (instance_id), rect->x, rect->y, rect->width, rect->height);
  for (guint i = 0; slots[i] != NULL; i++)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, slots[i] };
      const char * const *items = inlay_composition_get_items (self->composition, &container);
      double top = y;

      for (guint j = 0; items[j] != NULL; j++)
        {
          InlayRect inner = { rect->x + FRAME, y, width, get_height (heights, items[j]) };

          arrange (self, items[j], &inner, heights);
          y += inner.height + (items[j + 1] != NULL ? SLOT_GAP : 0);
        }

      if (items[0] == NULL)
        y += EMPTY_HEIGHT;
      put_rect (self->slots, g_strconcat (instance_id, "/", slots[i], NULL), rect->x + FRAME, top,
                width, y - top);
      y += SLOT_GAP;
    }
}

static double
arrange_region (InlayGeometry *self,
                const char    *region_id,
                double         y,
                double         width,
                GHashTable    *heights)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  const char * const *items = inlay_composition_get_items (self->composition, &container);
  guint n_items = g_strv_length ((char **) items);
  g_autofree InlayArea *areas = g_new0 (InlayArea, n_items + 1);
  g_autofree InlayArea *cells = g_new0 (InlayArea, n_items + 1);
  g_autofree InlayRect *rects = g_new0 (InlayRect, n_items + 1);
  g_autofree double *least = g_new0 (double, n_items + 1);
  InlayGrid grid;
  double height;

  inlay_layout_get_grid (self->composition, region_id, width, &grid);
  for (guint i = 0; i < n_items; i++)
    {
      inlay_layout_get_area (self->composition, items[i], width, grid.columns, &areas[i]);
      least[i] = measure (self->composition, items[i], heights);
    }

  inlay_layout_place (&grid, areas, n_items, cells);
  inlay_layout_solve (&grid, cells, n_items, least, width, rects, &height);
  height = MAX (height, EMPTY_HEIGHT);

  put_rect (self->regions, g_strdup (region_id), 0, y, width, height);
  for (guint i = 0; i < n_items; i++)
    {
      rects[i].y += y;
      arrange (self, items[i], &rects[i], heights);
    }

  return height;
}

/**
 * inlay_geometry_new_wireframe:
 * @composition: a composition
 * @page_id: one of its pages
 * @width: of the page, in CSS px
 *
 * Lays a page out without a page: regions below each other, their grids solved, slots and what is in
 * them below each other in a frame.
 *
 * Returns: (transfer full): the geometry, empty when there is no such page
 */
InlayGeometry *
inlay_geometry_new_wireframe (InlayComposition *composition,
                              const char       *page_id,
                              double            width)
{
  g_autoptr (GHashTable) heights = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const char * const *regions;
  InlayGeometry *self;

  g_return_val_if_fail (composition != NULL && page_id != NULL, NULL);

  self = geometry_new (composition, page_id);
  regions = inlay_composition_get_regions (composition, page_id);
  for (guint i = 0; regions != NULL && regions[i] != NULL; i++)
    self->height += arrange_region (self, regions[i], self->height, width, heights);

  return self;
}

InlayGeometry *
inlay_geometry_ref (InlayGeometry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_geometry_unref (InlayGeometry *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  inlay_composition_unref (self->composition);
  g_free (self->page);
  g_hash_table_unref (self->regions);
  g_hash_table_unref (self->instances);
  g_hash_table_unref (self->slots);
  g_free (self);
}

/**
 * inlay_geometry_get_serial:
 * @self: a geometry
 *
 * Returns: the number of the update it was measured after, 0 for a wireframe
 */
guint64
inlay_geometry_get_serial (InlayGeometry *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->serial;
}

/**
 * inlay_geometry_get_page:
 *
 * Returns: (transfer none) (nullable): the id of the page that was measured
 */
const char *
inlay_geometry_get_page (InlayGeometry *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->page;
}

/**
 * inlay_geometry_get_height:
 * @self: a geometry
 *
 * Returns: how tall the whole page is, in CSS px
 */
double
inlay_geometry_get_height (InlayGeometry *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->height;
}

/**
 * inlay_geometry_get_region:
 * @rect: (out): where it is, in CSS px from the upper left corner of the viewport
 *
 * Returns: %FALSE when the page that was measured shows no such region
 */
gboolean
inlay_geometry_get_region (InlayGeometry *self,
                           const char    *region_id,
                           InlayRect     *rect)
{
  g_return_val_if_fail (self != NULL && region_id != NULL, FALSE);

  return get_rect (self->regions, region_id, rect);
}

/**
 * inlay_geometry_get_instance:
 * @rect: (out): where it is, in CSS px from the upper left corner of the viewport
 *
 * Returns: %FALSE when the page that was measured shows no such instance
 */
gboolean
inlay_geometry_get_instance (InlayGeometry *self,
                             const char    *instance_id,
                             InlayRect     *rect)
{
  g_return_val_if_fail (self != NULL && instance_id != NULL, FALSE);

  return get_rect (self->instances, instance_id, rect);
}

/**
 * inlay_geometry_get_slot:
 * @rect: (out): where it is, in CSS px from the upper left corner of the viewport
 *
 * Returns: %FALSE when the page that was measured shows no such slot
 */
gboolean
inlay_geometry_get_slot (InlayGeometry *self,
                         const char    *instance_id,
                         const char    *slot,
                         InlayRect     *rect)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (self != NULL && instance_id != NULL && slot != NULL, FALSE);

  key = g_strconcat (instance_id, "/", slot, NULL);
  return get_rect (self->slots, key, rect);
}

static guint
get_depth (InlayComposition *composition,
           const char       *instance_id)
{
  InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, NULL };
  guint depth = 0;

  while (container.kind == INLAY_CONTAINER_SLOT &&
         inlay_composition_find (composition, container.id, &container, NULL))
    depth++;

  return depth;
}

/**
 * inlay_geometry_pick:
 * @self: a geometry
 * @x: a place in CSS px
 * @y: likewise
 *
 * Returns: (nullable): the innermost instance there; of neighbours over each other the one that is
 *   painted later
 */
const char *
inlay_geometry_pick (InlayGeometry *self,
                     double         x,
                     double         y)
{
  const char *best = NULL;
  guint best_depth = 0;
  guint best_index = 0;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->instances);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const InlayRect *rect = value;
      guint depth;
      guint index = 0;

      if (x < rect->x || y < rect->y || x >= rect->x + rect->width || y >= rect->y + rect->height)
        continue;

      depth = get_depth (self->composition, key);
      inlay_composition_find (self->composition, key, NULL, &index);
      if (best == NULL || depth > best_depth || (depth == best_depth && index > best_index))
        {
          best = key;
          best_depth = depth;
          best_index = index;
        }
    }

  return best;
}
