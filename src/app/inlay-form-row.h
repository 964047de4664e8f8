/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

#define INLAY_TYPE_FORM_ROW (inlay_form_row_get_type ())

/* A setting: title, control, what is wrong, and the way back to unset. */
G_DECLARE_FINAL_TYPE (InlayFormRow, inlay_form_row, INLAY, FORM_ROW, AdwPreferencesRow)

/* A row for any field: one of these, or an InlayFormNest. */
GtkWidget      *inlay_form_row_new           (InlayFormField *field,
                                              guint           level);
InlayFormField *inlay_form_row_get_field     (InlayFormRow   *self);
/* @text: (nullable): what is wrong with what is typed, before it is a value. */
void            inlay_form_row_set_complaint (InlayFormRow   *self,
                                              const char     *text);

G_END_DECLS
