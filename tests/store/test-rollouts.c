/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "registries.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

typedef struct
{
  InlayRegistryStore *store;
  gint64 now;
} Fixture;

/* 1 is active on green, 2 stands by on blue. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = open_store (NULL);
  fixture->now = NOW;
  deploy_and_switch (fixture->store, "1");
  inlay_registry_outcome_free (deploy (fixture->store, NULL, "2", 5, NULL));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = inlay_registry_store_check_audit (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (hash);
  inlay_registry_store_close (fixture->store);
}

static InlayRegistryWrite
by (Fixture    *fixture,
    const char *actor)
{
  return (InlayRegistryWrite) { actor, fixture->now };
}

static JsonNode *
start (Fixture     *fixture,
       const char  *environment,
       const char  *revision,
       const char  *steps,
       GError     **error)
{
  InlayRegistryWrite write = by (fixture, "tester");
  g_autoptr (JsonNode) node = inlay_json_read_text (steps, -1, NULL);
  g_autoptr (InlayPlan) plan = inlay_plan_new (node, NULL);
  InlayRegistryRollout rollout = { environment, revision, NULL, plan };

  g_assert_nonnull (plan);
  return inlay_registry_store_start_rollout (fixture->store, &write, &rollout, error);
}

static JsonNode *
move (Fixture           *fixture,
      InlayRolloutVerb   verb,
      GError           **error)
{
  InlayRegistryWrite write = by (fixture, "tester");

  return inlay_registry_store_move_rollout (fixture->store, &write, NULL, verb, 80, error);
}

/* The newest rollout, and that the route says the same. */
static void
assert_rollout (Fixture    *fixture,
                const char *status,
                const char *cause,
                guint       step,
                guint       weight)
{
  g_autoptr (JsonNode) rollouts = inlay_registry_store_list_rollouts (fixture->store, 1, NULL);
  JsonNode *rollout = json_array_get_element (json_node_get_array (rollouts), 0);
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (fixture->store, NULL);
  gboolean live = g_str_equal (status, "running") || g_str_equal (status, "paused");

  g_assert_cmpstr (inlay_json_get_string (rollout, "status"), ==, status);
  g_assert_cmpstr (inlay_json_get_string (rollout, "cause"), ==, cause);
  g_assert_cmpint (inlay_json_get_int (rollout, "step", 0), ==, step);
  g_assert_cmpint (inlay_json_get_int (rollout, "weight", -1), ==, weight);
  g_assert_cmpuint (route->weight_bp, ==, weight);
  g_assert_true ((route->canary_env != NULL) == live);
}

static void
assert_refused (JsonNode   *rollout,
                GError    **error,
                gint        code,
                const char *message)
{
  g_assert_null (rollout);
  g_assert_error (*error, INLAY_ERROR, code);
  g_assert_cmpstr ((*error)->message, ==, message);
  g_clear_error (error);
}

#define STEPS "[{\"weight\":1000},{\"weight\":2500},{\"weight\":5000,\"pause\":true}]"

static void
test_moves (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  assert_refused (start (fixture, "green", NULL, STEPS, &error), &error, INLAY_ERROR_CONFLICT, "green is active already");
  assert_refused (start (fixture, "pink", NULL, STEPS, &error), &error, INLAY_ERROR_NOT_FOUND, "there is no environment pink");
  assert_refused (start (fixture, NULL, "sha256-9", STEPS, &error), &error, INLAY_ERROR_NOT_FOUND,
                  "revision sha256-9 stands by in no environment");
  assert_refused (start (fixture, "blue", "sha256-1", STEPS, &error), &error, INLAY_ERROR_CONFLICT,
                  "blue holds the revision sha256-2");
  assert_refused (move (fixture, INLAY_VERB_ADVANCE, &error), &error, INLAY_ERROR_CONFLICT, "no canary runs");

  json_node_unref (start (fixture, NULL, "sha256-2", STEPS, &error));
  g_assert_no_error (error);
  assert_rollout (fixture, "running", "none", 1, 1000);
  assert_refused (start (fixture, "blue", NULL, STEPS, &error), &error, INLAY_ERROR_CONFLICT, "a canary runs on blue already");

  json_node_unref (move (fixture, INLAY_VERB_PAUSE, &error));
  assert_rollout (fixture, "paused", "person", 1, 1000);
  json_node_unref (move (fixture, INLAY_VERB_RESUME, &error));
  assert_rollout (fixture, "running", "none", 1, 1000);
  json_node_unref (move (fixture, INLAY_VERB_ADVANCE, &error));
  assert_rollout (fixture, "running", "none", 2, 2500);
  json_node_unref (move (fixture, INLAY_VERB_ADVANCE, &error));
  assert_rollout (fixture, "paused", "waits", 3, 5000);
  assert_refused (move (fixture, INLAY_VERB_ADVANCE, &error), &error, INLAY_ERROR_CONFLICT,
                  "the rollout is at its last step, what follows is to promote it");
  json_node_unref (move (fixture, INLAY_VERB_PROMOTE, &error));
  g_assert_no_error (error);
  assert_rollout (fixture, "promoted", "person", 3, 0);
  {
    g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (fixture->store, NULL);

    g_assert_cmpstr (route->active_rev, ==, "sha256-2");
    g_assert_cmpstr (route->previous_rev, ==, "sha256-1");
  }
}

