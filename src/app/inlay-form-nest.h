/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

/* Rows open into rows this often; what is deeper is a page of its own. */
#define INLAY_FORM_MAX_LEVEL 2

#define INLAY_TYPE_FORM_NEST (inlay_form_nest_get_type ())

/* A group or a list of settings: opens into the rows of its members or items, made when it is first
 * opened. */
G_DECLARE_FINAL_TYPE (InlayFormNest, inlay_form_nest, INLAY, FORM_NEST, AdwExpanderRow)

GtkWidget *inlay_form_nest_new    (InlayFormField *field,
                                   guint           level);
/* A row that activates form.open with the field's path. */
GtkWidget *inlay_form_link_new    (InlayFormField *field);
void       inlay_form_nest_filter (InlayFormNest  *self,
                                   const char     *needle,
                                   gboolean        modified);
void       inlay_form_nest_open   (InlayFormNest  *self);
/* The row that ends a list: adds an item, a member, or shows more. For pages of their own, too. */
GtkWidget *inlay_form_tail_new    (InlayFormField *field);

G_END_DECLS
