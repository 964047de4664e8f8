/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fixture.h"

#include <stdio.h>

/* An area is "column/span" or "column/span@row/rowSpan", 0 flows; a cell is "column,row". What a
 * browser does with the same CSS was written down by hand from CSS Grid 1, section 8.5. */
typedef struct
{
  guint       columns;
  const char *areas;
  const char *cells;
} PlaceCase;

static const PlaceCase place_cases[] = {
  { 3, "0/1 0/1 0/1 0/1", "1,1 2,1 3,1 1,2" },
  { 4, "0/3 0/2 0/1", "1,1 1,2 3,2" },                       /* sparse: no going back */
  { 4, "2/1 1/1", "2,1 1,2" },                               /* the cursor moves on */
  { 4, "2/1 2/1 3/1", "2,1 2,2 3,2" },
  { 4, "0/1 3/2 0/1", "1,1 3,1 1,2" },
  { 3, "1/1@1/1 0/1 0/1", "1,1 2,1 3,1" },                   /* flows around fixed ones */
  { 3, "0/2 1/2@1/1", "1,2 1,1" },
  { 3, "0/1 0/1@1/1 0/1", "2,1 1,1 3,1" },                   /* locked to a row comes first */
  { 3, "0/2@1/1 0/2@1/1", "1,1 2,1" },                       /* no implicit columns */
  { 3, "0/2@0/2 0/1 0/2 0/1", "1,1 3,1 1,3 3,3" },
  { 2, "1/1@2/2 0/2 0/1 0/1 0/2", "1,2 1,1 2,2 2,3 1,4" },
  { 2, "1/2@1/1 1/2@1/1", "1,1 1,1" },                       /* over each other when told so */
  { 2, "0/9 9/1", "1,1 2,2" },                               /* cut to the grid */
  { 1, "", "" },
};

static guint
parse_areas (const char *text,
             InlayArea  *areas)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      areas[n] = (InlayArea) { 0, 1, 0, 1 };
      sscanf (parts[i], "%u/%u@%u/%u", &areas[n].column, &areas[n].span, &areas[n].row,
              &areas[n].row_span);
      n++;
    }

  return n;
}

static void
test_place (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (place_cases); i++)
    {
      InlayGrid grid = { place_cases[i].columns, 10, 0 };
      InlayArea areas[8];
      InlayArea cells[8];
      guint n = parse_areas (place_cases[i].areas, areas);
      g_autoptr (GString) text = g_string_new (NULL);

      inlay_layout_place (&grid, areas, n, cells);
      for (guint j = 0; j < n; j++)
        g_string_append_printf (text, "%s%u,%u", j > 0 ? " " : "", cells[j].column, cells[j].row);
      g_assert_cmpstr (text->str, ==, place_cases[i].cells);
    }
}

static void
assert_rect (InlayRect rect,
             double    x,
             double    y,
             double    width,
             double    height)
{
  g_assert_cmpfloat_with_epsilon (rect.x, x, 0.001);
  g_assert_cmpfloat_with_epsilon (rect.y, y, 0.001);
  g_assert_cmpfloat_with_epsilon (rect.width, width, 0.001);
  g_assert_cmpfloat_with_epsilon (rect.height, height, 0.001);
}

static void
test_solve (void)
{
  InlayGrid grid = { 4, 10, 20 };
  InlayArea cells[] = { { 1, 2, 1, 1 }, { 3, 1, 1, 2 }, { 1, 1, 2, 1 }, { 4, 1, 3, 1 } };
  double heights[] = { 50, 200, 5, 30 };
  InlayRect rects[4];
  double total;

  inlay_layout_solve (&grid, cells, 4, heights, 430, rects, &total);
  assert_rect (rects[0], 0, 0, 210, 50);
  assert_rect (rects[1], 220, 0, 100, 200);
  assert_rect (rects[2], 0, 60, 100, 140);
  assert_rect (rects[3], 330, 210, 100, 30);
  g_assert_cmpfloat_with_epsilon (total, 240, 0.001);

  inlay_layout_solve (&grid, NULL, 0, NULL, 430, NULL, &total);
  g_assert_cmpfloat (total, ==, 0);
}

static void
test_breakpoints (void)
{
  g_autoptr (InlayComposition) c = fixture_parse (
    "{\"format\":1,\"id\":\"c\",\"regions\":{\"r\":{\"layout\":{\"600\":{\"columns\":6},"
    "\"base\":{\"columns\":2,\"gap\":4},\"1200\":{\"columns\":12,\"rowHeight\":40}},"
    "\"items\":[\"a\",\"b\"]},\"plain\":{}},\"instances\":{\"a\":{\"module\":\"m\",\"area\":"
    "{\"base\":{\"span\":9},\"600\":{\"column\":5,\"span\":4},\"1200\":{\"row\":3}}},"
    "\"b\":{\"module\":\"m\"}}}", NULL);
  const struct { double width; guint columns; double row_height; guint column, span, row; } cases[] = {
    { 0, 2, 0, 0, 2, 0 },
    { 599.5, 2, 0, 0, 2, 0 },
    { 600, 6, 0, 3, 4, 0 },
    { 1200, 12, 40, 5, 4, 3 },
  };

  g_assert_nonnull (c);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      InlayGrid grid;
      InlayArea area;

      inlay_layout_get_grid (c, "r", cases[i].width, &grid);
      g_assert_cmpuint (grid.columns, ==, cases[i].columns);
      g_assert_cmpfloat (grid.gap, ==, 4);
      g_assert_cmpfloat (grid.row_height, ==, cases[i].row_height);
      inlay_layout_get_area (c, "a", cases[i].width, grid.columns, &area);
      g_assert_cmpuint (area.column, ==, cases[i].column);
      g_assert_cmpuint (area.span, ==, cases[i].span);
      g_assert_cmpuint (area.row, ==, cases[i].row);
      inlay_layout_get_area (c, "b", cases[i].width, grid.columns, &area);
      g_assert_cmpuint (area.span, ==, cases[i].columns);
    }
}

