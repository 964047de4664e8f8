/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <math.h>

#define SECOND G_USEC_PER_SEC

static JsonNode *
read_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static InlayPlan *
read_plan (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = read_json (text);
  InlayPlan *plan = inlay_plan_new (node, &error);

  g_assert_no_error (error);
  return plan;
}

static void
test_plan (void)
{
  g_autoptr (InlayPlan) plan =
    read_plan ("[{\"weight\":0,\"pause\":60},{\"weight\":1000},{\"weight\":2500,\"until\":\"2027-01-31T06:00:00Z\"},"
               "{\"weight\":10000,\"pause\":true,\"analysis\":false}]");
  g_autoptr (InlayPlan) raised = inlay_plan_raise (plan, 1, 2500);
  g_autoptr (JsonNode) json = inlay_plan_to_json (plan);
  g_autoptr (InlayPlan) again = inlay_plan_new (json, NULL);
  g_autoptr (JsonNode) twice = inlay_plan_to_json (again);
  g_autofree char *text = inlay_json_write (twice, INLAY_JSON_DEFAULT);

  g_assert_cmpuint (inlay_plan_get_n_steps (plan), ==, 4);
  g_assert_cmpstr (text, ==, "[{\"weight\":0,\"pause\":60,\"analysis\":true},{\"weight\":1000,\"pause\":600,\"analysis\":true},"
                             "{\"weight\":2500,\"until\":\"2027-01-31T06:00:00Z\",\"analysis\":true},"
                             "{\"weight\":10000,\"pause\":true,\"analysis\":false}]");

  g_assert_cmpuint (inlay_plan_get_n_steps (raised), ==, 4);
  g_assert_cmpuint (inlay_plan_get_step (raised, 2)->weight, ==, 2500);
  g_assert_true (inlay_plan_get_step (raised, 2)->waits);
  g_assert_cmpuint (inlay_plan_get_step (raised, 3)->weight, ==, 10000);
}

