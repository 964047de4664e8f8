/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

static JsonNode *
new_entry (gint64       generation,
           const char  *previous,
           const char  *actor,
           const char  *detail)
{
  InlayAuditEntry entry = { previous, generation, 1000 * generation, actor, "switch", detail, NULL };
  g_autofree char *hash = inlay_audit_entry_hash (&entry);

  return inlay_json_new_object ("generation", inlay_json_new_int (generation), "microseconds", inlay_json_new_int (entry.at),
                                "actor", inlay_json_new_string (actor), "action", inlay_json_new_string (entry.action),
                                "detail", inlay_json_read_text (detail, -1, NULL),
                                "previous", inlay_json_new_string (previous), "hash", inlay_json_new_string (hash), NULL);
}

static JsonNode *
new_chain (guint length)
{
  JsonArray *array = json_array_new ();
  g_autofree char *last = g_strdup ("");

  for (guint i = 1; i <= length; i++)
    {
      JsonNode *entry = new_entry (i, last, "anna", "{\"percentage\":5.0,\"to\":\"grün\"}");

      g_free (last);
      last = g_strdup (inlay_json_get_string (entry, "hash"));
      json_array_add_element (array, entry);
    }
  return inlay_json_take_array (array);
}

static gboolean
check (JsonNode  *rows,
       gint64    *generation,
       GError   **error)
{
  g_autofree char *last = g_strdup ("");

  *generation = 0;
  return inlay_audit_check_rows (rows, generation, &last, error);
}

static void
test_whole (void)
{
  g_autoptr (JsonNode) rows = new_chain (5);
  g_autoptr (JsonNode) none = inlay_json_new_array (NULL, NULL);
  g_autoptr (GError) error = NULL;
  gint64 generation;

  g_assert_true (check (rows, &generation, &error));
  g_assert_no_error (error);
  g_assert_cmpint (generation, ==, 5);
  g_assert_true (check (none, &generation, &error));
  g_assert_cmpint (generation, ==, 0);
}

/* The hash is a digest anybody can make: of the canonical JSON of the entry. */
static void
test_canonical (void)
{
  static const char *texts[] = { "", "ann", "\"\\\b\f\n\r\t\x01\x7f/<", "ünïcode-ß 😀 日本\xe2\x80\xa8", "{\"a\":1.5}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i], *next = texts[(i + 1) % G_N_ELEMENTS (texts)];
      InlayAuditEntry entry = { text, 7 + i, G_GINT64_CONSTANT (1763740000123456) + i, next, text, next, NULL };
      g_autoptr (JsonNode) object =
        inlay_json_new_object ("previous", inlay_json_new_string (text), "generation", inlay_json_new_int (7 + i),
                               "at", inlay_json_new_int (entry.at), "actor", inlay_json_new_string (next),
                               "action", inlay_json_new_string (text), "detail", inlay_json_new_string (next), NULL);
      g_autofree char *digest = inlay_json_digest (object);
      g_autofree char *hash = inlay_audit_entry_hash (&entry);

      g_assert_cmpstr (hash, ==, digest);
    }
}

/* Page by page it is the same as at once. */
static void
test_pages (void)
{
  g_autoptr (JsonNode) rows = new_chain (7);
  g_autofree char *last = g_strdup ("");
  gint64 generation = 0;

  for (guint i = 0; i < 7; i++)
    {
      g_autoptr (JsonNode) page =
        inlay_json_new_array (json_node_ref (json_array_get_element (json_node_get_array (rows), i)), NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (inlay_audit_check_rows (page, &generation, &last, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (generation, ==, 7);
  g_assert_cmpstr (last, ==, inlay_json_get_string (json_array_get_element (json_node_get_array (rows), 6), "hash"));
}

static void
test_changed (void)
{
  static const struct { const char *path, *value; gint64 good; } cases[] = {
    { "/2/actor", "\"mallory\"", 2 }, { "/0/detail/percentage", "6.0", 0 }, { "/1/action", "\"deploy\"", 1 },
    { "/3/microseconds", "1", 3 }, { "/4/generation", "9", 4 }, { "/1/previous", "\"\"", 1 }, { "/4/hash", "\"sha256-0\"", 4 },
    { "/2", "{}", 2 }, { "/2", "null", 2 }, { "/2/actor", "5", 2 }, { "/2/hash", "null", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) rows = new_chain (5);
      g_autoptr (JsonNode) value = inlay_json_read_text (cases[i].value, -1, NULL);
      g_autoptr (JsonNode) changed = inlay_json_set (rows, cases[i].path, value, NULL);
      g_autofree char *name = g_strdup_printf ("%d", (int) cases[i].good + 1);
      g_autoptr (GError) error = NULL;
      gint64 generation;

      g_assert_nonnull (changed);
      g_assert_false (check (changed, &generation, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, name));
      g_assert_cmpint (generation, ==, cases[i].good);
    }
}

static void
test_taken_out (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (JsonNode) rows = new_chain (5);
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autoptr (JsonNode) changed = inlay_json_remove (rows, path, NULL);
      g_autoptr (GError) error = NULL;
      gint64 generation;

      g_assert_false (check (changed, &generation, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpint (generation, ==, i);
    }
}

static void
test_no_list (void)
{
  static const char * const texts[] = { "{}", "null", "\"x\"", "5" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) rows = inlay_json_read_text (texts[i], -1, NULL);
      g_autoptr (GError) error = NULL;
      gint64 generation;

      g_assert_false (check (rows, &generation, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/audit/whole", test_whole);
  g_test_add_func ("/audit/canonical", test_canonical);
  g_test_add_func ("/audit/pages", test_pages);
  g_test_add_func ("/audit/changed", test_changed);
  g_test_add_func ("/audit/taken-out", test_taken_out);
  g_test_add_func ("/audit/no-list", test_no_list);

  return g_test_run ();
}
