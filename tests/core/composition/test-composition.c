/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fixture.h"

typedef struct
{
  const char *text;
  const char *message;
} BadCase;

#define DOC(members) "{\"format\":1,\"id\":\"d\"," members "}"

static const BadCase bad_cases[] = {
  { "[]", "the composition is not an object" },
  { "{}", "this is no composition" },
  { "{\"format\":2,\"id\":\"d\"}", "newer Inlay (format 2, this one knows 1)" },
  { "{\"format\":\"1\",\"id\":\"d\"}", "/format is not an integer" },
  { "{\"format\":0,\"id\":\"d\"}", "/format is not an integer" },
  { "{\"format\":1}", "/id is missing" },
  { "{\"format\":1,\"id\":\"-d\"}", "/id is not an id" },
  { "{\"format\":1,\"id\":\"a b\"}", "/id is not an id" },
  { "{\"format\":1,\"id\":\"a2345678901234567890123456789012345678901234567890123456789012345\"}",
    "/id is not an id" },
  { DOC ("\"name\":3"), "/name is not a string" },
  { DOC ("\"cdn\":{\"base\":\"\"}"), "/cdn/base is empty" },
  { DOC ("\"modules\":{\"a/b\":1}"), "/modules/a~1b is not a string" },
  { DOC ("\"modules\":{\"\":\"1\"}"), "/modules/ has no name" },
  { DOC ("\"shared\":{\"react\":{\"singleton\":1}}"), "/shared/react/singleton is neither" },
  { DOC ("\"pages\":[]"), "/pages is not an object" },
  { DOC ("\"pages\":{\"p\":{}}"), "/pages/p/path is missing" },
  { DOC ("\"pages\":{\"p\":{\"path\":\"x\"}}"), "/pages/p/path does not start with a slash" },
  { DOC ("\"pages\":{\"a b\":{\"path\":\"/\"}}"), "/pages/a b has a name that is no id" },
  { DOC ("\"pages\":{\"p\":{\"path\":\"/\"},\"q\":{\"path\":\"/\"}}"),
    "/pages/q/path is “/”, which another page has" },
  { DOC ("\"pages\":{\"p\":{\"path\":\"/\",\"regions\":[\"r\"]}}"),
    "/pages/p/regions/0 names the region “r”, which is not there" },
  { DOC ("\"pages\":{\"p\":{\"path\":\"/\",\"regions\":[\"r\",\"r\"]}},\"regions\":{\"r\":{}}"),
    "/pages/p/regions/1 names the region “r”, which stands in the list already" },
  { DOC ("\"pageOrder\":[\"p\"]"), "/pageOrder/0 names the page “p”, which is not there" },
  { DOC ("\"pages\":{\"p\":{\"path\":\"/\"}},\"pageOrder\":[\"p\",\"p\"]"), "/pageOrder/1" },
  { DOC ("\"pageOrder\":[null]"), "/pageOrder/0 is not a string" },
  { DOC ("\"regions\":{\"r\":{\"items\":[\"i\"]}}"),
    "/regions/r/items/0 names the instance “i”, which is not there" },
  { DOC ("\"regions\":{\"r\":{\"layout\":{\"wide\":{}}}}"), "/regions/r/layout/wide is neither" },
  { DOC ("\"regions\":{\"r\":{\"layout\":{\"base\":{\"columns\":0}}}}"),
    "/regions/r/layout/base/columns is not an integer from 1 to" },
  { DOC ("\"regions\":{\"r\":{\"layout\":{\"base\":{\"gap\":-1}}}}"), "/gap is not a number" },
  { DOC ("\"regions\":{\"r\":{\"items\":[\"i\"]},\"s\":{\"items\":[\"i\"]}},"
         "\"instances\":{\"i\":{\"module\":\"m\"}}"),
    "/regions/s/items/0 names the instance “i”, which stands in a list already" },
  { DOC ("\"instances\":{\"i\":{}}"), "/instances/i/module is missing" },
  { DOC ("\"instances\":{\"i\":3}"), "/instances/i is not an object" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\",\"config\":[]}}"), "/config is not an object" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\",\"access\":[1]}}"), "/access/0 is not a string" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\",\"area\":{\"base\":{\"span\":1.5}}}}"),
    "/instances/i/area/base/span is not an integer" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\",\"slots\":{\"s\":[\"i\"]}}}"),
    "/instances/i stands in a slot of its own" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\",\"slots\":{\"s\":[\"j\"]}},"
         "\"j\":{\"module\":\"m\",\"slots\":{\"s\":[\"i\"]}}}"), "stands in a slot of its own" },
  { DOC ("\"routes\":{\"r\":{\"prefix\":\"/x\",\"module\":\"m\",\"page\":\"p\"}}"),
    "/routes/r/page names the page “p”" },
  { DOC ("\"wires\":{\"w\":{\"from\":{\"event\":\"e\"},\"to\":{}}}"),
    "/wires/w/from/instance is missing" },
  { DOC ("\"instances\":{\"i\":{\"module\":\"m\"}},"
         "\"wires\":{\"w\":{\"from\":{\"instance\":\"i\",\"event\":\"e\"},\"to\":{}}}"),
    "/wires/w/to has neither" },
  { DOC ("\"environments\":{\"s\":3}"), "/environments/s is not an object" },
  { DOC ("\"lock\":[]"), "/lock is not an object" },
  { "{\"id\":\"a\",\"modules\":[3]}", "/modules/0 is not an object" },
  { "{\"id\":\"a\",\"modules\":[{\"moduleId\":\"m\",\"version\":1}]}",
    "/modules/0/version is not a string" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayComposition) composition = fixture_parse (bad_cases[i].text, &error);

      g_test_message ("%s", bad_cases[i].text);
      g_assert_null (composition);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, bad_cases[i].message));
    }
}

