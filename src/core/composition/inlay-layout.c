/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-layout.h"

#include <string.h>

#define DEFAULT_COLUMNS 12
#define DEFAULT_GAP 16

/* As the contract of the tree has it; what a caller asks beyond must not cost memory either. */
#define MAX_ROWS 1000
#define MAX_ROW_SPAN 100

static gboolean
get_width_of_key (const char *key,
                  double     *width)
{
  if (strcmp (key, "base") == 0)
    *width = 0;
  else if (g_ascii_isdigit (*key))
    *width = (double) g_ascii_strtoull (key, NULL, 10);
  else
    return FALSE;

  return TRUE;
}

/**
 * inlay_layout_get_breakpoint:
 * @object: (nullable): a member "area" or "layout"
 * @width: of the region, in CSS px
 *
 * Returns: (nullable): the key of the breakpoint that holds at @width: the one with the greatest
 *   least width that is not above it
 */
const char *
inlay_layout_get_breakpoint (JsonNode *object,
                             double    width)
{
  const char *best = NULL;
  double best_width = -1;
  JsonObjectIter iter;
  const char *key;

  if (object == NULL || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;

  json_object_iter_init (&iter, json_node_get_object (object));
  while (json_object_iter_next (&iter, &key, NULL))
    {
      double least;

      if (get_width_of_key (key, &least) && least <= width && least > best_width)
        {
          best = key;
          best_width = least;
        }
    }

  return best;
}

/* A value of the breakpoint that holds, or of the nearest lower one that gives it. */
static JsonNode *
get_inherited (JsonNode   *object,
               const char *member,
               double      width)
{
  JsonNode *best = NULL;
  double best_width = -1;
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (object == NULL || !JSON_NODE_HOLDS_OBJECT (object))
    return NULL;

  json_object_iter_init (&iter, json_node_get_object (object));
  while (json_object_iter_next (&iter, &key, &value))
    {
      JsonNode *found = inlay_json_get_member (value, member);
      double least;

      if (found != NULL && get_width_of_key (key, &least) && least <= width && least > best_width)
        {
          best = found;
          best_width = least;
        }
    }

  return best;
}

static guint
get_count (JsonNode   *object,
           const char *member,
           double      width,
           guint       fallback)
{
  JsonNode *value = get_inherited (object, member, width);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) ? (guint) json_node_get_int (value)
                                                        : fallback;
}

static double
get_pixels (JsonNode   *object,
            const char *member,
            double      width,
            double      fallback)
{
  JsonNode *value = get_inherited (object, member, width);

  return value != NULL && JSON_NODE_HOLDS_VALUE (value) ? json_node_get_double (value) : fallback;
}

/**
 * inlay_layout_get_grid:
 * @composition: a composition
 * @region_id: a region
 * @width: of the region, in CSS px
 * @grid: (out): its grid
 *
 * Reads the grid that holds at a width. What no breakpoint gives is 12 columns, a gap of 16 px and
 * rows as high as their content.
 */
void
inlay_layout_get_grid (InlayComposition *composition,
                       const char       *region_id,
                       double            width,
                       InlayGrid        *grid)
{
  JsonNode *region;
  JsonNode *layout;

  g_return_if_fail (composition != NULL && region_id != NULL && grid != NULL);

  region = inlay_composition_get_region (composition, region_id);
  layout = inlay_json_get_member (region, "layout");
  grid->columns = MAX (get_count (layout, "columns", width, DEFAULT_COLUMNS), 1);
  grid->gap = get_pixels (layout, "gap", width, DEFAULT_GAP);
  grid->row_height = get_pixels (layout, "rowHeight", width, 0);
}

static InlayArea
fit (const InlayArea *area,
     guint            columns)
{
  InlayArea fitting = *area;

  fitting.span = CLAMP (area->span, 1, columns);
  fitting.row = MIN (area->row, MAX_ROWS);
  fitting.row_span = CLAMP (area->row_span, 1, MAX_ROW_SPAN);
  if (area->column > 0)
    fitting.column = MIN (area->column, columns - fitting.span + 1);
  return fitting;
}

/**
 * inlay_layout_get_area:
 * @composition: a composition
 * @instance_id: an instance
 * @width: of its region, in CSS px
 * @columns: of its region's grid
 * @area: (out): its area, cut to fit the grid
 *
 * Reads the area that holds at a width. An instance that does not say its span takes a whole row.
 */
