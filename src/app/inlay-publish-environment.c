/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-environment.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inlay-app-time.h"
#include "inlay-publish-registry.h"

struct _InlayPublishEnvironment
{
  GtkBox parent_instance;

  char *shown;              /* what the modules list shows, to fill it only when that changed */

  GtkWidget *dot;
  GtkLabel *name_label;
  GtkLabel *pill;
  GtkLabel *version_label;
  GtkLabel *when_label;
  GtkLevelBar *health_bar;
  GtkLabel *health_label;
  GtkLabel *same_label;
  GtkExpander *modules_expander;
  GtkListBox *modules_list;
  GtkWidget *open_button;
  GtkWidget *switch_button;
};

G_DEFINE_FINAL_TYPE (InlayPublishEnvironment, inlay_publish_environment, GTK_TYPE_BOX)

static const struct
{
  const char *health;
  const char *icon;
  const char *style;
  const char *label;
} healths[] = {
  { "healthy", "emblem-ok-symbolic", "success", N_("Healthy") },
  { "unhealthy", "dialog-error-symbolic", "error", N_("Not healthy") },
  { "unknown", "dialog-question-symbolic", "dim-label", N_("Nothing is known yet") },
};

static guint
get_health (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (healths); i++)
    {
      if (g_strcmp0 (healths[i].health, text) == 0)
        return i;
    }

  return G_N_ELEMENTS (healths) - 1;
}

static GtkWidget *
create_module_row (InlayDeployedModule *module)
{
  guint health = get_health (module->health);
  g_autofree char *text = g_strdup_printf ("%s %s", module->module_id, module->version);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (healths[health].icon);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (icon, healths[health].style);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(healths[health].label), -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_tooltip_text (box, module->message ? module->message : _(healths[health].label));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);

  return box;
}

static char *
describe_modules (InlayEnvironment *environment)
{
  GString *text = g_string_new (environment->revision);

  for (guint i = 0; environment->modules != NULL && i < environment->modules->len; i++)
    {
      InlayDeployedModule *module = g_ptr_array_index (environment->modules, i);

      g_string_append_printf (text, "|%s %s %s", module->module_id, module->version, module->health);
    }

  return g_string_free (text, FALSE);
}

static void
fill_modules (InlayPublishEnvironment *self,
              InlayEnvironment        *environment)
{
  g_autofree char *text = describe_modules (environment);
  GtkListBoxRow *row;

  if (g_strcmp0 (text, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  while ((row = gtk_list_box_get_row_at_index (self->modules_list, 0)) != NULL)
    gtk_list_box_remove (self->modules_list, GTK_WIDGET (row));
  for (guint i = 0; environment->modules != NULL && i < environment->modules->len; i++)
    gtk_list_box_append (self->modules_list,
                         create_module_row (g_ptr_array_index (environment->modules, i)));
}

static void
show_health (InlayPublishEnvironment *self,
             InlayVerdict            *verdict)
{
  g_autofree char *text = NULL;

  /* Translators: a percentage, how many modules work, and how many there are */
  text = g_strdup_printf (_("%d %% healthy, %u of %u modules"), (int) verdict->percentage,
                          verdict->n_healthy, verdict->n_total);
  gtk_label_set_text (self->health_label, text);
  gtk_level_bar_set_value (self->health_bar, verdict->percentage / 100);
  if (verdict->healthy)
    gtk_widget_remove_css_class (GTK_WIDGET (self->health_bar), "unhealthy");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->health_bar), "unhealthy");
}

static char *
describe_deployment (InlayEnvironment *environment)
{
  g_autoptr(GDateTime) time = NULL;
  g_autofree char *when = NULL;

  if (environment->deployed_at != NULL)
    time = g_date_time_new_from_iso8601 (environment->deployed_at, NULL);
  if (time == NULL)
    return g_strdup ("");

  when = inlay_app_format_time (g_date_time_to_unix (time) * G_USEC_PER_SEC, g_get_real_time ());
  if (environment->deployed_by == NULL)
    return g_steal_pointer (&when);

  /* Translators: a time, and who published then */
  return g_strdup_printf (_("%s by %s"), when, environment->deployed_by);
}

