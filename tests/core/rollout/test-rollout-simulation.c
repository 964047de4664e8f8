/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <math.h>

/* What the registry promises, tried out many times with the code that it runs. With INLAY_LONG in the
 * environment everything is tried ten times as often. */

#define PERIOD 30        /* seconds between checks and between looks at a rollout */
#define PROBE_TIMEOUT 5
#define PROBE_GAP 2
#define DAY (24 * 3600)

static guint
times (guint few)
{
  return g_getenv ("INLAY_LONG") != NULL ? few * 10 : few;
}

static guint
draw (GRand  *rand,
      guint   n,
      double  probability)
{
  guint hits = 0;

  for (guint i = 0; i < n; i++)
    hits += g_rand_double (rand) < probability;
  return hits;
}

/* One check: up to three probes, each lost with @loss, or all lost when it is out. */
static guint
count_failed_probes (GRand  *rand,
                     double  loss)
{
  guint failed = 0;

  while (failed < INLAY_VERDICT_PROBES && g_rand_double (rand) < loss)
    failed++;
  return failed;
}

static void
test_probe_loss (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const guint n_modules = 10;
  guint lost = 0, unhealthy = 0;

  for (guint module = 0; module < n_modules * times (1); module++)
    {
      InlayHealthState state = INLAY_HEALTH_UNKNOWN;
      guint failures = 0;

      for (guint second = 0; second < 30 * DAY; second += PERIOD)
        {
          guint failed = count_failed_probes (rand, 0.01);

          lost += failed;
          state = inlay_health_observe (state, &failures, failed);
          unhealthy += state == INLAY_HEALTH_UNHEALTHY;
        }
    }
  g_test_message ("30 days, %u modules, %u probes lost, %u times unhealthy", n_modules * times (1), lost, unhealthy);
  g_assert_cmpuint (lost, >, 5000);
  g_assert_cmpuint (unhealthy, ==, 0);
}

static void
test_outage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  double worst = 0;

  for (guint i = 0; i < times (20000); i++)
    {
      double begins = g_rand_double_range (rand, 0, PERIOD);
      InlayHealthState state = INLAY_HEALTH_HEALTHY;
      guint failures = 0;
      double now = 0;

      for (guint check = 0; state != INLAY_HEALTH_UNHEALTHY; check++)
        {
          guint failed = 0;

          now = check * PERIOD;
          for (guint probe = 0; probe < INLAY_VERDICT_PROBES && failed == probe; probe++)
            {
              failed += now >= begins;
              now += now >= begins ? PROBE_TIMEOUT + PROBE_GAP : 0;
            }
          state = inlay_health_observe (state, &failures, failed);
        }
      worst = MAX (worst, now - PROBE_GAP - begins);
    }
  g_test_message ("an outage is seen after %.1f s at worst", worst);
  g_assert_cmpfloat (worst, <=, 90);
}

typedef struct
{
  const char *name;
  double stable, canary;  /* how many loads fail */
  gboolean varies;        /* with the hour, for both alike */
  guint n_modules;        /* of which the first is as said, the others are good */
  guint loads;            /* in a period */
} Case;

typedef struct
{
  guint aborted, promoted, paused;
  double seconds;  /* to the abort, in sum */
} Outcome;

static double
factor_of (const Case *each,
           gint64      now)
{
  double hour = (double) now / G_USEC_PER_SEC / 3600;

  if (!each->varies)
    return 1;
  return fmod (hour, 1) < 0.1 ? 8 : 1 + 0.8 * sin (hour * 6.28);
}

static void
watch (GRand               *rand,
       const Case          *each,
       guint                weight,
       gint64               now,
       InlayModuleEvidence *modules)
{
  guint loads = draw (rand, each->loads, weight / 10000.0);

  for (guint i = 0; i < each->n_modules; i++)
    {
      double factor = factor_of (each, now);
      InlayCounts counts = {
        loads, draw (rand, loads, (i == 0 ? each->canary : each->stable) * factor),
        each->loads - loads, draw (rand, each->loads - loads, each->stable * factor),
      };

      g_assert_true (inlay_evidence_add (&modules[i].whole, &counts));
      g_assert_true (inlay_evidence_add (&modules[i].step, &counts));
    }
}

