/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-client.h"

G_BEGIN_DECLS

/* One server-sent event. */
typedef struct
{
  const char *id;      /* nullable */
  const char *kind;    /* “message” when it has no name */
  const char *data;
} InlayEvent;

/* FALSE: enough. */
typedef gboolean (*InlayEventFunc) (const InlayEvent *event,
                                    gpointer          user_data);

#define INLAY_MAX_EVENT (1024 * 1024)

gboolean inlay_client_follow (InlayClient     *self,
                              const char      *path,
                              const char      *last_event_id,
                              InlayEventFunc   func,
                              gpointer         user_data,
                              GCancellable    *cancellable,
                              GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
