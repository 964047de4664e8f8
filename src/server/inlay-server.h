/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-auth.h"
#include "inlay-backup.h"
#include "inlay-events.h"
#include "inlay-metrics.h"
#include "inlay-snapshot.h"
#include "inlay-throttle.h"
#include "inlay-writer.h"

G_BEGIN_DECLS

/* The door: listens, keeps the limits, hands requests to the routes. */
typedef struct _InlayServer InlayServer;

/* What several processes keep together. */
typedef struct
{
  InlayThrottle *reads;
  InlayThrottle *writes;
  guint          n_processes;   /* that share the port */
} InlayLimits;

InlayServer   *inlay_server_new          (InlayRegistryStore  *store,
                                          InlayRegistryStore  *files,
                                          InlayRegistryStore  *watched,
                                          InlayAuth           *auth,
                                          InlayMetrics        *metrics,
                                          InlayLimits         *limits,
                                          GError             **error);
gboolean       inlay_server_listen       (InlayServer         *self,
                                          GSocket             *socket,
                                          GError             **error);
GSocket       *inlay_server_open_socket  (GInetAddress        *address,
                                          guint16              port,
                                          gboolean             is_shared,
                                          GError             **error);
char          *inlay_server_dup_socket_uri (GSocket           *socket);
gboolean       inlay_server_is_local     (GSocket             *socket);
char          *inlay_server_dup_uri      (InlayServer         *self);
gboolean       inlay_server_set_proxies  (InlayServer         *self,
                                          const char * const  *addresses,
                                          GError             **error);
gboolean       inlay_server_set_origin   (InlayServer         *self,
                                          const char          *origin,
                                          GError             **error);
/* @folder: (nullable): where backups go; @keep: days that pages stay open when nobody says otherwise;
 * @traffic_log: days that what was decided from is kept. */
void           inlay_server_set_upkeep   (InlayServer         *self,
                                          const char          *database,
                                          const char          *folder,
                                          guint                keep,
                                          guint                traffic_log);
/* For metrics that are made before the server. */
guint          inlay_server_count_routes (void);
/* These may change while it listens. */
void           inlay_server_set_rates    (InlayServer         *self,
                                          guint                reads,
                                          guint                writes);
gboolean       inlay_server_open_log     (InlayServer         *self,
                                          const char          *path,
                                          GError             **error);
guint          inlay_server_get_stale    (InlayServer         *self);
void           inlay_server_drain        (InlayServer         *self);
gboolean       inlay_server_is_open      (InlayServer         *self);
void           inlay_server_stop         (InlayServer         *self);
void           inlay_server_free         (InlayServer         *self);

const char    *inlay_server_get_page_key (InlayServer         *self);
/* For what takes its time but belongs to a request that rests; @data stays the caller's. */
void           inlay_server_do_slowly    (InlayServer         *self,
                                          void               (*work) (gpointer data, GCancellable *cancellable),
                                          gpointer             data);
void           inlay_server_end_slow     (InlayServer         *self);
InlayBackup   *inlay_server_get_backup   (InlayServer         *self);
/* Queues that what is too old is forgotten, when this process leads and it is time. */
void           inlay_server_forget       (InlayServer         *self);
guint          inlay_server_get_keep     (InlayServer         *self);
InlayHosts    *inlay_server_get_hosts    (InlayServer         *self);
InlayAuth     *inlay_server_get_auth     (InlayServer         *self);
InlayMetrics  *inlay_server_get_metrics  (InlayServer         *self);
InlayEvents   *inlay_server_get_events   (InlayServer         *self);
InlayWriter   *inlay_server_get_writer   (InlayServer         *self);
InlaySnapshot *inlay_server_get_snapshot (InlayServer         *self,
                                          const char          *app);
GBytes        *inlay_server_get_file     (InlayServer         *self,
                                          const char          *digest,
                                          GError             **error);

typedef JsonNode *(*InlayServerRead) (InlayRegistryStore  *store,
                                      gpointer             data,
                                      GError             **error);
JsonNode      *inlay_server_read         (InlayServer         *self,
                                          const char          *app,
                                          InlayServerRead      read,
                                          gpointer             data,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayServer, inlay_server_free)

G_END_DECLS
