/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fixture.h"

/* Applies the transaction and its inverse, and compares the trees byte by byte. */
static InlayComposition *
apply (InlayComposition *composition,
       InlayTransaction *transaction)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) inverse = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (JsonNode) back = NULL;
  g_autofree char *before = fixture_text_of (composition);
  g_autofree char *after = NULL;
  InlayComposition *result;

  root = inlay_patch_apply (inlay_composition_get_root (composition),
                            inlay_transaction_get_patch (transaction), &inverse, &error);
  g_assert_no_error (error);
  back = inlay_patch_apply (root, inverse, NULL, &error);
  g_assert_no_error (error);
  after = inlay_json_write (back, INLAY_JSON_DEFAULT);
  g_assert_cmpstr (before, ==, after);

  result = inlay_composition_new (root, &error);
  g_assert_no_error (error);
  return result;
}

/* Takes over what it is given. */
static InlayComposition *
check (InlayComposition *composition,
       InlayTransaction *transaction,
       GError           *error,
       const char       *name)
{
  InlayComposition *result;

  g_assert_no_error (error);
  g_assert_nonnull (transaction);
  g_assert_cmpstr (inlay_transaction_get_name (transaction), ==, name);
  result = apply (composition, transaction);
  inlay_transaction_unref (transaction);
  inlay_composition_unref (composition);
  return result;
}

static void
check_refused (InlayTransaction *transaction,
               GError           *error,
               InlayError        code,
               const char       *message)
{
  g_assert_null (transaction);
  g_assert_error (error, INLAY_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, message));
  g_error_free (error);
}

#define EDIT(name, call) \
  G_STMT_START { \
    GError *error = NULL; \
    InlayTransaction *edit = call; \
    c = check (c, edit, error, name); \
  } G_STMT_END

#define REFUSED(code, message, call) \
  G_STMT_START { \
    GError *error = NULL; \
    InlayTransaction *edit = call; \
    check_refused (edit, error, code, message); \
  } G_STMT_END

static void
assert_items (InlayComposition *composition,
              InlayContainer    container,
              const char       *expected)
{
  g_autofree char *items = fixture_items (composition, container);

  g_assert_cmpstr (items, ==, expected);
}

static void
assert_value (InlayComposition *composition,
              const char       *pointer,
              const char       *expected)
{
  JsonNode *node = inlay_json_get (inlay_composition_get_root (composition), pointer);
  g_autofree char *text = node != NULL ? inlay_json_write (node, INLAY_JSON_DEFAULT) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_insert (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) config = fixture_json ("{\"rows\":3}");
  g_autoptr (JsonNode) area = fixture_json ("{\"base\":{\"column\":3,\"span\":2}}");
  InlayContainer main_region = fixture_region ("main");
  InlayContainer story = fixture_region ("story");
  InlayContainer slot = fixture_slot ("hero", "footer");
  InlayContainer missing = fixture_region ("nowhere");
  InlayContainer locked = fixture_slot ("cart", "x");
  InlayContainer none = { INLAY_CONTAINER_NONE };

  EDIT ("Add Product grid to Main",
        inlay_edit_insert (c, "@acme/product-grid", "^9", NULL, config, &main_region, 1, area,
                           &error));
  assert_items (c, main_region, "grid product-grid cart");
  assert_value (c, "/modules/@acme~1product-grid", "\"^2.1.0\"");
  assert_value (c, "/instances/product-grid",
                "{\"module\":\"@acme/product-grid\",\"config\":{\"rows\":3},"
                "\"area\":{\"base\":{\"column\":3,\"span\":2}}}");

  EDIT ("Add Fancy chart to Story",
        inlay_edit_insert (c, "chart", "^3", "Fancy chart", NULL, &story, INLAY_EDIT_END, NULL,
                           &error));
  assert_items (c, story, "chart");
  assert_value (c, "/modules/chart", "\"^3\"");

  EDIT ("Add Chart to Footer of Hero",
        inlay_edit_insert (c, "chart", NULL, NULL, NULL, &slot, 7, NULL, &error));
  EDIT ("Add Chart to Footer of Hero",
        inlay_edit_insert (c, "chart", NULL, NULL, NULL, &slot, 0, NULL, &error));
  assert_items (c, slot, "chart-3 chart-2");

  REFUSED (INLAY_ERROR_NOT_FOUND, "nowhere",
           inlay_edit_insert (c, "chart", NULL, NULL, NULL, &missing, 0, NULL, &error));
  REFUSED (INLAY_ERROR_DENIED, "Cart is locked",
           inlay_edit_insert (c, "chart", NULL, NULL, NULL, &locked, 0, NULL, &error));
  REFUSED (INLAY_ERROR_INVALID, "region or a slot",
           inlay_edit_insert (c, "chart", NULL, NULL, NULL, &none, 0, NULL, &error));
  REFUSED (INLAY_ERROR_INVALID, "/area",
           inlay_edit_insert (c, "chart", NULL, NULL, NULL, &story, 0, config, &error));
}

