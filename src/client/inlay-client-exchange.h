/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One HTTP exchange: sent once, read up to a limit. */
typedef struct
{
  guint     status;
  guint     retry_after;  /* seconds, 0 when the answer does not say */
  char     *etag;         /* nullable */
  GBytes   *bytes;        /* as they came */
  JsonNode *body;         /* nullable: empty, or not JSON */
  GError   *broken;       /* nullable: why the body that came is no JSON */
} InlayReply;

#define INLAY_EXCHANGE_MAX_REPLY (32 * 1024 * 1024)

void        inlay_reply_free       (InlayReply           *self);
void        inlay_exchange_async   (SoupSession          *session,
                                    SoupMessage          *message,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
InlayReply *inlay_exchange_finish  (GAsyncResult         *result,
                                    GError              **error);

/* The ready-callback of a call that is waited for, and the wait: *@slot must be NULL before. */
void        inlay_exchange_keep_cb (GObject              *object,
                                    GAsyncResult         *result,
                                    gpointer              slot);
void        inlay_exchange_wait    (GAsyncResult        **slot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayReply, inlay_reply_free)

G_END_DECLS