/* One rollout from its first step to its end, or to a pause that nobody ends. */
static void
simulate (GRand      *rand,
          InlayPlan  *plan,
          const Case *each,
          Outcome    *outcome)
{
  InlayModuleEvidence modules[8] = { 0 };
  gint64 begun = (gint64) g_rand_int_range (rand, 0, DAY) * G_USEC_PER_SEC;
  gint64 now = begun;
  InlayRolloutState state = inlay_rollout_begin (plan, now);

  while (state.status == INLAY_ROLLOUT_RUNNING)
    {
      guint step = state.step;

      now += PERIOD * G_USEC_PER_SEC;
      watch (rand, each, state.weight, now, modules);
      inlay_rollout_tick (plan, &state, inlay_evidence_judge (modules, each->n_modules), TRUE, INLAY_POLICY_AUTOMATIC, now);
      for (guint i = 0; i < each->n_modules && state.step != step; i++)
        modules[i].step = (InlayEvidence) { { 0 }, { 0 } };
    }
  outcome->aborted += state.status == INLAY_ROLLOUT_ABORTED;
  outcome->promoted += state.status == INLAY_ROLLOUT_PROMOTED;
  outcome->paused += state.status == INLAY_ROLLOUT_PAUSED;
  if (state.status == INLAY_ROLLOUT_ABORTED)
    outcome->seconds += (double) (now - begun) / G_USEC_PER_SEC;
}

static Outcome
try_out (const Case *each,
         guint       n,
         guint32     seed)
{
  g_autoptr (JsonNode) steps =
    inlay_json_read_text ("[{\"weight\":1000,\"pause\":900},{\"weight\":2500,\"pause\":600},{\"weight\":5000,\"pause\":600}]",
                          -1, NULL);
  g_autoptr (InlayPlan) plan = inlay_plan_new (steps, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  Outcome outcome = { 0 };

  for (guint i = 0; i < n; i++)
    simulate (rand, plan, each, &outcome);
  g_test_message ("%s: of %u, %.2f %% aborted after %.0f s, %.2f %% promoted, %.2f %% paused", each->name, n,
                  100.0 * outcome.aborted / n, outcome.aborted > 0 ? outcome.seconds / outcome.aborted : 0,
                  100.0 * outcome.promoted / n, 100.0 * outcome.paused / n);
  return outcome;
}

static void
test_power (void)
{
  static const Case cases[] = {
    { "from 1 to 5 %", 0.01, 0.05, FALSE, 1, 400 },
    { "from 1 to 5 % with little traffic", 0.01, 0.05, FALSE, 1, 200 },
    { "from 1 to 5 % in one of five modules", 0.01, 0.05, FALSE, 5, 400 },
    { "from 1 to 5 % while the network varies", 0.01, 0.05, TRUE, 1, 400 },
    { "from 0.1 to 20 %", 0.001, 0.2, FALSE, 1, 400 },
  };
  const guint n = times (300);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome = try_out (&cases[i], n, 3 + (guint32) i);

      g_assert_cmpuint (outcome.promoted * 100, <=, n);
      /* Too little traffic ends in a pause, not in a promotion. */
      if (cases[i].loads >= 400)
        g_assert_cmpuint (outcome.aborted * 100, >=, n * 90);
    }
}

static void
test_false_aborts (void)
{
  static const Case cases[] = {
    { "1 % in both", 0.01, 0.01, FALSE, 1, 400 },
    { "1 % in both, five modules", 0.01, 0.01, FALSE, 5, 400 },
    { "1 % in both while the network varies", 0.01, 0.01, TRUE, 1, 400 },
    { "10 % in both", 0.1, 0.1, FALSE, 1, 400 },
    { "0 % in both", 0, 0, FALSE, 1, 400 },
  };
  const guint n = times (500);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcome = try_out (&cases[i], n, 100 + (guint32) i);

      g_assert_cmpuint (outcome.aborted * 100, <=, n);
      if (!cases[i].varies && cases[i].n_modules == 1)
        g_assert_cmpuint (outcome.promoted * 100, >=, n * 90);
    }
}