static void
test_move (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayTransaction) still = NULL;
  g_autoptr (JsonNode) area = fixture_json ("{\"base\":{\"span\":2}}");
  InlayContainer header = fixture_region ("header");
  InlayContainer main_region = fixture_region ("main");
  InlayContainer story = fixture_region ("story");
  InlayContainer inner = fixture_slot ("search", "inner");
  InlayContainer fresh = fixture_slot ("hero", "fresh");

  EDIT ("Move Hero to Main", inlay_edit_move (c, "hero", &main_region, 1, NULL, &error));
  assert_items (c, main_region, "grid hero cart");
  EDIT ("Move Hero to Main", inlay_edit_move (c, "hero", &main_region, INLAY_EDIT_END, area, &error));
  assert_items (c, main_region, "grid cart hero");
  assert_value (c, "/instances/hero/area", "{\"base\":{\"span\":2}}");
  EDIT ("Move Hero to Main", inlay_edit_move (c, "hero", &main_region, 0, NULL, &error));
  assert_items (c, main_region, "hero grid cart");
  EDIT ("Move Product grid to Story", inlay_edit_move (c, "grid", &story, 0, NULL, &error));
  EDIT ("Move Product grid to Fresh of Hero", inlay_edit_move (c, "grid", &fresh, 0, NULL, &error));
  assert_items (c, fresh, "grid");
  assert_items (c, story, "");
  EDIT ("Move Big badge to Header", inlay_edit_move (c, "badge", &header, 0, NULL, &error));

  still = inlay_edit_move (c, "hero", &main_region, 0, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (
                      json_node_get_array (inlay_transaction_get_patch (still))), ==, 0);
  g_assert_cmpstr (inlay_transaction_get_subject (still), ==, "hero");

  REFUSED (INLAY_ERROR_DENIED, "Cart is locked",
           inlay_edit_move (c, "cart", &header, 0, NULL, &error));
  REFUSED (INLAY_ERROR_CONFLICT, "into itself",
           inlay_edit_move (c, "hero", &inner, 0, NULL, &error));
  REFUSED (INLAY_ERROR_NOT_FOUND, "ghost",
           inlay_edit_move (c, "ghost", &header, 0, NULL, &error));
}

static void
test_remove (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  const char *grid[] = { "grid", NULL };
  const char *several[] = { "badge", "hero", "search", "badge", NULL };
  const char *locked[] = { "hero", "cart", NULL };
  const char *ghost[] = { "ghost", NULL };

  REFUSED (INLAY_ERROR_DENIED, "Cart is locked", inlay_edit_remove (c, locked, &error));
  REFUSED (INLAY_ERROR_NOT_FOUND, "ghost", inlay_edit_remove (c, ghost, &error));

  EDIT ("Remove 4 modules", inlay_edit_remove (c, several, &error));
  g_assert_cmpuint (inlay_composition_get_n_instances (c), ==, 2);
  assert_items (c, fixture_slot ("grid", "toolbar"), "");

  inlay_composition_unref (c);
  c = fixture_new ();
  EDIT ("Remove Product grid", inlay_edit_remove (c, grid, &error));
  g_assert_cmpuint (inlay_composition_get_n_instances (c), ==, 2);
  assert_items (c, fixture_region ("main"), "cart");
  assert_value (c, "/wires", "{}");
  assert_value (c, "/environments/staging/instances", "{}");
}

