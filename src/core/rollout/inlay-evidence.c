/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-evidence.h"

#include <math.h>

/* A rollout that is as good as the stable revision is called bad with at most this probability, over
 * its whole life and however often one looks; one that fails five times as often is called good with
 * at most twice BETA. */
#define ALPHA 0.01
#define BETA 0.05

/* The tolerated and the intolerable rate of failures: 471 loads tell these two apart. */
#define RATE_GOOD 0.01
#define RATE_BAD 0.05

/* Factors of odds weighed against “as good as stable”. Less than the first is not looked for. */
static const double odds[INLAY_EVIDENCE_ODDS] = { 2, 5 };

/* log (exp (a) + exp (b)) */
static double
log_add (double a,
         double b)
{
  double high = MAX (a, b);

  return high == -INFINITY ? high : high + log1p (exp (MIN (a, b) - high));
}

/* The log likelihood ratio of one time. Given how many failed in all, the number among the new loads
 * is hypergeometric, noncentral where the odds differ; the rate of failures itself, which may change
 * with every hour, is not in it. */
static void
weigh (const InlayCounts *counts,
       double             logs[INLAY_EVIDENCE_ODDS])
{
  double failed = (double) (counts->failures + counts->stable_failures);
  double n = (double) counts->loads;
  double stable = (double) counts->stable_loads;
  double first = MAX (0, failed - stable);
  double last = MIN (failed, n);
  double weight = 0;
  double central = -INFINITY;
  double shifted[INLAY_EVIDENCE_ODDS];

  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    shifted[i] = -INFINITY;
  for (double k = first; k <= last; k++)
    {
      central = log_add (central, weight);
      for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
        shifted[i] = log_add (shifted[i], weight + k * log (odds[i]));
      weight += log ((failed - k) / (k + 1)) + log ((n - k) / (stable - failed + k + 1));
    }
  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    logs[i] = (double) counts->failures * log (odds[i]) - (shifted[i] - central);
}

/**
 * inlay_evidence_add:
 * @self: what is known of a module
 * @counts: what a further short time showed; it must be over, and be added once
 *
 * Adds the loads of one time to the evidence. Only cohorts of the same time are compared, so that a
 * bad hour of the network, which both meet, says nothing of the revision.
 *
 * Returns: whether the counts make sense; otherwise nothing was added
 */
gboolean
inlay_evidence_add (InlayEvidence     *self,
                    const InlayCounts *counts)
{
  double logs[INLAY_EVIDENCE_ODDS];

  g_return_val_if_fail (self != NULL && counts != NULL, FALSE);

  if (counts->failures > counts->loads || counts->stable_failures > counts->stable_loads)
    return FALSE;

  weigh (counts, logs);
  self->counts.loads += counts->loads;
  self->counts.failures += counts->failures;
  self->counts.stable_loads += counts->stable_loads;
  self->counts.stable_failures += counts->stable_failures;
  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    self->logs[i] += logs[i];
  return TRUE;
}

/**
 * inlay_evidence_get_value:
 * @self: what is known of a module
 *
 * The evidence against “fails no more often than the stable revision”, as an e-value: the mixture of
 * the likelihood ratios over the factors of odds. While that is true, it ever exceeds 1 / a with a
 * probability of at most a (Ville's inequality).
 *
 * Returns: the e-value; 1 when nothing is known
 */
double
inlay_evidence_get_value (const InlayEvidence *self)
{
  double sum = -INFINITY;

  g_return_val_if_fail (self != NULL, 1);

  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    sum = log_add (sum, self->logs[i]);
  return exp (sum - log (INLAY_EVIDENCE_ODDS));
}

/**
 * inlay_evidence_to_json:
 * @self: what is known of a module
 *
 * Returns: (transfer full): the counts and the logarithms, all that inlay_evidence_read() needs
 */
JsonNode *
inlay_evidence_to_json (const InlayEvidence *self)
{
  JsonArray *logs = json_array_new ();

  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    json_array_add_element (logs, inlay_json_new_double (self->logs[i]));
  return inlay_json_new_object (
    "loads", inlay_json_new_int ((gint64) self->counts.loads),
    "failures", inlay_json_new_int ((gint64) self->counts.failures),
    "stableLoads", inlay_json_new_int ((gint64) self->counts.stable_loads),
    "stableFailures", inlay_json_new_int ((gint64) self->counts.stable_failures),
    "logs", inlay_json_take_array (logs), NULL);
}

