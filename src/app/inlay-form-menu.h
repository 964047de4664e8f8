/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

/* What can be done with a field besides editing it, for its row: a menu button, or NULL when there
 * is nothing. Keys and drags for items of lists come with it. */
GtkWidget *inlay_form_menu_new    (InlayFormField *field,
                                   GtkWidget      *row);
/* A handle to drag the item by; NULL for what is no item. */
GtkWidget *inlay_form_handle_new  (InlayFormField *field,
                                   GtkWidget      *row);

G_END_DECLS
