/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

#define INLAY_TYPE_FORM_SECTION (inlay_form_section_get_type ())

/* A titled box of rows that counts what is wrong in it. */
G_DECLARE_FINAL_TYPE (InlayFormSection, inlay_form_section, INLAY, FORM_SECTION, GtkWidget)

GtkWidget *inlay_form_section_new      (const char       *title);
void       inlay_form_section_show     (InlayFormSection *self,
                                        GPtrArray        *fields);
/* A row that stays after those of the fields. */
void       inlay_form_section_append   (InlayFormSection *self,
                                        GtkWidget        *row);
/* Returns: whether any row is left to see. */
gboolean   inlay_form_section_filter   (InlayFormSection *self,
                                        const char       *needle,
                                        gboolean          modified);

G_END_DECLS
