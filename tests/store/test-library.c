/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "inlay-sqlite.h"
#include "inlay-store.h"

#define KILLS 20

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("inlay-library-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "library.db", NULL);
}

static void
remove_files (Fixture *fixture)
{
  const char *suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_unlink (path);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  remove_files (fixture);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static InlayLibrary *
open_library (const char *path)
{
  g_autoptr (GError) error = NULL;
  InlayLibrary *library = inlay_library_open (path, &error);

  g_assert_no_error (error);
  return library;
}

static InlayComposition *
new_composition (void)
{
  const char *text =
    "{\"format\":1,\"id\":\"shop\",\"name\":\"Shop\",\"size\":1.0,\"z\":null,\"pages\":{\"home\":"
    "{\"path\":\"/\",\"regions\":[\"main\"]}},\"pageOrder\":[\"home\"],\"regions\":{\"main\":"
    "{\"items\":[\"hero\"]}},\"instances\":{\"hero\":{\"module\":\"@acme/hero\",\"config\":{}}}}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  InlayComposition *composition = inlay_composition_read (bytes, &error);

  g_assert_no_error (error);
  return composition;
}

static char *
add_document (InlayLibrary *library)
{
  g_autoptr (InlayComposition) composition = new_composition ();
  g_autoptr (GError) error = NULL;
  char *key = inlay_library_add (library, composition, 100, &error);

  g_assert_no_error (error);
  return key;
}

static InlayDocument *
load (InlayLibrary *library,
      const char   *key)
{
  g_autoptr (GError) error = NULL;
  InlayDocument *document = inlay_library_load (library, key, 200, &error);

  g_assert_no_error (error);
  return document;
}

static gboolean
set_count (InlayDocument  *document,
           gint64          count,
           GError        **error)
{
  g_autoptr (JsonNode) value = inlay_json_new_int (count);
  g_autoptr (InlayTransaction) transaction = NULL;

  transaction = inlay_edit_set_config (inlay_document_get_composition (document), "hero", "/count",
                                       value, error);
  if (transaction == NULL)
    return FALSE;

  inlay_document_seal (document);
  return inlay_document_apply (document, transaction, error);
}

static gint64
get_count (InlayDocument *document)
{
  JsonNode *hero = inlay_composition_get_instance (inlay_document_get_composition (document),
                                                   "hero");

  return inlay_json_get_int (inlay_json_get_member (hero, "config"), "count", -1);
}

static char *
dup_text (InlayDocument *document)
{
  return inlay_json_write (inlay_composition_get_root (inlay_document_get_composition (document)),
                           INLAY_JSON_DEFAULT);
}

static gint64
test_clock (void)
{
  return 777;
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (NULL);
  g_autofree char *first = add_document (library);
  G_GNUC_UNUSED g_autofree char *second = add_document (library);
  g_autoptr (InlayDocument) document = load (library, first);
  g_autoptr (GPtrArray) entries = inlay_library_list (library, NULL);
  InlayLibraryEntry *entry = g_ptr_array_index (entries, 0);
  g_autoptr (InlayLibraryEntry) copy = inlay_library_entry_copy (entry);
  g_autoptr (JsonNode) name = inlay_json_new_string ("Renamed");
  g_autoptr (InlayTransaction) rename = NULL;

  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpstr (copy->key, ==, first);
  g_assert_cmpstr (copy->id, ==, "shop");
  g_assert_cmpstr (copy->name, ==, "Shop");
  g_assert_cmpint (copy->modified, ==, 100);
  g_assert_cmpint (copy->opened, ==, 200);
  g_assert_cmpuint (copy->n_pages, ==, 1);
  g_assert_cmpuint (copy->n_instances, ==, 1);

  inlay_library_set_clock (library, test_clock);
  rename = inlay_edit_set (inlay_document_get_composition (document), "/name", name, NULL, NULL);
  g_assert_true (inlay_document_apply (document, rename, NULL));
  g_clear_pointer (&entries, g_ptr_array_unref);
  entries = inlay_library_list (library, NULL);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpstr (entry->name, ==, "Renamed");
  g_assert_cmpint (entry->modified, ==, 777);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autofree char *key = add_document (library);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (inlay_library_remove (library, key, 50, NULL));
  entries = inlay_library_list (library, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_null (inlay_library_load (library, key, 1, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (inlay_library_remove (library, key, 50, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (inlay_library_purge (library, 50, NULL));
  g_assert_true (inlay_library_restore (library, key, NULL));
  g_assert_true (inlay_library_remove (library, key, 50, NULL));
  g_assert_true (inlay_library_purge (library, 51, NULL));
  g_assert_false (inlay_library_restore (library, key, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
}

static void
test_thumbnail (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (NULL);
  g_autofree char *key = add_document (library);
  g_autoptr (GBytes) png = g_bytes_new_static ("\x89PNG\0", 5);
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (inlay_library_get_thumbnail (library, key, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_assert_true (inlay_library_set_thumbnail (library, key, png, NULL));
  g_assert_false (inlay_library_set_thumbnail (library, "nobody", png, NULL));
  got = inlay_library_get_thumbnail (library, key, NULL);
  g_assert_true (g_bytes_equal (png, got));
}

/* Enough steps for several saved states, an undo position, names and a cut-off future. */
static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autofree char *key = add_document (library);
  g_autoptr (InlayDocument) document = load (library, key);
  g_autoptr (InlayDocument) again = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *start = dup_text (document);
  g_autofree char *back = NULL;

  for (gint64 i = 1; i <= 200; i++)
    g_assert_true (set_count (document, i, NULL));
  g_assert_true (inlay_document_jump (document, 130, NULL));
  before = dup_text (document);
  g_clear_object (&document);
  g_clear_object (&library);

  library = open_library (fixture->path);
  again = load (library, key);
  after = dup_text (again);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (inlay_document_get_position (again), ==, 130);
  g_assert_cmpuint (g_list_model_get_n_items (inlay_document_get_history (again)), ==, 200);
  g_assert_cmpstr (inlay_document_get_undo_name (again), ==, "Set Count of Hero");
  g_assert_cmpstr (inlay_document_get_redo_name (again), ==, "Set Count of Hero");

  g_assert_true (inlay_document_jump (again, 200, NULL));
  g_assert_cmpint (get_count (again), ==, 200);
  g_assert_true (inlay_document_jump (again, 100, NULL));
  g_assert_true (set_count (again, 5000, NULL));
  g_clear_object (&again);

  again = load (library, key);
  g_assert_cmpint (get_count (again), ==, 5000);
  g_assert_cmpuint (g_list_model_get_n_items (inlay_document_get_history (again)), ==, 101);
  for (gint64 i = 6000; i < 6100; i++)
    g_assert_true (set_count (again, i, NULL));
  g_clear_object (&again);

  again = load (library, key);
  g_assert_cmpint (get_count (again), ==, 6099);
  g_assert_true (inlay_document_jump (again, 0, NULL));
  back = dup_text (again);
  g_assert_cmpstr (start, ==, back);
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (NULL);
  g_autofree char *key = add_document (library);
  g_autoptr (InlayDocument) document = load (library, key);
  g_autoptr (InlayDocument) again = NULL;
  const char *texts[] = { "H", "He", "Hel", "Hell", "Hello" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) value = inlay_json_new_string (texts[i]);
      g_autoptr (InlayTransaction) transaction = NULL;

      transaction = inlay_edit_set_config (inlay_document_get_composition (document), "hero",
                                           "/title", value, NULL);
      g_assert_true (inlay_document_apply (document, transaction, NULL));
    }
  g_clear_object (&document);

  again = load (library, key);
  g_assert_cmpuint (inlay_document_get_position (again), ==, 1);
  g_assert_true (inlay_document_undo (again, NULL));
  g_assert_true (inlay_document_redo (again, NULL));
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (
                     inlay_composition_get_root (inlay_document_get_composition (again)),
                     "/instances/hero/config"), "title"), ==, "Hello");
}

/* The second of two who opened the same document is told, and nothing is lost. */
static void
test_two_writers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (InlayLibrary) first = open_library (fixture->path);
  g_autoptr (InlayLibrary) second = open_library (fixture->path);
  g_autofree char *key = add_document (first);
  g_autoptr (InlayDocument) mine = load (first, key);
  g_autoptr (InlayDocument) theirs = load (second, key);
  g_autoptr (InlayDocument) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (set_count (mine, 1, NULL));
  g_assert_false (set_count (theirs, 2, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_STALE);
  g_assert_cmpint (get_count (theirs), ==, -1);
  g_assert_true (set_count (mine, 3, NULL));

  again = load (second, key);
  g_assert_cmpint (get_count (again), ==, 3);
}

/* Edits until it is killed, and says each count that the document acknowledged. */
static void
edit_until_killed (const char *path,
                   const char *key,
                   int         fd)
{
  g_autoptr (InlayLibrary) library = inlay_library_open (path, NULL);
  g_autoptr (InlayDocument) document = inlay_library_load (library, key, 1, NULL);

  for (gint64 i = get_count (document) + 1;; i++)
    if (!set_count (document, i, NULL) || write (fd, &i, sizeof i) != sizeof i)
      _exit (1);
}

static void
test_kill (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *key = NULL;
  gint64 last = 0;

  {
    g_autoptr (InlayLibrary) library = open_library (fixture->path);

    key = add_document (library);
  }

  for (int round = 0; round < KILLS; round++)
    {
      g_autoptr (InlayLibrary) library = NULL;
      g_autoptr (InlayDocument) document = NULL;
      gint64 wanted = last + 1 + round % 7;
      gint64 count;
      int status;
      int fds[2];
      pid_t child;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = fork ();
      if (child == 0)
        {
          close (fds[0]);
          edit_until_killed (fixture->path, key, fds[1]);
        }

      close (fds[1]);
      while (last < wanted && read (fds[0], &count, sizeof count) == sizeof count)
        last = count;
      kill (child, SIGKILL);
      while (read (fds[0], &count, sizeof count) == sizeof count)
        last = count;
      close (fds[0]);
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (last, >=, wanted);

      library = open_library (fixture->path);
      document = load (library, key);
      g_assert_cmpint (get_count (document), >=, last);
      g_assert_cmpstr (inlay_document_get_undo_name (document), ==, "Set Count of Hero");
      g_assert_cmpuint (inlay_document_get_position (document), ==, get_count (document) + 1);
      last = get_count (document);
    }
}

static void
assert_damaged (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayLibrary) library = inlay_library_open (fixture->path, &error);

  g_assert_null (library);
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, fixture->path));
}

static void
test_corrupt (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *contents = NULL;
  g_autofree char *key = NULL;
  gsize size;

  {
    g_autoptr (InlayLibrary) library = open_library (fixture->path);

    key = add_document (library);
  }
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));

  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) (size / 2), NULL));
  assert_damaged (fixture);
  g_assert_true (g_file_set_contents (fixture->path, "{\"format\":1,\"id\":\"no database at all\"}"
                                      "                                                 ", -1,
                                      NULL));
  assert_damaged (fixture);
}

