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

G_END_DECLS
