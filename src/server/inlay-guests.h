/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <microhttpd.h>

#include "inlay-metrics.h"
#include "inlay-peer.h"

G_BEGIN_DECLS

/* Who is at the door, and until when. The library ends a connection that is silent; here end those
 * that always say just enough. */
typedef struct _InlayGuests InlayGuests;

/**
 * InlayGuestPhase:
 * @INLAY_GUEST_HEAD: the first request line and headers are awaited
 * @INLAY_GUEST_BODY: the body is
 * @INLAY_GUEST_WORK: the answer is being made
 * @INLAY_GUEST_ANSWER: the answer is being sent
 * @INLAY_GUEST_STREAM: it gets events as long as it likes
 * @INLAY_GUEST_IDLE: it may ask again
 */
typedef enum
{
  INLAY_GUEST_HEAD,
  INLAY_GUEST_BODY,
  INLAY_GUEST_WORK,
  INLAY_GUEST_ANSWER,
  INLAY_GUEST_STREAM,
  INLAY_GUEST_IDLE,
} InlayGuestPhase;

InlayGuests      *inlay_guests_new     (InlayMetrics                      *metrics);
void              inlay_guests_free    (InlayGuests                       *self);
void              inlay_guests_limit   (InlayGuests                       *self,
                                        guint                              per_address,
                                        GArray                            *proxies);
gboolean          inlay_guests_expect  (InlayGuests                       *self);
guint             inlay_guests_cut     (InlayGuests                       *self,
                                        gint64                             silence);
enum MHD_Result   inlay_guests_admit   (void                              *self,
                                        const struct sockaddr             *address,
                                        socklen_t                          length);
void              inlay_guests_notify  (void                              *self,
                                        struct MHD_Connection             *connection,
                                        void                             **guest,
                                        enum MHD_ConnectionNotificationCode code);
/* What the guest does from now on. */
void              inlay_guest_enter    (struct MHD_Connection             *connection,
                                        InlayGuestPhase                    phase);
void              inlay_guest_hear     (struct MHD_Connection             *connection);
void              inlay_guest_linger   (struct MHD_Connection             *connection);
void              inlay_guest_say      (struct MHD_Connection             *connection,
                                        const char                        *text);
void              inlay_guest_end      (struct MHD_Connection             *connection);
gboolean          inlay_guest_is_ended (struct MHD_Connection             *connection);
const InlayPeer  *inlay_guest_get_peer (struct MHD_Connection             *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayGuests, inlay_guests_free)

G_END_DECLS