static void
exec_on (const char *path,
         const char *sql)
{
  g_autoptr (InlaySql) sqlite = inlay_sqlite_open (path, NULL);
  g_autoptr (GError) error = NULL;

  inlay_sql_exec (sqlite, sql, &error);
  g_assert_no_error (error);
}

/* What stands in the tables was changed by something else. */
static void
test_tampered (Fixture       *fixture,
               gconstpointer  data)
{
  const char *changes[] = {
    "UPDATE step SET patch = '[{\"op\":\"remove\",\"path\":\"/nowhere\"}]' WHERE number = 2",
    "UPDATE step SET patch = '[{' WHERE number = 2",
    "DELETE FROM step WHERE number = 2",
    "DELETE FROM step",
    "DELETE FROM snapshot",
    "UPDATE snapshot SET tree = '{\"format\":1}'",
    "UPDATE document SET position = 9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *key = NULL;

      {
        g_autoptr (InlayLibrary) library = open_library (fixture->path);
        g_autoptr (InlayDocument) document = NULL;

        key = add_document (library);
        document = load (library, key);
        for (gint64 j = 0; j < 3; j++)
          g_assert_true (set_count (document, j, NULL));
      }

      exec_on (fixture->path, changes[i]);
      {
        g_autoptr (InlayLibrary) library = open_library (fixture->path);

        g_assert_null (inlay_library_load (library, key, 1, &error));
        g_assert_true (error->domain == INLAY_ERROR);
        g_assert_nonnull (strstr (error->message, "is damaged"));
      }
      remove_files (fixture);
    }
}