/* The older surface: a percentage that somebody raises. */
static void
test_canary (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  InlayRegistryWrite write = by (fixture, "tester");

  json_node_unref (start (fixture, "blue", NULL, "[{\"weight\":1000,\"pause\":true}]", &error));
  assert_refused (inlay_registry_store_raise_rollout (fixture->store, &write, 1000, &error), &error, INLAY_ERROR_INVALID,
                  "10 % is not more than the 10 % the canary has");
  for (guint percentage = 11; percentage <= 100; percentage++)
    {
      json_node_unref (inlay_registry_store_raise_rollout (fixture->store, &write, percentage * 100, &error));
      g_assert_no_error (error);
    }
  assert_rollout (fixture, "paused", "waits", 91, 10000);

  inlay_registry_outcome_free (inlay_registry_store_rollback (fixture->store, &write, "bad", NULL, &error));
  g_assert_no_error (error);
  assert_rollout (fixture, "aborted", "person", 91, 0);
  assert_refused (inlay_registry_store_raise_rollout (fixture->store, &write, 1000, &error), &error, INLAY_ERROR_CONFLICT,
                  "no canary runs");
}

static void
test_switch_ends_it (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  json_node_unref (start (fixture, "blue", NULL, STEPS, &error));
  inlay_registry_outcome_free (inlay_registry_store_switch (fixture->store, &write_by, "blue", 80, &error));
  g_assert_no_error (error);
  assert_rollout (fixture, "promoted", "person", 1, 0);
}

/* Something newer for where a rollout runs ends it; what one returns to is not touched by it. */
static void
test_supersede (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GPtrArray) modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  g_autoptr (GBytes) page = g_bytes_new_static ("3", 1);
  InlayRegistryDeploy what = { NULL, "3", NULL, "sha256-3", "shop", "{}", page, modules, FALSE };
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autoptr (InlayRegistryRoute) before = inlay_registry_store_get_route (fixture->store, NULL);
  g_autoptr (InlayRegistryRoute) after = NULL;
  g_autoptr (GError) error = NULL;

  json_node_unref (start (fixture, "blue", NULL, STEPS, &error));
  g_assert_null (inlay_registry_store_deploy (fixture->store, &write_by, &what, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_rollout (fixture, "running", "none", 1, 1000);

  what.supersedes = TRUE;
  outcome = inlay_registry_store_deploy (fixture->store, &write_by, &what, &error);
  g_assert_no_error (error);
  assert_rollout (fixture, "superseded", "person", 1, 0);
  after = inlay_registry_store_get_route (fixture->store, NULL);
  g_assert_cmpstr (after->active_rev, ==, "sha256-1");
  g_assert_cmpstr (after->previous_rev, ==, before->previous_rev);
  json_node_unref (start (fixture, NULL, "sha256-3", STEPS, &error));
  g_assert_no_error (error);
}

static void
set_policy (Fixture    *fixture,
            const char *policy)
{
  g_autoptr (JsonNode) rules = inlay_json_new_object ("policy", inlay_json_new_string (policy), NULL);
  g_autoptr (GError) error = NULL;
  gint64 generation;

  g_assert_true (inlay_registry_store_put_rules (fixture->store, &write_by, rules, &generation, &error));
  g_assert_no_error (error);
}

static void
count (Fixture    *fixture,
       const char *revision,
       guint       loads,
       guint       failures)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (inlay_registry_store_begin (fixture->store, &error));
  for (guint i = 0; i < loads; i++)
    g_assert_true (inlay_registry_store_count_load (fixture->store, revision, "m0", i < failures, &error));
  g_assert_true (inlay_registry_store_commit (fixture->store, &error));
}

static gboolean
tick (Fixture *fixture,
      gint64   later)
{
  InlayRegistryWrite write;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  fixture->now += later;
  write = by (fixture, "registry");
  g_assert_true (inlay_registry_store_tick_rollout (fixture->store, &write, 80, &changed, &error));
  g_assert_no_error (error);
  return changed;
}

