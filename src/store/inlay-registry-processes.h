/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

#define INLAY_REGISTRY_MAX_PARTS 16

/* How far an application is: a reader that knows these numbers has seen all of it. A part is a bit
 * in a mask whose meaning is the caller's. */
typedef struct
{
  gint64 generation;
  gint64 parts[INLAY_REGISTRY_MAX_PARTS];
} InlayRegistryMarks;

gboolean    inlay_registry_store_mark        (InlayRegistryStore        *self,
                                              guint                      parts,
                                              GError                   **error);
GHashTable *inlay_registry_store_list_marks  (InlayRegistryStore        *self,
                                              GError                   **error);

/* What other processes do; for a connection used for nothing else. */
gboolean    inlay_registry_store_listen      (InlayRegistryStore        *self,
                                              GError                   **error);
gboolean    inlay_registry_store_wait        (InlayRegistryStore        *self,
                                              int                        timeout_ms,
                                              GCancellable              *cancellable,
                                              gboolean                  *changed,
                                              GError                   **error);
gboolean    inlay_registry_store_is_gone     (InlayRegistryStore        *self);
gboolean    inlay_registry_store_is_server   (InlayRegistryStore        *self);

/* One process at a time looks after health and rollouts. */
gboolean    inlay_registry_store_lead        (InlayRegistryStore        *self,
                                              gint64                    *epoch,
                                              GError                   **error);
gboolean    inlay_registry_store_check_epoch (InlayRegistryStore        *self,
                                              gint64                     epoch,
                                              GError                   **error);

G_END_DECLS
