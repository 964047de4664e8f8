/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>
#include <inlay-wire.h>

G_BEGIN_DECLS

#define INLAY_TYPE_CLIENT (inlay_client_get_type ())

/* A registry as its callers see it: JSON in, JSON out, errors of INLAY_ERROR. Each call has one
 * deadline for all its tries; what may be repeated safely is tried again when the network or the
 * registry is briefly away. Belongs to the thread that made it. */
G_DECLARE_FINAL_TYPE (InlayClient, inlay_client, INLAY, CLIENT, GObject)

#define INLAY_CLIENT_DEADLINE_SECONDS 30

InlayClient *inlay_client_new         (const char           *base_url,
                                       const char           *token,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char  *inlay_client_get_base    (InlayClient          *self);
void         inlay_client_set_deadline (InlayClient         *self,
                                       guint                 seconds);
void         inlay_client_set_if_match (InlayClient        *self,
                                       const char           *etag);
const char  *inlay_client_get_etag    (InlayClient          *self);
void         inlay_client_set_repeatable (InlayClient       *self,
                                       gboolean              repeatable);
/* What is not JSON, as it comes. */
GBytes      *inlay_client_fetch       (InlayClient          *self,
                                       const char           *path,
                                       GCancellable         *cancellable,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void         inlay_client_call_async  (InlayClient          *self,
                                       const char           *method,
                                       const char           *path,
                                       JsonNode             *body,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
JsonNode    *inlay_client_call_finish (InlayClient          *self,
                                       GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Runs the thread's main context until the answer is there. */
JsonNode    *inlay_client_call        (InlayClient          *self,
                                       const char           *method,
                                       const char           *path,
                                       JsonNode             *body,
                                       GCancellable         *cancellable,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
