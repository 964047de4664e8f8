/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* Who is told by HTTP, and what is yet to be sent. The outbox is written with each change. */
#define INLAY_WEBHOOK_TRIES 8

/* One delivery that is to be sent now. */
typedef struct
{
  char *id;
  char *url;
  char *secret;
  char *kind;
  char *body;
} InlayRegistryDelivery;

void       inlay_registry_delivery_free           (InlayRegistryDelivery      *self);
char      *inlay_registry_store_add_webhook       (InlayRegistryStore         *self,
                                                   const InlayRegistryWrite   *write,
                                                   const char                 *url,
                                                   const char                 *secret,
                                                   JsonNode                   *events,
                                                   GError                    **error);
/* @url, @events: (nullable): as they are; @active: -1 as it is */
gboolean   inlay_registry_store_change_webhook    (InlayRegistryStore         *self,
                                                   const InlayRegistryWrite   *write,
                                                   const char                 *id,
                                                   const char                 *url,
                                                   JsonNode                   *events,
                                                   int                         active,
                                                   GError                    **error);
gboolean   inlay_registry_store_delete_webhook    (InlayRegistryStore         *self,
                                                   const InlayRegistryWrite   *write,
                                                   const char                 *id,
                                                   GError                    **error);
JsonNode  *inlay_registry_store_list_webhooks     (InlayRegistryStore         *self,
                                                   GError                    **error);
JsonNode  *inlay_registry_store_list_deliveries   (InlayRegistryStore         *self,
                                                   const char                 *webhook,
                                                   GError                    **error);
gboolean   inlay_registry_store_redeliver         (InlayRegistryStore         *self,
                                                   const InlayRegistryWrite   *write,
                                                   const char                 *webhook,
                                                   const char                 *delivery,
                                                   GError                    **error);
/* Of all applications; each is lent for a while, so that no other process sends it, too. */
GPtrArray *inlay_registry_store_take_deliveries   (InlayRegistryStore         *self,
                                                   gint64                      now,
                                                   guint                       limit,
                                                   GError                    **error);
/* @answered: the status, 0: none. @failure: (nullable): why it did not arrive */
gboolean   inlay_registry_store_finish_delivery   (InlayRegistryStore         *self,
                                                   gint64                      now,
                                                   const char                 *id,
                                                   guint                       answered,
                                                   const char                 *failure,
                                                   GError                    **error);
/* What waits for its time no longer. */
JsonNode  *inlay_registry_store_list_due          (InlayRegistryStore         *self,
                                                   gint64                      now,
                                                   GError                    **error);
/* Part of inlay_registry_store_touch(). */
gboolean   inlay_registry_store_fill_outbox       (InlayRegistryStore         *self,
                                                   gint64                      now,
                                                   gint64                      generation,
                                                   const char                 *kind,
                                                   const char                 *payload,
                                                   GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryDelivery, inlay_registry_delivery_free)

G_END_DECLS
