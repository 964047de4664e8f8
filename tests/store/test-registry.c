/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <glib/gstdio.h>
#include <inlay-store.h>

#include "registries.h"

static void
assert_route (InlayRegistryStore *store,
              const char         *active_env,
              const char         *active_rev,
              const char         *previous_rev)
{
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (store, NULL);

  g_assert_cmpstr (route->active_env, ==, active_env);
  g_assert_cmpstr (route->active_rev, ==, active_rev);
  g_assert_cmpstr (route->previous_rev, ==, previous_rev);
}

static void
test_new (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GPtrArray) environments = inlay_registry_store_list_environments (store, NULL);

  g_assert_cmpuint (environments->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      InlayRegistryEnvironment *environment = g_ptr_array_index (environments, i);

      g_assert_cmpstr (environment->name, ==, i == 0 ? "blue" : "green");
      g_assert_null (environment->revision);
      g_assert_cmpuint (environment->modules->len, ==, 0);
    }
  assert_route (store, "blue", NULL, NULL);
}

static void
test_rollback_goes_back (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  static const char * const expected[] = { "sha256-2", "sha256-1", NULL };

  deploy_and_switch (store, "1");
  deploy_and_switch (store, "2");
  deploy_and_switch (store, "3");
  assert_route (store, "green", "sha256-3", "sha256-2");

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (InlayRegistryOutcome) outcome = inlay_registry_store_rollback (store, &write_by, "bad", NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (outcome->revision, ==, expected[i]);
    }
  assert_route (store, "blue", NULL, NULL);
  g_assert_null (inlay_registry_store_rollback (store, &write_by, "bad", NULL, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
}

/* The environment to return to was deployed to again in the meantime. */
static void
test_rollback_restores (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (InlayRegistryOutcome) newer = NULL;
  g_autoptr (InlayRegistryOutcome) back = NULL;

  deploy_and_switch (store, "1");
  deploy_and_switch (store, "2");
  newer = deploy (store, NULL, "3", 0, NULL);
  g_assert_cmpstr (newer->to, ==, "green");

  back = inlay_registry_store_rollback (store, &write_by, "bad", NULL, NULL);
  g_assert_cmpstr (back->to, ==, "green");
  assert_route (store, "green", "sha256-1", NULL);
  {
    g_autoptr (GPtrArray) environments = inlay_registry_store_list_environments (store, NULL);
    InlayRegistryEnvironment *green = g_ptr_array_index (environments, 1);

    g_assert_cmpstr (green->revision, ==, "sha256-1");
    g_assert_cmpuint (green->modules->len, ==, 5);
  }
}

static void
test_switch_is_gated (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  gboolean changed;

  g_assert_null (inlay_registry_store_switch (store, &write_by, "pink", 80, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (inlay_registry_store_switch (store, &write_by, "green", 80, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY);
  g_clear_error (&error);

  inlay_registry_outcome_free (deploy (store, NULL, "1", 3, NULL));
  g_assert_null (inlay_registry_store_switch (store, &write_by, "green", 80, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY);
  g_clear_error (&error);

  g_assert_true (inlay_registry_store_report_health (store, NOW, INLAY_REGISTRY_TRUSTED, "green", "m3", TRUE, NULL, &changed, &error));
  g_assert_true (changed);
  outcome = inlay_registry_store_switch (store, &write_by, "green", 80, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outcome->from, ==, "blue");
}

static void
test_switch_to_active (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autoptr (InlayRegistryRoute) before = NULL;

  deploy_and_switch (store, "1");
  before = inlay_registry_store_get_route (store, NULL);
  outcome = inlay_registry_store_switch (store, &write_by, "green", 80, NULL);
  g_assert_cmpint (outcome->generation, ==, before->generation);
}

/* @data: how many there were, and how many of them failed. */
static gboolean
check_deployment (InlayRegistryStore  *store,
                  const char          *id,
                  const char          *status,
                  gpointer             data,
                  GError             **error)
{
  g_autoptr (JsonNode) whole = inlay_registry_store_get_deployment (store, id, error);
  gboolean failed = strcmp (status, "failed") == 0;
  guint *counts = data;

  g_assert_cmpstr (inlay_json_get_string (whole, "version"), ==, failed ? "2" : "1");
  g_assert_cmpstr (inlay_json_get_string (whole, "error"), ==, failed ? "no such module" : NULL);
  counts[0]++;
  counts[1] += failed;
  return TRUE;
}

static void
test_failed_deployment (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  guint counts[2] = { 0, 0 };

  inlay_registry_outcome_free (deploy (store, NULL, "1", 5, NULL));
  g_assert_true (inlay_registry_store_record_failure (store, &write_by, NULL, "2", "no such module", &error));
  g_assert_true (inlay_registry_store_visit_history (store, NULL, 20, check_deployment, counts, &error));
  g_assert_cmpuint (counts[0], ==, 2);
  g_assert_cmpuint (counts[1], ==, 1);
  g_assert_null (inlay_registry_store_get_deployment (store, "x", &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  inlay_registry_outcome_free (inlay_registry_store_switch (store, &write_by, "green", 80, &error));
  assert_route (store, "green", "sha256-1", NULL);
}

static void
test_publish (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  InlayRegistryPublish publish = { "a", "1.0.0", NULL, "a.js", NULL, NULL, NULL, "sha256-x", files };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (JsonNode) rows = NULL;
  gboolean is_new;

  g_hash_table_insert (files, g_strdup ("a.js"), g_bytes_new ("export {}", 9));
  g_assert_true (inlay_registry_store_publish (store, &write_by, &publish, &is_new, &error));
  g_assert_true (is_new);
  g_assert_true (inlay_registry_store_publish (store, &write_by, &publish, &is_new, &error));
  g_assert_false (is_new);
  publish.digest = "sha256-y";
  g_assert_false (inlay_registry_store_publish (store, &write_by, &publish, &is_new, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);

  rows = inlay_registry_store_list_modules (store, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, 1);
  blob = inlay_registry_store_get_blob (store, inlay_json_get_string (inlay_json_get (rows, "/0/files/0"), "digest"), NULL);
  g_assert_cmpuint (g_bytes_get_size (blob), ==, 9);
}

static char *
dup_mark (InlayRegistryStore *store,
          GHashTable       *(*mark) (InlayRegistryStore *store, GError **error),
          const char         *id)
{
  g_autoptr (GHashTable) marks = mark (store, NULL);

  return g_strdup (g_hash_table_lookup (marks, id));
}

/* What was read once is read again when its mark is another, and only then. */
static void
test_module_marks (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  InlayRegistryPublish publish = { "a", "1.0.0", NULL, "a.js", NULL, NULL, NULL, "sha256-x", NULL };
  g_autofree char *others = NULL;
  g_autofree char *last = NULL;
  g_autoptr (JsonNode) rows = NULL;
  gboolean is_new;

  g_assert_true (inlay_registry_store_publish (store, &write_by, &publish, &is_new, NULL));
  publish.module_id = "b";
  g_assert_true (inlay_registry_store_publish (store, &write_by, &publish, &is_new, NULL));
  others = dup_mark (store, inlay_registry_store_mark_modules, "a");
  for (guint step = 0; step < 4; step++)
    {
      g_autofree char *mark = dup_mark (store, inlay_registry_store_mark_modules, "b");
      g_autofree char *other = dup_mark (store, inlay_registry_store_mark_modules, "a");

      g_assert_cmpstr (mark, !=, last);
      g_assert_cmpstr (other, ==, others);
      g_free (last);
      last = g_steal_pointer (&mark);
      publish.version = "1.1.0";
      if (step == 0)
        g_assert_true (inlay_registry_store_publish (store, &write_by, &publish, &is_new, NULL));
      else if (step == 1)
        g_assert_true (inlay_registry_store_deprecate (store, &write_by, "b", "1.0.0", "old", NULL));
      else
        g_assert_true (inlay_registry_store_yank (store, &write_by, "b", step == 2 ? "1.0.0" : "1.1.0", NULL));
    }
  rows = inlay_registry_store_list_modules (store, "b", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (rows)), ==, 2);
  g_assert_cmpstr (inlay_json_get_string (inlay_json_get (rows, "/1"), "version"), ==, "1.1.0");
}

/* A use case that fails leaves the others of its group, and nothing of itself. */
static void
test_group (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (InlayRegistryRoute) route = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (inlay_registry_store_begin (store, NULL));
  inlay_registry_outcome_free (deploy (store, NULL, "1", 5, NULL));
  g_assert_null (deploy (store, "blue", "2", 5, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
  inlay_registry_outcome_free (inlay_registry_store_switch (store, &write_by, "green", 80, NULL));
  g_assert_true (inlay_registry_store_commit (store, NULL));
  route = inlay_registry_store_get_route (store, NULL);
  g_assert_cmpint (route->generation, ==, 2);
  assert_route (store, "green", "sha256-1", NULL);

  g_assert_true (inlay_registry_store_begin (store, NULL));
  inlay_registry_outcome_free (inlay_registry_store_rollback (store, &write_by, "x", NULL, NULL));
  inlay_registry_store_abandon (store);
  assert_route (store, "green", "sha256-1", NULL);
}

static void
test_log (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;

  deploy_and_switch (store, "1");
  deploy_and_switch (store, "2");
  changes = inlay_registry_store_list_changes (store, 1, 100, NULL);
  g_assert_cmpuint (changes->len, ==, 3);
  for (guint i = 0; i < changes->len; i++)
    g_assert_cmpint (((InlayRegistryChange *) g_ptr_array_index (changes, i))->generation, ==, i + 2);
  hash = inlay_registry_store_check_audit (store, &error);
  g_assert_no_error (error);
  g_assert_true (inlay_digest_is_valid (hash));
}

static void
test_anyone (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  deploy_and_switch (store, "1");
  for (guint i = 0; i < 4; i++)
    {
      inlay_registry_store_report_health (store, NOW + i, INLAY_REGISTRY_ANYONE, NULL, "m0", FALSE, "x", &changed, &error);
      g_assert_no_error (error);
      g_assert_false (changed);
    }
  inlay_registry_store_report_health (store, NOW + 5, INLAY_REGISTRY_ANYONE, NULL, "m0", FALSE, "x", &changed, &error);
  g_assert_true (changed);
  g_assert_false (inlay_registry_store_report_health (store, NOW, INLAY_REGISTRY_ANYONE, NULL, "zz", TRUE, NULL, &changed, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
}

static void
test_probe (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (InlayRegistryOutcome) outcome = deploy (store, NULL, "1", 0, NULL);
  gint64 later = NOW + G_TIME_SPAN_HOUR;
  gboolean changed;

  inlay_registry_store_report_probe (store, later, outcome->deployment, "m0", TRUE, NULL, &changed, NULL);
  g_assert_true (changed);
  inlay_registry_store_report_probe (store, later, outcome->deployment, "m0", FALSE, "timeout", &changed, NULL);
  g_assert_false (changed);
  inlay_registry_store_report_probe (store, later, outcome->deployment, "m0", FALSE, "timeout", &changed, NULL);
  g_assert_true (changed);

  /* A browser saw it work a moment ago. */
  inlay_registry_store_report_health (store, later, INLAY_REGISTRY_TRUSTED, "green", "m1", TRUE, NULL, &changed, NULL);
  for (guint i = 0; i < 5; i++)
    {
      inlay_registry_store_report_probe (store, later, outcome->deployment, "m1", FALSE, "timeout", &changed, NULL);
      g_assert_false (changed);
    }
}

static void
test_composition (void)
{
  g_autoptr (InlayRegistryStore) store = open_store (NULL);
  g_autoptr (JsonNode) first = inlay_json_read_text ("{\"id\":\"shop\",\"b\":1,\"a\":2}", -1, NULL);
  g_autoptr (JsonNode) second = inlay_json_read_text ("{\"id\":\"shop\",\"a\":3}", -1, NULL);
  g_autoptr (JsonNode) turned = inlay_json_read_text ("{\"a\":2,\"id\":\"shop\",\"b\":1}", -1, NULL);
  g_autoptr (GHashTable) documents = NULL;
  g_autofree char *mark = NULL;
  g_autofree char *later = NULL;
  gboolean is_new;

  g_assert_true (inlay_registry_store_put_composition (store, &write_by, "shop", first, &is_new, NULL));
  g_assert_true (is_new);
  mark = dup_mark (store, inlay_registry_store_mark_compositions, "shop");
  g_assert_true (inlay_registry_store_put_composition (store, &write_by, "shop", turned, &is_new, NULL));
  later = dup_mark (store, inlay_registry_store_mark_compositions, "shop");
  g_assert_cmpstr (mark, !=, later);
  g_assert_true (inlay_registry_store_put_composition (store, &write_by, "shop", second, &is_new, NULL));
  g_assert_false (is_new);
  documents = inlay_registry_store_list_compositions (store, NULL);
  g_assert_cmpuint (g_hash_table_size (documents), ==, 1);
  g_assert_true (inlay_json_equal (g_hash_table_lookup (documents, "shop"), second));
}

static void
test_reopen (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inlay-registry-XXXXXX", NULL);
  g_autofree char *address = is_postgres () ? new_database () : g_strdup_printf ("sqlite:%s/registry.db", folder);
  g_autofree char *path = g_build_filename (folder, "registry.db", NULL);
  g_autoptr (InlayRegistryStore) store = open_store (address);

  deploy_and_switch (store, "1");
  g_clear_pointer (&store, inlay_registry_store_close);
  store = open_store (address);
  assert_route (store, "green", "sha256-1", NULL);
  g_clear_pointer (&store, inlay_registry_store_close);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Two processes: what one changed, the other finds; one of them leads. */
static void
test_processes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inlay-registry-XXXXXX", NULL);
  g_autofree char *address = is_postgres () ? new_database () : g_strdup_printf ("sqlite:%s/registry.db", folder);
  g_autofree char *command = g_strdup_printf ("rm -r %s", folder);
  g_autoptr (InlayRegistryStore) one = open_store (address);
  g_autoptr (InlayRegistryStore) other = open_store (address);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GError) error = NULL;
  InlayRegistryMarks *marks;
  gint64 epoch = 0, other_epoch = 0;
  gboolean changed;

  g_assert_true (inlay_registry_store_listen (other, &error));
  before = inlay_registry_store_list_marks (other, &error);
  marks = g_hash_table_lookup (before, INLAY_REGISTRY_APP);
  g_assert_cmpint (marks->generation, ==, 0);

  g_assert_true (inlay_registry_store_begin (one, NULL));
  inlay_registry_outcome_free (deploy (one, NULL, "1", 5, NULL));
  g_assert_true (inlay_registry_store_mark (one, 1 << 0 | 1 << 3, NULL));
  g_assert_true (inlay_registry_store_mark (one, 1 << 3, NULL));
  g_assert_true (inlay_registry_store_commit (one, NULL));
  g_assert_true (inlay_registry_store_wait (other, 5000, NULL, &changed, &error));
  g_assert_true (changed);
  after = inlay_registry_store_list_marks (other, &error);
  marks = g_hash_table_lookup (after, INLAY_REGISTRY_APP);
  g_assert_cmpint (marks->generation, ==, 1);
  g_assert_cmpint (marks->parts[0], ==, 1);
  g_assert_cmpint (marks->parts[1], ==, 0);
  g_assert_cmpint (marks->parts[3], ==, 2);

  g_assert_true (inlay_registry_store_lead (one, &epoch, &error));
  g_assert_cmpint (epoch, ==, 1);
  g_assert_true (inlay_registry_store_lead (one, &epoch, &error));
  g_assert_cmpint (epoch, ==, 1);
  g_assert_true (inlay_registry_store_lead (other, &other_epoch, &error));
  g_assert_cmpint (other_epoch, ==, 0);
  g_assert_true (inlay_registry_store_check_epoch (other, epoch, &error));

  g_clear_pointer (&one, inlay_registry_store_close);
  for (guint i = 0; i < 100 && other_epoch == 0; i++)
    {
      g_usleep (10000);
      g_assert_true (inlay_registry_store_lead (other, &other_epoch, &error));
    }
  g_assert_cmpint (other_epoch, ==, 2);
  g_assert_false (inlay_registry_store_check_epoch (other, epoch, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
  g_clear_pointer (&other, inlay_registry_store_close);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registry-store/new", test_new);
  g_test_add_func ("/registry-store/rollback/goes-back", test_rollback_goes_back);
  g_test_add_func ("/registry-store/rollback/restores", test_rollback_restores);
  g_test_add_func ("/registry-store/switch/gated", test_switch_is_gated);
  g_test_add_func ("/registry-store/switch/active", test_switch_to_active);
  g_test_add_func ("/registry-store/failed-deployment", test_failed_deployment);
  g_test_add_func ("/registry-store/publish", test_publish);
  g_test_add_func ("/registry-store/module-marks", test_module_marks);
  g_test_add_func ("/registry-store/group", test_group);
  g_test_add_func ("/registry-store/log", test_log);
  g_test_add_func ("/registry-store/health/anyone", test_anyone);
  g_test_add_func ("/registry-store/health/probe", test_probe);
  g_test_add_func ("/registry-store/composition", test_composition);
  g_test_add_func ("/registry-store/processes", test_processes);
  g_test_add_func ("/registry-store/reopen", test_reopen);
  return g_test_run ();
}
