/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-client.h>

#include "inlay-local-registry.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PUBLISH_REGISTRY (inlay_publish_registry_get_type ())

/* A registry as the publish page sees it: the way there, and what it said last. An empty address
 * stands for the one on this computer.
 *
 * Signals: "changed" after each look, whether it succeeded or not. */
G_DECLARE_FINAL_TYPE (InlayPublishRegistry, inlay_publish_registry, INLAY, PUBLISH_REGISTRY, GObject)

InlayPublishRegistry *inlay_publish_registry_new            (InlayLocalRegistry    *local,
                                                             const char            *address);
gboolean              inlay_publish_registry_is_local       (InlayPublishRegistry  *self);
/* As it was given. */
const char           *inlay_publish_registry_get_address    (InlayPublishRegistry  *self);
/* Where it answers now; NULL while that is not known. */
const char           *inlay_publish_registry_get_base       (InlayPublishRegistry  *self);
/* For this session, in place of the one in the keyring. */
void                  inlay_publish_registry_set_token      (InlayPublishRegistry  *self,
                                                             const char            *token);

/* Starts what must be started and looks up the token. */
void                  inlay_publish_registry_connect_async  (InlayPublishRegistry  *self,
                                                             GCancellable          *cancellable,
                                                             GAsyncReadyCallback    callback,
                                                             gpointer               user_data);
/* (transfer full) */
InlayClient          *inlay_publish_registry_connect_finish (InlayPublishRegistry  *self,
                                                             GAsyncResult          *result,
                                                             GError               **error);

/* Looks now, and every so often until it is told to stop. */
void                  inlay_publish_registry_watch          (InlayPublishRegistry  *self);
void                  inlay_publish_registry_unwatch        (InlayPublishRegistry  *self);
void                  inlay_publish_registry_refresh        (InlayPublishRegistry  *self);

/* What it said last. */
gboolean              inlay_publish_registry_is_known       (InlayPublishRegistry  *self);
const GError         *inlay_publish_registry_get_error      (InlayPublishRegistry  *self);
GPtrArray            *inlay_publish_registry_get_environments (InlayPublishRegistry *self);
InlayEnvironment     *inlay_publish_registry_get_active     (InlayPublishRegistry  *self);
InlayEnvironment     *inlay_publish_registry_get_standby    (InlayPublishRegistry  *self);
/* Data of the page visitors get; NULL when nothing is live. */
JsonNode             *inlay_publish_registry_get_page       (InlayPublishRegistry  *self);
/* The rows of GET /api/deployments, or NULL. */
JsonArray            *inlay_publish_registry_get_deployments (InlayPublishRegistry *self);
/* Percentage of visitors who get the other environment, 0 without a canary. */
guint                 inlay_publish_registry_get_canary     (InlayPublishRegistry  *self);

/* How an environment stands; (transfer full). */
InlayVerdict         *inlay_publish_judge                   (InlayEnvironment      *environment);

G_END_DECLS
