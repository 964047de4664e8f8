/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-wire.h>

#include "inlay-shelf.h"

G_BEGIN_DECLS

/* A composition with everything it needs settled: what a deployment stores and a page is made of. */
typedef struct
{
  InlayRelease *release;
  GPtrArray    *modules;   /* of InlayRegistryModule */
} InlayAssembly;

void           inlay_assembly_free        (InlayAssembly  *self);
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayAssembly, inlay_assembly_free)

G_END_DECLS
