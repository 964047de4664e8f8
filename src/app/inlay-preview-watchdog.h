/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Asks a page again and again whether it is alive; @func runs once it gave no answer for @seconds,
 * after which nothing is asked until inlay_preview_watchdog_start (). */
typedef struct _InlayPreviewWatchdog InlayPreviewWatchdog;
typedef void (*InlayPreviewWatchdogFunc) (gpointer user_data);

InlayPreviewWatchdog *inlay_preview_watchdog_new   (WebKitWebView            *view,
                                                    guint                     seconds,
                                                    InlayPreviewWatchdogFunc  func,
                                                    gpointer                  user_data);
void                  inlay_preview_watchdog_start (InlayPreviewWatchdog     *self);
void                  inlay_preview_watchdog_stop  (InlayPreviewWatchdog     *self);
void                  inlay_preview_watchdog_free  (InlayPreviewWatchdog     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPreviewWatchdog, inlay_preview_watchdog_free)

G_END_DECLS
