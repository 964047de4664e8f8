/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-page-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-publish-changes.h"

#define MAX_ROWS 100
#define FEW_CHANGES 12

/* Steps 1 and 2: what stands in the way, and what visitors will notice. */

static const struct
{
  const char *icon;
  const char *style;
  const char *label;
} severities[] = {
  [INLAY_PROBLEM_INFO] = { "dialog-information-symbolic", "dim-label", N_("Note") },
  [INLAY_PROBLEM_WARNING] = { "dialog-warning-symbolic", "warning", N_("Warning") },
  [INLAY_PROBLEM_ERROR] = { "dialog-error-symbolic", "error", N_("Error") },
};

static GtkWidget *
create_icon (const char *name,
             const char *style,
             const char *label)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (name);

  gtk_widget_add_css_class (icon, style);
  gtk_widget_set_tooltip_text (icon, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return icon;
}

static GtkWidget *
create_problem_row (InlayPublishPage *self,
                    InlayProblem     *problem)
{
  InlayProblemSeverity severity = inlay_problem_get_severity (problem);
  const char *instance = inlay_problem_get_instance (problem);
  g_autofree char *title = NULL;
  GtkWidget *row;

  if (instance != NULL)
    title = inlay_workspace_dup_title (self->workspace, instance);
  row = inlay_app_create_row (inlay_problem_get_message (problem), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             create_icon (severities[severity].icon, severities[severity].style,
                                          _(severities[severity].label)));
  if (instance != NULL)
    {
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_widget_set_tooltip_text (row, _("Show in the Editor"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      g_object_set_data_full (G_OBJECT (row), "instance", g_strdup (instance), g_free);
    }

  return row;
}

static guint
count_problems (InlayPublishPage     *self,
                InlayProblemSeverity  severity)
{
  GListModel *problems = inlay_workspace_get_problems (self->workspace);
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (problems, i);

      count += inlay_problem_get_severity (problem) == severity;
    }

  return count;
}

gboolean
inlay_publish_page_has_errors (InlayPublishPage *self)
{
  return self->review == NULL || inlay_publish_review_get_release (self->review) == NULL ||
         count_problems (self, INLAY_PROBLEM_ERROR) > 0;
}

static GtkWidget *
create_versions_row (InlayPublishPage *self)
{
  GPtrArray *choices =
    inlay_resolution_get_choices (inlay_publish_review_get_resolution (self->review));
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *title = NULL;

  title = g_strdup_printf (ngettext ("%u version resolved", "%u versions resolved", choices->len),
                           choices->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row),
                               create_icon ("emblem-ok-symbolic", "success", _("Done")));
  for (guint i = 0; i < choices->len; i++)
    {
      InlayChoice *choice = g_ptr_array_index (choices, i);
      g_autofree char *name = g_strdup_printf ("%s %s", choice->name,
                                               choice->version ? choice->version : "—");
      GtkWidget *child = inlay_app_create_row (name, choice->explanation);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), child);
    }

  return row;
}

static GtkWidget *
create_digest_row (InlayPublishPage *self)
{
  InlayRelease *release = inlay_publish_review_get_release (self->review);
  GtkWidget *row = inlay_app_create_row (_("Name of this release"), NULL);
  GtkWidget *label = gtk_label_new (inlay_release_get_digest (release));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_name (label, "publish:digest");
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_tooltip_text (label, inlay_release_get_digest (release));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             create_icon ("emblem-ok-symbolic", "success", _("Done")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);

  return row;
}

static void
show_checks_state (InlayPublishPage *self)
{
  guint errors = count_problems (self, INLAY_PROBLEM_ERROR);
  guint warnings = count_problems (self, INLAY_PROBLEM_WARNING);
  g_autofree char *text = NULL;

  errors += inlay_publish_review_get_release (self->review) == NULL;
  if (errors > 0)
    text = g_strdup_printf (ngettext ("%u error", "%u errors", errors), errors);
  else if (warnings > 0)
    text = g_strdup_printf (ngettext ("%u warning", "%u warnings", warnings), warnings);
  else
    text = g_strdup (_("Everything is fine"));
  inlay_publish_step_set_state (self->checks_step,
                                errors > 0 ? INLAY_PUBLISH_STEP_ERROR
                                : warnings > 0 ? INLAY_PUBLISH_STEP_WARNING
                                               : INLAY_PUBLISH_STEP_DONE,
                                text);
}

void
inlay_publish_page_show_checks (InlayPublishPage *self)
{
  GListModel *problems = inlay_workspace_get_problems (self->workspace);
  const char *problem = inlay_publish_review_get_problem (self->review);

  inlay_publish_page_clear_list (self->checks_list);
  if (problem != NULL)
    {
      GtkWidget *row = inlay_app_create_row (problem, NULL);

      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 4);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 create_icon ("dialog-error-symbolic", "error", _("Error")));
      gtk_list_box_append (self->checks_list, row);
    }
  for (guint i = 0; i < MIN (g_list_model_get_n_items (problems), MAX_ROWS); i++)
    {
      g_autoptr(InlayProblem) item = g_list_model_get_item (problems, i);

      gtk_list_box_append (self->checks_list, create_problem_row (self, item));
    }
  if (problem == NULL)
    {
      gtk_list_box_append (self->checks_list, create_versions_row (self));
      gtk_list_box_append (self->checks_list, create_digest_row (self));
    }
  show_checks_state (self);
}

