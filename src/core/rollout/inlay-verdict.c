/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-verdict.h"

/**
 * inlay_verdict_free:
 * @self: (transfer full): a verdict
 */
void
inlay_verdict_free (InlayVerdict *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->reason);
  g_free (self);
}

static const InlayHealthSample *
find_critical (const InlayHealthSample *samples,
               gsize                    n_samples)
{
  for (gsize i = 0; i < n_samples; i++)
    if (samples[i].critical && samples[i].state != INLAY_HEALTH_HEALTHY)
      return &samples[i];
  return NULL;
}

/* Why an environment is not healthy, or NULL. */
static char *
explain (const InlayVerdict      *self,
         const InlayHealthSample *critical)
{
  if (self->n_total == 0)
    return g_strdup ("nothing is deployed");
  if (critical != NULL)
    return g_strdup_printf (critical->state == INLAY_HEALTH_UNHEALTHY
                              ? "%s is critical and not healthy"
                              : "%s is critical and nothing is known of it", critical->id);
  if ((guint64) self->n_healthy * 100 >= (guint64) self->n_total * INLAY_VERDICT_PERCENTAGE)
    return NULL;
  return g_strdup_printf ("%u of %u modules are healthy, less than %d %%", self->n_healthy,
                          self->n_total, INLAY_VERDICT_PERCENTAGE);
}

/**
 * inlay_health_evaluate:
 * @samples: (array length=n_samples): the modules of an environment
 * @n_samples: how many
 *
 * Tells whether an environment may take visitors. What is not known to work does not count as
 * working, and an environment without modules is not healthy.
 *
 * Returns: (transfer full): the verdict
 */
InlayVerdict *
inlay_health_evaluate (const InlayHealthSample *samples,
                       gsize                    n_samples)
{
  InlayVerdict *self = g_new0 (InlayVerdict, 1);

  g_return_val_if_fail (samples != NULL || n_samples == 0, self);

  self->n_total = (guint) n_samples;
  for (gsize i = 0; i < n_samples; i++)
    {
      self->n_healthy += samples[i].state == INLAY_HEALTH_HEALTHY;
      self->n_unhealthy += samples[i].state == INLAY_HEALTH_UNHEALTHY;
    }
  if (self->n_total > 0)
    self->percentage = 100.0 * self->n_healthy / self->n_total;
  self->reason = explain (self, find_critical (samples, n_samples));
  self->healthy = self->reason == NULL;
  return self;
}

/**
 * inlay_health_observe:
 * @before: how the module stood
 * @failures: (inout): failed checks in a row so far
 * @failed_probes: how many of the INLAY_VERDICT_PROBES of the new check failed
 *
 * A check fails when all its probes do, and a module is unhealthy after INLAY_VERDICT_FAILURES of
 * them in a row, so that lost packets alone never make it so.
 *
 * Returns: how the module stands now
 */
InlayHealthState
inlay_health_observe (InlayHealthState  before,
                      guint            *failures,
                      guint             failed_probes)
{
  g_return_val_if_fail (failures != NULL, before);

  if (failed_probes < INLAY_VERDICT_PROBES)
    {
      *failures = 0;
      return INLAY_HEALTH_HEALTHY;
    }

  *failures += 1;
  return *failures >= INLAY_VERDICT_FAILURES ? INLAY_HEALTH_UNHEALTHY : before;
}
