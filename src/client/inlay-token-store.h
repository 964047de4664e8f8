/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Registry tokens in the user's keyring (the Secret Service), by the registry's address. They are
 * nowhere else: not in settings, files or logs. */
char     *inlay_token_lookup (const char    *registry,
                              GCancellable  *cancellable,
                              GError       **error);
gboolean  inlay_token_store  (const char    *registry,
                              const char    *token,
                              GCancellable  *cancellable,
                              GError       **error);
gboolean  inlay_token_forget (const char    *registry,
                              GCancellable  *cancellable,
                              GError       **error);

/* The same for a program that may not wait: a keyring may ask for its password. */
void      inlay_token_lookup_async  (const char           *registry,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
char     *inlay_token_lookup_finish (GAsyncResult         *result,
                                     GError              **error);
void      inlay_token_store_async   (const char           *registry,
                                     const char           *token,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean  inlay_token_store_finish  (GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
