/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_EVIDENCE_MIN_LOADS 471 /* of either cohort; fewer prove nothing */
#define INLAY_EVIDENCE_ODDS 2        /* how many factors of odds are weighed */

/* What two cohorts saw of one module within the same short time. */
typedef struct
{
  guint64 loads;
  guint64 failures;
  guint64 stable_loads;
  guint64 stable_failures;
} InlayCounts;

/* What all such times so far say together. Zeroed: nothing is known. */
typedef struct
{
  InlayCounts counts;
  double      logs[INLAY_EVIDENCE_ODDS]; /* log likelihood ratios */
} InlayEvidence;

/* One module since the rollout began, and since its present step did. */
typedef struct
{
  InlayEvidence whole;
  InlayEvidence step;
} InlayModuleEvidence;

typedef enum
{
  INLAY_ANALYSIS_INCONCLUSIVE, /* never a reason to go on */
  INLAY_ANALYSIS_GOOD,
  INLAY_ANALYSIS_BAD,
} InlayAnalysis;

gboolean       inlay_evidence_add       (InlayEvidence              *self,
                                         const InlayCounts          *counts);
double         inlay_evidence_get_value (const InlayEvidence        *self);
JsonNode      *inlay_evidence_to_json   (const InlayEvidence        *self);
void           inlay_evidence_read      (InlayEvidence              *self,
                                         JsonNode                   *node);
InlayAnalysis  inlay_evidence_judge     (const InlayModuleEvidence  *modules,
                                         gsize                       n_modules);
const char    *inlay_analysis_to_string (InlayAnalysis               analysis);

G_END_DECLS
