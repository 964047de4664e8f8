/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-workspace.h"

G_BEGIN_DECLS

#define INLAY_TYPE_RECORD_FORM (inlay_record_form_get_type ())

/* A part of the document that is no module's config, edited by the same form: what is inherited is
 * the default of its schema, so that it is a ghost and is never written. "edit" (const char *path,
 * JsonNode *record): the whole record as it would be. */
G_DECLARE_FINAL_TYPE (InlayRecordForm, inlay_record_form, INLAY, RECORD_FORM, GtkWidget)

GtkWidget *inlay_record_form_new  (InlayWorkspace  *workspace);
void       inlay_record_form_show (InlayRecordForm *self,
                                   JsonNode        *schema,
                                   JsonNode        *record);

G_END_DECLS