static char *
make_text (guint       n,
           const char *collection,
           const char *format)
{
  GString *text = g_string_new ("{\"format\":1,\"id\":\"d\",");

  g_string_append_printf (text, "\"%s\":{", collection);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) parts = g_strsplit (format, "#", -1);
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *next = g_strdup_printf ("%u", i + 1);
      g_autofree char *member = g_strjoinv (number, parts);
      g_auto (GStrv) halves = g_strsplit (member, "@", -1);
      g_autofree char *entry = g_strjoinv (next, halves);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", entry);
    }
  g_string_append (text, "}}");
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  const struct { guint n; const char *collection, *format; gboolean fits; } cases[] = {
    { 10000, "instances", "\"i#\":{\"module\":\"m\"}", TRUE },
    { 10001, "instances", "\"i#\":{\"module\":\"m\"}", FALSE },
    { 1000, "pages", "\"p#\":{\"path\":\"/#\"}", TRUE },
    { 1001, "pages", "\"p#\":{\"path\":\"/#\"}", FALSE },
  };
  g_autoptr (GString) nested = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *deep = make_text (200, "instances",
                                     "\"i#\":{\"module\":\"m\",\"slots\":{\"s\":[\"i@\"]}}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = make_text (cases[i].n, cases[i].collection, cases[i].format);
      g_autoptr (GError) local = NULL;
      g_autoptr (InlayComposition) composition = fixture_parse (text, &local);

      g_assert_true ((composition != NULL) == cases[i].fits);
      if (!cases[i].fits)
        g_assert_error (local, INLAY_ERROR, INLAY_ERROR_LIMIT);
    }

  g_string_append_len (nested, deep, (gssize) strlen (deep) - 2);
  g_string_append (nested, ",\"i200\":{\"module\":\"m\"}}}");
  g_assert_null (fixture_parse (nested->str, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "more than 64 slots"));
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (INLAY_JSON_MAX_SIZE + 1, ' ');
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_parse (text, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "16 MiB"));
}

static void
test_round_trip (void)
{
  g_autoptr (InlayComposition) first = fixture_new ();
  g_autoptr (GBytes) bytes = inlay_composition_write (first);
  g_autoptr (InlayComposition) second = inlay_composition_read (bytes, NULL);
  g_autoptr (GBytes) again = inlay_composition_write (second);
  g_autofree char *digest = inlay_composition_dup_digest (first);
  g_autofree char *same = inlay_composition_dup_digest (second);
  g_autofree char *text = fixture_text_of (second);

  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmpstr (digest, ==, same);
  g_assert_true (inlay_digest_is_valid (digest));
  g_assert_cmpstr (text, ==, fixture_text);
}

/* The format may be left out: then it is the first. */
static void
test_no_format (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayComposition) c = fixture_parse ("{\"id\":\"d\",\"pages\":{}}", &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = fixture_text_of (c);
  g_assert_cmpstr (text, ==, "{\"id\":\"d\",\"pages\":{}}");
}