static void
test_duplicate (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();

  EDIT ("Duplicate Product grid", inlay_edit_duplicate (c, "grid", &error));
  assert_items (c, fixture_region ("main"), "grid product-grid cart");
  assert_items (c, fixture_slot ("product-grid", "toolbar"), "search-2");
  assert_items (c, fixture_slot ("search-2", "inner"), "badge-2");
  assert_value (c, "/instances/product-grid/x-note", "\"kept\"");
  assert_value (c, "/wires/wire",
                "{\"from\":{\"instance\":\"search-2\",\"event\":\"query\"},"
                "\"to\":{\"instance\":\"product-grid\",\"prop\":\"query\"}}");

  EDIT ("Duplicate Cart", inlay_edit_duplicate (c, "cart", &error));
  assert_value (c, "/instances/cart-2/locked", NULL);
  REFUSED (INLAY_ERROR_NOT_FOUND, "ghost", inlay_edit_duplicate (c, "ghost", &error));
}

static void
test_clipboard (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayComposition) other = NULL;
  const char *ids[] = { "search", "hero", NULL };
  g_autoptr (JsonNode) fragment = inlay_edit_copy (c, ids);
  InlayContainer story = fixture_region ("story");
  InlayContainer target = fixture_region ("r");
  const char *bad[] = {
    "null", "{}", "{\"items\":[],\"instances\":{}}", "{\"items\":[\"a\"],\"instances\":{}}",
    "{\"items\":[\"a\"],\"instances\":{\"a\":3}}",
    "{\"items\":[\"a\"],\"instances\":{\"a\":{\"module\":\"m\",\"slots\":{\"s\":3}}}}",
    "{\"items\":[\"a\"],\"instances\":{\"a\":{\"module\":\"m\",\"slots\":{\"s\":[\"b\"]}}}}",
    "{\"items\":[\"a\"],\"instances\":{\"a\":{\"module\":\"m\",\"slots\":{\"s\":[\"a\"]}}}}",
    "{\"items\":[\"a\",\"a\"],\"instances\":{\"a\":{\"module\":\"m\"}}}",
    "{\"items\":[3],\"instances\":{\"a\":{\"module\":\"m\"}}}",
  };

  EDIT ("Paste 2 modules into Story", inlay_edit_paste (c, fragment, &story, 0, &error));
  assert_items (c, story, "search-2 hero-2");
  assert_items (c, fixture_slot ("search-2", "inner"), "badge-2");
  assert_value (c, "/modules/@acme~1search", "\"*\"");

  other = fixture_parse ("{\"format\":1,\"id\":\"o\",\"regions\":{\"r\":{}}}", NULL);
  inlay_composition_unref (c);
  c = g_steal_pointer (&other);
  EDIT ("Paste 2 modules into R", inlay_edit_paste (c, fragment, &target, 0, &error));
  assert_items (c, target, "search hero");
  assert_value (c, "/modules/@acme~1hero", "\"^1.0.0\"");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) wrong = fixture_json (bad[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_edit_paste (c, wrong, &target, 0, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

static void
test_config (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) text = inlay_json_new_string ("Hi");
  g_autoptr (JsonNode) object = fixture_json ("{\"a\":1}");
  g_autoptr (InlayTransaction) same = NULL;

  EDIT ("Set Title of Hero", inlay_edit_set_config (c, "hero", "/title", text, &error));
  assert_value (c, "/instances/hero/config/title", "\"Hi\"");
  EDIT ("Set Page size of Product grid",
        inlay_edit_set_config (c, "grid", "/pageSize", text, &error));
  EDIT ("Set Tags of Hero", inlay_edit_set_config (c, "hero", "/tags/1", text, &error));
  EDIT ("Set Tags of Hero", inlay_edit_set_config (c, "hero", "/tags/-", text, &error));
  EDIT ("Set Tags of Hero", inlay_edit_set_config (c, "hero", "/tags/3", text, &error));
  assert_value (c, "/instances/hero/config/tags", "[\"a\",\"Hi\",\"Hi\",\"Hi\"]");
  EDIT ("Set B of Big badge", inlay_edit_set_config (c, "badge", "/a/b/-", text, &error));
  assert_value (c, "/instances/badge/config", "{\"a\":{\"b\":[\"Hi\"]}}");
  EDIT ("Reset Title of Hero", inlay_edit_set_config (c, "hero", "/title", NULL, &error));
  assert_value (c, "/instances/hero/config/title", NULL);
  EDIT ("Set Settings of Hero", inlay_edit_set_config (c, "hero", "", object, &error));
  assert_value (c, "/instances/hero/config", "{\"a\":1}");
  EDIT ("Reset Settings of Hero", inlay_edit_set_config (c, "hero", "", NULL, &error));
  EDIT ("Reset Gone of Hero", inlay_edit_set_config (c, "hero", "/gone", NULL, &error));

  same = inlay_edit_set_config (c, "grid", "/pageSize", text, NULL);
  g_assert_cmpuint (json_array_get_length (
                      json_node_get_array (inlay_transaction_get_patch (same))), ==, 0);
  g_assert_cmpstr (inlay_transaction_get_merge_key (same), ==, "config:grid:/pageSize");

  REFUSED (INLAY_ERROR_DENIED, "Cart is locked",
           inlay_edit_set_config (c, "cart", "/x", text, &error));
  REFUSED (INLAY_ERROR_INVALID, "JSON Pointer",
           inlay_edit_set_config (c, "hero", "x", text, &error));
  REFUSED (INLAY_ERROR_INVALID, "/instances/hero/config is not an object",
           inlay_edit_set_config (c, "hero", "", text, &error));
  REFUSED (INLAY_ERROR_NOT_FOUND, "neither object nor array",
           inlay_edit_set_config (c, "grid", "/pageSize/x/y", text, &error));
}

static void
test_instance (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) area = fixture_json ("{\"span\":4}");
  g_autoptr (JsonNode) huge = fixture_json ("{\"span\":4000000000}");
  g_autoptr (JsonNode) layout = fixture_json ("{\"columns\":4}");

  EDIT ("Rename Hero to Banner", inlay_edit_rename (c, "hero", "Banner", &error));
  EDIT ("Clear name of Banner", inlay_edit_rename (c, "hero", "", &error));
  assert_value (c, "/instances/hero/name", NULL);
  EDIT ("Lock Hero", inlay_edit_set_locked (c, "hero", TRUE, &error));
  EDIT ("Lock Hero", inlay_edit_set_locked (c, "hero", TRUE, &error));
  EDIT ("Unlock Hero", inlay_edit_set_locked (c, "hero", FALSE, &error));
  EDIT ("Unlock Cart", inlay_edit_set_locked (c, "cart", FALSE, &error));

  EDIT ("Lay out Hero", inlay_edit_set_area (c, "hero", "base", area, &error));
  EDIT ("Lay out Hero from 768 px", inlay_edit_set_area (c, "hero", "768", area, &error));
  assert_value (c, "/instances/hero/area", "{\"base\":{\"span\":4},\"768\":{\"span\":4}}");
  EDIT ("Lay out Hero", inlay_edit_set_area (c, "hero", "base", NULL, &error));
  EDIT ("Lay out Main from 768 px", inlay_edit_set_layout (c, "main", "768", layout, &error));
  EDIT ("Lay out Main", inlay_edit_set_layout (c, "main", "base", NULL, &error));

  REFUSED (INLAY_ERROR_INVALID, "/area/wide",
           inlay_edit_set_area (c, "hero", "wide", area, &error));
  REFUSED (INLAY_ERROR_INVALID, "from 1 to",
           inlay_edit_set_area (c, "hero", "base", huge, &error));
  REFUSED (INLAY_ERROR_NOT_FOUND, "nowhere",
           inlay_edit_set_layout (c, "nowhere", "base", layout, &error));
}

static void
test_pages (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();

  EDIT ("Add page Über uns", inlay_edit_add_page (c, "Über uns", NULL, &error));
  assert_value (c, "/pages/ber-uns",
                "{\"path\":\"/ber-uns\",\"title\":\"Über uns\",\"regions\":[\"ber-uns-main\"]}");
  EDIT ("Move page Über uns", inlay_edit_move_page (c, "ber-uns", 0, &error));
  assert_value (c, "/pageOrder", "[\"ber-uns\",\"home\",\"about\"]");
  EDIT ("Move page Über uns", inlay_edit_move_page (c, "ber-uns", 99, &error));
  EDIT ("Rename page Home to Start", inlay_edit_set_page (c, "home", "Start", NULL, &error));
  EDIT ("Set path of page Start", inlay_edit_set_page (c, "home", NULL, "/start", &error));
  REFUSED (INLAY_ERROR_CONFLICT, "/about is the path of the page About",
           inlay_edit_set_page (c, "home", NULL, "/about", &error));
  REFUSED (INLAY_ERROR_CONFLICT, "/about is the path",
           inlay_edit_add_page (c, "New", "/about", &error));
  REFUSED (INLAY_ERROR_INVALID, "slash", inlay_edit_add_page (c, "New", "new", &error));
  REFUSED (INLAY_ERROR_DENIED, "Cart is locked", inlay_edit_remove_page (c, "home", &error));

  EDIT ("Remove page About", inlay_edit_remove_page (c, "about", &error));
  assert_value (c, "/regions/story", NULL);
  assert_value (c, "/routes/r/page", NULL);
  assert_items (c, fixture_region ("header"), "hero");
  EDIT ("Unlock Cart", inlay_edit_set_locked (c, "cart", FALSE, &error));
  EDIT ("Remove page Start", inlay_edit_remove_page (c, "home", &error));
  g_assert_cmpuint (inlay_composition_get_n_instances (c), ==, 0);
  REFUSED (INLAY_ERROR_CONFLICT, "only page", inlay_edit_remove_page (c, "ber-uns", &error));
}

static void
test_regions (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();

  EDIT ("Add Sidebar to Home", inlay_edit_add_region (c, "home", "sidebar", 1, &error));
  assert_value (c, "/pages/home/regions", "[\"header\",\"sidebar\",\"main\"]");
  EDIT ("Add Region to About", inlay_edit_add_region (c, "about", NULL, INLAY_EDIT_END, &error));
  EDIT ("Add Main to About", inlay_edit_add_region (c, "about", "main", 0, &error));
  REFUSED (INLAY_ERROR_INVALID, "already",
           inlay_edit_add_region (c, "about", "main", 0, &error));
  EDIT ("Remove Main from Home", inlay_edit_remove_region (c, "home", "main", &error));
  assert_items (c, fixture_region ("main"), "grid cart");
  REFUSED (INLAY_ERROR_DENIED, "Cart is locked",
           inlay_edit_remove_region (c, "about", "main", &error));
  EDIT ("Unlock Cart", inlay_edit_set_locked (c, "cart", FALSE, &error));
  EDIT ("Remove Main from About", inlay_edit_remove_region (c, "about", "main", &error));
  g_assert_cmpuint (inlay_composition_get_n_instances (c), ==, 1);
  REFUSED (INLAY_ERROR_NOT_FOUND, "has no region",
           inlay_edit_remove_region (c, "about", "main", &error));
}

static void
test_members (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) wire = fixture_json (
    "{\"from\":{\"instance\":\"hero\",\"event\":\"e\"},\"to\":{\"state\":\"/a\"}}");
  g_autoptr (JsonNode) dangling = fixture_json (
    "{\"from\":{\"instance\":\"ghost\",\"event\":\"e\"},\"to\":{\"state\":\"/a\"}}");
  g_autoptr (JsonNode) theme = inlay_json_new_string ("dark");

  EDIT ("Add wire wire", inlay_edit_set_member (c, "wires", NULL, wire, NULL, &error));
  EDIT ("Change wire w1", inlay_edit_set_member (c, "wires", "w1", wire, NULL, &error));
  EDIT ("Unplug", inlay_edit_set_member (c, "wires", "w1", NULL, "Unplug", &error));
  EDIT ("Add dependency react",
        inlay_edit_set_member (c, "shared", "react", inlay_json_get_member (wire, "to"), NULL,
                               &error));
  EDIT ("Set Theme", inlay_edit_set (c, "/context/theme", theme, NULL, &error));
  EDIT ("Remove Context", inlay_edit_set (c, "/context", NULL, NULL, &error));

  REFUSED (INLAY_ERROR_INVALID, "/wires/w9/from/instance names the instance “ghost”",
           inlay_edit_set_member (c, "wires", "w9", dangling, NULL, &error));
  REFUSED (INLAY_ERROR_INVALID, "no collection",
           inlay_edit_set_member (c, "instances", "w9", dangling, NULL, &error));
  REFUSED (INLAY_ERROR_INVALID, "whole", inlay_edit_set (c, "", wire, NULL, &error));
  REFUSED (INLAY_ERROR_INVALID, "/id is missing", inlay_edit_set (c, "/id", NULL, NULL, &error));
}