static void
show_traffic (InlayPublishEnvironment *self,
              InlayEnvironment        *environment,
              gboolean                 active)
{
  g_autofree char *text = NULL;

  if (environment->traffic > 0 && environment->traffic < 100)
    /* Translators: %u percent of the visitors get this */
    text = g_strdup_printf (_("%u %% of Visitors"), environment->traffic);
  else
    text = g_strdup (active ? C_("environment", "Live") : C_("environment", "Standby"));
  gtk_label_set_text (self->pill, text);
  /* Nothing is nobody's live page. */
  gtk_widget_set_visible (GTK_WIDGET (self->pill), environment->revision != NULL || !active);
  if (active)
    gtk_widget_add_css_class (GTK_WIDGET (self->pill), "live");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pill), "live");
}

static void
show_buttons (InlayPublishEnvironment *self,
              InlayEnvironment        *environment,
              gboolean                 active,
              InlayVerdict            *verdict)
{
  gboolean filled = environment->revision != NULL;
  g_autofree char *title = inlay_publish_environment_dup_title (environment->name);
  g_autofree char *label = NULL;

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s",
                                    active ? "" : environment->name);
  gtk_widget_set_name (self->open_button, active ? "publish:open" : "publish:preview");
  gtk_button_set_label (GTK_BUTTON (self->open_button),
                        active ? _("Open in Browser") : _("Preview in Browser"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_button), "publish.open");
  gtk_widget_set_visible (self->open_button, filled);

  gtk_widget_set_visible (self->switch_button, filled && !active);
  gtk_widget_set_name (self->switch_button, active ? "publish:active" : "publish:switch");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->switch_button), "s",
                                    environment->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->switch_button), "publish.switch");
  gtk_widget_set_tooltip_text (self->switch_button,
                               verdict->healthy ? NULL : verdict->reason);
  /* Translators: a button; %s is the name of an environment, such as “Green” */
  label = g_strdup_printf (_("Switch to %s"), title);
  gtk_button_set_label (GTK_BUTTON (self->switch_button), label);
}

static void
inlay_publish_environment_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), INLAY_TYPE_PUBLISH_ENVIRONMENT);

  G_OBJECT_CLASS (inlay_publish_environment_parent_class)->dispose (object);
}

static void
inlay_publish_environment_finalize (GObject *object)
{
  g_free (INLAY_PUBLISH_ENVIRONMENT (object)->shown);

  G_OBJECT_CLASS (inlay_publish_environment_parent_class)->finalize (object);
}

static void
inlay_publish_environment_class_init (InlayPublishEnvironmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_publish_environment_dispose;
  object_class->finalize = inlay_publish_environment_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-publish-environment.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, dot);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, name_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, pill);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, version_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, when_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, health_bar);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, health_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, same_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, modules_expander);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, modules_list);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, open_button);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishEnvironment, switch_button);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
inlay_publish_environment_init (InlayPublishEnvironment *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_publish_environment_new (void)
{
  return g_object_new (INLAY_TYPE_PUBLISH_ENVIRONMENT, NULL);
}

void
inlay_publish_environment_show (InlayPublishEnvironment *self,
                                InlayEnvironment        *environment,
                                const char              *digest)
{
  g_autoptr(InlayVerdict) verdict = inlay_publish_judge (environment);
  g_autofree char *title = inlay_publish_environment_dup_title (environment->name);
  g_autofree char *when = describe_deployment (environment);
  gboolean active = g_str_equal (environment->status, "active");
  gboolean filled = environment->revision != NULL;

  g_return_if_fail (INLAY_IS_PUBLISH_ENVIRONMENT (self));

  gtk_widget_set_name (self->dot, g_str_equal (environment->name, "blue") ? "environment-blue"
                                  : g_str_equal (environment->name, "green") ? "environment-green"
                                                                             : "environment-other");
  gtk_label_set_text (self->name_label, title);
  gtk_label_set_text (self->version_label, filled ? environment->version : _("Empty"));
  gtk_label_set_text (self->when_label, filled ? when : _("Nothing was published here yet"));
  gtk_widget_set_visible (GTK_WIDGET (self->health_bar), filled);
  gtk_widget_set_visible (GTK_WIDGET (self->health_label), filled);
  gtk_widget_set_visible (GTK_WIDGET (self->modules_expander), filled);
  gtk_widget_set_visible (GTK_WIDGET (self->same_label),
                          filled && g_strcmp0 (environment->revision, digest) == 0);
  show_health (self, verdict);
  show_traffic (self, environment, active);
  show_buttons (self, environment, active, verdict);
  fill_modules (self, environment);
}

char *
inlay_publish_environment_dup_title (const char *name)
{
  if (g_str_equal (name, "blue"))
    return g_strdup (C_("environment", "Blue"));
  if (g_str_equal (name, "green"))
    return g_strdup (C_("environment", "Green"));

  return g_strdup (name);
}