static void
test_index (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayComposition) loose = NULL;
  g_autofree char *pages = g_strjoinv (" ", (char **) inlay_composition_get_pages (c));
  g_autofree char *regions = g_strjoinv (" ", (char **) inlay_composition_get_regions (c, "about"));
  g_autofree char *slots = g_strjoinv (" ", (char **) inlay_composition_get_slots (c, "grid"));
  g_autofree char *items = fixture_items (c, fixture_slot ("grid", "toolbar"));
  g_autofree char *nothing = fixture_items (c, fixture_slot ("grid", "ghost"));
  g_autofree char *unplaced = NULL;
  g_autofree char *title = inlay_composition_dup_title (c, "badge");
  g_autofree char *made_title = inlay_composition_dup_title (c, "grid");
  InlayContainer slot = fixture_slot ("grid", "toolbar");
  g_autofree char *slot_title = inlay_composition_dup_container_title (c, &slot);
  InlayContainer container;
  guint index;

  g_assert_cmpstr (pages, ==, "home about");
  g_assert_cmpstr (regions, ==, "header story");
  g_assert_cmpstr (slots, ==, "toolbar empty");
  g_assert_cmpstr (items, ==, "search");
  g_assert_null (nothing);
  g_assert_cmpstr (title, ==, "Big badge");
  g_assert_cmpstr (made_title, ==, "Product grid");
  g_assert_cmpstr (slot_title, ==, "Toolbar of Product grid");
  g_assert_cmpuint (inlay_composition_get_n_instances (c), ==, 5);
  g_assert_cmpstr (inlay_composition_get_cdn_base (c), ==, "https://esm.sh");
  g_assert_cmpstr (inlay_composition_get_module (c, "hero"), ==, "@acme/hero");
  g_assert_null (inlay_composition_get_module (c, "ghost"));
  g_assert_true (inlay_composition_find (c, "cart", &container, &index));
  g_assert_cmpint (container.kind, ==, INLAY_CONTAINER_REGION);
  g_assert_cmpstr (container.id, ==, "main");
  g_assert_cmpuint (index, ==, 1);
  g_assert_false (inlay_composition_find (c, "ghost", NULL, NULL));
  g_assert_true (inlay_composition_is_inside (c, "badge", "grid"));
  g_assert_true (inlay_composition_is_inside (c, "grid", "grid"));
  g_assert_false (inlay_composition_is_inside (c, "grid", "badge"));

  loose = fixture_parse (DOC ("\"instances\":{\"i\":{\"module\":\"m\"}}"), NULL);
  g_assert_true (inlay_composition_find (loose, "i", &container, NULL));
  g_assert_cmpint (container.kind, ==, INLAY_CONTAINER_NONE);
  unplaced = fixture_items (loose, container);
  g_assert_cmpstr (unplaced, ==, "i");
}

static void
test_upgrade (void)
{
  const struct { const char *from, *pointer, *value; } cases[] = {
    { "{\"id\":\"shop\",\"modules\":[{\"moduleId\":\"@a/cart\",\"version\":\"1.2.3\",\"config\":"
      "{\"x\":1},\"esmUrl\":\"u\"},{\"moduleId\":\"@a/cart\",\"version\":\"2.0.0\"},"
      "{\"moduleId\":\"b\"}],\"owner\":\"me\"}", "/regions/main/items",
      "[\"cart\",\"cart-2\",\"b\"]" },
    { NULL, "/instances/cart", "{\"module\":\"@a/cart\",\"config\":{\"x\":1},\"esmUrl\":\"u\"}" },
    { NULL, "/modules", "{\"@a/cart\":\"1.2.3 || 2.0.0\",\"b\":\"*\"}" },
    { NULL, "/owner", "\"me\"" },
    { NULL, "/id", "\"shop\"" },
    { NULL, "/pageOrder", "[\"home\"]" },
    { "{\"imports\":{\"react\":\"https://esm.sh/react@18.2.0?dev\",\"@x/y\":\"./y.js\",\"z\":null,"
      "\"lib/\":\"/lib/\",\"./a\":\"./b\"},\"scopes\":{}}", "/modules",
      "{\"react\":\"18.2.0\",\"@x/y\":\"*\",\"z\":\"*\"}" },
    { NULL, "/lock/importMap/scopes", "{}" },
    { "{\"id\":\"Größe!\",\"modules\":[]}", "/id", "\"gr-e\"" },
    { NULL, "/name", "\"Größe!\"" },
  };
  g_autoptr (InlayComposition) c = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      if (cases[i].from != NULL)
        {
          g_clear_pointer (&c, inlay_composition_unref);
          c = fixture_parse (cases[i].from, &error);
          g_assert_no_error (error);
        }
      text = inlay_json_write (inlay_json_get (inlay_composition_get_root (c), cases[i].pointer),
                               INLAY_JSON_DEFAULT);
      g_assert_cmpstr (text, ==, cases[i].value);
    }
}

static void
test_speed (void)
{
  g_autoptr (InlayComposition) c = fixture_new_large (1000);
  gint64 start = g_get_monotonic_time ();
  const guint n = 50;
  gint64 taken;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (InlayComposition) again =
        inlay_composition_new (inlay_composition_get_root (c), NULL);

      g_assert_nonnull (again);
    }

  taken = g_get_monotonic_time () - start;
  g_test_message ("%.3f ms for 1,000 instances", (double) taken / 1000.0 / n);
  g_assert_cmpint (taken, <, (gint64) n * 20000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/composition/bad", test_bad);
  g_test_add_func ("/composition/limits", test_limits);
  g_test_add_func ("/composition/too-large", test_too_large);
  g_test_add_func ("/composition/round-trip", test_round_trip);
  g_test_add_func ("/composition/no-format", test_no_format);
  g_test_add_func ("/composition/index", test_index);
  g_test_add_func ("/composition/upgrade", test_upgrade);
  g_test_add_func ("/composition/speed", test_speed);

  return g_test_run ();
}
