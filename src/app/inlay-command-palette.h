/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-editor.h"

G_BEGIN_DECLS

#define INLAY_TYPE_COMMAND_PALETTE (inlay_command_palette_get_type ())

/* Everything that can be done or gone to, found by typing: actions, pages, placed modules, modules to
 * add. What is chosen is activated on the window it was opened from. */
G_DECLARE_FINAL_TYPE (InlayCommandPalette, inlay_command_palette, INLAY, COMMAND_PALETTE, AdwWindow)

/* @editor: (nullable): of the open document */
GtkWidget *inlay_command_palette_new (GtkWindow   *parent,
                                      InlayEditor *editor);

G_END_DECLS
