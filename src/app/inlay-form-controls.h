/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>

#include "inlay-form-field.h"

G_BEGIN_DECLS

/* The controls of a form: each shows one field and follows it. A control never changes its own
 * value but asks the field to, and shows what comes back. */

/* How a control is tied to its field. */
typedef struct
{
  InlayFormField *field;        /* the widget that has this holds it */
  GtkWidget *main;              /* takes the focus and the accessible name */
  GtkWidget *other;
  gboolean updating;            /* shows what the field has: not the user's doing */
} InlayFormControl;

typedef void (*InlayFormControlFunc) (GtkWidget        *widget,
                                      InlayFormControl *control);

/* Ties @widget to @field: @func runs at once and whenever the field changed. */
InlayFormControl *inlay_form_control_tie       (GtkWidget            *widget,
                                                InlayFormField       *field,
                                                GtkWidget            *main,
                                                InlayFormControlFunc  func);
InlayFormControl *inlay_form_control_of        (GtkWidget            *widget);
void              inlay_form_control_show      (GtkWidget            *widget);
/* What is typed is no value yet; NULL when it is. */
void              inlay_form_control_complain  (GtkWidget            *widget,
                                                const char           *text);

GtkWidget        *inlay_form_control_new       (InlayFormField       *field);
GtkWidget        *inlay_form_text_new          (InlayFormField       *field);
GtkWidget        *inlay_form_multiline_new     (InlayFormField       *field);
GtkWidget        *inlay_form_number_new        (InlayFormField       *field);
GtkWidget        *inlay_form_switch_new        (InlayFormField       *field);
GtkWidget        *inlay_form_choice_new        (InlayFormField       *field);
GtkWidget        *inlay_form_branch_new        (InlayFormField       *field);
GtkWidget        *inlay_form_color_new         (InlayFormField       *field);
GtkWidget        *inlay_form_date_new          (InlayFormField       *field);
GtkWidget        *inlay_form_const_new         (InlayFormField       *field);
GtkWidget        *inlay_form_json_new          (InlayFormField       *field);
/* Whether the control stands beside the title rather than below it. */
gboolean          inlay_form_control_is_inline (InlayFormField       *field);

G_END_DECLS