/* Far longer than any plan, looked at after every period. */
static void
test_endless_looks (void)
{
  static const Case each = { "", 0.01, 0.01, FALSE, 1, 200 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  const guint n = times (100);
  guint alarms = 0;

  for (guint i = 0; i < n; i++)
    {
      InlayModuleEvidence module = { 0 };
      gboolean alarm = FALSE;

      for (guint look = 0; look < 2000 && !alarm; look++)
        {
          watch (rand, &each, 5000, 0, &module);
          alarm = inlay_evidence_judge (&module, 1) == INLAY_ANALYSIS_BAD;
        }
      alarms += alarm;
    }
  g_test_message ("%u of %u equal revisions called bad within 2000 looks", alarms, n);
  /* At most one in a hundred, and what chance adds to so few tries. */
  g_assert_cmpfloat (alarms, <=, 0.01 * n + 3 * sqrt (0.0099 * n));
}

static JsonNode *
snapshot_of (guint       weight,
             const char *salt)
{
  g_autofree char *text = g_strdup_printf (
    "{\"active\":\"blue\",\"environments\":{\"blue\":{\"revision\":\"b\"},\"green\":{\"revision\":\"g\"}},"
    "\"experiments\":{\"e1\":{\"module\":\"m\",\"variants\":[{\"name\":\"a\",\"weight\":5000},{\"name\":\"b\",\"weight\":5000}]},"
    "\"e2\":{\"module\":\"n\",\"variants\":[{\"name\":\"a\",\"weight\":5000},{\"name\":\"b\",\"weight\":5000}]}},"
    "\"rollout\":{\"environment\":\"green\",\"weight\":%u,\"salt\":\"%s\"}}", weight, salt);

  return inlay_json_read_text (text, -1, NULL);
}

/* Up through the steps of a plan nobody is moved back; down, nobody is moved on. */
static void
test_monotone (void)
{
  static const guint weights[] = { 0, 1, 100, 1000, 2500, 5000, 9999, 10000, 5000, 1000, 0 };
  g_autofree gboolean *before = g_new0 (gboolean, 10000);

  for (gsize w = 0; w < G_N_ELEMENTS (weights); w++)
    {
      g_autoptr (JsonNode) snapshot = snapshot_of (weights[w], "salt");
      g_autoptr (InlayTraffic) traffic = inlay_traffic_new (snapshot, NULL);
      guint taken = 0;

      for (guint i = 0; i < 10000; i++)
        {
          g_autofree char *unit = g_strdup_printf ("user_%u", i);
          g_autoptr (InlayDecision) decision = inlay_traffic_decide (traffic, unit, NULL, NULL);
          gboolean now = inlay_decision_get_reason (decision) == INLAY_REASON_ROLLOUT;

          taken += now;
          if (w > 0 && weights[w] >= weights[w - 1])
            g_assert_true (now || !before[i]);
          else
            g_assert_true (before[i] || !now);
          before[i] = now;
        }
      g_assert_cmpfloat (fabs (taken / 10000.0 - weights[w] / 10000.0), <=, 0.02);
    }
}

/* χ² of the 2 × 2 table of two choices; 10.83 is passed once in a thousand times by chance. */
static double
dependence (guint table[2][2])
{
  double n = 0, chi = 0;

  for (guint i = 0; i < 4; i++)
    n += table[i / 2][i % 2];
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      {
        double expected = (double) (table[i][0] + table[i][1]) * (table[0][j] + table[1][j]) / n;

        chi += (table[i][j] - expected) * (table[i][j] - expected) / expected;
      }
  return chi;
}

static void
test_independent (void)
{
  g_autoptr (JsonNode) snapshot = snapshot_of (5000, "salt");
  g_autoptr (InlayTraffic) traffic = inlay_traffic_new (snapshot, NULL);
  guint experiments[2][2] = { { 0 } }, with_rollout[2][2] = { { 0 } }, rollouts[2][2] = { { 0 } };

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *unit = g_strdup_printf ("user_%u", i);
      g_autoptr (InlayDecision) decision = inlay_traffic_decide (traffic, unit, NULL, NULL);
      JsonNode *assigned = inlay_decision_get_assignments (decision);
      gboolean first = *inlay_json_get_string (assigned, "e1") == 'a';
      gboolean second = *inlay_json_get_string (assigned, "e2") == 'a';
      gboolean rolled = inlay_decision_get_reason (decision) == INLAY_REASON_ROLLOUT;

      experiments[first][second]++;
      with_rollout[first][rolled]++;
      rollouts[rolled][inlay_bucket_m3 ("another", unit) < 5000]++;
    }
  g_test_message ("χ²(1): two experiments %.2f, experiment and rollout %.2f, two rollouts %.2f", dependence (experiments),
                  dependence (with_rollout), dependence (rollouts));
  g_assert_cmpfloat (dependence (experiments), <, 10.83);
  g_assert_cmpfloat (dependence (with_rollout), <, 10.83);
  g_assert_cmpfloat (dependence (rollouts), <, 10.83);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/simulation/probe-loss", test_probe_loss);
  g_test_add_func ("/simulation/outage", test_outage);
  g_test_add_func ("/simulation/power", test_power);
  g_test_add_func ("/simulation/false-aborts", test_false_aborts);
  g_test_add_func ("/simulation/endless-looks", test_endless_looks);
  g_test_add_func ("/simulation/monotone", test_monotone);
  g_test_add_func ("/simulation/independent", test_independent);

  return g_test_run ();
}
