/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-module-list.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PREVIEW_SITE (inlay_preview_site_get_type ())

/* A composition as the web site it becomes: the page of its release for every path of the
 * application, the shell, and the files of the library's modules. All from memory. */
G_DECLARE_FINAL_TYPE (InlayPreviewSite, inlay_preview_site, INLAY, PREVIEW_SITE, GObject)

InlayPreviewSite *inlay_preview_site_new         (InlayModuleList   *modules);
/* @is_same: whether a page that is loaded can follow in place, because it loads its modules from
 * where the new composition has them. */
gboolean          inlay_preview_site_follow      (InlayPreviewSite  *self,
                                                  InlayComposition  *composition,
                                                  gboolean          *is_same,
                                                  GError           **error);
InlayComposition *inlay_preview_site_get_composition (InlayPreviewSite *self);
/* (transfer full): what the shell works from; of the instances those that changed since the page was
 * told last. */
JsonNode         *inlay_preview_site_tell        (InlayPreviewSite  *self);
/* The page that is shown may have something else than it was told: it is told everything next. */
void              inlay_preview_site_forget      (InlayPreviewSite  *self);
/* (transfer full): @path as in a URL; @type is static. */
GBytes           *inlay_preview_site_get_file    (InlayPreviewSite  *self,
                                                  const char        *path,
                                                  const char       **type,
                                                  GError           **error);

G_END_DECLS
