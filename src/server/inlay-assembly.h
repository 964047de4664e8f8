/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-wire.h>

#include "inlay-shelf.h"

G_BEGIN_DECLS

/* A composition with everything it needs settled: what a deployment stores and a page is made of.
 * Immutable and counted; the same composition often goes to one environment after another. */
typedef struct
{
  gatomicrefcount  ref_count;
  InlayRelease    *release;
  GPtrArray       *modules;   /* of InlayRegistryModule */
  GBytes          *page;      /* nullable: inlay_assembly_get_page() */
  GBytes          *manifest;  /* nullable: inlay_assembly_get_manifest() */
} InlayAssembly;

InlayAssembly *inlay_assembly_new          (InlayRelease   *release,
                                            GPtrArray      *modules);
InlayAssembly *inlay_assembly_ref          (InlayAssembly  *self);
void           inlay_assembly_unref        (InlayAssembly  *self);
/* Both made when they are asked for first. */
GBytes        *inlay_assembly_get_page     (InlayAssembly  *self);
const char    *inlay_assembly_get_manifest (InlayAssembly  *self);

/* A shelf remembers what was last assembled from it, and of what: @document or @given. */
InlayAssembly *inlay_assembly_find         (InlayShelf     *shelf,
                                            JsonNode       *document,
                                            GPtrArray      *given);
void           inlay_assembly_remember     (InlayShelf     *shelf,
                                            JsonNode       *document,
                                            GPtrArray      *given,
                                            InlayAssembly  *assembly);
InlayAssembly *inlay_assembly_recall       (InlayShelf     *shelf,
                                            const char     *revision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAssembly, inlay_assembly_unref)

G_END_DECLS