static void
test_good (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tick (fixture, MINUTE));
  json_node_unref (start (fixture, "blue", NULL, "[{\"weight\":1000},{\"weight\":2500}]", &error));
  count (fixture, "sha256-2", 600, 6);
  count (fixture, "sha256-1", 600, 6);
  count (fixture, "sha256-0", 600, 600);
  g_assert_false (tick (fixture, 9 * MINUTE));
  g_assert_false (tick (fixture, 1));
  g_assert_true (tick (fixture, MINUTE));
  assert_rollout (fixture, "running", "none", 2, 2500);

  /* What was seen at the first step does not count for the second. */
  g_assert_true (tick (fixture, 11 * MINUTE));
  assert_rollout (fixture, "paused", "inconclusive", 2, 2500);
  json_node_unref (move (fixture, INLAY_VERB_RESUME, &error));
  count (fixture, "sha256-2", 600, 6);
  count (fixture, "sha256-1", 600, 6);
  g_assert_true (tick (fixture, 11 * MINUTE));
  assert_rollout (fixture, "promoted", "plan", 2, 0);
  {
    g_autoptr (JsonNode) rollouts = inlay_registry_store_list_rollouts (fixture->store, 9, NULL);
    JsonNode *first = json_array_get_element (json_node_get_array (rollouts), 0);
    g_autoptr (JsonNode) rollout = inlay_registry_store_get_rollout (fixture->store, inlay_json_get_string (first, "id"), NULL);
    JsonNode *module = json_array_get_element (inlay_json_get_array (rollout, "modules"), 0);

    g_assert_cmpint (inlay_json_get_int (module, "loads", 0), ==, 1200);
    g_assert_cmpint (inlay_json_get_int (module, "stableFailures", 0), ==, 12);
  }
}

static void
test_bad (Fixture       *fixture,
          gconstpointer  data)
{
  static const struct {
    const char *policy, *status;
    guint weight;
  } cases[] = { { "off", "paused", 1000 }, { "notify", "paused", 1000 }, { "automatic", "aborted", 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (InlayRegistryRoute) route = NULL;

      set_policy (fixture, cases[i].policy);
      json_node_unref (start (fixture, "blue", NULL, "[{\"weight\":1000},{\"weight\":2500}]", &error));
      g_assert_no_error (error);
      count (fixture, "sha256-2", 600, 60);
      count (fixture, "sha256-1", 600, 6);
      g_assert_true (tick (fixture, MINUTE));
      assert_rollout (fixture, cases[i].status, "worse", 1, cases[i].weight);
      g_assert_false (tick (fixture, MINUTE));
      route = inlay_registry_store_get_route (fixture->store, NULL);
      g_assert_cmpstr (route->active_rev, ==, "sha256-1");
      if (cases[i].weight > 0)
        json_node_unref (move (fixture, INLAY_VERB_ABORT, &error));
    }
}

/* Modules known not to work are trouble at once, and a promotion is never forced. */
static void
test_unhealthy (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gboolean changed;

  json_node_unref (start (fixture, "blue", NULL, "[{\"weight\":1000,\"analysis\":false}]", &error));
  for (guint i = 0; i < 2; i++)
    inlay_registry_store_report_health (fixture->store, NOW, INLAY_REGISTRY_TRUSTED, "blue", i == 0 ? "m0" : "m1", FALSE, "gone",
                                        &changed, &error);
  g_assert_no_error (error);
  g_assert_true (tick (fixture, MINUTE));
  assert_rollout (fixture, "paused", "unhealthy", 1, 1000);
  g_assert_null (move (fixture, INLAY_VERB_PROMOTE, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_UNHEALTHY);
  assert_rollout (fixture, "paused", "unhealthy", 1, 1000);
}

static void
test_unprobed_is_not_promoted (void)
{
  Fixture fixture = { open_store (NULL), NOW };
  g_autoptr (GError) error = NULL;

  deploy_and_switch (fixture.store, "1");
  inlay_registry_outcome_free (deploy (fixture.store, NULL, "2", 0, NULL));
  json_node_unref (start (&fixture, "blue", NULL, "[{\"weight\":1000,\"analysis\":false}]", &error));
  g_assert_true (tick (&fixture, 11 * MINUTE));
  assert_rollout (&fixture, "paused", "unhealthy", 1, 1000);
  tear_down (&fixture, NULL);
}

static void
test_rules (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    const char *rules, *error;
  } cases[] = {
    { "{\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\"],\"environment\":\"blue\"}],\"flags\":{\"f\":true}}", NULL },
    { "{}", NULL },
    { "{\"rules\":{}}", "traffic: /rules is not an array" },
    { "{\"rules\":[{\"type\":\"percentage\",\"percentage\":5,\"environment\":\"pink\"}]}",
      "/rules/0 names the environment pink, which there is not" },
    { "{\"policy\":\"maybe\"}", "“policy” is none of off, notify and automatic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) rules = inlay_json_read_text (cases[i].rules, -1, NULL);
      g_autoptr (GError) error = NULL;
      gint64 generation = 0;
      gboolean taken = inlay_registry_store_put_rules (fixture->store, &write_by, rules, &generation, &error);

      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].error);
      g_assert_true (taken == (cases[i].error == NULL) && taken == (generation > 0));
    }
}

