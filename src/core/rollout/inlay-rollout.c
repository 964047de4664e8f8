/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-rollout.h"

static const char * const statuses[] = { "running", "paused", "promoted", "aborted", "superseded", NULL };
static const char * const causes[] = { "none", "person", "waits", "inconclusive", "worse", "unhealthy", "plan", NULL };
static const char * const verbs[] = { "advance", "pause", "resume", "abort", "promote", NULL };
static const char * const policies[] = { "off", "notify", "automatic", NULL };

static void
stand (InlayRolloutState  *state,
       InlayRolloutStatus  status,
       InlayRolloutCause   cause)
{
  state->status = status;
  state->cause = cause;
}

/* A step that waits for a person is a pause from its start. */
static void
enter (InlayPlan         *plan,
       InlayRolloutState *state,
       guint              number,
       gint64             now)
{
  const InlayPlanStep *step = inlay_plan_get_step (plan, number);

  state->step = number;
  state->weight = step->weight;
  state->since = now;
  stand (state, step->waits ? INLAY_ROLLOUT_PAUSED : INLAY_ROLLOUT_RUNNING,
         step->waits ? INLAY_CAUSE_WAITS : INLAY_CAUSE_NONE);
}

/**
 * inlay_rollout_begin:
 * @plan: a plan
 * @now: the time
 *
 * Returns: the state at its first step
 */
InlayRolloutState
inlay_rollout_begin (InlayPlan *plan,
                     gint64     now)
{
  InlayRolloutState state = { 0 };

  g_return_val_if_fail (plan != NULL, state);

  enter (plan, &state, 0, now);
  return state;
}

/**
 * inlay_rollout_is_over:
 * @state: a state
 *
 * Returns: whether nothing follows any more
 */
gboolean
inlay_rollout_is_over (const InlayRolloutState *state)
{
  g_return_val_if_fail (state != NULL, TRUE);

  return state->status >= INLAY_ROLLOUT_PROMOTED;
}

/**
 * inlay_rollout_end:
 * @state: a state
 * @status: how it ends
 * @cause: why
 */
void
inlay_rollout_end (InlayRolloutState  *state,
                   InlayRolloutStatus  status,
                   InlayRolloutCause   cause)
{
  g_return_if_fail (state != NULL && status >= INLAY_ROLLOUT_PROMOTED);

  state->weight = 0;
  stand (state, status, cause);
}

static gboolean
is_last (InlayPlan               *plan,
         const InlayRolloutState *state)
{
  return state->step + 1 >= inlay_plan_get_n_steps (plan);
}

/* Why a verb makes no sense now, or NULL. */
static const char *
find_objection (InlayPlan               *plan,
                const InlayRolloutState *state,
                InlayRolloutVerb         verb)
{
  if (inlay_rollout_is_over (state))
    return "is over";
  if (verb == INLAY_VERB_ADVANCE && is_last (plan, state))
    return "is at its last step, what follows is to promote it";
  if (verb == INLAY_VERB_PAUSE && state->status == INLAY_ROLLOUT_PAUSED)
    return "is paused already";
  if (verb == INLAY_VERB_RESUME && state->status == INLAY_ROLLOUT_RUNNING)
    return "is running already";
  if (verb == INLAY_VERB_RESUME && inlay_plan_get_step (plan, state->step)->waits)
    return "waits at this step until it is advanced or promoted";
  return NULL;
}

/**
 * inlay_rollout_apply:
 * @plan: its plan
 * @state: (inout): where it stands
 * @verb: what somebody wants
 * @now: the time
 * @error: return location for %INLAY_ERROR_CONFLICT
 *
 * Returns: whether it was done; otherwise @state is as before
 */
gboolean
inlay_rollout_apply (InlayPlan          *plan,
                     InlayRolloutState  *state,
                     InlayRolloutVerb    verb,
                     gint64              now,
                     GError            **error)
{
  const char *objection;

  g_return_val_if_fail (plan != NULL && state != NULL, FALSE);

  if ((objection = find_objection (plan, state, verb)) != NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "the rollout %s", objection);
      return FALSE;
    }
  switch (verb)
    {
    case INLAY_VERB_ADVANCE:
      enter (plan, state, state->step + 1, now);
      break;
    case INLAY_VERB_PAUSE:
      stand (state, INLAY_ROLLOUT_PAUSED, INLAY_CAUSE_PERSON);
      break;
    case INLAY_VERB_RESUME:
      state->since = now;
      stand (state, INLAY_ROLLOUT_RUNNING, INLAY_CAUSE_NONE);
      break;
    case INLAY_VERB_ABORT:
      inlay_rollout_end (state, INLAY_ROLLOUT_ABORTED, INLAY_CAUSE_PERSON);
      break;
    case INLAY_VERB_PROMOTE:
      inlay_rollout_end (state, INLAY_ROLLOUT_PROMOTED, INLAY_CAUSE_PERSON);
      break;
    default:
      g_return_val_if_reached (FALSE);
    }
  return TRUE;
}

/**
 * inlay_rollout_get_deadline:
 * @plan: its plan
 * @state: where it stands
 *
 * Returns: when the present step ends, in microseconds UTC; %G_MAXINT64 when only a person ends it
 */
gint64
inlay_rollout_get_deadline (InlayPlan               *plan,
                            const InlayRolloutState *state)
{
  const InlayPlanStep *step;

  g_return_val_if_fail (plan != NULL && state != NULL, G_MAXINT64);

  step = inlay_plan_get_step (plan, state->step);
  if (state->status != INLAY_ROLLOUT_RUNNING || step->waits)
    return G_MAXINT64;
  return step->until != 0 ? step->until : state->since + step->pause;
}

