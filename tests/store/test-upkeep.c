/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib/gstdio.h>
#include <inlay-store.h>

#include "databases.h"

#define NOW G_GINT64_CONSTANT (1700000000000000)

static InlayRegistryWrite write_by = { "tester “'\\😀", NOW };

typedef struct
{
  char *folder;
  char *one;     /* a registry with something in it */
  char *other;   /* on the other engine, if there is one */
  char *third;
} Fixture;

static void
publish (InlayRegistryStore *store,
         const char         *version,
         gsize               size)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (JsonNode) dependencies = inlay_json_read_text ("{\"b\":\"^1\",\"é\":\"'\"}", -1, NULL);
  InlayRegistryPublish what = { "a", version, NULL, "a.js", dependencies, NULL, NULL, version, files };
  guint8 *data = g_malloc (size);
  gboolean is_new;

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + size);
  g_hash_table_insert (files, g_strdup ("a.js"), g_bytes_new_take (data, size));
  g_assert_true (inlay_registry_store_publish (store, &write_by, &what, &is_new, NULL));
}

static void
deploy_and_switch (InlayRegistryStore *store,
                   const char         *version)
{
  g_autoptr (GPtrArray) modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  g_autoptr (GBytes) page = g_bytes_new (version, strlen (version) + 1);
  InlayRegistryDeploy what = { NULL, version, "notes", version, "shop", "{}", page, modules };
  InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);
  g_autoptr (InlayRegistryOutcome) deployed = NULL;
  g_autoptr (InlayRegistryOutcome) switched = NULL;
  g_autoptr (GError) error = NULL;

  module->module_id = g_strdup ("a");
  module->version = g_strdup ("1.0.0");
  module->esm_url = g_strdup ("https://cdn.example/a.js");
  module->is_held = TRUE;
  g_ptr_array_add (modules, module);
  deployed = inlay_registry_store_deploy (store, &write_by, &what, &error);
  g_assert_no_error (error);
  switched = inlay_registry_store_switch (store, &write_by, deployed->to, 80, &error);
  g_assert_no_error (error);
}

