/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

/* Keeps rows of a list box in step with fields: rows live as long as their fields, only what moved
 * is moved, and the focus stays where it is. */
typedef struct _InlayFormRows InlayFormRows;

InlayFormRows *inlay_form_rows_new    (GtkListBox     *list,
                                       guint           level);
void           inlay_form_rows_free   (InlayFormRows  *self);
/* @first: the index in the list box of the first row; what stands after the last one stays there. */
void           inlay_form_rows_sync   (InlayFormRows  *self,
                                       guint           first,
                                       GPtrArray      *fields);
void           inlay_form_rows_filter (InlayFormRows  *self,
                                       const char     *needle,
                                       gboolean        modified);
guint          inlay_form_rows_get_n_visible (InlayFormRows *self);
/* (nullable) */
GtkWidget     *inlay_form_rows_lookup (InlayFormRows  *self,
                                       InlayFormField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayFormRows, inlay_form_rows_free)

G_END_DECLS
