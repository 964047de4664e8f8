/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the registry that another application started for @folder to let this one in, too: waits
 * until it answers, @seconds at most. %INLAY_ERROR_NOT_FOUND: there is none, or not any more.
 * @process tells when it ends: a descriptor that becomes readable. */
void      inlay_registry_join_async  (const char           *folder,
                                      int                   lock,
                                      guint                 seconds,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  inlay_registry_join_finish (GAsyncResult         *result,
                                      char                **address,
                                      char                **token,
                                      int                  *process,
                                      GError              **error);

G_END_DECLS