void
inlay_layout_get_area (InlayComposition *composition,
                       const char       *instance_id,
                       double            width,
                       guint             columns,
                       InlayArea        *area)
{
  JsonNode *member;

  g_return_if_fail (composition != NULL && instance_id != NULL && area != NULL);

  member = inlay_json_get_member (inlay_composition_get_instance (composition, instance_id),
                                  "area");
  area->column = get_count (member, "column", width, 0);
  area->span = get_count (member, "span", width, columns);
  area->row = get_count (member, "row", width, 0);
  area->row_span = get_count (member, "rowSpan", width, 1);
  *area = fit (area, MAX (columns, 1));
}

/* Which cells are taken, row by row. */
typedef struct
{
  GByteArray *cells;
  guint       columns;
} Taken;

static gboolean
is_free (Taken *self,
         guint  row,
         guint  column,
         guint  row_span,
         guint  span)
{
  for (guint r = row; r < row + row_span; r++)
    for (guint c = column; c < column + span; c++)
      {
        gsize cell = (gsize) r * self->columns + c;

        if (cell >= self->cells->len)
          return TRUE;
        if (self->cells->data[cell])
          return FALSE;
      }

  return TRUE;
}

static void
take (Taken *self,
      guint  row,
      guint  column,
      guint  row_span,
      guint  span)
{
  gsize needed = ((gsize) row + row_span) * self->columns;

  if (needed > self->cells->len)
    {
      gsize old = self->cells->len;

      g_byte_array_set_size (self->cells, (guint) needed);
      memset (self->cells->data + old, 0, needed - old);
    }

  for (guint r = row; r < row + row_span; r++)
    memset (self->cells->data + (gsize) r * self->columns + column, 1, span);
}

static void
put (Taken           *taken,
     const InlayArea *area,
     guint            row,
     guint            column,
     InlayArea       *cell)
{
  cell->row = row + 1;
  cell->column = column + 1;
  cell->span = area->span;
  cell->row_span = area->row_span;
  take (taken, row, column, area->row_span, area->span);
}

/* Step 1: items with both positions stand where they say, over each other if need be. */
static gboolean
place_definite (Taken           *taken,
                const InlayArea *area,
                InlayArea       *cell)
{
  if (area->row == 0 || area->column == 0)
    return FALSE;

  put (taken, area, area->row - 1, area->column - 1, cell);
  return TRUE;
}

/* Step 2, sparse: items with a row only go behind what this step put into that row before. */
static gboolean
place_in_row (Taken           *taken,
              const InlayArea *area,
              GHashTable      *ends,
              InlayArea       *cell)
{
  guint row = area->row - 1;
  gpointer key = GUINT_TO_POINTER (row);
  guint column;

  if (area->row == 0 || area->column != 0)
    return FALSE;

  column = GPOINTER_TO_UINT (g_hash_table_lookup (ends, key));
  while (column + area->span <= taken->columns &&
         !is_free (taken, row, column, area->row_span, area->span))
    column++;

  /* Past the last column CSS makes implicit ones; here the grid ends, so the last place it is. */
  column = MIN (column, taken->columns - area->span);
  put (taken, area, row, column, cell);
  g_hash_table_insert (ends, key, GUINT_TO_POINTER (column + area->span));
  return TRUE;
}

/* Step 4, sparse: the cursor only moves on. */
static void
place_auto (Taken           *taken,
            const InlayArea *area,
            guint           *row,
            guint           *column,
            InlayArea       *cell)
{
  if (area->column > 0)
    {
      if (area->column - 1 < *column)
        (*row)++;
      *column = area->column - 1;
      while (!is_free (taken, *row, *column, area->row_span, area->span))
        (*row)++;
    }
  else
    {
      while (*column + area->span > taken->columns ||
             !is_free (taken, *row, *column, area->row_span, area->span))
        {
          (*column)++;
          if (*column + area->span > taken->columns)
            {
              (*row)++;
              *column = 0;
            }
        }
    }

  put (taken, area, *row, *column, cell);
}

/**
 * inlay_layout_place:
 * @grid: a grid
 * @areas: (array length=n_areas): what the items want; what does not fit the columns is cut
 * @n_areas: how many items
 * @cells: (out) (array length=n_areas): where they are
 *
 * Places items in a grid of fixed columns as CSS Grid 1, section 8.5, does in its sparse row flow:
 * first those with row and column, then those locked to a row, then all others in order.
 */
