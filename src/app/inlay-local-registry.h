/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define INLAY_TYPE_LOCAL_REGISTRY (inlay_local_registry_get_type ())

/* The registry on this computer: inlay-registry as a child of the application, on loopback, with a
 * token of its own for each run that never leaves memory. It ends with the application, however that
 * ends, and is started again when it ends by itself. Of a folder there is one: where another
 * application runs it, this one is let in, and takes its place when that is gone.
 *
 * Signals: "changed" when it started to answer or stopped. */
G_DECLARE_FINAL_TYPE (InlayLocalRegistry, inlay_local_registry, INLAY, LOCAL_REGISTRY, GObject)

InlayLocalRegistry *inlay_local_registry_new          (const char           *data_dir);
/* Whether something was published here before. */
gboolean            inlay_local_registry_has_database (InlayLocalRegistry   *self);
/* Returns at once while it answers. */
void                inlay_local_registry_start_async  (InlayLocalRegistry   *self,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
gboolean            inlay_local_registry_start_finish (InlayLocalRegistry   *self,
                                                       GAsyncResult         *result,
                                                       GError              **error);
void                inlay_local_registry_stop         (InlayLocalRegistry   *self);
/* (nullable): NULL while it does not answer. */
const char         *inlay_local_registry_get_address  (InlayLocalRegistry   *self);
const char         *inlay_local_registry_get_token    (InlayLocalRegistry   *self);

G_END_DECLS
