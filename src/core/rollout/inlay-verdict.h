/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define INLAY_VERDICT_PERCENTAGE 80      /* of an environment's modules must be healthy */
#define INLAY_VERDICT_PROBES 3            /* of one check; it failed when all of them did */
#define INLAY_VERDICT_FAILURES 2          /* checks in a row that make a module unhealthy */

typedef enum
{
  INLAY_HEALTH_UNKNOWN,
  INLAY_HEALTH_HEALTHY,
  INLAY_HEALTH_UNHEALTHY,
} InlayHealthState;

/* One module of an environment. */
typedef struct
{
  const char       *id;
  InlayHealthState  state;
  gboolean          critical; /* unhealthy alone makes the environment so */
} InlayHealthSample;

/* How an environment stands. */
typedef struct
{
  gboolean  healthy;
  double    percentage;
  guint     n_total;
  guint     n_healthy;
  guint     n_unhealthy;
  char     *reason;      /* nullable: why it is not healthy */
} InlayVerdict;

InlayVerdict   *inlay_health_evaluate      (const InlayHealthSample  *samples,
                                            gsize                     n_samples);
void            inlay_verdict_free         (InlayVerdict             *self);
InlayHealthState inlay_health_observe     (InlayHealthState          before,
                                            guint                    *failures,
                                            guint                     failed_probes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayVerdict, inlay_verdict_free)

G_END_DECLS
