/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>
#include <microhttpd.h>

#include "inlay-metrics.h"

G_BEGIN_DECLS

/* Tells clients what changed (server-sent events). Every change that may be public is kept in a ring,
 * so that a client that was away for a moment misses nothing. */
typedef struct _InlayEvents InlayEvents;

InlayEvents         *inlay_events_new       (InlayMetrics           *metrics);
/* Ends every stream; the door must still be open. */
void                 inlay_events_stop      (InlayEvents            *self);
void                 inlay_events_free      (InlayEvents            *self);
void                 inlay_events_add       (InlayEvents            *self,
                                             InlayRegistryChange    *change);
struct MHD_Response *inlay_events_subscribe (InlayEvents            *self,
                                             struct MHD_Connection  *connection,
                                             const char             *last_event_id);

G_END_DECLS
