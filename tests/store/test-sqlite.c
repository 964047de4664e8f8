/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib/gstdio.h>
#include <gio/gio.h>

#include "inlay-sqlite.h"
#include "inlay-store.h"

#define TEST_ID 0x494e4c54

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("inlay-sqlite-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  const char *suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_unlink (path);
    }

  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static InlaySql *
open_migrated (const char  *path,
               GError     **error)
{
  g_autoptr (InlaySql) sqlite = inlay_sqlite_open (path, error);

  if (sqlite == NULL || !inlay_sql_migrate (sqlite, "migrations-library", TEST_ID, error))
    return NULL;

  return g_steal_pointer (&sqlite);
}

static void
assert_refused (Fixture    *fixture,
                const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlaySql) sqlite = open_migrated (fixture->path, &error);

  g_assert_null (sqlite);
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, fixture->path));
  g_assert_nonnull (strstr (error->message, message));
}

static gint64
count_blobs (InlaySql *sqlite)
{
  g_autoptr (InlayStatement) statement = inlay_sql_prepare (sqlite, "SELECT count(*) FROM blob");

  g_assert_true (inlay_statement_step (statement, NULL));
  return inlay_statement_get_int (statement, 0);
}

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlaySql) sqlite = open_migrated (NULL, NULL);
  g_autoptr (InlayStatement) statement = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) got_bytes = NULL;
  g_autoptr (GBytes) got_empty = NULL;

  g_assert_nonnull (sqlite);
  statement = inlay_sql_prepare (sqlite, "SELECT ?1, ?2, ?3, ?4, ?5, ?6");
  inlay_statement_bind_int (statement, 1, G_MININT64);
  inlay_statement_bind_double (statement, 2, 0.1);
  inlay_statement_bind_text (statement, 3, "grün");
  inlay_statement_bind_bytes (statement, 4, bytes);
  inlay_statement_bind_bytes (statement, 5, empty);
  g_assert_true (inlay_statement_step (statement, NULL));

  g_assert_cmpint (inlay_statement_get_int (statement, 0), ==, G_MININT64);
  g_assert_cmpfloat (inlay_statement_get_double (statement, 1), ==, 0.1);
  g_assert_cmpstr (inlay_statement_get_text (statement, 2), ==, "grün");
  got_bytes = inlay_statement_get_bytes (statement, 3);
  got_empty = inlay_statement_get_bytes (statement, 4);
  g_assert_true (g_bytes_equal (bytes, got_bytes));
  g_assert_nonnull (got_empty);
  g_assert_true (inlay_statement_is_null (statement, 5));

  g_assert_false (inlay_statement_step (statement, NULL));
  g_assert_false (inlay_statement_step (statement, NULL));
  g_assert_false (inlay_statement_has_failed (statement));
}

static void
assert_private (const char *path)
{
  GStatBuf facts;

  g_assert_cmpint (g_stat (path, &facts), ==, 0);
  g_assert_cmpint (facts.st_mode & 0777, ==, 0600);
}

/* Nobody else reads it, nor what is beside it, nor its backup. */
static void
test_private (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (InlaySql) sqlite = open_migrated (fixture->path, NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *backup = g_strconcat (fixture->path, "-backup", NULL);

  assert_private (fixture->path);
  assert_private (log);
  g_assert_true (inlay_sqlite_back_up (sqlite, backup, NULL, NULL, NULL));
  assert_private (backup);
  g_assert_cmpint (g_unlink (backup), ==, 0);
}

static void
test_transaction (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (InlaySql) sqlite = open_migrated (fixture->path, NULL);
  InlaySqlGuard *guard;

  g_assert_nonnull (sqlite);
  guard = inlay_sql_begin (sqlite, NULL);
  g_assert_true (inlay_sql_exec (sqlite, "INSERT INTO blob VALUES ('a', x'00')", NULL));
  inlay_sql_guard_free (guard);
  g_assert_cmpint (count_blobs (sqlite), ==, 0);

  guard = inlay_sql_begin (sqlite, NULL);
  g_assert_true (inlay_sql_exec (sqlite, "INSERT INTO blob VALUES ('a', x'00')", NULL));
  g_assert_true (inlay_sql_commit (guard, NULL));
  g_assert_cmpint (count_blobs (sqlite), ==, 1);
}

static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlaySql) sqlite = open_migrated (fixture->path, NULL);
  g_autoptr (InlayStatement) bad = NULL;
  g_autoptr (InlayStatement) twice = NULL;
  g_autoptr (GError) error = NULL;

  bad = inlay_sql_prepare (sqlite, "SELECT nothing FROM nowhere");
  inlay_statement_bind_int (bad, 1, 1);
  g_assert_false (inlay_statement_run (bad, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_true (inlay_statement_has_failed (bad));
  g_clear_error (&error);

  twice = inlay_sql_prepare (sqlite, "INSERT INTO blob VALUES ('a', x'00')");
  g_assert_true (inlay_statement_run (twice, NULL));
  inlay_statement_reset (twice);
  g_assert_false (inlay_statement_run (twice, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
}

static void
test_reopen (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (InlaySql) first = open_migrated (fixture->path, NULL);
  g_autoptr (InlaySql) second = NULL;

  g_assert_true (inlay_sql_exec (first, "INSERT INTO blob VALUES ('a', x'00')", NULL));
  second = open_migrated (fixture->path, NULL);
  g_assert_nonnull (second);
  g_assert_cmpint (count_blobs (second), ==, 1);
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (InlaySql) sqlite = NULL;
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (fixture->path, "this is no database, whatever its name says, "
                                      "and long enough to hold a header", -1, NULL));
  assert_refused (fixture, "is not a database");
  g_unlink (fixture->path);

  sqlite = inlay_sqlite_open (fixture->path, NULL);
  g_assert_true (inlay_sql_exec (sqlite, "CREATE TABLE theirs (a)", NULL));
  g_clear_pointer (&sqlite, inlay_sql_close);
  assert_refused (fixture, "another program");
  g_unlink (fixture->path);

  sqlite = open_migrated (fixture->path, NULL);
  g_assert_true (inlay_sql_exec (sqlite, "PRAGMA user_version = 99", NULL));
  g_clear_pointer (&sqlite, inlay_sql_close);
  assert_refused (fixture, "newer Inlay (schema 99");
  g_unlink (fixture->path);

  sqlite = open_migrated (fixture->path, NULL);
  g_clear_pointer (&sqlite, inlay_sql_close);
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_cmpint (size, >, 8192);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size / 2, NULL));
  assert_refused (fixture, "is damaged");
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "missing", "test.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (inlay_sqlite_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sqlite/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/sqlite/private", Fixture, NULL, set_up, test_private, tear_down);
  g_test_add ("/sqlite/transaction", Fixture, NULL, set_up, test_transaction, tear_down);
  g_test_add ("/sqlite/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/sqlite/reopen", Fixture, NULL, set_up, test_reopen, tear_down);
  g_test_add ("/sqlite/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/sqlite/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);

  return g_test_run ();
}
