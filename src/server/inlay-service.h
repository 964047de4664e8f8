/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Being a service: a socket that was opened before, and telling how far one is. */
GSocket *inlay_service_take_socket         (GError     **error);
void     inlay_service_notify              (const char  *format,
                                            ...) G_GNUC_PRINTF (1, 2);
void     inlay_service_notify_reloading    (void);
gint64   inlay_service_get_watchdog_period (void);
void     inlay_service_forget              (void);

G_END_DECLS
