/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-place.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

/**
 * InlayOutlinePlace:
 * @INLAY_OUTLINE_BEFORE: in front of the row's instance
 * @INLAY_OUTLINE_AFTER: after it
 * @INLAY_OUTLINE_INTO: at the end of what the row holds
 */
typedef enum
{
  INLAY_OUTLINE_BEFORE,
  INLAY_OUTLINE_AFTER,
  INLAY_OUTLINE_INTO,
} InlayOutlinePlace;

/* Where in a row of @height the pointer at @y means. */
InlayOutlinePlace  inlay_outline_drop_pick    (InlayWorkspace         *workspace,
                                               InlayNode              *node,
                                               double                  y,
                                               double                  height);
/* What dropping there does: the same function for the indicator and for the drop. NULL where nothing
 * can be dropped. */
InlayDrop         *inlay_outline_drop_resolve (InlayWorkspace         *workspace,
                                               InlayNode              *node,
                                               InlayOutlinePlace       place,
                                               const InlayDragPayload *payload);

G_END_DECLS
