/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-application.h"
#include "inlay-canvas.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_WINDOW (inlay_window_get_type ())

/* A window: the library, the editor of one open document, or its publish page. */
G_DECLARE_FINAL_TYPE (InlayWindow, inlay_window, INLAY, WINDOW, AdwApplicationWindow)

InlayWindow    *inlay_window_new           (InlayApplication *application);
/* (nullable): the open document's, NULL while the library is shown. */
InlayWorkspace *inlay_window_get_workspace (InlayWindow      *self);
/* (nullable): the open document's. */
InlayCanvas    *inlay_window_get_canvas    (InlayWindow      *self);
/* "library", "editor" or "publish". */
const char     *inlay_window_get_view      (InlayWindow      *self);
void            inlay_window_open          (InlayWindow      *self,
                                            const char       *key);
void            inlay_window_show_library  (InlayWindow      *self);
void            inlay_window_show_editor   (InlayWindow      *self);
void            inlay_window_show_publish  (InlayWindow      *self);
void            inlay_window_import        (InlayWindow      *self,
                                            GFile            *file);
void            inlay_window_toast         (InlayWindow      *self,
                                            const char       *text);

G_END_DECLS