static void
fill (const char *address)
{
  g_autoptr (InlayRegistryStore) store = inlay_registry_store_open (address, NOW, NULL);
  g_autoptr (JsonNode) document = inlay_json_read_text ("{\"id\":\"shop\",\"n\":1e-7}", -1, NULL);
  gboolean is_new;

  /* More than a page of rows, and a file larger than most. */
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *version = g_strdup_printf ("1.0.%u", i);

      publish (store, version, i * 17);
    }
  publish (store, "2.0.0", 3 * 1024 * 1024);
  g_assert_true (inlay_registry_store_put_composition (store, &write_by, "shop", document, &is_new, NULL));
  deploy_and_switch (store, "1");
  deploy_and_switch (store, "2");
  deploy_and_switch (store, "3");
  g_assert_true (inlay_registry_store_record_failure (store, &write_by, NULL, "4", "no", NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("inlay-upkeep-XXXXXX", NULL);
  fixture->one = g_strdup_printf ("sqlite:%s/one.db", fixture->folder);
  fixture->other = is_postgres () ? new_database () : g_strdup_printf ("sqlite:%s/other.db", fixture->folder);
  fixture->third = g_strdup_printf ("sqlite:%s/third.db", fixture->folder);
  fill (fixture->one);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->one);
  g_free (fixture->other);
  g_free (fixture->third);
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayRegistryStore) store = NULL;
  g_autofree char *hash = NULL;
  guint64 n_copied, n_back, n_compared;

  g_assert_true (inlay_registry_copy (fixture->one, fixture->other, NULL, NULL, &n_copied, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_copied, >, 200);
  g_assert_true (inlay_registry_copy (fixture->other, fixture->third, NULL, NULL, &n_back, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_back, ==, n_copied);
  g_assert_true (inlay_registry_compare (fixture->one, fixture->third, NULL, NULL, &n_compared, &error));
  g_assert_true (inlay_registry_compare (fixture->third, fixture->other, NULL, NULL, &n_compared, &error));
  g_assert_cmpuint (n_compared, ==, n_copied);

  /* It is not to be copied over, and it goes on where the other stopped. */
  g_assert_false (inlay_registry_copy (fixture->one, fixture->other, NULL, NULL, &n_copied, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
  g_clear_error (&error);
  store = inlay_registry_store_open (fixture->other, NOW, &error);
  deploy_and_switch (store, "5");
  hash = inlay_registry_store_check_audit (store, &error);
  g_assert_no_error (error);
  g_assert_false (inlay_registry_compare (fixture->one, fixture->other, NULL, NULL, &n_compared, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
}

static void
test_back_up (Fixture       *fixture,
              gconstpointer  data)
{
  const char *address = fixture->one;
  g_autofree char *path = g_build_filename (fixture->folder, "backup.db", NULL);
  g_autofree char *backup = g_strconcat ("sqlite:", path, NULL);
  G_GNUC_UNUSED g_autoptr (InlayRegistryStore) open = inlay_registry_store_open (address, NOW, NULL);
  g_autoptr (GError) error = NULL;
  guint64 n;

  if (is_postgres ())
    {
      g_assert_true (inlay_registry_copy (fixture->one, fixture->other, NULL, NULL, &n, NULL));
      address = fixture->other;
    }
  g_assert_true (inlay_registry_back_up (address, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (inlay_registry_compare (address, backup, NULL, NULL, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 200);
  g_assert_false (inlay_registry_back_up (address, path, NULL, NULL, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
}

/* Nothing is left of what was begun. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "backup.db", NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  InlayProgress progress = { 0 };
  guint64 n;

  g_cancellable_cancel (cancellable);
  g_assert_false (inlay_registry_copy (fixture->one, fixture->other, &progress, cancellable, &n, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (progress.done, ==, 1);
  g_assert_cmpuint (progress.total, >, 400);
  g_assert_true (inlay_registry_copy (fixture->one, fixture->other, &progress, NULL, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (progress.total, ==, 2 * n);
  g_assert_cmpuint (progress.done, ==, 2 * n + 1);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (inlay_registry_back_up (i == 0 ? fixture->one : fixture->other, path, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (wal, G_FILE_TEST_EXISTS));
    }
}

static gboolean
has_page (InlayRegistryStore *store,
          const char         *revision)
{
  g_autoptr (GBytes) page = inlay_registry_store_get_page (store, revision, NULL);

  return page != NULL && g_bytes_get_size (page) > 0;
}

/* How many transactions that took. */
static guint
collect (InlayRegistryStore        *store,
         const InlayRegistryWrite  *write,
         gint64                     keep,
         guint                      at_once,
         InlayRegistryCollected    *collected)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  *collected = (InlayRegistryCollected) { 0 };
  while (!collected->is_done)
    {
      guint before = collected->n_revisions;

      g_assert_true (inlay_registry_store_collect (store, write, keep, at_once, collected, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (collected->n_revisions - before, <=, at_once);
      n++;
    }
  return n;
}

/* Fifteen releases, one a day; then what a page opened yesterday, or a rollback, may need is kept. */
static void
test_collect (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *address = new_database ();
  g_autoptr (InlayRegistryStore) store = inlay_registry_store_open (address, NOW, NULL);
  g_autoptr (GError) error = NULL;
  InlayRegistryWrite later = { "tester", NOW };
  InlayRegistryCollected collected;

  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *version = g_strdup_printf ("r%u", i);

      write_by.now = NOW + i * G_TIME_SPAN_DAY;
      deploy_and_switch (store, version);
    }
  publish (store, "1.0.0", 10);

  /* All of it may still be open somewhere. */
  later.now = NOW + 16 * G_TIME_SPAN_DAY;
  g_assert_cmpuint (collect (store, &later, 30 * G_TIME_SPAN_DAY, 3, &collected), ==, 1);
  g_assert_cmpuint (collected.n_revisions + collected.n_files, ==, 0);

  /* The active one and ten steps back. */
  g_assert_cmpuint (collect (store, &later, G_TIME_SPAN_DAY / 2, 3, &collected), ==, 2);
  g_assert_cmpuint (collected.n_revisions, ==, 4);
  g_assert_cmpuint (collected.n_files, ==, 0);
  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *revision = g_strdup_printf ("r%u", i);

      g_assert_cmpint (has_page (store, revision), ==, i > 4);
    }
  for (guint i = 0; i < 10; i++)
    inlay_registry_outcome_free (inlay_registry_store_rollback (store, &later, "x", NULL, NULL));
  g_assert_null (inlay_registry_store_rollback (store, &later, "x", NULL, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "collected"));

  /* Nothing goes while a rollback is recent; a release made again is whole again. */
  collect (store, &later, G_TIME_SPAN_DAY, 100, &collected);
  g_assert_cmpuint (collected.n_revisions, ==, 0);
  write_by.now = later.now;
  deploy_and_switch (store, "r1");
  g_assert_true (has_page (store, "r1"));
  write_by.now = NOW;
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/registry-upkeep/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/registry-upkeep/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/registry-upkeep/collect", Fixture, NULL, set_up, test_collect, tear_down);
  g_test_add ("/registry-upkeep/back-up", Fixture, NULL, set_up, test_back_up, tear_down);
  return g_test_run ();
}
