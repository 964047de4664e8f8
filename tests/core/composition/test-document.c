/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "fixture.h"

/* What was seen of a document, in order. */
typedef struct
{
  InlayDocument *document;
  GString       *log;
} Watch;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Watch      *watch)
{
  const char *name = g_object_get_data (G_OBJECT (model), "name");

  g_string_append_printf (watch->log, "%s:%u-%u+%u ", name, position, removed, added);
}

static void
notify_cb (GObject    *object,
           GParamSpec *pspec,
           Watch      *watch)
{
  g_string_append_printf (watch->log, "%s ", pspec->name);
}

static void
changed_cb (InlayDocument *document,
            JsonNode      *patch,
            Watch         *watch)
{
  g_string_append_printf (watch->log, "changed%u ",
                          json_array_get_length (json_node_get_array (patch)));
}

static InlayNode *
get_child (GListModel *model,
           guint       index)
{
  InlayNode *node = g_list_model_get_item (model, index);

  g_assert_nonnull (node);
  g_object_unref (node);
  return node;
}

static GListModel *
watch_list (Watch      *watch,
            GListModel *model,
            const char *name)
{
  g_object_set_data (G_OBJECT (model), "name", (gpointer) name);
  g_signal_connect (model, "items-changed", G_CALLBACK (items_changed_cb), watch);
  return model;
}

static void
assert_log (Watch      *watch,
            const char *expected)
{
  g_assert_cmpstr (watch->log->str, ==, expected);
  g_string_truncate (watch->log, 0);
}

/* Takes the transaction over. */
static void
apply (InlayDocument    *document,
       InlayTransaction *transaction)
{
  g_autoptr (InlayTransaction) owned = transaction;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (owned);
  inlay_document_apply (document, owned, &error);
  g_assert_no_error (error);
}

static InlayTransaction *
set_title (InlayDocument *document,
           const char    *title)
{
  g_autoptr (JsonNode) value = inlay_json_new_string (title);

  return inlay_edit_set_config (inlay_document_get_composition (document), "hero", "/title", value,
                                NULL);
}

static char *
dup_text (InlayDocument *document)
{
  return fixture_text_of (inlay_document_get_composition (document));
}

