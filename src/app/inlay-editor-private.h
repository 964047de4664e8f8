/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-editor.h"

#include <adwaita.h>

#include "inlay-palette.h"

G_BEGIN_DECLS

/**
 * InlayEditorLayout:
 * @INLAY_EDITOR_WIDE: three panes side by side
 * @INLAY_EDITOR_MEDIUM: the inspector slides over the canvas
 * @INLAY_EDITOR_NARROW: the left pane, too
 */
typedef enum
{
  INLAY_EDITOR_WIDE,
  INLAY_EDITOR_MEDIUM,
  INLAY_EDITOR_NARROW,
} InlayEditorLayout;

struct _InlayEditor
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  GSettings *settings;
  GHashTable *groups;           /* name -> GSimpleActionGroup */
  InlayPalette *palette;
  InlayEditorLayout layout;
  guint layout_source;
  gboolean sized;               /* panes have their remembered widths */
  gboolean show_left;
  gboolean show_right;
  gboolean following_page;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkWidget *history_buttons;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *right_toggle;
  GtkButton *publish_button;
  GtkMenuButton *menu_button;
  AdwFlap *left_flap;
  AdwFlap *right_flap;
  AdwBin *left_flap_bin;
  AdwBin *right_flap_bin;
  GtkPaned *outer_paned;
  GtkPaned *inner_paned;
  AdwBin *left_bin;
  AdwBin *right_bin;
  GtkWidget *left_pane;
  AdwBin *right_pane;
  GtkStack *left_stack;
  AdwBin *canvas_bin;
  AdwBin *problems_bin;
  GtkDropDown *page_drop_down;
  GtkMenuButton *device_button;
  GtkMenuButton *zoom_button;
  GtkLabel *breadcrumb;
  GtkImage *problems_icon;
  GtkLabel *problems_label;
};

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

/* inlay-editor-panes.c: how they fold, which one has the focus. */
void       inlay_editor_set_show_left        (InlayEditor *self,
                                              gboolean     show);
void       inlay_editor_set_show_right       (InlayEditor *self,
                                              gboolean     show);
/* @width: what there will be. */
void       inlay_editor_add_panes            (InlayEditor *self,
                                              int          width);
/* Once it has another size. */
void       inlay_editor_queue_layout         (InlayEditor *self);
void       inlay_editor_remember_widths      (InlayEditor *self);
/* Has @problem put right in the inspector; see InlayWorkspace::edit-setting. */
void       inlay_editor_edit_setting         (InlayEditor  *self,
                                              InlayProblem *problem,
                                              gboolean      insist);

/* inlay-editor-bar.c: what stands in header bar, tool bar and status bar. */
void       inlay_editor_add_bar              (InlayEditor *self);

GSettings *inlay_editor_get_settings         (InlayEditor *self);
void       inlay_editor_next_pane            (InlayEditor *self,
                                              gboolean     forward);
void       inlay_editor_show_tab             (InlayEditor *self,
                                              const char  *tab);

G_END_DECLS
