/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-canvas.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_EDITOR (inlay_editor_get_type ())

/* The panes around one open document. Below 1000 px the inspector, below 720 px the left pane, too,
 * slide over the canvas. */
G_DECLARE_FINAL_TYPE (InlayEditor, inlay_editor, INLAY, EDITOR, GtkWidget)

InlayEditor    *inlay_editor_new            (InlayWorkspace *workspace,
                                             GSettings      *settings,
                                             int             width);
InlayWorkspace *inlay_editor_get_workspace  (InlayEditor    *self);
InlayCanvas    *inlay_editor_get_canvas     (InlayEditor    *self);
/* The groups document, node, page, view and release: reachable from the whole window. */
void            inlay_editor_export_actions (InlayEditor    *self,
                                             GtkWidget      *window);
/* Whether @action, such as "document.undo", can be used now; TRUE for those that are not the editor's. */
gboolean        inlay_editor_is_enabled     (InlayEditor    *self,
                                             const char     *action);
void            inlay_editor_focus          (InlayEditor    *self);
void            inlay_editor_search         (InlayEditor    *self);
void            inlay_editor_open_menu      (InlayEditor    *self);
/* Before it goes: keeps what is worth keeping, lets go of the page. */
void            inlay_editor_close          (InlayEditor    *self);

G_END_DECLS
