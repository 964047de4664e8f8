/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What happened since the start, counted without a lock. Processes that are forked after it was made
 * count together. */
typedef struct _InlayMetrics InlayMetrics;

/**
 * InlayMetric:
 *
 * What is counted beside requests; the names and words are in the .c.
 */
typedef enum
{
  INLAY_METRIC_CONNECTIONS,
  INLAY_METRIC_CONNECTIONS_OPEN,
  INLAY_METRIC_REJECTED_ADDRESS,
  INLAY_METRIC_REJECTED_SLOW_HEAD,
  INLAY_METRIC_REJECTED_SLOW_BODY,
  INLAY_METRIC_REJECTED_SLOW_READER,
  INLAY_METRIC_REJECTED_RATE,
  INLAY_METRIC_REJECTED_SIZE,
  INLAY_METRIC_REJECTED_TOKEN,
  INLAY_METRIC_STREAMS_OPEN,
  INLAY_METRIC_EVENTS,
  INLAY_METRIC_WRITES,
  INLAY_METRIC_WRITES_FAILED,
  INLAY_METRIC_PROBES_REACHED,
  INLAY_METRIC_PROBES_FAILED,
  INLAY_METRIC_PROBES_DENIED,
  INLAY_N_METRICS
} InlayMetric;

InlayMetrics *inlay_metrics_new           (guint           n_routes);
void          inlay_metrics_free          (InlayMetrics   *self);
void          inlay_metrics_add           (InlayMetrics   *self,
                                           InlayMetric     metric,
                                           gint64          count);
gint64        inlay_metrics_get           (InlayMetrics   *self,
                                           InlayMetric     metric);
void          inlay_metrics_count_request (InlayMetrics   *self,
                                           guint           route,
                                           guint           status,
                                           gint64          microseconds);
void          inlay_metrics_count_group   (InlayMetrics   *self,
                                           guint           size);
/* What @route is labelled as. */
typedef void (*InlayMetricsLabel)         (guint           route,
                                           const char    **method,
                                           const char    **pattern);
void          inlay_metrics_write         (InlayMetrics       *self,
                                           InlayMetricsLabel   label,
                                           GString            *text);
/* One value that is known elsewhere. */
void          inlay_metrics_write_value   (GString        *text,
                                           const char     *name,
                                           const char     *type,
                                           const char     *help,
                                           double          value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayMetrics, inlay_metrics_free)

G_END_DECLS