static void
test_replace (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (JsonNode) smaller = fixture_json (
    "{\"id\":\"shop\",\"format\":1,\"unknown\":{\"a\":[null],\"z\":1},\"name\":\"Other\"}");
  g_autoptr (JsonNode) bad = fixture_json ("{\"format\":2,\"id\":\"shop\"}");
  g_autoptr (JsonNode) named = NULL;
  g_autoptr (JsonNode) name = inlay_json_new_string ("Renamed");
  g_autoptr (InlayTransaction) transaction = NULL;
  g_autofree char *expected = inlay_json_write (smaller, INLAY_JSON_DEFAULT);
  g_autofree char *text = NULL;

  named = inlay_json_set (inlay_composition_get_root (c), "/name", name, NULL);
  transaction = inlay_edit_replace (c, named, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (
                      json_node_get_array (inlay_transaction_get_patch (transaction))), ==, 1);

  EDIT ("Edit text", inlay_edit_replace (c, smaller, NULL, &error));
  text = fixture_text_of (c);
  g_assert_cmpstr (text, ==, expected);
  REFUSED (INLAY_ERROR_INVALID, "newer Inlay (format 2", inlay_edit_replace (c, bad, NULL, &error));
}

static const char *
pick (GRand              *rand,
      const char * const *ids)
{
  guint n = g_strv_length ((char **) ids);

  return n > 0 ? ids[g_rand_int_range (rand, 0, (int) n)] : "none";
}

