/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-chores.h"
#include "inlay-guests.h"
#include "inlay-monitor.h"
#include "inlay-request-log.h"
#include "inlay-request.h"
#include "inlay-throttle.h"
#include "inlay-watch.h"

G_BEGIN_DECLS

struct _InlayServer
{
  InlayAuth *auth;
  InlayHosts *hosts;
  char *page_key;             /* signs what pages report with; the same in all processes */
  InlayEvents *events;
  InlayWriter *writer;
  InlayMonitor *monitor;
  InlayChores *chores;
  InlayWatch *watch;          /* nullable */
  InlaySnapshotPlace place;
  InlayMetrics *metrics;
  InlayBackup *backup;        /* nullable: the operator named no folder */
  guint keep;                 /* in days */
  guint traffic_log;          /* in days */
  gint64 forget_at;           /* atomic, monotonic */
  GThreadPool *slow;          /* of Slow */
  GCancellable *stopping;     /* ends what is slow early */
  InlayGuests *guests;
  InlayLimits *limits;
  InlayRequestLog *log;
  char *origin;               /* nullable */
  GArray *proxies;            /* nullable, of InlayPeer */
  gint state;                 /* InlayServerState */
  gint at_work;               /* requests that have come and are not answered to the end */
  gint streams;               /* those of them that go on until somebody ends them */
  struct MHD_Daemon *daemon;
  char *uri;
  GMutex store_lock;          /* guards the next; somebody may read for long */
  InlayRegistryStore *files;
  GMutex file_lock;           /* guards the next two */
  GHashTable *file_cache;     /* digest -> GBytes */
  gsize file_cache_size;
};

typedef enum
{
  INLAY_SERVER_OPEN,
  INLAY_SERVER_DRAINING,   /* answers, but says that it will not for long */
  INLAY_SERVER_CLOSING,    /* takes no more writes */
  INLAY_SERVER_CLOSED,     /* nor anything else: what answers is being put away */
} InlayServerState;

/* What the library calls. */
void           *inlay_door_look_at_target    (void                             *server,
                                              const char                       *target,
                                              struct MHD_Connection            *connection);
enum MHD_Result inlay_door_handle_request    (void                             *server,
                                              struct MHD_Connection            *connection,
                                              const char                       *url,
                                              const char                       *method,
                                              const char                       *version,
                                              const char                       *upload_data,
                                              size_t                           *upload_data_size,
                                              void                            **context);
void            inlay_door_request_completed (void                             *server,
                                              struct MHD_Connection            *connection,
                                              void                            **context,
                                              enum MHD_RequestTerminationCode   why);

G_END_DECLS
