/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-progress.h"
#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* What an operator does with a whole registry. */
gboolean inlay_registry_copy          (const char                *from,
                                       const char                *to,
                                       InlayProgress             *progress,
                                       GCancellable              *cancellable,
                                       guint64                   *n_rows,
                                       GError                   **error);
gboolean inlay_registry_compare       (const char                *one,
                                       const char                *other,
                                       InlayProgress             *progress,
                                       GCancellable              *cancellable,
                                       guint64                   *n_rows,
                                       GError                   **error);
gboolean inlay_registry_back_up       (const char                *address,
                                       const char                *path,
                                       InlayProgress             *progress,
                                       GCancellable              *cancellable,
                                       GError                   **error);

gboolean inlay_registry_store_note_backup (InlayRegistryStore        *self,
                                           const InlayRegistryWrite  *write,
                                           const char                *name,
                                           GError                   **error);

/* What was let go of, all in all. */
typedef struct
{
  guint n_revisions;
  guint n_files;
  guint n_notes;    /* old answers, deliveries and counts */
  gboolean is_done; /* or there is more */
  guint stage;      /* where to go on */
} InlayRegistryCollected;

gboolean inlay_registry_store_collect (InlayRegistryStore        *self,
                                       const InlayRegistryWrite  *write,
                                       gint64                     keep,
                                       guint                      at_once,
                                       InlayRegistryCollected    *collected,
                                       GError                   **error);

gboolean inlay_registry_store_clear_remains (InlayRegistryStore  *self,
                                             guint                at_once,
                                             guint               *n_cleared,
                                             GError             **error);

/* So many that no other write waits long. */
#define INLAY_REGISTRY_COLLECT_AT_ONCE 500

G_END_DECLS
