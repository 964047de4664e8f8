/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

#include "inlay-module-list.h"
#include "inlay-problem.h"

G_BEGIN_DECLS

/**
 * InlayCanvasMode:
 * @INLAY_CANVAS_DESIGN: the live page below, handles above
 * @INLAY_CANVAS_WIREFRAME: boxes solved without a page
 * @INLAY_CANVAS_INTERACT: the page takes pointer and keys itself
 */
typedef enum
{
  INLAY_CANVAS_DESIGN,
  INLAY_CANVAS_WIREFRAME,
  INLAY_CANVAS_INTERACT,
} InlayCanvasMode;

/**
 * InlayStatus:
 *
 * How an instance fares on the live page, as the shell reports it.
 */
typedef enum
{
  INLAY_STATUS_UNKNOWN,
  INLAY_STATUS_LOADING,
  INLAY_STATUS_MOUNTED,
  INLAY_STATUS_FAILED,
  INLAY_STATUS_MISSING,
  INLAY_STATUS_TIMEOUT,
  INLAY_STATUS_UNMOUNTED,
} InlayStatus;

#define INLAY_TYPE_WORKSPACE (inlay_workspace_get_type ())

/* What a window looks at: one open document and the view's state. One workspace belongs to one
 * document for life; opening another document makes a new workspace and a new editor.
 *
 * Construct-only properties: library, key, document.
 * Read-only: primary (the last id of the selection, or NULL), problems (GListModel of InlayProblem).
 * Writable and notified: page (id, NULL only without pages), selection (GStrv of instance ids),
 * mode, device-width (CSS px, 0: fill), zoom (factor, 0: fit), breakpoint ("base" or a width).
 *
 * Signals: "message" (const char *text): something to tell in a toast;
 * "reveal" (const char *instance): bring it into view;
 * "status-changed" (const char *instance);
 * "reload": load the preview anew; "retry" (const char *instance): mount it anew;
 * "edit-setting" (InlayProblem *problem, gboolean insist): have what is wrong put right. */
G_DECLARE_FINAL_TYPE (InlayWorkspace, inlay_workspace, INLAY, WORKSPACE, GObject)

InlayWorkspace      *inlay_workspace_new              (InlayLibrary        *library,
                                                       const char          *key,
                                                       InlayDocument       *document);
InlayLibrary        *inlay_workspace_get_library      (InlayWorkspace      *self);
const char          *inlay_workspace_get_key          (InlayWorkspace      *self);
InlayDocument       *inlay_workspace_get_document     (InlayWorkspace      *self);
/* The document's composition as it is now. */
InlayComposition    *inlay_workspace_get_composition  (InlayWorkspace      *self);

/* The one way widgets change the document. */
gboolean             inlay_workspace_apply            (InlayWorkspace      *self,
                                                       InlayTransaction    *transaction,
                                                       GError              *error);
gboolean             inlay_workspace_undo             (InlayWorkspace      *self);
gboolean             inlay_workspace_redo             (InlayWorkspace      *self);
void                 inlay_workspace_message          (InlayWorkspace      *self,
                                                       const char          *text);

const char          *inlay_workspace_get_page         (InlayWorkspace      *self);
void                 inlay_workspace_set_page         (InlayWorkspace      *self,
                                                       const char          *page_id);

const char * const  *inlay_workspace_get_selection    (InlayWorkspace      *self);
const char          *inlay_workspace_get_primary      (InlayWorkspace      *self);
gboolean             inlay_workspace_is_selected      (InlayWorkspace      *self,
                                                       const char          *instance_id);
void                 inlay_workspace_select           (InlayWorkspace      *self,
                                                       const char * const  *instance_ids);
void                 inlay_workspace_select_one       (InlayWorkspace      *self,
                                                       const char          *instance_id);
void                 inlay_workspace_select_toggle    (InlayWorkspace      *self,
                                                       const char          *instance_id);
