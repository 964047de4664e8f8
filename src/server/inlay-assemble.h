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
/* What browsers take, with all three members even where there is nothing in them. */
JsonNode      *inlay_assemble_map         (JsonNode       *map,
                                           JsonNode       *integrity);
InlayAssembly *inlay_assemble             (InlayShelf     *shelf,
                                           JsonNode       *document,
                                           GPtrArray      *given,
                                           const char     *environment,
                                           GError        **error);
JsonNode      *inlay_assemble_document    (const char     *id,
                                           GPtrArray      *modules,
                                           GError        **error);
JsonNode      *inlay_assemble_check       (InlayShelf     *shelf,
                                           GPtrArray      *modules,
                                           GError        **error);

JsonNode      *inlay_assemble_resolve      (InlayShelf     *shelf,
                                           JsonNode       *document,
                                           GPtrArray      *environments,
                                           const char     *name,
                                           GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAssembly, inlay_assembly_unref)

G_END_DECLS
