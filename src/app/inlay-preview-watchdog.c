/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-preview-watchdog.h"

struct _InlayPreviewWatchdog
{
  WebKitWebView *view;
  InlayPreviewWatchdogFunc func;
  gpointer user_data;
  guint seconds;

  guint source;
  guint waited;                 /* seconds since a question without an answer, 0: none is open */
  GCancellable *cancellable;    /* of the open question */
};

typedef struct
{
  InlayPreviewWatchdog *watchdog;
  GCancellable *cancellable;
} Question;

static void
answer_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr(GCancellable) cancellable = question->cancellable;
  G_GNUC_UNUSED g_autoptr(JSCValue) value =
    webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (object), result, NULL);

  /* Once cancelled the watchdog may be gone. */
  if (!g_cancellable_is_cancelled (cancellable))
    question->watchdog->waited = 0;
}

static void
inlay_preview_watchdog_ask (InlayPreviewWatchdog *self)
{
  Question *question = g_new0 (Question, 1);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  question->watchdog = self;
  question->cancellable = g_object_ref (self->cancellable);
  webkit_web_view_evaluate_javascript (self->view, "1", -1, NULL, NULL, self->cancellable,
                                       answer_cb, question);
}

static gboolean
tick_cb (gpointer user_data)
{
  InlayPreviewWatchdog *self = user_data;

  if (self->waited == 0)
    {
      self->waited = 1;
      inlay_preview_watchdog_ask (self);
      return G_SOURCE_CONTINUE;
    }

  if (self->waited++ < self->seconds)
    return G_SOURCE_CONTINUE;

  self->source = 0;
  inlay_preview_watchdog_stop (self);
  self->func (self->user_data);
  return G_SOURCE_REMOVE;
}

InlayPreviewWatchdog *
inlay_preview_watchdog_new (WebKitWebView            *view,
                            guint                     seconds,
                            InlayPreviewWatchdogFunc  func,
                            gpointer                  user_data)
{
  InlayPreviewWatchdog *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (InlayPreviewWatchdog, 1);
  self->view = g_object_ref (view);
  self->seconds = seconds;
  self->func = func;
  self->user_data = user_data;

  return self;
}

void
inlay_preview_watchdog_start (InlayPreviewWatchdog *self)
{
  inlay_preview_watchdog_stop (self);
  self->source = g_timeout_add_seconds (1, tick_cb, self);
}

void
inlay_preview_watchdog_stop (InlayPreviewWatchdog *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->waited = 0;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
inlay_preview_watchdog_free (InlayPreviewWatchdog *self)
{
  inlay_preview_watchdog_stop (self);
  g_object_unref (self->view);
  g_free (self);
}