/* Along the page in reading order, slots included; what the keys of outline and canvas fall back to. */
void                 inlay_workspace_select_next      (InlayWorkspace      *self);
void                 inlay_workspace_select_previous  (InlayWorkspace      *self);
void                 inlay_workspace_select_parent    (InlayWorkspace      *self);
void                 inlay_workspace_select_child     (InlayWorkspace      *self);
void                 inlay_workspace_reveal           (InlayWorkspace      *self,
                                                       const char          *instance_id);
/* The page an instance stands on, directly or inside slots; the current one when it is on several. */
const char          *inlay_workspace_find_page        (InlayWorkspace      *self,
                                                       const char          *instance_id);

InlayCanvasMode      inlay_workspace_get_mode         (InlayWorkspace      *self);
void                 inlay_workspace_set_mode         (InlayWorkspace      *self,
                                                       InlayCanvasMode      mode);
guint                inlay_workspace_get_device_width (InlayWorkspace      *self);
void                 inlay_workspace_set_device_width (InlayWorkspace      *self,
                                                       guint                width);
double               inlay_workspace_get_zoom         (InlayWorkspace      *self);
void                 inlay_workspace_set_zoom         (InlayWorkspace      *self,
                                                       double               zoom);
const char          *inlay_workspace_get_breakpoint   (InlayWorkspace      *self);
void                 inlay_workspace_set_breakpoint   (InlayWorkspace      *self,
                                                       const char          *breakpoint);
/* Reads the library's modules anew, as after one was added, and the page. */
void                 inlay_workspace_reload           (InlayWorkspace      *self);
void                 inlay_workspace_retry            (InlayWorkspace      *self,
                                                       const char          *instance_id);

/* Has the primary instance's first missing setting asked for, once it was checked. */
void                 inlay_workspace_ask_missing      (InlayWorkspace      *self);
/* Has the setting at fault edited; @insist: even where it has to be brought to sight first. */
void                 inlay_workspace_edit_setting     (InlayWorkspace      *self,
                                                       InlayProblem        *problem,
                                                       gboolean             insist);

/* Modules and names. */
/* (nullable): NULL without a library. */
InlayModuleList     *inlay_workspace_get_module_list  (InlayWorkspace      *self);
/* The newest version of each module the library holds; InlayModuleItem. */
GListModel          *inlay_workspace_get_modules      (InlayWorkspace      *self);
InlayCatalog        *inlay_workspace_get_catalog      (InlayWorkspace      *self);
/* Which versions the document as it is now runs on; (nullable): NULL when it cannot be resolved. */
InlayResolution     *inlay_workspace_get_resolution   (InlayWorkspace      *self);
/* What the document is published as; (transfer full). */
InlayRelease        *inlay_workspace_dup_release      (InlayWorkspace      *self,
                                                       const char          *environment,
                                                       GError             **error);
InlayModule         *inlay_workspace_lookup_module    (InlayWorkspace      *self,
                                                       const char          *module_id);
/* (nullable): the compiled schema of the module's settings, shared with the problems. */
InlaySchema         *inlay_workspace_get_schema       (InlayWorkspace      *self,
                                                       InlayModule         *module);
char                *inlay_workspace_dup_title        (InlayWorkspace      *self,
                                                       const char          *instance_id);

/* How instances fare, told by the canvas, and what is wrong with the document. */
InlayStatus          inlay_workspace_get_status       (InlayWorkspace      *self,
                                                       const char          *instance_id);
const char          *inlay_workspace_get_status_error (InlayWorkspace      *self,
                                                       const char          *instance_id);
void                 inlay_workspace_set_status       (InlayWorkspace      *self,
                                                       const char          *instance_id,
                                                       InlayStatus          status,
                                                       const char          *error);
void                 inlay_workspace_clear_statuses   (InlayWorkspace      *self);
GListModel          *inlay_workspace_get_problems     (InlayWorkspace      *self);

G_END_DECLS
