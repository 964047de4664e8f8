/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-drag.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

/* How what is dragged, pasted or inserted comes to its place: canvas, outline, palette and keys ask
 * the resolver the same question and do what it answers. */

/* Whether @payload's instances are of @workspace's own document, and so are moved. */
gboolean          inlay_place_is_ours      (InlayWorkspace         *workspace,
                                            const InlayDragPayload *payload);
/* What the resolver is asked about; FALSE when nothing is known of its module. */
gboolean          inlay_place_get_dropped  (InlayWorkspace         *workspace,
                                            const InlayDragPayload *payload,
                                            InlayDropPayload       *dropped);
/* InlayModuleLookup of a workspace. */
InlayModule      *inlay_place_look_up      (const char             *module_id,
                                            gpointer                workspace);
/* What @drop does; (transfer full) (nullable): NULL with @error when it is refused. */
InlayTransaction *inlay_place_build        (InlayWorkspace         *workspace,
                                            InlayDrop              *drop,
                                            const InlayDragPayload *payload,
                                            GError                **error);
/* Does what @drop says, selects what was placed and asks for the first setting it lacks. */
gboolean          inlay_place_apply        (InlayWorkspace         *workspace,
                                            InlayDrop              *drop,
                                            const InlayDragPayload *payload);
/* Near what is selected, else at the end of the page's main region. */
gboolean          inlay_place_insert       (InlayWorkspace         *workspace,
                                            const InlayDragPayload *payload);

G_END_DECLS
