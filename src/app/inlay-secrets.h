/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Registry tokens in the keyring, by the registry's address; never in settings, files or logs. */
void      inlay_secrets_load_async   (const char           *registry,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
/* (transfer full) (nullable): NULL without an error when there is no token. */
char     *inlay_secrets_load_finish  (GAsyncResult         *result,
                                      GError              **error);
/* @token: NULL forgets it. */
void      inlay_secrets_store_async  (const char           *registry,
                                      const char           *token,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  inlay_secrets_store_finish (GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS
