/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-sql.h"

/* Where the tests of the store keep things: in memory, or on the server that
 * INLAY_TEST_POSTGRESQL names, where each database is a schema of its own. */
static inline const char *
test_server (void)
{
  return g_getenv ("INLAY_TEST_POSTGRESQL");
}

static inline gboolean
is_postgres (void)
{
  return test_server () != NULL;
}

static inline char *
new_database (void)
{
  static guint n_databases;
  g_autoptr (GError) error = NULL;
  g_autoptr (InlaySql) sql = NULL;
  g_autofree char *text = NULL;

  if (!is_postgres ())
    return g_strdup ("sqlite::memory:");

  sql = inlay_sql_open (test_server (), &error);
  g_assert_no_error (error);
  text = g_strdup_printf ("CREATE SCHEMA d%u", ++n_databases);
  g_assert_true (inlay_sql_exec (sql, text, NULL));
  return g_strdup_printf ("%s&options=-csearch_path%%3Dd%u", test_server (), n_databases);
}
