/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-problems-view.h"

#include "inlay-problem-row.h"

struct _InlayProblemsView
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;

  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (InlayProblemsView, inlay_problems_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item,
            gpointer user_data)
{
  return inlay_problem_row_new (item);
}

static void
row_activated_cb (InlayProblemsView *self,
                  GtkListBoxRow     *row)
{
  InlayProblem *problem = inlay_problem_row_get_problem (INLAY_PROBLEM_ROW (row));
  const char *instance = inlay_problem_get_instance (problem);

  if (instance == NULL)
    return;

  inlay_workspace_select_one (self->workspace, instance);
  inlay_workspace_reveal (self->workspace, instance);
  if (inlay_problem_get_path (problem) != NULL)
    inlay_workspace_edit_setting (self->workspace, problem, TRUE);
}

static void
items_changed_cb (InlayProblemsView *self)
{
  GListModel *problems = inlay_workspace_get_problems (self->workspace);

  gtk_stack_set_visible_child_name (self->stack,
                                    g_list_model_get_n_items (problems) > 0 ? "some" : "none");
}

static void
inlay_problems_view_dispose (GObject *object)
{
  InlayProblemsView *self = INLAY_PROBLEMS_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PROBLEMS_VIEW);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_problems_view_parent_class)->dispose (object);
}

static void
inlay_problems_view_class_init (InlayProblemsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_problems_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-problems-view.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayProblemsView, stack);
  gtk_widget_class_bind_template_child (widget_class, InlayProblemsView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
inlay_problems_view_init (InlayProblemsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_problems_view_new (InlayWorkspace *workspace)
{
  InlayProblemsView *self;
  GListModel *problems;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_PROBLEMS_VIEW, NULL);
  self->workspace = g_object_ref (workspace);
  problems = inlay_workspace_get_problems (workspace);
  gtk_list_box_bind_model (self->list, problems, create_row, NULL, NULL);
  g_signal_connect_object (problems, "items-changed",
                           G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);

  return GTK_WIDGET (self);
}
