/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-workspace.h"

G_BEGIN_DECLS

/* Which documents were opened last, and where each was left: page and selection. Kept in the settings
 * by library key, for as many as are worth keeping. */

void  inlay_session_open     (GSettings      *settings,
                              InlayWorkspace *workspace);
void  inlay_session_close    (GSettings      *settings,
                              InlayWorkspace *workspace);
/* How many documents were opened after it; G_MAXUINT when it is not known. */
guint inlay_session_get_rank (GSettings      *settings,
                              const char     *key);

G_END_DECLS
