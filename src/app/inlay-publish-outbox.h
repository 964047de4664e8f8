/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-library.h>
#include <inlay-client.h>

#include "inlay-publish-registry.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PUBLISH_OUTBOX (inlay_publish_outbox_get_type ())

/* What is on its way to registries. A publication is kept in the library before its first byte is
 * sent and until the registry took it; what a registry did not take stays and is sent again on
 * demand or when the application starts.
 *
 * Signals: "changed" when something was added, taken, refused or discarded. */
G_DECLARE_FINAL_TYPE (InlayPublishOutbox, inlay_publish_outbox, INLAY, PUBLISH_OUTBOX, GObject)

InlayPublishOutbox *inlay_publish_outbox_new         (InlayLibrary          *library,
                                                      InlayLocalRegistry    *local);
InlayLocalRegistry *inlay_publish_outbox_get_local   (InlayPublishOutbox    *self);
/* (transfer full) (nullable): the oldest that waits for @key at @registry. */
InlayOutboxItem    *inlay_publish_outbox_find        (InlayPublishOutbox    *self,
                                                      const char            *key,
                                                      const char            *registry);
gboolean            inlay_publish_outbox_is_sending  (InlayPublishOutbox    *self,
                                                      gint64                 id);
/* @plan: see inlay_publish_review_make_plan(). In place of what waited there for @key. */
InlayOutboxItem    *inlay_publish_outbox_add         (InlayPublishOutbox    *self,
                                                      const char            *key,
                                                      const char            *registry,
                                                      JsonNode              *plan,
                                                      GError               **error);
gboolean            inlay_publish_outbox_discard     (InlayPublishOutbox    *self,
                                                      gint64                 id,
                                                      GError               **error);
void                inlay_publish_outbox_send_async  (InlayPublishOutbox    *self,
                                                      InlayOutboxItem       *item,
                                                      InlayPublishRegistry  *registry,
                                                      InlayPlanProgress      progress,
                                                      gpointer               progress_data,
                                                      GCancellable          *cancellable,
                                                      GAsyncReadyCallback    callback,
                                                      gpointer               user_data);
/* (transfer full): what the registry answered to the deployment. */
JsonNode           *inlay_publish_outbox_send_finish (InlayPublishOutbox    *self,
                                                      GAsyncResult          *result,
                                                      GError               **error);
/* Sends everything that waits, one after the other. */
void                inlay_publish_outbox_resume      (InlayPublishOutbox    *self);

/* Notes what was done to a registry in the document's journal. @what: "publish", "switch",
 * "rollback", "canary" or "refused". */
void                inlay_publish_log                (InlayLibrary          *library,
                                                      const char            *key,
                                                      const char            *registry,
                                                      const char            *what,
                                                      const char            *text,
                                                      const char            *deployment);

G_END_DECLS
