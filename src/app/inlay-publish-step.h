/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * InlayPublishStepState:
 * @INLAY_PUBLISH_STEP_OPEN: not done yet
 * @INLAY_PUBLISH_STEP_DONE: nothing is left to do
 * @INLAY_PUBLISH_STEP_WARNING: done, but worth a look
 * @INLAY_PUBLISH_STEP_ERROR: it stands in the way
 */
typedef enum
{
  INLAY_PUBLISH_STEP_OPEN,
  INLAY_PUBLISH_STEP_DONE,
  INLAY_PUBLISH_STEP_WARNING,
  INLAY_PUBLISH_STEP_ERROR,
} InlayPublishStepState;

#define INLAY_TYPE_PUBLISH_STEP (inlay_publish_step_get_type ())

/* One step of publishing: a numbered heading with a summary, and what belongs to it below.
 * Properties: number, title. */
G_DECLARE_FINAL_TYPE (InlayPublishStep, inlay_publish_step, INLAY, PUBLISH_STEP, GtkBox)

void inlay_publish_step_set_state (InlayPublishStep      *self,
                                   InlayPublishStepState  state,
                                   const char            *summary);

G_END_DECLS