/* Changes. */

static const struct
{
  const char *icon;
  const char *style;
} kinds[] = {
  [INLAY_PUBLISH_ADDED] = { "list-add-symbolic", "success" },
  [INLAY_PUBLISH_CHANGED] = { "document-edit-symbolic", "accent" },
  [INLAY_PUBLISH_REMOVED] = { "list-remove-symbolic", "error" },
};

static char *
describe_kind (InlayPublishChangeKind kind,
               guint                  n)
{
  switch (kind)
    {
    case INLAY_PUBLISH_ADDED:
      return g_strdup_printf (ngettext ("%u Added", "%u Added", n), n);
    case INLAY_PUBLISH_REMOVED:
      return g_strdup_printf (ngettext ("%u Removed", "%u Removed", n), n);
    case INLAY_PUBLISH_CHANGED:
    default:
      return g_strdup_printf (ngettext ("%u Changed", "%u Changed", n), n);
    }
}

static void
add_kind (InlayPublishPage       *self,
          GPtrArray              *changes,
          InlayPublishChangeKind  kind)
{
  GtkWidget *group = adw_expander_row_new ();
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      InlayPublishChange *change = g_ptr_array_index (changes, i);

      if (change->kind != kind)
        continue;
      if (n++ < MAX_ROWS)
        {
          GtkWidget *row = inlay_app_create_row (change->title, change->detail);

          adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
          adw_expander_row_add_row (ADW_EXPANDER_ROW (group), row);
        }
    }
  if (n == 0)
    {
      g_object_ref_sink (group);
      g_object_unref (group);
      return;
    }

  title = describe_kind (kind, n);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (group), title);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (group),
                               create_icon (kinds[kind].icon, kinds[kind].style, title));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (group), changes->len <= FEW_CHANGES);
  gtk_list_box_append (self->changes_list, group);
}

static void
show_note (InlayPublishPage *self,
           const char       *title,
           const char       *subtitle)
{
  gtk_list_box_append (self->changes_list, inlay_app_create_row (title, subtitle));
}

static void
show_first (InlayPublishPage *self)
{
  InlayComposition *composition = self->reviewed;
  guint n = inlay_composition_get_n_instances (composition);
  g_autofree char *text = NULL;

  text = g_strdup_printf (ngettext ("%u module instance, nothing to compare with",
                                    "%u module instances, nothing to compare with", n), n);
  show_note (self, _("First publication"), text);
  inlay_publish_step_set_state (self->changes_step, INLAY_PUBLISH_STEP_DONE, _("All of it is new"));
}

static void
show_difference (InlayPublishPage *self,
                 JsonNode         *page)
{
  g_autoptr(GPtrArray) changes = NULL;
  g_autofree char *text = NULL;

  changes = inlay_publish_changes_list (page, inlay_publish_review_get_data (self->review),
                                        inlay_publish_review_get_modules (self->review));
  if (changes->len == 0)
    {
      show_note (self, _("No changes"), _("Visitors get exactly this already"));
      inlay_publish_step_set_state (self->changes_step, INLAY_PUBLISH_STEP_DONE, NULL);
      return;
    }

  add_kind (self, changes, INLAY_PUBLISH_ADDED);
  add_kind (self, changes, INLAY_PUBLISH_CHANGED);
  add_kind (self, changes, INLAY_PUBLISH_REMOVED);
  text = g_strdup_printf (ngettext ("%u change against what is live",
                                    "%u changes against what is live", changes->len),
                          changes->len);
  inlay_publish_step_set_state (self->changes_step, INLAY_PUBLISH_STEP_DONE, text);
}

/* What the list stands for, so that looking at the registry does not close what was opened. */
static char *
describe_basis (InlayPublishPage *self)
{
  InlayRelease *release = inlay_publish_review_get_release (self->review);
  JsonNode *page = inlay_publish_registry_get_page (self->registry);
  const char *live = page ? inlay_json_get_string (page, "revision") : "-";

  return g_strdup_printf ("%s %s %s %d", release ? inlay_release_get_digest (release) : "-",
                          live ? live : "?", inlay_publish_registry_get_address (self->registry),
                          inlay_publish_registry_is_known (self->registry));
}

void
inlay_publish_page_show_changes (InlayPublishPage *self)
{
  JsonNode *page = inlay_publish_registry_get_page (self->registry);
  g_autofree char *basis = describe_basis (self);

  if (g_strcmp0 (basis, self->changes_shown) == 0)
    return;

  g_free (self->changes_shown);
  self->changes_shown = g_steal_pointer (&basis);
  inlay_publish_page_clear_list (self->changes_list);
  if (inlay_publish_review_get_release (self->review) == NULL)
    {
      show_note (self, _("There is no release to compare"), NULL);
      inlay_publish_step_set_state (self->changes_step, INLAY_PUBLISH_STEP_OPEN, NULL);
    }
  else if (!inlay_publish_registry_is_known (self->registry))
    {
      show_note (self, _("What is live is not known yet"), NULL);
      inlay_publish_step_set_state (self->changes_step, INLAY_PUBLISH_STEP_OPEN, NULL);
    }
  else if (page == NULL)
    {
      show_first (self);
    }
  else
    {
      show_difference (self, page);
    }
}
