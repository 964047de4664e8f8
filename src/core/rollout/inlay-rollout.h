/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "rollout/inlay-evidence.h"
#include "rollout/inlay-plan.h"

G_BEGIN_DECLS

typedef enum
{
  INLAY_ROLLOUT_RUNNING,
  INLAY_ROLLOUT_PAUSED,
  INLAY_ROLLOUT_PROMOTED,   /* from here on it is over */
  INLAY_ROLLOUT_ABORTED,
  INLAY_ROLLOUT_SUPERSEDED,
} InlayRolloutStatus;

/* Why it stands as it does. */
typedef enum
{
  INLAY_CAUSE_NONE,
  INLAY_CAUSE_PERSON,       /* somebody said so */
  INLAY_CAUSE_WAITS,        /* the plan waits for a person here */
  INLAY_CAUSE_INCONCLUSIVE, /* too little is known to go on */
  INLAY_CAUSE_WORSE,        /* fails surely more often than the stable revision */
  INLAY_CAUSE_UNHEALTHY,    /* too few of its modules are healthy */
  INLAY_CAUSE_PLAN,         /* the plan is done */
} InlayRolloutCause;

typedef enum
{
  INLAY_VERB_ADVANCE,
  INLAY_VERB_PAUSE,
  INLAY_VERB_RESUME,
  INLAY_VERB_ABORT,
  INLAY_VERB_PROMOTE,
} InlayRolloutVerb;

/* What is done about a bad revision without asking. */
typedef enum
{
  INLAY_POLICY_OFF,         /* it is paused */
  INLAY_POLICY_NOTIFY,      /* it is paused and an alert is raised */
  INLAY_POLICY_AUTOMATIC,   /* it is rolled back */
} InlayRolloutPolicy;

/* Where a rollout stands in its plan. A value: copied by assignment. */
typedef struct
{
  InlayRolloutStatus status;
  InlayRolloutCause  cause;
  guint              step;
  guint              weight;  /* of 10,000; 0 once it is over */
  gint64             since;   /* of the step, or of the last resume */
} InlayRolloutState;

InlayRolloutState   inlay_rollout_begin              (InlayPlan           *plan,
                                                      gint64               now);
gboolean            inlay_rollout_apply              (InlayPlan           *plan,
                                                      InlayRolloutState   *state,
                                                      InlayRolloutVerb     verb,
                                                      gint64               now,
                                                      GError             **error);
gboolean            inlay_rollout_tick               (InlayPlan           *plan,
                                                      InlayRolloutState   *state,
                                                      InlayAnalysis        analysis,
                                                      gboolean             healthy,
                                                      InlayRolloutPolicy   policy,
                                                      gint64               now);
void                inlay_rollout_end                (InlayRolloutState   *state,
                                                      InlayRolloutStatus   status,
                                                      InlayRolloutCause    cause);
gboolean            inlay_rollout_is_over            (const InlayRolloutState *state);
gint64              inlay_rollout_get_deadline       (InlayPlan           *plan,
                                                      const InlayRolloutState *state);

const char         *inlay_rollout_status_to_string   (InlayRolloutStatus   status);
gboolean            inlay_rollout_status_from_string (const char          *word,
                                                      InlayRolloutStatus  *status);
const char         *inlay_rollout_cause_to_string    (InlayRolloutCause    cause);
gboolean            inlay_rollout_cause_from_string  (const char          *word,
                                                      InlayRolloutCause   *cause);
const char         *inlay_rollout_verb_to_string     (InlayRolloutVerb     verb);
gboolean            inlay_rollout_verb_from_string   (const char          *word,
                                                      InlayRolloutVerb    *verb);
const char         *inlay_rollout_policy_to_string   (InlayRolloutPolicy   policy);
gboolean            inlay_rollout_policy_from_string (const char          *word,
                                                      InlayRolloutPolicy  *policy);

G_END_DECLS
