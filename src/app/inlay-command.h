/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-editor.h"

G_BEGIN_DECLS

#define INLAY_TYPE_COMMAND (inlay_command_get_type ())

/* An action with its target and the words that people find it by. */
G_DECLARE_FINAL_TYPE (InlayCommand, inlay_command, INLAY, COMMAND, GObject)

const char *inlay_command_get_title   (InlayCommand *self);
/* What it is of: “Page”, “Add Module”. */
const char *inlay_command_get_kind    (InlayCommand *self);
/* Whether each of @words, case-folded, is in its title or kind. */
gboolean    inlay_command_matches     (InlayCommand *self,
                                       char        **words);
void        inlay_command_run         (InlayCommand *self,
                                       GtkWidget    *widget);
/* What can be done now; @editor: (nullable): of the open document. (transfer full) */
GListModel *inlay_command_list        (InlayEditor  *editor);

G_END_DECLS
