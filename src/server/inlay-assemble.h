/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-assembly.h"

G_BEGIN_DECLS

/* What browsers take, with all three members even where there is nothing in them. */
JsonNode      *inlay_assemble_map          (JsonNode       *map,
                                            JsonNode       *integrity);
InlayAssembly *inlay_assemble              (InlayShelf     *shelf,
                                            JsonNode       *document,
                                            GError        **error);
InlayAssembly *inlay_assemble_modules      (InlayShelf     *shelf,
                                            GPtrArray      *modules,
                                            GError        **error);
JsonNode      *inlay_assemble_document     (const char     *id,
                                            GPtrArray      *modules,
                                            GError        **error);
JsonNode      *inlay_assemble_check        (InlayShelf     *shelf,
                                            GPtrArray      *modules,
                                            GError        **error);
JsonNode      *inlay_assemble_resolve      (InlayShelf     *shelf,
                                            JsonNode       *document,
                                            GPtrArray      *environments,
                                            const char     *name,
                                            GError        **error);

G_END_DECLS
