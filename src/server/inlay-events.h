/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>
#include <microhttpd.h>

#include "inlay-metrics.h"

G_BEGIN_DECLS

/* Tells clients what changed (server-sent events). The last changes of each application are kept in
 * a ring, so that a client that was away for a moment misses nothing. */
typedef struct _InlayEvents InlayEvents;

/**
 * InlayEventsView:
 * @INLAY_EVENTS_PUBLIC: what anyone may know; what is gone from the ring is passed over, as older
 *   clients expect
 * @INLAY_EVENTS_STRICT: the same, but a gap is told
 * @INLAY_EVENTS_ALL: everything; a gap is told
 */
typedef enum
{
  INLAY_EVENTS_PUBLIC,
  INLAY_EVENTS_STRICT,
  INLAY_EVENTS_ALL,
} InlayEventsView;

InlayEvents         *inlay_events_new       (InlayMetrics           *metrics);
/* Ends every stream; the door must still be open. */
void                 inlay_events_stop      (InlayEvents            *self);
void                 inlay_events_free      (InlayEvents            *self);
void                 inlay_events_add       (InlayEvents            *self,
                                             const char             *app,
                                             InlayRegistryChange    *change);
/* NULL: changes after @last_event_id are no longer in the ring. */
struct MHD_Response *inlay_events_subscribe (InlayEvents            *self,
                                             const char             *app,
                                             InlayEventsView         view,
                                             struct MHD_Connection  *connection,
                                             const char             *last_event_id);

G_END_DECLS
