/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-module-list.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PREVIEW (inlay_preview_get_type ())

/**
 * InlayPreviewState:
 * @INLAY_PREVIEW_EMPTY: nothing was shown yet
 * @INLAY_PREVIEW_LOADING: the page is on its way
 * @INLAY_PREVIEW_READY: the shell runs and follows the composition
 * @INLAY_PREVIEW_HUNG: the page gave no answer and was stopped
 * @INLAY_PREVIEW_CRASHED: the page's process ended by itself
 * @INLAY_PREVIEW_FAILED: there is no page, because the composition makes none
 */
typedef enum
{
  INLAY_PREVIEW_EMPTY,
  INLAY_PREVIEW_LOADING,
  INLAY_PREVIEW_READY,
  INLAY_PREVIEW_HUNG,
  INLAY_PREVIEW_CRASHED,
  INLAY_PREVIEW_FAILED,
} InlayPreviewState;

/* The live page of a composition: the bytes that are published, run in a process of their own, with
 * the design bridge switched on. It follows in place what can be followed, once per frame, and loads
 * anew what cannot.
 *
 * Signals: "message" (JsonNode *object with a string "type"): what the shell says, which is a claim
 * of a page, not a fact; "state-changed". */
G_DECLARE_FINAL_TYPE (InlayPreview, inlay_preview, INLAY, PREVIEW, GtkWidget)

InlayPreview      *inlay_preview_new             (InlayModuleList     *modules);
void               inlay_preview_show            (InlayPreview        *self,
                                                  InlayComposition    *composition,
                                                  const char          *page_id);
void               inlay_preview_reload          (InlayPreview        *self);
InlayPreviewState  inlay_preview_get_state       (InlayPreview        *self);
/* Whether the page shows what was asked for last. */
gboolean           inlay_preview_is_current      (InlayPreview        *self);
/* (nullable): why there is no page. */
const char        *inlay_preview_get_error       (InlayPreview        *self);
/* What geometry reports must be tagged with to count. */
guint64            inlay_preview_get_serial      (InlayPreview        *self);
/* Microseconds from the last change to the page having followed, 0 before the first. */
gint64             inlay_preview_get_latency     (InlayPreview        *self);
/* @message: (transfer full): a request of the design bridge. */
void               inlay_preview_send            (InlayPreview        *self,
                                                  JsonNode            *message);
void               inlay_preview_set_zoom        (InlayPreview        *self,
                                                  double               zoom);
/* Whether the page takes pointer and keys, and its links may leave it. */
void               inlay_preview_set_interactive (InlayPreview        *self,
                                                  gboolean             interactive);
void               inlay_preview_snapshot_async  (InlayPreview        *self,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
GdkTexture        *inlay_preview_snapshot_finish (InlayPreview        *self,
                                                  GAsyncResult        *result,
                                                  GError             **error);
/* In the page's own world: for tests. */
void               inlay_preview_evaluate_async  (InlayPreview        *self,
                                                  const char          *script,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
char              *inlay_preview_evaluate_finish (InlayPreview        *self,
                                                  GAsyncResult        *result,
                                                  GError             **error);

G_END_DECLS