static InlayTransaction *
random_edit (InlayComposition *c,
             GRand            *rand)
{
  const char *modules[] = { "@acme/hero", "chart", "@acme/list-view", NULL };
  const char *pointers[] = { "", "/title", "/a/b", "/tags/-", "/tags/0", NULL };
  const char *breakpoints[] = { "base", "600", "1200", NULL };
  g_autoptr (JsonNode) value = inlay_json_new_int (g_rand_int_range (rand, 0, 100));
  g_autoptr (JsonNode) object = inlay_json_new_object (
    "span", inlay_json_new_int (g_rand_int_range (rand, 1, 12)), NULL);
  g_autoptr (JsonNode) fragment = NULL;
  JsonObject *all = json_node_get_object (
    inlay_json_get (inlay_composition_get_root (c), "/instances"));
  g_autoptr (GList) members = json_object_get_members (all);
  guint n = g_list_length (members);
  const char *id = n > 0
    ? g_list_nth_data (members, (guint) g_rand_int_range (rand, 0, (int) n)) : "none";
  const char *other = n > 0
    ? g_list_nth_data (members, (guint) g_rand_int_range (rand, 0, (int) n)) : "none";
  const char *ids[] = { id, other, NULL };
  const char *page = pick (rand, inlay_composition_get_pages (c));
  const char *region = pick (rand, inlay_composition_get_regions (c, page));
  InlayContainer container = g_rand_boolean (rand)
    ? fixture_region (region) : fixture_slot (other, g_rand_boolean (rand) ? "left" : "right");
  guint index = (guint) g_rand_int_range (rand, 0, 6);

  switch (g_rand_int_range (rand, 0, 20))
    {
    case 0: case 1: case 2: case 3:
      return inlay_edit_insert (c, pick (rand, modules), "^1", NULL, object, &container, index,
                                NULL, NULL);
    case 4: case 5: case 6:
      return inlay_edit_move (c, id, &container, index, NULL, NULL);
    case 7:
      return inlay_edit_remove (c, ids, NULL);
    case 8:
      return n < 200 ? inlay_edit_duplicate (c, id, NULL) : NULL;
    case 9:
      fragment = inlay_edit_copy (c, ids);
      return n < 200 ? inlay_edit_paste (c, fragment, &container, index, NULL) : NULL;
    case 10:
      return inlay_edit_rename (c, id, g_rand_boolean (rand) ? "Name" : NULL, NULL);
    case 11:
      return inlay_edit_set_locked (c, id, index == 0, NULL);
    case 12: case 13:
      return inlay_edit_set_config (c, id, pick (rand, pointers),
                                    g_rand_boolean (rand) ? value : object, NULL);
    case 14:
      return inlay_edit_set_config (c, id, pick (rand, pointers), NULL, NULL);
    case 15:
      return inlay_edit_set_area (c, id, pick (rand, breakpoints),
                                  g_rand_boolean (rand) ? object : NULL, NULL);
    case 16:
      return inlay_edit_add_page (c, "Page", NULL, NULL);
    case 17:
      return g_rand_boolean (rand) ? inlay_edit_remove_page (c, page, NULL)
                                   : inlay_edit_move_page (c, page, index, NULL);
    case 18:
      return inlay_edit_add_region (c, page, g_rand_boolean (rand) ? "main" : NULL, index, NULL);
    default:
      return g_rand_boolean (rand) ? inlay_edit_remove_region (c, page, region, NULL)
                                   : inlay_edit_set_layout (c, region, pick (rand, breakpoints),
                                                            NULL, NULL);
    }
}

