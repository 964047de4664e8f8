/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-cli.h"

G_BEGIN_DECLS

/* The modules a verb can use: those that come with Inlay, those in the user's library, those named
 * by --modules and --catalog; with their files. */
typedef struct _InlayCliShelf InlayCliShelf;

InlayCliShelf   *inlay_cli_shelf_new         (InlayCli          *cli,
                                              GError           **error);
void             inlay_cli_shelf_free        (InlayCliShelf     *self);
InlayCatalog    *inlay_cli_shelf_get_catalog (InlayCliShelf     *self);
gboolean         inlay_cli_shelf_ask_npm     (InlayCliShelf     *self,
                                              InlayCli          *cli,
                                              InlayComposition  *composition,
                                              GError           **error);
GBytes          *inlay_cli_shelf_get_file    (InlayModule       *module,
                                              const char        *file,
                                              gpointer           shelf,
                                              GError           **error);
InlayResolution *inlay_cli_shelf_resolve     (InlayCliShelf     *self,
                                              InlayComposition  *composition,
                                              GError           **error);
InlayModule     *inlay_cli_read_module       (const char        *path,
                                              GHashTable       **files,
                                              GError           **error);

/* The user's library, as the application keeps it. */
InlayLibrary    *inlay_cli_open_library      (GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayCliShelf, inlay_cli_shelf_free)

G_END_DECLS
