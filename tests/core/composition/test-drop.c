/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fixture.h"

/* A page 1200 px wide: a row of "a" and "b" with a third of it free, a box with two slots below, an
 * empty region, and a region with a locked box. */
static const char document_text[] =
  "{\"format\":1,\"id\":\"d\",\"pages\":{\"p\":{\"path\":\"/\",\"regions\":[\"main\",\"side\","
  "\"foot\"]}},\"pageOrder\":[\"p\"],\"regions\":{\"main\":{\"layout\":{\"base\":{\"columns\":12,"
  "\"gap\":0}},\"items\":[\"a\",\"b\",\"box\"]},\"side\":{},\"foot\":{\"items\":[\"fixed\"]}},"
  "\"instances\":{\"a\":{\"module\":\"leaf\",\"area\":{\"base\":{\"column\":1,\"span\":4}}},"
  "\"b\":{\"module\":\"leaf\",\"area\":{\"base\":{\"span\":4}}},"
  "\"box\":{\"module\":\"box\",\"slots\":{\"left\":[\"d\"]}},"
  "\"d\":{\"module\":\"leaf\",\"name\":\"Deep\"},"
  "\"fixed\":{\"module\":\"box\",\"name\":\"Fixed\",\"locked\":true,\"slots\":{\"left\":[\"e\"]}},"
  "\"e\":{\"module\":\"leaf\",\"name\":\"Inner\"}}}";

static const char geometry_text[] =
  "{\"type\":\"geometry\",\"serial\":1,\"page\":\"p\",\"viewport\":{\"contentHeight\":700},"
  "\"regions\":{\"main\":[0,100,1200,300],\"side\":[0,400,1200,100],\"foot\":[0,500,1200,200]},"
  "\"instances\":{\"a\":[0,100,400,100],\"b\":[400,100,400,100],\"box\":[0,200,1200,200],"
  "\"d\":[20,260,500,60],\"fixed\":[0,500,1200,200],\"e\":[20,560,500,60]},"
  "\"slots\":{\"box/left\":[20,260,500,80],\"box/right\":[600,260,500,80],"
  "\"fixed/left\":[20,560,500,80]}}";

static const char *module_texts[] = {
  "{\"format\":1,\"id\":\"leaf\",\"version\":\"1.0.0\",\"name\":\"Leaf\",\"entry\":\"m.js\","
  "\"files\":[\"m.js\"],\"size\":{\"span\":3,\"minSpan\":2}}",
  "{\"format\":1,\"id\":\"wide\",\"version\":\"1.0.0\",\"name\":\"Wide\",\"entry\":\"m.js\","
  "\"files\":[\"m.js\"],\"size\":{\"minSpan\":6}}",
  "{\"format\":1,\"id\":\"box\",\"version\":\"1.0.0\",\"name\":\"Box\",\"entry\":\"m.js\","
  "\"files\":[\"m.js\"],\"slots\":{\"left\":{\"title\":\"Left\",\"max\":2},"
  "\"right\":{\"title\":\"Right\",\"accepts\":[\"leaf\"]}}}",
};

static GHashTable *modules;

static InlayModule *
look_up (const char *module_id,
         gpointer    user_data)
{
  return g_hash_table_lookup (modules, module_id);
}

static void
load_modules (void)
{
  modules = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                   (GDestroyNotify) inlay_module_unref);
  for (guint i = 0; i < G_N_ELEMENTS (module_texts); i++)
    {
      g_autoptr (JsonNode) definition = fixture_json (module_texts[i]);
      g_autoptr (GError) error = NULL;
      InlayModule *module = inlay_module_new (definition, &error);

      g_assert_no_error (error);
      g_hash_table_insert (modules, (gpointer) inlay_module_get_id (module), module);
    }
}

typedef struct
{
  const char *payload;    /* "+module" from the palette, or an instance */
  double      x, y;
  const char *summary;
  const char *place;      /* container:index, or NULL when refused */
  const char *area;
} DropCase;

