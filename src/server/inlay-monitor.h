/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-probe.h"
#include "inlay-snapshot.h"
#include "inlay-watch.h"
#include "inlay-writer.h"

G_BEGIN_DECLS

/* Looks after the health of what is deployed and served from elsewhere: all of it every 30 seconds,
 * what is new at once. What it finds goes through the writer like any report. */
typedef struct _InlayMonitor InlayMonitor;

InlayMonitor *inlay_monitor_new   (InlaySnapshotPlace  *place,
                                   InlayWriter         *writer,
                                   InlayWatch          *watch,
                                   InlayMetrics        *metrics,
                                   const char          *origin,
                                   const char          *key,
                                   gboolean             loopback);
void          inlay_monitor_wake  (InlayMonitor        *self);
void          inlay_monitor_stop  (InlayMonitor        *self);

G_END_DECLS
