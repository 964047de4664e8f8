/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-local-registry.h"

#include <glib/gstdio.h>
#include <inlay-client.h>
#include <signal.h>

#include "inlay-registry-place.h"

#define BOUND_SECONDS 30

/* Two applications on one folder; what each starts is a process of its own, as it would be there. */
typedef struct
{
  char *folder;
  InlayLocalRegistry *first;
  InlayLocalRegistry *second;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("inlay-local-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->first = inlay_local_registry_new (fixture->folder);
  fixture->second = inlay_local_registry_new (fixture->folder);
}

static gboolean
late_cb (gpointer user_data)
{
  g_error ("it took too long");
  return G_SOURCE_REMOVE;
}

/* Iterates until @condition, which is looked at after each event and often enough. */
#define WAIT_UNTIL(condition) G_STMT_START { \
    guint late = g_timeout_add_seconds (BOUND_SECONDS, late_cb, NULL); \
    guint often = g_timeout_add (20, (GSourceFunc) often_cb, NULL); \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (late); \
    g_source_remove (often); \
  } G_STMT_END

static gboolean
often_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Who has the lock, or -1. */
static GPid
get_holder (Fixture *fixture)
{
  int lock = inlay_registry_place_open_lock (fixture->folder, NULL);
  GPid holder = -1;
  g_autofree char *address = NULL;

  if (inlay_registry_place_is_taken (lock))
    address = inlay_registry_place_dup_address (lock, &holder);
  g_assert_true (g_close (lock, NULL));
  return holder;
}

/* Who waits for the end of a process has a reference. */
static void
let_go (InlayLocalRegistry **registry)
{
  g_object_add_weak_pointer (G_OBJECT (*registry), (gpointer *) registry);
  g_object_unref (*registry);
  WAIT_UNTIL (*registry == NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *argv[] = { "rm", "-r", NULL, NULL };

  inlay_local_registry_stop (fixture->first);
  inlay_local_registry_stop (fixture->second);
  WAIT_UNTIL (get_holder (fixture) == -1);
  let_go (&fixture->first);
  let_go (&fixture->second);
  argv[2] = fixture->folder;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  char **answer = user_data;

  *answer = inlay_local_registry_start_finish (INLAY_LOCAL_REGISTRY (object), result, &error)
              ? g_strdup ("") : g_strdup (error->message);
}

static void
start (InlayLocalRegistry *registry)
{
  g_autofree char *answer = NULL;

  inlay_local_registry_start_async (registry, NULL, started_cb, &answer);
  WAIT_UNTIL (answer != NULL);
  g_assert_cmpstr (answer, ==, "");
}

/* Whether the registry answers @registry what only those may see who are let in. */
static void
assert_let_in (InlayLocalRegistry *registry)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InlayClient) client = inlay_client_new (inlay_local_registry_get_address (registry),
                                                    inlay_local_registry_get_token (registry), &error);
  g_autoptr(JsonNode) answer = NULL;

  g_assert_no_error (error);
  answer = inlay_client_call (client, "GET", "/api/v1/tokens", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
assert_one (Fixture *fixture)
{
  g_assert_cmpstr (inlay_local_registry_get_address (fixture->first), ==,
                   inlay_local_registry_get_address (fixture->second));
  g_assert_cmpstr (inlay_local_registry_get_token (fixture->first), !=,
                   inlay_local_registry_get_token (fixture->second));
  assert_let_in (fixture->first);
  assert_let_in (fixture->second);
}

static void
test_second (Fixture       *fixture,
             gconstpointer  data)
{
  GPid holder;

  start (fixture->first);
  assert_let_in (fixture->first);
  holder = get_holder (fixture);
  g_assert_cmpint (holder, >, 0);

  start (fixture->second);
  assert_one (fixture);
  g_assert_cmpint (get_holder (fixture), ==, holder);

  /* A guest that goes leaves the registry where it is. */
  inlay_local_registry_stop (fixture->second);
  g_assert_null (inlay_local_registry_get_address (fixture->second));
  assert_let_in (fixture->first);
  start (fixture->second);
  assert_one (fixture);
}

static void
test_at_once (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  inlay_local_registry_start_async (fixture->first, NULL, started_cb, &first);
  inlay_local_registry_start_async (fixture->second, NULL, started_cb, &second);
  WAIT_UNTIL (first != NULL && second != NULL);
  g_assert_cmpstr (first, ==, "");
  g_assert_cmpstr (second, ==, "");
  assert_one (fixture);
}

/* Who started it goes: the other one takes its place, at the same address. */
static void
test_heir (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *address = NULL;

  start (fixture->first);
  start (fixture->second);
  address = g_strdup (inlay_local_registry_get_address (fixture->first));

  inlay_local_registry_stop (fixture->first);
  WAIT_UNTIL (inlay_local_registry_get_address (fixture->second) == NULL);
  WAIT_UNTIL (inlay_local_registry_get_address (fixture->second) != NULL);
  assert_let_in (fixture->second);
  start (fixture->first);
  assert_one (fixture);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  start (fixture->first);
  start (fixture->second);
  g_assert_cmpint (kill (get_holder (fixture), SIGKILL), ==, 0);
  WAIT_UNTIL (inlay_local_registry_get_address (fixture->first) == NULL &&
              inlay_local_registry_get_address (fixture->second) == NULL);
  WAIT_UNTIL (inlay_local_registry_get_address (fixture->first) != NULL &&
              inlay_local_registry_get_address (fixture->second) != NULL);
  assert_one (fixture);
}

/* A folder in which nothing can be kept is told, not tried for ever. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *tokens = g_build_filename (fixture->folder, INLAY_REGISTRY_TOKENS, NULL);
  g_autofree char *answer = NULL;

  g_assert_cmpint (g_mkdir (tokens, 0700), ==, 0);
  inlay_local_registry_start_async (fixture->first, NULL, started_cb, &answer);
  WAIT_UNTIL (answer != NULL);
  g_assert_nonnull (strstr (answer, "tokens cannot be written"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/local-registry/second", Fixture, NULL, set_up, test_second, tear_down);
  g_test_add ("/local-registry/at-once", Fixture, NULL, set_up, test_at_once, tear_down);
  g_test_add ("/local-registry/heir", Fixture, NULL, set_up, test_heir, tear_down);
  g_test_add ("/local-registry/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/local-registry/refused", Fixture, NULL, set_up, test_refused, tear_down);

  return g_test_run ();
}