/* No room on the disk: the edit is refused, the document stays, and goes on when there is room. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autofree char *key = add_document (library);
  g_autoptr (InlayDocument) document = load (library, key);
  g_autofree char *text = g_strnfill (1 << 20, 'x');
  g_autoptr (JsonNode) value = inlay_json_new_string (text);
  g_autoptr (InlayTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = dup_text (document);
  g_autofree char *after = NULL;
  struct rlimit old;
  struct rlimit small;

  transaction = inlay_edit_set_config (inlay_document_get_composition (document), "hero", "/text",
                                       value, NULL);
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 300 * 1024;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_false (inlay_document_apply (document, transaction, &error));
  setrlimit (RLIMIT_FSIZE, &old);

  g_assert_true (error->domain == G_IO_ERROR);
  g_assert_nonnull (strstr (error->message, fixture->path));
  after = dup_text (document);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (inlay_document_get_position (document), ==, 0);
  g_assert_true (inlay_document_apply (document, transaction, NULL));
}

static void
test_blobs (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autofree char *digest = inlay_library_put_blob (library, bytes, NULL);
  g_autofree char *again = inlay_library_put_blob (library, bytes, NULL);
  g_autofree char *nothing = inlay_library_put_blob (library, empty, NULL);
  g_autoptr (GBytes) got = inlay_library_get_blob (library, digest, NULL);
  g_autoptr (GBytes) got_empty = inlay_library_get_blob (library, nothing, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (digest, ==, again);
  g_assert_true (g_bytes_equal (bytes, got));
  g_assert_cmpuint (g_bytes_get_size (got_empty), ==, 0);
  g_assert_null (inlay_library_get_blob (library, "sha256-0", &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  exec_on (fixture->path, "UPDATE blob SET bytes = x'00'");
  g_assert_null (inlay_library_get_blob (library, digest, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
}

static InlayModule *
new_module (const char *id,
            const char *version,
            const char *name,
            const char *description)
{
  g_autofree char *text = g_strdup_printf (
    "{\"format\":1,\"id\":\"%s\",\"version\":\"%s\",\"name\":\"%s\",\"description\":\"%s\","
    "\"category\":\"commerce\",\"tags\":[\"shop\"],\"entry\":\"main.js\",\"files\":[\"main.js\"]}",
    id, version, name, description);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  InlayModule *module = inlay_module_read (bytes, &error);

  g_assert_no_error (error);
  return module;
}

static void
put_module (InlayLibrary *library,
            const char   *id,
            const char   *version,
            const char   *name,
            const char   *description)
{
  g_autoptr (InlayModule) module = new_module (id, version, name, description);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                        (GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (files, (gpointer) "main.js", g_bytes_new (version, strlen (version)));
  g_assert_true (inlay_library_put_module (library, module, files, &error));
  g_assert_no_error (error);
}

static void
assert_found (InlayLibrary *library,
              const char   *text,
              const char   *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) modules = inlay_library_search_modules (library, text, 3, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < modules->len; i++)
    g_string_append_printf (found, "%s%s@%s", i > 0 ? " " : "",
                            inlay_module_get_id (g_ptr_array_index (modules, i)),
                            inlay_module_get_version (g_ptr_array_index (modules, i)));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_modules (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autoptr (GHashTable) none = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (InlayModule) module = new_module ("@acme/cart", "1.0.0", "Cart", "Holds things");
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  put_module (library, "@acme/cart", "1.9.0", "Cart", "Holds what is bought");
  put_module (library, "@acme/cart", "1.10.0", "Cart", "Holds what is bought");
  put_module (library, "@acme/cart", "1.2.0", "Cart", "Holds what is bought");
  put_module (library, "@acme/cart", "1.2.0", "Cart", "Holds what is bought");
  put_module (library, "@acme/hero", "1.0.0", "Hero", "A cartoon-sized banner, 100% \\\"big\\\"");
  put_module (library, "@acme/list", "1.0.0", "List", "Things below each other");

  all = inlay_library_list_modules (library, NULL);
  g_assert_cmpuint (all->len, ==, 5);
  file = inlay_library_get_module_file (library, "@acme/cart", "1.10.0", "main.js", NULL);
  g_assert_cmpmem (g_bytes_get_data (file, NULL), g_bytes_get_size (file), "1.10.0", 6);
  g_assert_null (inlay_library_get_module_file (library, "@acme/cart", "1.10.0", "x.js", &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (inlay_library_put_module (library, module, none, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);

  assert_found (library, "cart", "@acme/cart@1.10.0 @acme/hero@1.0.0");
  assert_found (library, "CART bought", "@acme/cart@1.10.0");
  assert_found (library, "ro", "@acme/hero@1.0.0");
  assert_found (library, "nothing-such", "");
  assert_found (library, "\" OR name:cart *", "");
  assert_found (library, "%", "");
  assert_found (library, "", "@acme/cart@1.10.0 @acme/hero@1.0.0 @acme/list@1.0.0");
}

static void
test_outbox (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (fixture->path);
  g_autoptr (JsonNode) payload = inlay_json_read_text ("{\"a\":[1.0]}", -1, NULL);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) empty = NULL;
  g_autoptr (GError) error = NULL;
  InlayOutboxItem *item;
  gint64 first;
  gint64 second;

  first = inlay_library_outbox_add (library, "http://localhost", "k", "publish", payload, 5, NULL);
  second = inlay_library_outbox_add (library, "http://localhost", "k", "publish", payload, 6, NULL);
  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (second, >, first);
  g_assert_true (inlay_library_outbox_failed (library, first, "no route", NULL));
  g_assert_true (inlay_library_outbox_failed (library, first, "refused", NULL));

  g_clear_object (&library);
  library = open_library (fixture->path);
  items = inlay_library_outbox_list (library, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpint (item->id, ==, first);
  g_assert_cmpuint (item->tries, ==, 2);
  g_assert_cmpstr (item->last_error, ==, "refused");
  g_assert_true (inlay_json_identical (item->payload, payload));
  g_assert_cmpint (item->created, ==, 5);

  g_assert_true (inlay_library_outbox_done (library, first, NULL));
  g_assert_true (inlay_library_outbox_done (library, second, NULL));
  g_assert_false (inlay_library_outbox_done (library, second, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  empty = inlay_library_outbox_list (library, NULL);
  g_assert_cmpuint (empty->len, ==, 0);
}

static void
test_publish_log (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (InlayLibrary) library = open_library (NULL);
  g_autoptr (JsonNode) first = inlay_json_read_text ("{\"n\":1}", -1, NULL);
  g_autoptr (JsonNode) second = inlay_json_read_text ("{\"n\":2}", -1, NULL);
  g_autoptr (GPtrArray) events = NULL;

  g_assert_true (inlay_library_log_publish (library, "k", first, 1, NULL));
  g_assert_true (inlay_library_log_publish (library, "k", second, 2, NULL));
  g_assert_true (inlay_library_log_publish (library, "other", second, 2, NULL));
  events = inlay_library_list_publish (library, "k", NULL);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_true (inlay_json_identical (g_ptr_array_index (events, 0), second));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/library/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("list", test_list);
  ADD ("remove", test_remove);
  ADD ("thumbnail", test_thumbnail);
  ADD ("history", test_history);
  ADD ("typing", test_typing);
  ADD ("two-writers", test_two_writers);
  ADD ("kill", test_kill);
  ADD ("corrupt", test_corrupt);
  ADD ("tampered", test_tampered);
  ADD ("full-disk", test_full_disk);
  ADD ("blobs", test_blobs);
  ADD ("modules", test_modules);
  ADD ("outbox", test_outbox);
  ADD ("publish-log", test_publish_log);

  return g_test_run ();
}
