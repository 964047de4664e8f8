/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>
#include <microhttpd.h>

#include "inlay-auth.h"
#include "inlay-metrics.h"

G_BEGIN_DECLS

/* Tells clients what changed (server-sent events). The last changes of each application are kept in
 * a ring, so that a client that was away for a moment misses nothing. Their ids are generations, so
 * they mean the same in every process and after a restart, for which the ring is filled again. */
typedef struct _InlayEvents InlayEvents;

InlayEvents         *inlay_events_new       (InlayMetrics           *metrics,
                                             InlayAuth              *auth);
/* Ends every stream; the door must still be open. */
void                 inlay_events_stop      (InlayEvents            *self);
void                 inlay_events_free      (InlayEvents            *self);
void                 inlay_events_add       (InlayEvents            *self,
                                             const char             *app,
                                             InlayRegistryChange    *change);
void                 inlay_events_end       (InlayEvents            *self,
                                             const char             *app);
void                 inlay_events_review    (InlayEvents            *self);
/* NULL: changes after @last_event_id are no longer in the ring. */
struct MHD_Response *inlay_events_subscribe (InlayEvents            *self,
                                             const char             *app,
                                             InlayGrant             *grant,
                                             struct MHD_Connection  *connection,
                                             const char             *last_event_id);

G_END_DECLS