static void
test_undo (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  InlayDocument *document = inlay_document_new (c);
  g_autoptr (GError) error = NULL;
  g_autofree char *start = dup_text (document);
  g_autofree char *back = NULL;
  GListModel *history = inlay_document_get_history (document);
  g_autoptr (InlayHistoryItem) item = NULL;

  g_assert_false (inlay_document_can_undo (document));
  g_assert_false (inlay_document_undo (document, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (inlay_document_redo (document, &error));
  g_clear_error (&error);
  g_assert_false (inlay_document_jump (document, 1, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);

  apply (document, set_title (document, "One"));
  apply (document, inlay_edit_rename (c, "hero", "Banner", NULL));
  apply (document, inlay_edit_set_locked (inlay_document_get_composition (document), "hero", TRUE,
                                          NULL));
  g_assert_cmpstr (inlay_document_get_undo_name (document), ==, "Lock Banner");
  g_assert_null (inlay_document_get_redo_name (document));
  g_assert_true (inlay_document_jump (document, 1, NULL));
  g_assert_cmpstr (inlay_document_get_undo_name (document), ==, "Set Title of Hero");
  g_assert_cmpstr (inlay_document_get_redo_name (document), ==, "Rename Hero to Banner");
  item = g_list_model_get_item (history, 1);
  g_assert_cmpstr (inlay_history_item_get_name (item), ==, "Rename Hero to Banner");
  g_assert_false (inlay_history_item_get_applied (item));
  g_assert_true (inlay_document_redo (document, NULL));
  g_assert_true (inlay_history_item_get_applied (item));
  g_assert_true (inlay_document_jump (document, 0, NULL));
  back = dup_text (document);
  g_assert_cmpstr (start, ==, back);

  apply (document, set_title (document, "Other"));
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  g_assert_false (inlay_document_can_redo (document));
  g_assert_finalize_object (document);
}

static void
test_merge (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  g_autofree char *start = dup_text (document);
  g_autofree char *back = NULL;
  g_autoptr (JsonNode) value = inlay_json_new_int (1);

  apply (document, set_title (document, "A"));
  apply (document, set_title (document, "AB"));
  apply (document, set_title (document, "ABC"));
  g_assert_cmpuint (inlay_document_get_position (document), ==, 1);
  inlay_document_seal (document);
  apply (document, set_title (document, "ABCD"));
  g_assert_cmpuint (inlay_document_get_position (document), ==, 2);

  /* After going back nothing merges into what was there. */
  g_assert_true (inlay_document_undo (document, NULL));
  g_assert_true (inlay_document_redo (document, NULL));
  apply (document, set_title (document, "ABCDE"));
  g_assert_cmpuint (inlay_document_get_position (document), ==, 3);

  /* Another key is another step; a new value and its changes are one. */
  apply (document, inlay_edit_set_config (inlay_document_get_composition (document), "badge",
                                          "/a/b", value, NULL));
  apply (document, inlay_edit_set_config (inlay_document_get_composition (document), "badge",
                                          "/a/b", inlay_json_get (
                                            inlay_composition_get_root (c), "/unknown"), NULL));
  g_assert_cmpuint (inlay_document_get_position (document), ==, 4);

  g_assert_true (inlay_document_jump (document, 0, NULL));
  back = dup_text (document);
  g_assert_cmpstr (start, ==, back);
  g_assert_true (inlay_document_jump (document, 1, NULL));
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (
                     inlay_composition_get_root (inlay_document_get_composition (document)),
                     "/instances/hero/config"), "title"), ==, "ABC");
}

typedef struct
{
  InlayDocument *document;
  gboolean       refuse;
  guint          n_calls;
  guint          position;
  gboolean       replaces;
  char          *name;
  guint          n_operations;
} Journal;

static gboolean
journal_cb (const InlayJournalEntry  *entry,
            gpointer                  user_data,
            GError                  **error)
{
  Journal *journal = user_data;
  g_autoptr (GError) nested = NULL;

  /* The change is not there yet, and another one may not come between. */
  g_assert_true (entry->composition != inlay_document_get_composition (journal->document));
  g_assert_false (inlay_document_jump (journal->document, 0, &nested));
  g_assert_error (nested, INLAY_ERROR, INLAY_ERROR_CONFLICT);

  journal->n_calls++;
  journal->position = entry->position;
  journal->replaces = entry->replaces;
  g_clear_pointer (&journal->name, g_free);
  journal->n_operations = 0;
  if (entry->transaction != NULL)
    {
      g_assert_nonnull (entry->inverse);
      journal->name = g_strdup (inlay_transaction_get_name (entry->transaction));
      journal->n_operations = json_array_get_length (
        json_node_get_array (inlay_transaction_get_patch (entry->transaction)));
    }

  if (journal->refuse)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
  return !journal->refuse;
}

static void
test_journal (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  InlayDocument *document = inlay_document_new (c);
  Journal journal = { document };
  Watch watch = { document, g_string_new (NULL) };
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayTransaction) refused = NULL;
  g_autoptr (JsonNode) nothing = inlay_json_new_array (NULL, NULL);
  g_autoptr (InlayTransaction) empty = inlay_transaction_new ("Nothing", nothing);

  inlay_document_set_journal (document, journal_cb, &journal, NULL);
  apply (document, set_title (document, "A"));
  g_assert_cmpstr (journal.name, ==, "Set Title of Hero");
  g_assert_cmpuint (journal.position, ==, 1);
  g_assert_false (journal.replaces);
  apply (document, set_title (document, "AB"));
  g_assert_true (journal.replaces);
  g_assert_cmpuint (journal.position, ==, 1);
  g_assert_cmpuint (journal.n_operations, ==, 1);
  g_assert_true (inlay_document_undo (document, NULL));
  g_assert_cmpuint (journal.position, ==, 0);
  g_assert_null (journal.name);
  g_assert_cmpuint (journal.n_calls, ==, 3);
  apply (document, g_steal_pointer (&empty));
  g_assert_cmpuint (journal.n_calls, ==, 3);

  journal.refuse = TRUE;
  g_signal_connect (document, "notify", G_CALLBACK (notify_cb), &watch);
  g_signal_connect (document, "changed", G_CALLBACK (changed_cb), &watch);
  refused = set_title (document, "No");
  g_assert_false (inlay_document_apply (document, refused, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_false (inlay_document_redo (document, NULL));
  g_assert_cmpuint (inlay_document_get_position (document), ==, 0);
  g_assert_true (inlay_document_can_redo (document));
  g_assert_true (inlay_document_get_composition (document) != NULL);
  assert_log (&watch, "");

  g_string_free (watch.log, TRUE);
  g_free (journal.name);
  g_assert_finalize_object (document);
}

static void
test_refused (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  const char *patches[] = {
    "[{\"op\":\"remove\",\"path\":\"/nowhere\"}]",
    "[{\"op\":\"remove\",\"path\":\"/id\"}]",
    "[{\"op\":\"remove\",\"path\":\"/instances/hero\"}]",
    "[{\"op\":\"add\",\"path\":\"/regions/story/items\",\"value\":[\"hero\"]}]",
    "{}",
    "[{\"op\":\"replace\",\"path\":\"\",\"value\":[]}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++)
    {
      g_autoptr (JsonNode) patch = fixture_json (patches[i]);
      g_autoptr (InlayTransaction) transaction = inlay_transaction_new ("Bad", patch);
      g_autoptr (GError) error = NULL;

      g_assert_false (inlay_document_apply (document, transaction, &error));
      g_assert_true (error->domain == INLAY_ERROR);
      g_assert_true (inlay_document_get_composition (document) == c);
      g_assert_false (inlay_document_can_undo (document));
    }
}

static void
test_notify (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  Watch watch = { document, g_string_new (NULL) };

  g_signal_connect (document, "notify", G_CALLBACK (notify_cb), &watch);
  g_signal_connect (document, "changed", G_CALLBACK (changed_cb), &watch);
  apply (document, set_title (document, "A"));
  assert_log (&watch, "composition can-undo undo-name position n-steps changed1 ");
  apply (document, set_title (document, "B"));
  assert_log (&watch, "composition changed1 ");
  g_assert_true (inlay_document_undo (document, NULL));
  assert_log (&watch, "composition can-undo can-redo undo-name redo-name position changed1 ");
  g_string_free (watch.log, TRUE);
}

static void
test_models (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  Watch watch = { document, g_string_new (NULL) };
  InlayContainer main_region = fixture_region ("main");
  InlayContainer header_region = fixture_region ("header");
  const char *search_ids[] = { "search", NULL };
  GListModel *pages = watch_list (&watch, inlay_document_get_pages (document), "pages");
  GListModel *home = watch_list (&watch, inlay_node_get_children (get_child (pages, 0)), "home");
  GListModel *about = watch_list (&watch, inlay_node_get_children (get_child (pages, 1)), "about");
  GListModel *header = watch_list (&watch, inlay_node_get_children (get_child (home, 0)), "header");
  GListModel *main_list = watch_list (&watch, inlay_node_get_children (get_child (home, 1)), "main");
  InlayNode *hero = get_child (header, 0);
  InlayNode *grid = get_child (main_list, 0);
  GListModel *slots = watch_list (&watch, inlay_node_get_children (grid), "grid");

  watch_list (&watch, inlay_node_get_children (get_child (slots, 0)), "toolbar");
  g_assert_true (get_child (about, 0) == get_child (home, 0));
  g_assert_cmpstr (inlay_node_get_name (grid), ==, "Product grid");
  g_assert_cmpstr (inlay_node_get_module (grid), ==, "@acme/product-grid");
  g_assert_cmpint (inlay_node_get_kind (get_child (slots, 0)), ==, INLAY_NODE_SLOT);
  g_assert_cmpstr (inlay_node_get_slot (get_child (slots, 0)), ==, "toolbar");
  g_signal_connect (hero, "notify", G_CALLBACK (notify_cb), &watch);

  /* A setting concerns no list and no node. */
  apply (document, set_title (document, "A"));
  assert_log (&watch, "");

  /* A move keeps the object. */
  apply (document, inlay_edit_move (inlay_document_get_composition (document), "hero",
                                    &main_region, 1, NULL, NULL));
  assert_log (&watch, "header:0-1+0 main:1-0+1 ");
  g_assert_true (get_child (main_list, 1) == hero);

  /* Within a list, one goes and comes back. */
  apply (document, inlay_edit_move (inlay_document_get_composition (document), "hero",
                                    &main_region, 0, NULL, NULL));
  assert_log (&watch, "main:0-1+0 main:1-0+1 ");
  apply (document, inlay_edit_move (inlay_document_get_composition (document), "hero",
                                    &main_region, 2, NULL, NULL));
  assert_log (&watch, "main:0-1+0 main:2-0+1 ");
  g_assert_true (get_child (main_list, 2) == hero);

  apply (document, inlay_edit_rename (inlay_document_get_composition (document), "hero", "Top",
                                      NULL));
  assert_log (&watch, "name ");
  apply (document, inlay_edit_set_locked (inlay_document_get_composition (document), "hero", TRUE,
                                          NULL));
  assert_log (&watch, "locked ");

  apply (document, inlay_edit_remove (inlay_document_get_composition (document), search_ids,
                                      NULL));
  assert_log (&watch, "toolbar:0-1+0 ");
  g_assert_true (inlay_document_undo (document, NULL));
  assert_log (&watch, "toolbar:0-0+1 ");

  apply (document, inlay_edit_insert (inlay_document_get_composition (document), "m", NULL, NULL,
                                      NULL, &header_region, 0, NULL, NULL));
  assert_log (&watch, "header:0-0+1 ");
  apply (document, inlay_edit_add_page (inlay_document_get_composition (document), "New", NULL,
                                        NULL));
  assert_log (&watch, "pages:2-0+1 ");
  apply (document, inlay_edit_move_page (inlay_document_get_composition (document), "new", 0,
                                         NULL));
  assert_log (&watch, "pages:2-1+0 pages:0-0+1 ");

  g_assert_true (inlay_document_jump (document, 0, NULL));
  g_assert_true (get_child (header, 0) == hero);
  g_assert_true (get_child (main_list, 0) == grid);
  g_assert_cmpstr (inlay_node_get_name (hero), ==, "Hero");
  g_assert_cmpuint (g_list_model_get_n_items (pages), ==, 2);
  g_string_free (watch.log, TRUE);
}

static void
assert_nodes (GListModel       *children,
              InlayComposition *composition,
              InlayContainer    container)
{
  const char * const *items = inlay_composition_get_items (composition, &container);
  guint n_items = g_list_model_get_n_items (children);

  g_assert_cmpuint (n_items, ==, g_strv_length ((char **) items));
  for (guint i = 0; i < n_items; i++)
    g_assert_cmpstr (inlay_node_get_id (get_child (children, i)), ==, items[i]);
}

/* Any order to any order, with items coming and going. */
static void
test_shuffle (void)
{
  g_autoptr (InlayComposition) c = fixture_new_large (30);
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  InlayContainer main_region = fixture_region ("main");
  const char * const *all = inlay_composition_get_items (c, &main_region);
  GListModel *list = inlay_node_get_children (get_child (
    inlay_node_get_children (get_child (inlay_document_get_pages (document), 0)), 0));

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new ();
      g_autoptr (JsonNode) value = NULL;

      for (guint i = 0; i < 30; i++)
        if (g_rand_int_range (rand, 0, 4) > 0)
          g_ptr_array_insert (ids, g_rand_int_range (rand, 0, (int) ids->len + 1),
                              (gpointer) all[i]);
      g_ptr_array_add (ids, NULL);
      value = inlay_json_new_strv ((const char * const *) ids->pdata);
      inlay_document_seal (document);
      apply (document, inlay_edit_set (inlay_document_get_composition (document),
                                       "/regions/main/items", value, NULL, NULL));
      assert_nodes (list, inlay_document_get_composition (document), fixture_region ("main"));
    }

  g_assert_true (inlay_document_jump (document, 0, NULL));
  assert_nodes (list, c, fixture_region ("main"));
}

static void
nested_changed_cb (InlayDocument *document,
                   JsonNode      *patch,
                   guint         *n_calls)
{
  if (++*n_calls == 1)
    apply (document, inlay_edit_rename (inlay_document_get_composition (document), "hero", "Two",
                                        NULL));
}

/* A handler of "changed" may change again. */
static void
test_nested (void)
{
  g_autoptr (InlayComposition) c = fixture_new ();
  g_autoptr (InlayDocument) document = inlay_document_new (c);
  guint n_calls = 0;

  g_signal_connect (document, "changed", G_CALLBACK (nested_changed_cb), &n_calls);
  apply (document, set_title (document, "A"));
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpuint (inlay_document_get_position (document), ==, 2);
}

static void
test_speed (void)
{
  const guint sizes[] = { 10, 1000, 10000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (InlayComposition) c = fixture_new_large (sizes[s]);
      g_autoptr (InlayDocument) document = inlay_document_new (c);
      gint64 start = g_get_monotonic_time ();
      const guint n = 5;
      gint64 taken;

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (JsonNode) value = inlay_json_new_int (i);

          inlay_document_seal (document);
          apply (document, inlay_edit_set_config (inlay_document_get_composition (document), "i5",
                                                  "/x", value, NULL));
        }

      taken = g_get_monotonic_time () - start;
      g_test_message ("%u instances: %.3f ms to build and apply an edit", sizes[s],
                      (double) taken / 1000.0 / n);
      g_assert_cmpint (taken, <, (gint64) n * 200000);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/undo", test_undo);
  g_test_add_func ("/document/merge", test_merge);
  g_test_add_func ("/document/journal", test_journal);
  g_test_add_func ("/document/refused", test_refused);
  g_test_add_func ("/document/notify", test_notify);
  g_test_add_func ("/document/models", test_models);
  g_test_add_func ("/document/shuffle", test_shuffle);
  g_test_add_func ("/document/nested", test_nested);
  g_test_add_func ("/document/speed", test_speed);

  return g_test_run ();
}
