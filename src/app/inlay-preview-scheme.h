/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <webkit/webkit.h>

#include "inlay-preview-site.h"

G_BEGIN_DECLS

#define INLAY_PREVIEW_ORIGIN "inlay://app"

/* A web context whose `inlay://app/…` is @site. */
WebKitWebContext *inlay_preview_context_new (InlayPreviewSite *site);
/* Whether @uri is a part of the application itself. */
gboolean          inlay_preview_is_inside   (const char       *uri);

G_END_DECLS
