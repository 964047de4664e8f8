/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-publish-outbox.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PUBLISH_PAGE (inlay_publish_page_get_type ())

/* Publishing one document: what stands in the way, what changes, where it goes, sending it, and who
 * gets it. Construct-only property: workspace. It looks at the registry while it is shown. */
G_DECLARE_FINAL_TYPE (InlayPublishPage, inlay_publish_page, INLAY, PUBLISH_PAGE, GtkWidget)

InlayPublishPage *inlay_publish_page_new   (InlayWorkspace     *workspace,
                                            GSettings          *settings,
                                            InlayPublishOutbox *outbox);
void              inlay_publish_page_focus (InlayPublishPage   *self);

G_END_DECLS
