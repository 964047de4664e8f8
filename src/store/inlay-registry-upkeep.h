/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* What an operator does with a whole registry. */
gboolean inlay_registry_copy          (const char          *from,
                                       const char          *to,
                                       guint64             *n_rows,
                                       GError             **error);
gboolean inlay_registry_compare       (const char          *one,
                                       const char          *other,
                                       guint64             *n_rows,
                                       GError             **error);
gboolean inlay_registry_back_up       (const char          *address,
                                       const char          *path,
                                       GError             **error);

gboolean inlay_registry_store_note_backup (InlayRegistryStore        *self,
                                           const InlayRegistryWrite  *write,
                                           const char                *name,
                                           GError                   **error);

/* What was let go of. */
typedef struct
{
  guint n_revisions;
  guint n_files;
  guint n_notes;    /* old answers and deliveries */
} InlayRegistryCollected;

gboolean inlay_registry_store_collect (InlayRegistryStore        *self,
                                       const InlayRegistryWrite  *write,
                                       gint64                     keep,
                                       InlayRegistryCollected    *collected,
                                       GError                   **error);

G_END_DECLS