static const DropCase drop_cases[] = {
  /* Outer quarters, by the flow of the neighbours. */
  { "+leaf", 410, 150, "Drop Leaf into Main, after Leaf", "main:1", "{\"base\":{\"span\":3}}" },
  { "+leaf", 5, 195, "Drop Leaf into Main, before Leaf", "main:0", "{\"base\":{\"span\":3}}" },
  { "+wide", 790, 105, "Drop Wide into Main, after Leaf", "main:2", NULL },
  { "+leaf", 600, 210, "Drop Leaf into Main, after Leaf", "main:2", "{\"base\":{\"span\":3}}" },
  { "+leaf", 600, 390, "Drop Leaf into Main, after Box", "main:3", "{\"base\":{\"span\":3}}" },
  /* A leaf has no inside: its halves. */
  { "+leaf", 190, 150, "Drop Leaf into Main, before Leaf", "main:0", "{\"base\":{\"span\":3}}" },
  { "+leaf", 210, 150, "Drop Leaf into Main, after Leaf", "main:1", "{\"base\":{\"span\":3}}" },
  /* Inner part: the nearest slot that takes it. */
  { "+leaf", 800, 300, "Drop Leaf into Right of Box", "box/right:0", NULL },
  { "+wide", 800, 300, "Drop Wide into Left of Box, after Deep", "box/left:1", NULL },
  { "+leaf", 300, 335, "Drop Leaf into Left of Box, after Deep", "box/left:1", NULL },
  { "+leaf", 100, 262, "Drop Leaf into Left of Box, before Deep", "box/left:0", NULL },
  /* Free cells. */
  { "+leaf", 1010, 150, "Drop Leaf into Main, after Leaf", "main:2",
    "{\"base\":{\"column\":10,\"span\":3}}" },
  { "+leaf", 810, 150, "Drop Leaf into Main, after Leaf", "main:2",
    "{\"base\":{\"column\":9,\"span\":3}}" },
  { "+wide", 1010, 150, "Drop Wide into Main, after Leaf", "main:2", NULL },
  { "a", 1010, 150, "Drop Leaf into Main, after Leaf", "main:1",
    "{\"base\":{\"column\":9,\"span\":4}}" },
  /* Empty regions, places outside. */
  { "+leaf", 600, 450, "Drop Leaf into Side", "side:0", "{\"base\":{\"span\":3}}" },
  { "a", 600, 450, "Drop Leaf into Side", "side:0", "{\"base\":{\"span\":4}}" },
  { "b", 600, 450, "Drop Leaf into Side", "side:0", NULL },
  { "+leaf", 600, 50, "Leaf cannot be dropped here: there is no region", NULL, NULL },
  { "+leaf", -9, 450, "Leaf cannot be dropped here: there is no region", NULL, NULL },
  /* Where it is. */
  { "a", 50, 150, "Leave Leaf where it is", "main:0", NULL },
  { "a", 410, 150, "Leave Leaf where it is", "main:0", NULL },
  { "b", 390, 150, "Leave Leaf where it is", "main:1", NULL },
  { "d", 100, 290, "Leave Deep where it is", "box/left:0", NULL },
  /* Refused, with the reason. */
  { "box", 300, 290, "Box cannot be dropped here: Box cannot be moved into itself", NULL, NULL },
  { "box", 800, 300, "Box cannot be dropped here: Box cannot be moved into itself", NULL, NULL },
  { "fixed", 600, 450, "Fixed cannot be dropped here: Fixed is locked", NULL, NULL },
  { "e", 600, 450, "Inner cannot be dropped here: Fixed is locked", NULL, NULL },
  { "+leaf", 600, 600, "Leaf cannot be dropped here: Fixed is locked", NULL, NULL },
  { "+leaf", 100, 562, "Leaf cannot be dropped here: Fixed is locked", NULL, NULL },
};

static char *
dup_place (InlayDrop *drop)
{
  const InlayContainer *container = inlay_drop_get_container (drop);

  if (!inlay_drop_is_allowed (drop))
    return NULL;

  return container->kind == INLAY_CONTAINER_SLOT
    ? g_strdup_printf ("%s/%s:%u", container->id, container->slot, inlay_drop_get_index (drop))
    : g_strdup_printf ("%s:%u", container->id, inlay_drop_get_index (drop));
}