/**
 * inlay_evidence_read:
 * @self: where to
 * @node: (nullable): what inlay_evidence_to_json() made; %NULL for nothing
 */
void
inlay_evidence_read (InlayEvidence *self,
                     JsonNode      *node)
{
  JsonArray *logs = node != NULL ? inlay_json_get_array (node, "logs") : NULL;

  *self = (InlayEvidence) { { 0 }, { 0 } };
  if (logs == NULL || json_array_get_length (logs) != INLAY_EVIDENCE_ODDS)
    return;
  self->counts.loads = (guint64) inlay_json_get_int (node, "loads", 0);
  self->counts.failures = (guint64) inlay_json_get_int (node, "failures", 0);
  self->counts.stable_loads = (guint64) inlay_json_get_int (node, "stableLoads", 0);
  self->counts.stable_failures = (guint64) inlay_json_get_int (node, "stableFailures", 0);
  for (guint i = 0; i < INLAY_EVIDENCE_ODDS; i++)
    self->logs[i] = json_array_get_double_element (logs, i);
}

static gboolean
is_enough (const InlayEvidence *self)
{
  return self->counts.loads >= INLAY_EVIDENCE_MIN_LOADS &&
         self->counts.stable_loads >= INLAY_EVIDENCE_MIN_LOADS;
}

/* Either it surely fails in less than RATE_BAD of its loads, or surely not five times as often as
 * the stable revision does. Both are Wald's lower boundary. */
static gboolean
is_good (const InlayEvidence *self)
{
  double failures = (double) self->counts.failures;
  double others = (double) self->counts.loads - failures;
  double absolute = failures * log (RATE_BAD / RATE_GOOD) + others * log ((1 - RATE_BAD) / (1 - RATE_GOOD));

  return absolute <= log (BETA) || self->logs[INLAY_EVIDENCE_ODDS - 1] <= log (BETA);
}

/**
 * inlay_evidence_judge:
 * @modules: (array length=n_modules): the modules that both revisions have
 * @n_modules: how many
 *
 * The sequential probability ratio test (A. Wald, “Sequential tests of statistical hypotheses”,
 * Ann. Math. Stat. 16, 1945) on failures conditional on their number in each short time, as vaccine
 * safety is watched (M. Kulldorff et al., “A maximized sequential probability ratio test for drug
 * and vaccine safety surveillance”, Sequential Analysis 30, 2011), mixed over factors of odds
 * (H. Robbins, “Statistical methods related to the law of the iterated logarithm”, Ann. Math. Stat.
 * 41, 1970; R. Johari et al., “Always valid inference”, Operations Research 70, 2022). One may look
 * after every time. Modules fail together, and the mean of e-values is one whatever binds them
 * (V. Vovk, R. Wang, “E-values”, Ann. Stat. 49, 2021), so the modules' mean is what is judged.
 *
 * Bad is judged since the rollout began; good by the loads of the present step alone.
 *
 * Returns: bad, good, or that it cannot be told
 */
InlayAnalysis
inlay_evidence_judge (const InlayModuleEvidence *modules,
                      gsize                      n_modules)
{
  gboolean any = FALSE;
  gboolean good = TRUE;
  double sum = 0;

  g_return_val_if_fail (modules != NULL || n_modules == 0, INLAY_ANALYSIS_INCONCLUSIVE);

  for (gsize i = 0; i < n_modules; i++)
    {
      if (is_enough (&modules[i].whole))
        sum += inlay_evidence_get_value (&modules[i].whole);
      if (is_enough (&modules[i].step))
        {
          any = TRUE;
          good = good && is_good (&modules[i].step);
        }
    }
  if (n_modules > 0 && sum >= (double) n_modules / ALPHA)
    return INLAY_ANALYSIS_BAD;
  return any && good ? INLAY_ANALYSIS_GOOD : INLAY_ANALYSIS_INCONCLUSIVE;
}

/**
 * inlay_analysis_to_string:
 * @analysis: an answer
 *
 * Returns: its word
 */
const char *
inlay_analysis_to_string (InlayAnalysis analysis)
{
  static const char * const words[] = { "inconclusive", "good", "bad" };

  g_return_val_if_fail (analysis < G_N_ELEMENTS (words), NULL);

  return words[analysis];
}