static void
test_wireframe (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_wireframe (c, "home", 656);
  g_autoptr (InlayGeometry) nowhere = inlay_geometry_new_wireframe (c, "ghost", 800);
  InlayRect header, main_region, hero, grid, search, badge, toolbar, empty;

  g_assert_true (inlay_geometry_get_region (geometry, "header", &header));
  g_assert_true (inlay_geometry_get_region (geometry, "main", &main_region));
  g_assert_false (inlay_geometry_get_region (geometry, "story", NULL));
  g_assert_true (inlay_geometry_get_instance (geometry, "hero", &hero));
  g_assert_true (inlay_geometry_get_instance (geometry, "grid", &grid));
  g_assert_true (inlay_geometry_get_instance (geometry, "search", &search));
  g_assert_true (inlay_geometry_get_instance (geometry, "badge", &badge));
  g_assert_true (inlay_geometry_get_slot (geometry, "grid", "toolbar", &toolbar));
  g_assert_true (inlay_geometry_get_slot (geometry, "grid", "empty", &empty));

  g_assert_cmpfloat (main_region.y, ==, header.height);
  g_assert_cmpfloat (grid.y, ==, main_region.y);
  g_assert_cmpfloat_with_epsilon (grid.width, 432, 0.001);
  g_assert_cmpfloat (toolbar.height, ==, search.height);
  g_assert_cmpfloat (empty.height, ==, 64);
  g_assert_cmpfloat (empty.y + empty.height, <, grid.y + grid.height);
  g_assert_cmpfloat (inlay_geometry_get_height (geometry), ==, main_region.y + main_region.height);
  g_assert_cmpstr (inlay_geometry_pick (geometry, badge.x + 5, badge.y + 5), ==, "badge");
  g_assert_cmpstr (inlay_geometry_pick (geometry, grid.x + 1, grid.y + 1), ==, "grid");
  g_assert_null (inlay_geometry_pick (geometry, -5, 5));
  g_assert_cmpfloat (inlay_geometry_get_height (nowhere), ==, 0);
}

static void
test_live (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) message = fixture_json (
    "{\"type\":\"geometry\",\"serial\":7,\"page\":\"home\",\"viewport\":{\"contentHeight\":900.5},"
    "\"regions\":{\"main\":[0,10,100,200],\"evil\":[0,0,1,1]},"
    "\"instances\":{\"hero\":[1,2,3.5,4],\"ghost\":[0,0,9,9],\"cart\":[1,2,3],\"grid\":[1,2,3,\"x\"]},"
    "\"slots\":{\"grid/toolbar\":[5,6,7,8],\"ghost/x\":[0,0,1,1],\"grid\":[0,0,1,1]}}");
  const char *bad[] = {
    "null", "{\"page\":\"ghost\"}", "{\"page\":\"home\"}",
    "{\"page\":\"home\",\"regions\":{},\"instances\":[],\"slots\":{}}",
  };
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_live (message, c, NULL);
  InlayRect rect;

  g_assert_nonnull (geometry);
  g_assert_cmpuint (inlay_geometry_get_serial (geometry), ==, 7);
  g_assert_cmpfloat (inlay_geometry_get_height (geometry), ==, 900.5);
  g_assert_true (inlay_geometry_get_instance (geometry, "hero", &rect));
  assert_rect (rect, 1, 2, 3.5, 4);
  g_assert_true (inlay_geometry_get_slot (geometry, "grid", "toolbar", &rect));
  g_assert_false (inlay_geometry_get_region (geometry, "evil", NULL));
  g_assert_false (inlay_geometry_get_instance (geometry, "ghost", NULL));
  g_assert_false (inlay_geometry_get_instance (geometry, "cart", NULL));
  g_assert_false (inlay_geometry_get_instance (geometry, "grid", NULL));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) wrong = fixture_json (bad[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_geometry_new_live (wrong, c, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layout/place", test_place);
  g_test_add_func ("/layout/solve", test_solve);
  g_test_add_func ("/layout/breakpoints", test_breakpoints);
  g_test_add_func ("/geometry/wireframe", test_wireframe);
  g_test_add_func ("/geometry/live", test_live);

  return g_test_run ();
}
