/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* What decides who gets which revision beside the route: rules, flags, experiments, and what is
 * done about a bad revision. All of it is one traffic snapshot, see #InlayTraffic. */

JsonNode *inlay_registry_store_get_rules        (InlayRegistryStore        *self,
                                                 GError                   **error);
gboolean  inlay_registry_store_put_rules        (InlayRegistryStore        *self,
                                                 const InlayRegistryWrite  *write,
                                                 JsonNode                  *rules,
                                                 gint64                    *generation,
                                                 GError                   **error);
gboolean  inlay_registry_store_get_policy       (InlayRegistryStore        *self,
                                                 InlayRolloutPolicy        *policy,
                                                 GError                   **error);

/* @experiment: (nullable): %NULL takes it away */
gboolean  inlay_registry_store_put_experiment   (InlayRegistryStore        *self,
                                                 const InlayRegistryWrite  *write,
                                                 const char                *id,
                                                 JsonNode                  *experiment,
                                                 gboolean                  *is_new,
                                                 gint64                    *generation,
                                                 GError                   **error);
JsonNode *inlay_registry_store_list_experiments (InlayRegistryStore        *self,
                                                 GError                   **error);
/* @unit: a digest of what names a visitor; counted once for a variant */
gboolean  inlay_registry_store_expose           (InlayRegistryStore        *self,
                                                 gint64                     now,
                                                 const char                *experiment,
                                                 const char                *variant,
                                                 gint64                     unit,
                                                 GError                   **error);

/* How long it is remembered who was counted: as long as a visitor's cookie lives. */
#define INLAY_REGISTRY_EXPOSED_DAYS 366

/* What decisions are made from: now, and at a time. */
JsonNode *inlay_registry_store_get_traffic      (InlayRegistryStore        *self,
                                                 GError                   **error);
JsonNode *inlay_registry_store_get_traffic_at   (InlayRegistryStore        *self,
                                                 gint64                     at,
                                                 gint64                    *generation,
                                                 GError                   **error);

/* How many of an application's are kept at most, however new they are. */
#define INLAY_REGISTRY_MAX_TRAFFIC 20000

gboolean   inlay_registry_store_forget_traffic (InlayRegistryStore        *self,
                                                gint64                     before,
                                                guint                      at_once,
                                                guint                     *n_forgotten,
                                                GError                   **error);

G_END_DECLS