void
inlay_layout_place (const InlayGrid *grid,
                    const InlayArea *areas,
                    guint            n_areas,
                    InlayArea       *cells)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GHashTable) ends = g_hash_table_new (NULL, NULL);
  g_autofree InlayArea *wanted = g_new (InlayArea, n_areas + 1);
  Taken taken = { bytes, grid->columns };
  guint row = 0;
  guint column = 0;

  g_return_if_fail (grid->columns > 0);

  for (guint i = 0; i < n_areas; i++)
    wanted[i] = fit (&areas[i], grid->columns);

  for (guint i = 0; i < n_areas; i++)
    place_definite (&taken, &wanted[i], &cells[i]);
  for (guint i = 0; i < n_areas; i++)
    place_in_row (&taken, &wanted[i], ends, &cells[i]);
  for (guint i = 0; i < n_areas; i++)
    if (wanted[i].row == 0)
      place_auto (&taken, &wanted[i], &row, &column, &cells[i]);
}

/* Each row is as high as the highest item that ends in it still needs. */
static void
solve_rows (const InlayGrid *grid,
            const InlayArea *cells,
            guint            n_cells,
            const double    *heights,
            double          *tops,
            guint            n_rows)
{
  g_autofree double *row_heights = g_new0 (double, n_rows);
  g_autofree guint *first = g_new0 (guint, n_rows + 1);
  g_autofree guint *order = g_new (guint, MAX (n_cells, 1));

  /* Items by the row they end in: a counting sort. */
  for (guint i = 0; i < n_cells; i++)
    first[cells[i].row - 1 + cells[i].row_span]++;
  for (guint r = 1; r <= n_rows; r++)
    first[r] += first[r - 1];
  for (guint i = n_cells; i > 0; i--)
    {
      guint end = cells[i - 1].row + cells[i - 1].row_span - 2;

      order[--first[end + 1]] = i - 1;
    }

  tops[0] = 0;
  for (guint r = 0; r < n_rows; r++)
    {
      guint stop = r + 1 < n_rows ? first[r + 2] : n_cells;

      row_heights[r] = grid->row_height;
      for (guint k = first[r + 1]; k < stop; k++)
        {
          const InlayArea *cell = &cells[order[k]];
          double above = tops[r] - tops[cell->row - 1];

          row_heights[r] = MAX (row_heights[r], heights[order[k]] - above);
        }
      tops[r + 1] = tops[r] + row_heights[r] + grid->gap;
    }
}

/**
 * inlay_layout_solve:
 * @grid: a grid
 * @cells: (array length=n_cells): where the items are, from inlay_layout_place()
 * @n_cells: how many
 * @heights: (array length=n_cells): how tall each is at least
 * @width: of the region
 * @rects: (out) (array length=n_cells): their rectangles, from the region's corner
 * @total_height: (out) (optional): of all rows
 *
 * Columns are equal; rows are as high as their content, and never below the grid's row height.
 */
void
inlay_layout_solve (const InlayGrid *grid,
                    const InlayArea *cells,
                    guint            n_cells,
                    const double    *heights,
                    double           width,
                    InlayRect       *rects,
                    double          *total_height)
{
  g_autofree double *tops = NULL;
  double column_width;
  guint n_rows = 0;

  g_return_if_fail (grid->columns > 0);

  for (guint i = 0; i < n_cells; i++)
    n_rows = MAX (n_rows, cells[i].row + cells[i].row_span - 1);

  column_width = MAX (0, (width - grid->gap * (grid->columns - 1)) / grid->columns);
  tops = g_new0 (double, n_rows + 1);
  if (n_rows > 0)
    solve_rows (grid, cells, n_cells, heights, tops, n_rows);

  for (guint i = 0; i < n_cells; i++)
    {
      const InlayArea *cell = &cells[i];
      guint last = cell->row + cell->row_span - 1;

      rects[i].x = (cell->column - 1) * (column_width + grid->gap);
      rects[i].y = tops[cell->row - 1];
      rects[i].width = cell->span * column_width + (cell->span - 1) * grid->gap;
      rects[i].height = tops[last] - grid->gap - tops[cell->row - 1];
    }

  if (total_height != NULL)
    *total_height = n_rows > 0 ? tops[n_rows] - grid->gap : 0;
}
