/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-geometry.h"
#include "module/inlay-module.h"

G_BEGIN_DECLS

#define INLAY_TYPE_DROP (inlay_drop_get_type ())

/* The one answer to "what happens if it is released here": what the indicator shows is what the
 * drop does. Immutable. */
typedef struct _InlayDrop InlayDrop;

/* What is dragged. Exactly one of @module and @instance_id is set; neither, where a place is named,
 * stands for something of which nothing is known. */
typedef struct
{
  InlayModule *module;        /* new, from the palette */
  const char  *instance_id;   /* there already */
} InlayDropPayload;

typedef InlayModule *(*InlayModuleLookup) (const char *module_id,
                                           gpointer    user_data);

GType                 inlay_drop_get_type      (void);
/* Never %NULL: where nothing can be dropped the verdict is %FALSE with the reason. The outer quarter
 * of an instance is before/after, its inner part into a slot that takes the payload. */
InlayDrop            *inlay_drop_resolve       (InlayComposition       *composition,
                                                InlayGeometry          *geometry,
                                                double                  x,
                                                double                  y,
                                                const InlayDropPayload *payload,
                                                InlayModuleLookup       lookup,
                                                gpointer                user_data);
/* Every place that would take the payload, in reading order, for the keyboard's pick up and drop. */
GPtrArray            *inlay_drop_list_targets  (InlayComposition       *composition,
                                                InlayGeometry          *geometry,
                                                const InlayDropPayload *payload,
                                                InlayModuleLookup       lookup,
                                                gpointer                user_data);
/* The same for a place that is named: @index counts the list as it is. Without rectangles. */
InlayDrop            *inlay_drop_resolve_place (InlayComposition       *composition,
                                                const InlayContainer   *container,
                                                guint                   index,
                                                const InlayDropPayload *payload,
                                                InlayModuleLookup       lookup,
                                                gpointer                user_data);
/* Where it goes while an instance is selected: into a slot of it, behind it, or further out. */
InlayDrop            *inlay_drop_resolve_near  (InlayComposition       *composition,
                                                const char             *instance_id,
                                                const InlayDropPayload *payload,
                                                InlayModuleLookup       lookup,
                                                gpointer                user_data);
InlayDrop            *inlay_drop_ref           (InlayDrop              *self);
void                  inlay_drop_unref         (InlayDrop              *self);
gboolean              inlay_drop_is_allowed    (InlayDrop              *self);
const char           *inlay_drop_get_reason    (InlayDrop              *self);
const InlayContainer *inlay_drop_get_container (InlayDrop              *self);
guint                 inlay_drop_get_index     (InlayDrop              *self);
/* The whole member "area" the instance will have, or NULL when it stays as it is. */
JsonNode             *inlay_drop_get_area      (InlayDrop              *self);
/* Where to draw: a line between neighbours or a ghost of the span, in CSS px; and the container. */
void                  inlay_drop_get_indicator (InlayDrop              *self,
                                                InlayRect              *indicator,
                                                InlayRect              *container);
/* "Drop Cart into Sidebar, after Search": for tooltips and screen readers. */
const char           *inlay_drop_get_summary   (InlayDrop              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayDrop, inlay_drop_unref)

G_END_DECLS
