/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-problem-row.h"

#include <glib/gi18n.h>

struct _InlayProblemRow
{
  GtkListBoxRow parent_instance;

  InlayProblem *problem;

  GtkImage *icon;
  GtkLabel *label;
  GtkButton *retry_button;
};

G_DEFINE_FINAL_TYPE (InlayProblemRow, inlay_problem_row, GTK_TYPE_LIST_BOX_ROW)

static const struct
{
  const char *icon;
  const char *style;
  const char *title;
} severities[] = {
  [INLAY_PROBLEM_INFO] = { "dialog-information-symbolic", "dim-label", N_("Note") },
  [INLAY_PROBLEM_WARNING] = { "dialog-warning-symbolic", "warning", N_("Warning") },
  [INLAY_PROBLEM_ERROR] = { "dialog-error-symbolic", "error", N_("Error") },
};

static void
inlay_problem_row_set_problem (InlayProblemRow *self,
                               InlayProblem    *problem)
{
  InlayProblemSeverity severity = inlay_problem_get_severity (problem);
  const char *action = inlay_problem_get_action (problem);

  self->problem = g_object_ref (problem);
  gtk_image_set_from_icon_name (self->icon, severities[severity].icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), severities[severity].style);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), _(severities[severity].title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _(severities[severity].title),
                                  -1);
  gtk_label_set_text (self->label, inlay_problem_get_message (problem));
  if (action != NULL)
    {
      gboolean retry = g_str_has_prefix (action, "node.retry");

      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->retry_button), action);
      gtk_button_set_label (self->retry_button, retry ? _("_Try Again") : _("_Solve"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->retry_button), action != NULL);
}

static void
inlay_problem_row_dispose (GObject *object)
{
  InlayProblemRow *self = INLAY_PROBLEM_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PROBLEM_ROW);
  g_clear_object (&self->problem);

  G_OBJECT_CLASS (inlay_problem_row_parent_class)->dispose (object);
}

static void
inlay_problem_row_class_init (InlayProblemRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_problem_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-problem-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayProblemRow, icon);
  gtk_widget_class_bind_template_child (widget_class, InlayProblemRow, label);
  gtk_widget_class_bind_template_child (widget_class, InlayProblemRow, retry_button);
}

static void
inlay_problem_row_init (InlayProblemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_problem_row_new (InlayProblem *problem)
{
  InlayProblemRow *self = g_object_new (INLAY_TYPE_PROBLEM_ROW, NULL);

  inlay_problem_row_set_problem (self, problem);
  return GTK_WIDGET (self);
}

InlayProblem *
inlay_problem_row_get_problem (InlayProblemRow *self)
{
  g_return_val_if_fail (INLAY_IS_PROBLEM_ROW (self), NULL);

  return self->problem;
}
