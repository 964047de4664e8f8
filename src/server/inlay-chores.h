/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-outside.h"
#include "inlay-server.h"

G_BEGIN_DECLS

/* What is due by the clock: switches, previews that end, webhooks to be told. Looks once a second,
 * by a read; writes only when there is something. */
typedef struct _InlayChores InlayChores;

InlayChores *inlay_chores_new   (InlayServer  *server,
                                 gboolean      loopback);
void         inlay_chores_stop  (InlayChores  *self);

/* One POST, signed; blocking. */
guint        inlay_webhook_send (InlayRegistryDelivery     *delivery,
                                 gint64                     now,
                                 const InlayOutsidePolicy  *policy,
                                 GCancellable              *cancellable,
                                 GError                   **error);

G_END_DECLS