static void
test_random (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);
  g_autofree char *before = fixture_text_of (c);
  g_autofree char *end = NULL;
  g_autofree char *again = NULL;
  g_autofree char *after = NULL;
  guint applied = 0;

  for (guint i = 0; i < 1500 && applied < 500; i++)
    {
      g_autoptr (InlayTransaction) transaction =
        random_edit (inlay_document_get_composition (document), rand);
      g_autoptr (GError) error = NULL;

      if (transaction == NULL)
        continue;
      g_assert_true (inlay_document_apply (document, transaction, &error));
      g_assert_no_error (error);
      applied++;
    }
  g_assert_cmpuint (applied, ==, 500);

  end = fixture_text_of (inlay_document_get_composition (document));
  while (inlay_document_can_undo (document))
    g_assert_true (inlay_document_undo (document, NULL));
  after = fixture_text_of (inlay_document_get_composition (document));
  g_assert_cmpstr (before, ==, after);

  while (inlay_document_can_redo (document))
    g_assert_true (inlay_document_redo (document, NULL));
  again = fixture_text_of (inlay_document_get_composition (document));
  g_assert_cmpstr (end, ==, again);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edit/insert", test_insert);
  g_test_add_func ("/edit/move", test_move);
  g_test_add_func ("/edit/remove", test_remove);
  g_test_add_func ("/edit/duplicate", test_duplicate);
  g_test_add_func ("/edit/clipboard", test_clipboard);
  g_test_add_func ("/edit/config", test_config);
  g_test_add_func ("/edit/instance", test_instance);
  g_test_add_func ("/edit/pages", test_pages);
  g_test_add_func ("/edit/regions", test_regions);
  g_test_add_func ("/edit/members", test_members);
  g_test_add_func ("/edit/replace", test_replace);
  g_test_add_func ("/edit/random", test_random);

  return g_test_run ();
}
