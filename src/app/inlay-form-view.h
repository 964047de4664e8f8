/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-form.h"

G_BEGIN_DECLS

#define INLAY_TYPE_FORM_VIEW (inlay_form_view_get_type ())

/* A whole form: sections of rows, and pages for what is nested deeper. It never scrolls itself.
 * Property: empty (whether a search found nothing). */
G_DECLARE_FINAL_TYPE (InlayFormView, inlay_form_view, INLAY, FORM_VIEW, GtkWidget)

GtkWidget *inlay_form_view_new    (InlayForm     *form);
void       inlay_form_view_filter (InlayFormView *self,
                                   const char    *needle,
                                   gboolean       modified);
/* Opens what is around @path and focuses it, or what is nearest. */
void       inlay_form_view_focus  (InlayFormView *self,
                                   const char    *path);

G_END_DECLS
