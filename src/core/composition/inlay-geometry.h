/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-layout.h"

G_BEGIN_DECLS

#define INLAY_TYPE_GEOMETRY (inlay_geometry_get_type ())

/* Where everything on a page stands, in CSS px of the viewport: reported by the live page or solved
 * for the wireframe. Immutable. */
typedef struct _InlayGeometry InlayGeometry;

GType          inlay_geometry_get_type     (void);
/* @message: the shell's geometry report; ids unknown to @composition are dropped. */
InlayGeometry *inlay_geometry_new_live     (JsonNode            *message,
                                            InlayComposition    *composition,
                                            GError             **error);
/* Solved without a page, for @width CSS px. */
InlayGeometry *inlay_geometry_new_wireframe (InlayComposition   *composition,
                                            const char          *page_id,
                                            double               width);
InlayGeometry *inlay_geometry_ref          (InlayGeometry       *self);
void           inlay_geometry_unref        (InlayGeometry       *self);
guint64        inlay_geometry_get_serial   (InlayGeometry       *self);
const char    *inlay_geometry_get_page     (InlayGeometry       *self);
double         inlay_geometry_get_height   (InlayGeometry       *self);
gboolean       inlay_geometry_get_region   (InlayGeometry       *self,
                                            const char          *region_id,
                                            InlayRect           *rect);
gboolean       inlay_geometry_get_instance (InlayGeometry       *self,
                                            const char          *instance_id,
                                            InlayRect           *rect);
gboolean       inlay_geometry_get_slot     (InlayGeometry       *self,
                                            const char          *instance_id,
                                            const char          *slot,
                                            InlayRect           *rect);
/* The innermost instance at a point, or NULL. */
const char    *inlay_geometry_pick         (InlayGeometry       *self,
                                            double               x,
                                            double               y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayGeometry, inlay_geometry_unref)

G_END_DECLS
