/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-peer.h"

G_BEGIN_DECLS

/* A line of JSON for each request: when, who, what, how it went. No headers, no query, no body, and
 * of a token only whose it is. */
typedef struct _InlayRequestLog InlayRequestLog;

typedef struct
{
  const InlayPeer *peer;
  const char      *actor;     /* nullable */
  const char      *method;
  const char      *path;
  const char      *route;     /* nullable */
  guint            status;
  gint64           microseconds;
} InlayRequestLine;

InlayRequestLog *inlay_request_log_new    (void);
void             inlay_request_log_free   (InlayRequestLog         *self);
gboolean         inlay_request_log_open   (InlayRequestLog         *self,
                                           const char              *path,
                                           GError                 **error);
gboolean         inlay_request_log_is_on  (InlayRequestLog         *self);
void             inlay_request_log_write  (InlayRequestLog         *self,
                                           const InlayRequestLine  *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRequestLog, inlay_request_log_free)

G_END_DECLS