static void
test_plan_refused (void)
{
  static const char * const cases[][2] = {
    { "{}", "“steps” is not a list of 1 to 200 steps" },
    { "[]", "“steps” is not a list of 1 to 200 steps" },
    { "[1]", "step 1 is not an object" },
    { "[{}]", "step 1 has no weight from 0 to 10000" },
    { "[{\"weight\":-1}]", "step 1 has no weight from 0 to 10000" },
    { "[{\"weight\":10001}]", "step 1 has no weight from 0 to 10000" },
    { "[{\"weight\":\"5\"}]", "step 1 has no weight from 0 to 10000" },
    { "[{\"weight\":500},{\"weight\":500}]", "step 2 has no weight from 501 to 10000" },
    { "[{\"weight\":500},{\"weight\":400}]", "step 2 has no weight from 501 to 10000" },
    { "[{\"weight\":1,\"pause\":-1}]", "step 1 has a “pause” that is neither true nor seconds up to a year" },
    { "[{\"weight\":1,\"pause\":1.5}]", "step 1 has a “pause” that is neither true nor seconds up to a year" },
    { "[{\"weight\":1,\"pause\":\"1h\"}]", "step 1 has a “pause” that is neither true nor seconds up to a year" },
    { "[{\"weight\":1,\"pause\":9e9}]", "step 1 has a “pause” that is neither true nor seconds up to a year" },
    { "[{\"weight\":1,\"until\":5}]", "step 1 has an “until” that is not a time with a zone" },
    { "[{\"weight\":1,\"until\":\"2027-01-31\"}]", "step 1 has an “until” that is not a time with a zone" },
    { "[{\"weight\":1,\"until\":\"2027-01-31T06:00:00Z\",\"pause\":1}]", "step 1 has both “pause” and “until”" },
    { "[{\"weight\":1,\"analysis\":\"yes\"}]", "step 1 has an “analysis” that is neither true nor false" },
    { "[{\"weight\":1,\"wait\":1}]", "step 1 has “wait”, which no step has" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = read_json (cases[i][0]);

      g_assert_null (inlay_plan_new (node, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

/* Each letter is a move: a advance, p pause, r resume, x abort, P promote; t a tick in the middle of
 * a step, e one at its end with good loads, i with too few, b with bad ones, u one with an unhealthy
 * environment. Policy: o off, n notify, A automatic. */
static void
test_moves (void)
{
  static const struct {
    const char *steps, *moves;
    char policy;
    const char *status, *cause;
    guint step, weight;
    const char *refused; /* by the last move */
  } cases[] = {
    { "[{\"weight\":1000}]", "", 'n', "running", "none", 0, 1000, NULL },
    { "[{\"weight\":1000,\"pause\":true}]", "", 'n', "paused", "waits", 0, 1000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "t", 'n', "running", "none", 0, 1000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "e", 'n', "running", "none", 1, 2000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "i", 'n', "paused", "inconclusive", 0, 1000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "ii", 'A', "paused", "inconclusive", 0, 1000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "ie", 'A', "paused", "inconclusive", 0, 1000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "ire", 'A', "running", "none", 1, 2000, NULL },
    { "[{\"weight\":1000,\"analysis\":false},{\"weight\":2000}]", "i", 'A', "running", "none", 1, 2000, NULL },
    { "[{\"weight\":1000,\"analysis\":false}]", "i", 'A', "promoted", "plan", 0, 0, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "ee", 'n', "promoted", "plan", 1, 0, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "eee", 'n', "promoted", "plan", 1, 0, NULL },
    { "[{\"weight\":1000}]", "b", 'A', "aborted", "worse", 0, 0, NULL },
    { "[{\"weight\":1000}]", "b", 'n', "paused", "worse", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "b", 'o', "paused", "worse", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "u", 'A', "aborted", "unhealthy", 0, 0, NULL },
    { "[{\"weight\":1000}]", "u", 'n', "paused", "unhealthy", 0, 1000, NULL },
    { "[{\"weight\":1000,\"pause\":true}]", "b", 'A', "aborted", "worse", 0, 0, NULL },
    { "[{\"weight\":1000,\"pause\":true}]", "e", 'A', "paused", "waits", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "pb", 'A', "aborted", "worse", 0, 0, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "a", 'n', "running", "none", 1, 2000, NULL },
    { "[{\"weight\":1000},{\"weight\":2000}]", "pa", 'n', "running", "none", 1, 2000, NULL },
    { "[{\"weight\":1000}]", "p", 'n', "paused", "person", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "pe", 'n', "paused", "person", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "pr", 'n', "running", "none", 0, 1000, NULL },
    { "[{\"weight\":1000}]", "x", 'n', "aborted", "person", 0, 0, NULL },
    { "[{\"weight\":1000}]", "P", 'n', "promoted", "person", 0, 0, NULL },
    { "[{\"weight\":1000}]", "a", 'n', "running", "none", 0, 1000,
      "the rollout is at its last step, what follows is to promote it" },
    { "[{\"weight\":1000}]", "pp", 'n', "paused", "person", 0, 1000, "the rollout is paused already" },
    { "[{\"weight\":1000}]", "r", 'n', "running", "none", 0, 1000, "the rollout is running already" },
    { "[{\"weight\":1000,\"pause\":true}]", "r", 'n', "paused", "waits", 0, 1000,
      "the rollout waits at this step until it is advanced or promoted" },
    { "[{\"weight\":1000}]", "xP", 'n', "aborted", "person", 0, 0, "the rollout is over" },
    { "[{\"weight\":1000}]", "xx", 'n', "aborted", "person", 0, 0, "the rollout is over" },
    { "[{\"weight\":1000}]", "Pb", 'A', "promoted", "person", 0, 0, NULL },
    { "[{\"weight\":1000,\"until\":\"2001-01-01T00:00:00Z\"},{\"weight\":2000}]", "t", 'n', "running", "none", 0, 1000, NULL },
  };
  static const char verbs[] = "aprxP";

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (InlayPlan) plan = read_plan (cases[i].steps);
      InlayRolloutState state = inlay_rollout_begin (plan, 1000 * SECOND);
      InlayRolloutPolicy policy = cases[i].policy == 'o' ? INLAY_POLICY_OFF
                                  : cases[i].policy == 'A' ? INLAY_POLICY_AUTOMATIC : INLAY_POLICY_NOTIFY;
      g_autoptr (GError) error = NULL;
      gint64 now = 1000 * SECOND;

      for (const char *move = cases[i].moves; *move != '\0'; move++)
        {
          const char *verb = strchr (verbs, *move);
          InlayAnalysis analysis = *move == 'e' ? INLAY_ANALYSIS_GOOD
                                   : *move == 'b' ? INLAY_ANALYSIS_BAD : INLAY_ANALYSIS_INCONCLUSIVE;
          InlayRolloutState before = state;

          g_assert_no_error (error);
          now += *move == 'e' || *move == 'i' ? INLAY_PLAN_HOLD * SECOND : 1;
          if (verb == NULL)
            {
              gboolean changed = inlay_rollout_tick (plan, &state, analysis, *move != 'u', policy, now);

              g_assert_true (changed == (before.status != state.status || before.step != state.step ||
                                         before.cause != state.cause));
            }
          else if (!inlay_rollout_apply (plan, &state, (InlayRolloutVerb) (verb - verbs), now, &error))
            g_assert_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT);
        }
      g_test_message ("%s %s", cases[i].steps, cases[i].moves);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, cases[i].refused);
      g_assert_cmpstr (inlay_rollout_status_to_string (state.status), ==, cases[i].status);
      g_assert_cmpstr (inlay_rollout_cause_to_string (state.cause), ==, cases[i].cause);
      g_assert_cmpuint (state.step, ==, cases[i].step);
      g_assert_cmpuint (state.weight, ==, cases[i].weight);
    }
}

static void
test_words (void)
{
  InlayRolloutStatus status;
  InlayRolloutCause cause;
  InlayRolloutVerb verb;
  InlayRolloutPolicy policy;

  for (InlayRolloutStatus i = 0; i <= INLAY_ROLLOUT_SUPERSEDED; i++)
    g_assert_true (inlay_rollout_status_from_string (inlay_rollout_status_to_string (i), &status) && status == i);
  for (InlayRolloutCause i = 0; i <= INLAY_CAUSE_PLAN; i++)
    g_assert_true (inlay_rollout_cause_from_string (inlay_rollout_cause_to_string (i), &cause) && cause == i);
  for (InlayRolloutVerb i = 0; i <= INLAY_VERB_PROMOTE; i++)
    g_assert_true (inlay_rollout_verb_from_string (inlay_rollout_verb_to_string (i), &verb) && verb == i);
  for (InlayRolloutPolicy i = 0; i <= INLAY_POLICY_AUTOMATIC; i++)
    g_assert_true (inlay_rollout_policy_from_string (inlay_rollout_policy_to_string (i), &policy) && policy == i);
  g_assert_false (inlay_rollout_policy_from_string ("sometimes", &policy));
  g_assert_false (inlay_rollout_verb_from_string (NULL, &verb));
}

/* Probability of k failures among the new loads, by counting. */
static double
choose (guint n,
        guint k)
{
  return exp (lgamma (n + 1) - lgamma (k + 1) - lgamma (n - k + 1));
}

/* The ratio has the mean 1 under “as good as stable”, for every split: that is what makes it a test. */
static void
test_evidence_mean (void)
{
  static const guint cases[][3] = { { 10, 10, 4 }, { 5, 40, 7 }, { 30, 3, 20 }, { 8, 2, 9 }, { 1, 1, 1 }, { 20, 0, 3 },
                                    { 0, 20, 3 }, { 12, 12, 0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = cases[i][0], stable = cases[i][1], failed = cases[i][2];
      double means[INLAY_EVIDENCE_ODDS] = { 0 };

      for (guint k = 0; k <= MIN (n, failed); k++)
        {
          InlayEvidence evidence = { { 0 }, { 0 } };
          InlayCounts counts = { n, k, stable, failed - k };

          if (failed - k > stable)
            continue;
          g_assert_true (inlay_evidence_add (&evidence, &counts));
          for (guint j = 0; j < INLAY_EVIDENCE_ODDS; j++)
            means[j] += choose (n, k) * choose (stable, failed - k) / choose (n + stable, failed) * exp (evidence.logs[j]);
        }
      for (guint j = 0; j < INLAY_EVIDENCE_ODDS; j++)
        g_assert_cmpfloat_with_epsilon (means[j], 1, 1e-9);
    }
}

static void
test_evidence (void)
{
  static const struct {
    InlayCounts whole;
    InlayAnalysis analysis;
  } cases[] = {
    { { 0, 0, 0, 0 }, INLAY_ANALYSIS_INCONCLUSIVE },
    { { 470, 470, 10000, 0 }, INLAY_ANALYSIS_INCONCLUSIVE },
    { { 10000, 0, 470, 0 }, INLAY_ANALYSIS_INCONCLUSIVE },
    { { 471, 0, 471, 0 }, INLAY_ANALYSIS_GOOD },
    { { 471, 471, 471, 0 }, INLAY_ANALYSIS_BAD },
    { { 471, 471, 471, 471 }, INLAY_ANALYSIS_INCONCLUSIVE }, /* all fails everywhere: says nothing */
    { { 1000, 10, 1000, 10 }, INLAY_ANALYSIS_GOOD },
    { { 1000, 50, 1000, 10 }, INLAY_ANALYSIS_BAD },
    { { 1000, 100, 1000, 100 }, INLAY_ANALYSIS_GOOD },       /* bad, but as before */
    { { 1000, 10, 1000, 500 }, INLAY_ANALYSIS_GOOD },
    { { 500, 16, 500, 8 }, INLAY_ANALYSIS_INCONCLUSIVE },
    /* Where each of the two boundaries of “good” is. */
    { { 500, 10, 500, 3 }, INLAY_ANALYSIS_GOOD },
    { { 500, 11, 500, 3 }, INLAY_ANALYSIS_INCONCLUSIVE },
    { { 500, 11, 500, 8 }, INLAY_ANALYSIS_GOOD },
    { { 500, 12, 500, 8 }, INLAY_ANALYSIS_INCONCLUSIVE },
    { { 100000, 2000, 100000, 1000 }, INLAY_ANALYSIS_BAD },
    { { 100000, 1150, 100000, 1000 }, INLAY_ANALYSIS_GOOD },
  };
  static const InlayCounts wrong[] = { { 1, 2, 1, 1 }, { 1, 1, 1, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      InlayModuleEvidence modules[2] = { 0 };
      g_autoptr (JsonNode) json = NULL;
      InlayEvidence again;

      g_assert_true (inlay_evidence_add (&modules[0].whole, &cases[i].whole));
      modules[0].step = modules[0].whole;
      json = inlay_evidence_to_json (&modules[0].whole);
      inlay_evidence_read (&again, json);
      g_assert_cmpmem (&again, sizeof again, &modules[0].whole, sizeof again);
      g_test_message ("case %u", (guint) i);
      g_assert_cmpint (inlay_evidence_judge (modules, 1), ==, cases[i].analysis);
      /* A module of which nothing is known takes nothing away from what is known of another. */
      g_assert_cmpint (inlay_evidence_judge (modules, 2), ==, cases[i].analysis);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      InlayEvidence evidence = { { 0 }, { 0 } };

      g_assert_false (inlay_evidence_add (&evidence, &wrong[i]));
      g_assert_cmpfloat (inlay_evidence_get_value (&evidence), ==, 1);
    }
  g_assert_cmpint (inlay_evidence_judge (NULL, 0), ==, INLAY_ANALYSIS_INCONCLUSIVE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/steps", test_plan);
  g_test_add_func ("/plan/refused", test_plan_refused);
  g_test_add_func ("/rollout/moves", test_moves);
  g_test_add_func ("/rollout/words", test_words);
  g_test_add_func ("/evidence/mean", test_evidence_mean);
  g_test_add_func ("/evidence/judge", test_evidence);

  return g_test_run ();
}