static InlayDropPayload
make_payload (const char *text)
{
  InlayDropPayload payload = { NULL, NULL };

  if (*text == '+')
    payload.module = look_up (text + 1, NULL);
  else
    payload.instance_id = text;

  return payload;
}

/* What the indicator promised is what the edit does. */
static void
check_edit (InlayComposition       *composition,
            InlayDrop              *drop,
            const InlayDropPayload *payload)
{
  const InlayContainer *container = inlay_drop_get_container (drop);
  g_autoptr (InlayTransaction) transaction = NULL;
  g_autoptr (InlayComposition) result = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  InlayContainer found;
  guint index;

  if (payload->instance_id != NULL)
    transaction = inlay_edit_move (composition, payload->instance_id, container,
                                   inlay_drop_get_index (drop), inlay_drop_get_area (drop), &error);
  else
    transaction = inlay_edit_insert (composition, inlay_module_get_id (payload->module), NULL, NULL,
                                     NULL, container, inlay_drop_get_index (drop),
                                     inlay_drop_get_area (drop), &error);
  g_assert_no_error (error);

  root = inlay_patch_apply (inlay_composition_get_root (composition),
                            inlay_transaction_get_patch (transaction), NULL, &error);
  g_assert_no_error (error);
  result = inlay_composition_new (root, &error);
  g_assert_no_error (error);
  g_assert_true (inlay_composition_find (result, inlay_transaction_get_subject (transaction),
                                         &found, &index));
  g_assert_cmpstr (found.id, ==, container->id);
  g_assert_cmpstr (found.slot, ==, container->slot);
  g_assert_cmpuint (index, ==, inlay_drop_get_index (drop));
}

static void
test_resolve (void)
{
  g_autoptr (InlayComposition) c = fixture_parse (document_text, NULL);
  g_autoptr (JsonNode) message = fixture_json (geometry_text);
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_live (message, c, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (drop_cases); i++)
    {
      const DropCase *drop_case = &drop_cases[i];
      InlayDropPayload payload = make_payload (drop_case->payload);
      g_autoptr (InlayDrop) drop = inlay_drop_resolve (c, geometry, drop_case->x, drop_case->y,
                                                       &payload, look_up, NULL);
      JsonNode *area = inlay_drop_get_area (drop);
      g_autofree char *place = dup_place (drop);
      g_autofree char *area_text = area != NULL ? inlay_json_write (area, INLAY_JSON_DEFAULT) : NULL;

      g_test_message ("%u: %s at %g,%g", i, drop_case->payload, drop_case->x, drop_case->y);
      g_assert_cmpstr (inlay_drop_get_summary (drop), ==, drop_case->summary);
      g_assert_cmpstr (place, ==, drop_case->place);
      g_assert_cmpstr (area_text, ==, drop_case->area);
      g_assert_true ((inlay_drop_get_reason (drop) == NULL) == inlay_drop_is_allowed (drop));
      if (inlay_drop_is_allowed (drop))
        check_edit (c, drop, &payload);
    }
}

