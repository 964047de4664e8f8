/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Answers a verb the hook does not know itself; (transfer full), one line. */
typedef char *(*InlayTestHookFunc) (const char *verb,
                                    const char *argument,
                                    gpointer    user_data);

void inlay_test_hook_start (InlayTestHookFunc func,
                            gpointer          user_data);

G_END_DECLS