static void
act_on_trouble (InlayRolloutState  *state,
                InlayRolloutCause   cause,
                InlayRolloutPolicy  policy)
{
  if (policy == INLAY_POLICY_AUTOMATIC)
    inlay_rollout_end (state, INLAY_ROLLOUT_ABORTED, cause);
  else
    stand (state, INLAY_ROLLOUT_PAUSED, cause);
}

/**
 * inlay_rollout_tick:
 * @plan: its plan
 * @state: (inout): where it stands
 * @analysis: what the loads say so far
 * @healthy: whether enough of its modules are known to work
 * @policy: what is done about a bad revision
 * @now: the time
 *
 * Moves on by itself. Trouble is acted on at any time, in a pause, too; a step is left at its end and
 * only when its analysis is good: no data is no reason to go on. The caller makes a promoted revision
 * the active one.
 *
 * Returns: whether @state is another now
 */
gboolean
inlay_rollout_tick (InlayPlan          *plan,
                    InlayRolloutState  *state,
                    InlayAnalysis       analysis,
                    gboolean            healthy,
                    InlayRolloutPolicy  policy,
                    gint64              now)
{
  InlayRolloutState before;

  g_return_val_if_fail (plan != NULL && state != NULL, FALSE);

  before = *state;
  if (inlay_rollout_is_over (state))
    return FALSE;

  if (analysis == INLAY_ANALYSIS_BAD)
    act_on_trouble (state, INLAY_CAUSE_WORSE, policy);
  else if (!healthy)
    act_on_trouble (state, INLAY_CAUSE_UNHEALTHY, policy);
  else if (now < inlay_rollout_get_deadline (plan, state))
    return FALSE;
  else if (inlay_plan_get_step (plan, state->step)->analysis && analysis != INLAY_ANALYSIS_GOOD)
    stand (state, INLAY_ROLLOUT_PAUSED, INLAY_CAUSE_INCONCLUSIVE);
  else if (is_last (plan, state))
    inlay_rollout_end (state, INLAY_ROLLOUT_PROMOTED, INLAY_CAUSE_PLAN);
  else
    enter (plan, state, state->step + 1, now);
  return before.status != state->status || before.cause != state->cause || before.step != state->step;
}

static gboolean
find_word (const char * const *words,
           const char         *word,
           guint              *found)
{
  for (guint i = 0; word != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      {
        *found = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * inlay_rollout_status_to_string:
 *
 * Returns: (transfer none): the word that wire and store use for a state of a rollout
 */
const char *
inlay_rollout_status_to_string (InlayRolloutStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (statuses) - 1, NULL);

  return statuses[status];
}

/**
 * inlay_rollout_status_from_string:
 * @status: (out): the state of a rollout @word stands for
 *
 * Returns: %FALSE when no state of a rollout has that word
 */
gboolean
inlay_rollout_status_from_string (const char         *word,
                                  InlayRolloutStatus *status)
{
  guint found = 0;
  gboolean known = find_word (statuses, word, &found);

  *status = found;
  return known;
}

/**
 * inlay_rollout_cause_to_string:
 *
 * Returns: (transfer none): the word that wire and store use for a reason of its last change
 */
const char *
inlay_rollout_cause_to_string (InlayRolloutCause cause)
{
  g_return_val_if_fail (cause < G_N_ELEMENTS (causes) - 1, NULL);

  return causes[cause];
}

/**
 * inlay_rollout_cause_from_string:
 * @cause: (out): the reason of its last change @word stands for
 *
 * Returns: %FALSE when no reason of its last change has that word
 */
gboolean
inlay_rollout_cause_from_string (const char        *word,
                                 InlayRolloutCause *cause)
{
  guint found = 0;
  gboolean known = find_word (causes, word, &found);

  *cause = found;
  return known;
}

/**
 * inlay_rollout_verb_to_string:
 *
 * Returns: (transfer none): the word that wire and store use for a thing done to a rollout
 */
const char *
inlay_rollout_verb_to_string (InlayRolloutVerb verb)
{
  g_return_val_if_fail (verb < G_N_ELEMENTS (verbs) - 1, NULL);

  return verbs[verb];
}

/**
 * inlay_rollout_verb_from_string:
 * @verb: (out): the thing done to a rollout @word stands for
 *
 * Returns: %FALSE when no thing done to a rollout has that word
 */
gboolean
inlay_rollout_verb_from_string (const char       *word,
                                InlayRolloutVerb *verb)
{
  guint found = 0;
  gboolean known = find_word (verbs, word, &found);

  *verb = found;
  return known;
}

/**
 * inlay_rollout_policy_to_string:
 *
 * Returns: (transfer none): the word that wire and store use for a rollback policy
 */
const char *
inlay_rollout_policy_to_string (InlayRolloutPolicy policy)
{
  g_return_val_if_fail (policy < G_N_ELEMENTS (policies) - 1, NULL);

  return policies[policy];
}

/**
 * inlay_rollout_policy_from_string:
 * @policy: (out): the rollback policy @word stands for
 *
 * Returns: %FALSE when no rollback policy has that word
 */
gboolean
inlay_rollout_policy_from_string (const char         *word,
                                  InlayRolloutPolicy *policy)
{
  guint found = 0;
  gboolean known = find_word (policies, word, &found);

  *policy = found;
  return known;
}