static void
assert_indicator (InlayComposition *c,
                  InlayGeometry    *geometry,
                  double            x,
                  double            y,
                  const char       *expected)
{
  InlayDropPayload payload = make_payload ("+leaf");
  g_autoptr (InlayDrop) drop = inlay_drop_resolve (c, geometry, x, y, &payload, look_up, NULL);
  g_autofree char *text = NULL;
  InlayRect line;
  InlayRect rect;

  inlay_drop_get_indicator (drop, &line, &rect);
  text = g_strdup_printf ("%g %g %g %g in %g %g %g %g", line.x, line.y, line.width, line.height,
                          rect.x, rect.y, rect.width, rect.height);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_indicator (void)
{
  g_autoptr (InlayComposition) c = fixture_parse (document_text, NULL);
  g_autoptr (JsonNode) message = fixture_json (geometry_text);
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_live (message, c, NULL);

  assert_indicator (c, geometry, 410, 150, "399 100 2 100 in 0 100 1200 300");
  assert_indicator (c, geometry, 600, 390, "0 399 1200 2 in 0 100 1200 300");
  assert_indicator (c, geometry, 1010, 150, "900 100 300 100 in 0 100 1200 300");
  assert_indicator (c, geometry, 600, 450, "0 400 1200 100 in 0 400 1200 100");
  assert_indicator (c, geometry, 800, 300, "600 260 500 80 in 600 260 500 80");
}

static void
assert_targets (InlayComposition *c,
                InlayGeometry    *geometry,
                const char       *payload_text,
                const char       *expected)
{
  InlayDropPayload payload = make_payload (payload_text);
  g_autoptr (GPtrArray) targets = inlay_drop_list_targets (c, geometry, &payload, look_up, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < targets->len; i++)
    {
      g_autofree char *place = dup_place (g_ptr_array_index (targets, i));

      g_assert_nonnull (place);
      check_edit (c, g_ptr_array_index (targets, i), &payload);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", place);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_targets (void)
{
  g_autoptr (InlayComposition) c = fixture_parse (document_text, NULL);
  g_autoptr (JsonNode) message = fixture_json (geometry_text);
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_live (message, c, NULL);
  g_autoptr (InlayGeometry) wireframe = inlay_geometry_new_wireframe (c, "p", 900);

  assert_targets (c, geometry, "+leaf",
                  "main:0 main:1 main:2 box/left:0 box/left:1 box/right:0 main:3 side:0 foot:0 "
                  "foot:1");
  assert_targets (c, wireframe, "+wide",
                  "main:0 main:1 main:2 box/left:0 box/left:1 main:3 side:0 foot:0 foot:1");
  assert_targets (c, geometry, "a",
                  "main:0 main:1 box/left:0 box/left:1 box/right:0 main:2 side:0 foot:0 foot:1");
  assert_targets (c, geometry, "box", "main:0 main:1 main:2 side:0 foot:0 foot:1");
  assert_targets (c, geometry, "d",
                  "main:0 main:1 main:2 box/left:0 box/right:0 main:3 side:0 foot:0 foot:1");
  assert_targets (c, geometry, "fixed", "");
}

/* Without a catalog nothing is known of slots but what the tree has. */
static void
test_unknown (void)
{
  g_autoptr (InlayComposition) c = fixture_parse (document_text, NULL);
  g_autoptr (JsonNode) message = fixture_json (geometry_text);
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_live (message, c, NULL);
  InlayDropPayload payload = { NULL, "a" };
  g_autoptr (InlayDrop) drop = inlay_drop_resolve (c, geometry, 800, 300, &payload, NULL, NULL);
  g_autoptr (InlayDrop) gone = NULL;
  InlayDropPayload ghost = { NULL, "ghost" };

  g_assert_cmpstr (inlay_drop_get_summary (drop), ==, "Drop Leaf into Left of Box, after Deep");
  gone = inlay_drop_resolve (c, geometry, 600, 450, &ghost, NULL, NULL);
  g_assert_cmpstr (inlay_drop_get_reason (gone), ==, "ghost is not there any more");
}

static void
test_speed (void)
{
  g_autoptr (InlayComposition) c = fixture_new_large (1000);
  g_autoptr (InlayGeometry) geometry = inlay_geometry_new_wireframe (c, "p", 1200);
  InlayDropPayload payload = make_payload ("+leaf");
  gint64 start = g_get_monotonic_time ();
  const guint n = 200;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (InlayDrop) drop = inlay_drop_resolve (c, geometry, (i * 37) % 1200,
                                                       (i * 911) % 30000, &payload, look_up, NULL);

      g_assert_nonnull (drop);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, (gint64) n * 5000);
  g_test_message ("%.3f ms a drop",
                  (double) (g_get_monotonic_time () - start) / 1000.0 / n);
}

typedef struct
{
  const char *payload;
  const char *container;  /* "region", "instance/slot" or "" */
  guint       index;
  const char *summary;
  const char *place;
} PlaceCase;

static const PlaceCase place_cases[] = {
  { "+leaf", "main", 0, "Drop Leaf into Main, before Leaf", "main:0" },
  { "+leaf", "main", G_MAXUINT, "Drop Leaf into Main, after Box", "main:3" },
  { "a", "main", 2, "Drop Leaf into Main, after Leaf", "main:1" },
  { "a", "main", 1, "Leave Leaf where it is", "main:0" },
  { "a", "main", G_MAXUINT, "Drop Leaf into Main, after Box", "main:2" },
  { "d", "main", 1, "Drop Deep into Main, after Leaf", "main:1" },
  { "a", "box/right", 0, "Drop Leaf into Right of Box", "box/right:0" },
  { "+wide", "box/left", 5, "Drop Wide into Left of Box, after Deep", "box/left:1" },
  { "+wide", "box/right", 0, "Wide cannot be dropped here: Right of Box does not take Wide", NULL },
  { "box", "box/left", 0, "Box cannot be dropped here: Box cannot be moved into itself", NULL },
  { "fixed", "side", 0, "Fixed cannot be dropped here: Fixed is locked", NULL },
  { "e", "side", 0, "Inner cannot be dropped here: Fixed is locked", NULL },
  { "+leaf", "fixed/left", 0, "Leaf cannot be dropped here: Fixed is locked", NULL },
  { "+leaf", "", 0, "Leaf cannot be dropped here: there is no region", NULL },
};

static void
test_place (void)
{
  g_autoptr (InlayComposition) composition = fixture_parse (document_text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (place_cases); i++)
    {
      const PlaceCase *c = &place_cases[i];
      g_auto (GStrv) words = g_strsplit (c->container, "/", 2);
      InlayContainer container = {
        words[0] == NULL ? INLAY_CONTAINER_NONE
                         : words[1] != NULL ? INLAY_CONTAINER_SLOT : INLAY_CONTAINER_REGION,
        words[0], words[0] != NULL ? words[1] : NULL
      };
      InlayDropPayload payload = make_payload (c->payload);
      g_autoptr (InlayDrop) drop = inlay_drop_resolve_place (composition, &container, c->index,
                                                             &payload, look_up, NULL);
      g_autofree char *place = dup_place (drop);

      g_test_message ("%s at %s:%u", c->payload, c->container, c->index);
      g_assert_cmpstr (inlay_drop_get_summary (drop), ==, c->summary);
      g_assert_cmpstr (place, ==, c->place);
    }
}

/* While something is selected: into it, behind it, then outwards. */
static void
test_near (void)
{
  static const struct
  {
    const char *payload;
    const char *selected;
    const char *place;
  } cases[] = {
    { "+leaf", "a", "main:1" },
    { "+leaf", "box", "box/left:1" },
    { "+leaf", "d", "box/left:1" },
    { "d", "box", "box/left:0" },
    /* A slot that is full or locked is passed over. */
    { "+leaf", "fixed", "foot:1" },
    { "+leaf", "e", "foot:1" },
    { "+leaf", "nobody", NULL },
  };
  g_autoptr (InlayComposition) composition = fixture_parse (document_text, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      InlayDropPayload payload = make_payload (cases[i].payload);
      g_autoptr (InlayDrop) drop = inlay_drop_resolve_near (composition, cases[i].selected,
                                                            &payload, look_up, NULL);
      g_autofree char *place = dup_place (drop);

      g_test_message ("%s near %s", cases[i].payload, cases[i].selected);
      g_assert_cmpstr (place, ==, cases[i].place);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  load_modules ();

  g_test_add_func ("/drop/resolve", test_resolve);
  g_test_add_func ("/drop/indicator", test_indicator);
  g_test_add_func ("/drop/targets", test_targets);
  g_test_add_func ("/drop/place", test_place);
  g_test_add_func ("/drop/near", test_near);
  g_test_add_func ("/drop/unknown", test_unknown);
  g_test_add_func ("/drop/speed", test_speed);

  status = g_test_run ();
  g_hash_table_unref (modules);
  return status;
}
