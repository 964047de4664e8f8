/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-editor.h"

G_BEGIN_DECLS

/* Between the editor and its actions. @group is a GActionMap of the editor's. */
void       inlay_editor_add_document_actions (InlayEditor *self,
                                              GActionMap  *group);
void       inlay_editor_add_node_actions     (InlayEditor *self,
                                              GActionMap  *group);
void       inlay_editor_add_page_actions     (InlayEditor *self,
                                              GActionMap  *group);
void       inlay_editor_add_view_actions     (InlayEditor *self,
                                              GActionMap  *group);
/* Recomputes what can be done now. */
void       inlay_editor_update_document_actions (InlayEditor *self,
                                                 GActionMap  *group);
void       inlay_editor_update_node_actions  (InlayEditor *self,
                                              GActionMap  *group);

GSettings *inlay_editor_get_settings         (InlayEditor *self);
void       inlay_editor_next_pane            (InlayEditor *self,
                                              gboolean     forward);
void       inlay_editor_show_tab             (InlayEditor *self,
                                              const char  *tab);

G_END_DECLS