static void
test_experiments (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (JsonNode) experiment =
    inlay_json_read_text ("{\"module\":\"@acme/cart\",\"variants\":[{\"name\":\"a\",\"weight\":5000}]}", -1, NULL);
  g_autoptr (JsonNode) listed = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_new;
  gint64 generation;

  g_assert_true (inlay_registry_store_put_experiment (fixture->store, &write_by, "e1", experiment, &is_new, &generation, &error));
  g_assert_true (is_new);
  g_assert_true (inlay_registry_store_put_experiment (fixture->store, &write_by, "e1", experiment, &is_new, &generation, &error));
  g_assert_false (is_new);
  g_assert_false (inlay_registry_store_put_experiment (fixture->store, &write_by, "1", experiment, NULL, &generation, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (inlay_registry_store_put_experiment (fixture->store, &write_by, "e2", NULL, NULL, &generation, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Each visitor once for a variant, whatever day it comes. */
  for (guint day = 0; day < 3; day++)
    for (gint64 unit = -1; unit <= (gint64) day; unit++)
      g_assert_true (inlay_registry_store_expose (fixture->store, NOW + day * G_TIME_SPAN_DAY, "e1", "a",
                                                  unit * G_MAXINT32 * G_MAXINT32, &error));
  g_assert_true (inlay_registry_store_expose (fixture->store, NOW, "e1", "b", -1, &error));
  listed = inlay_registry_store_list_experiments (fixture->store, &error);
  g_assert_no_error (error);
  text = inlay_json_write (listed, INLAY_JSON_DEFAULT);
  g_assert_cmpstr (text, ==, "{\"e1\":{\"module\":\"@acme/cart\",\"variants\":[{\"name\":\"a\",\"weight\":5000}],"
                             "\"exposures\":{\"a\":4,\"b\":1}}}");
  g_assert_true (inlay_registry_store_put_experiment (fixture->store, &write_by, "e1", NULL, NULL, &generation, &error));

  /* Another one of that name begins with nobody. */
  g_assert_true (inlay_registry_store_put_experiment (fixture->store, &write_by, "e1", experiment, NULL, &generation, &error));
  g_assert_true (inlay_registry_store_expose (fixture->store, NOW, "e1", "a", 0, &error));
  g_clear_pointer (&listed, json_node_unref);
  g_clear_pointer (&text, g_free);
  listed = inlay_registry_store_list_experiments (fixture->store, &error);
  text = inlay_json_write (inlay_json_get_member (listed, "e1"), INLAY_JSON_DEFAULT);
  g_assert_nonnull (strstr (text, "\"exposures\":{\"a\":1}"));
}

/* A past decision is made again from what was in force then. */
static void
test_past (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 before = fixture->now, generation;
  g_autoptr (GError) error = NULL;
  static const struct {
    gint64 after;
    guint weight;
  } cases[] = { { 0, 0 }, { MINUTE, 1000 }, { 2 * MINUTE - 1, 1000 }, { 2 * MINUTE, 2500 }, { 99 * MINUTE, 2500 } };

  g_assert_null (inlay_registry_store_get_traffic_at (fixture->store, NOW - 1, &generation, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  fixture->now += MINUTE;
  json_node_unref (start (fixture, "blue", NULL, STEPS, &error));
  fixture->now += MINUTE;
  json_node_unref (move (fixture, INLAY_VERB_ADVANCE, &error));
  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) traffic =
        inlay_registry_store_get_traffic_at (fixture->store, before + cases[i].after, &generation, &error);

      g_assert_no_error (error);
      g_assert_cmpint (inlay_json_get_int (inlay_json_get_member (traffic, "rollout"), "weight", 0), ==, cases[i].weight);
    }
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/rollouts/moves", test_moves);
  add ("/rollouts/canary", test_canary);
  add ("/rollouts/switch", test_switch_ends_it);
  add ("/rollouts/supersede", test_supersede);
  add ("/rollouts/good", test_good);
  add ("/rollouts/bad", test_bad);
  add ("/rollouts/unhealthy", test_unhealthy);
  g_test_add_func ("/rollouts/unprobed", test_unprobed_is_not_promoted);
  add ("/rollouts/rules", test_rules);
  add ("/rollouts/experiments", test_experiments);
  add ("/rollouts/past", test_past);

  return g_test_run ();
}
