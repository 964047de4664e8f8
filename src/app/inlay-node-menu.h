/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What can be done with the selected instances, the same wherever it is asked for. @rename: the
 * action that renames there. (transfer full) */
GMenuModel *inlay_node_menu_new (const char *rename);

G_END_DECLS
