/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-step.h"

#include <glib/gi18n.h>

struct _InlayPublishStep
{
  GtkBox parent_instance;

  guint number;

  GtkStack *badge;
  GtkLabel *number_label;
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *summary_label;
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayPublishStep, inlay_publish_step, GTK_TYPE_BOX)

static const struct
{
  const char *icon;
  const char *style;
  const char *label;
} states[] = {
  [INLAY_PUBLISH_STEP_OPEN] = { NULL, NULL, NULL },
  [INLAY_PUBLISH_STEP_DONE] = { "object-select-symbolic", "done", N_("Done") },
  [INLAY_PUBLISH_STEP_WARNING] = { "dialog-warning-symbolic", "warning", N_("Warning") },
  [INLAY_PUBLISH_STEP_ERROR] = { "dialog-error-symbolic", "error", N_("Error") },
};

static void
inlay_publish_step_set_number (InlayPublishStep *self,
                               guint             number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  self->number = number;
  gtk_label_set_text (self->number_label, text);
}

static void
inlay_publish_step_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  InlayPublishStep *self = INLAY_PUBLISH_STEP (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (self->title_label));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_publish_step_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  InlayPublishStep *self = INLAY_PUBLISH_STEP (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      inlay_publish_step_set_number (self, g_value_get_uint (value));
      break;
    case PROP_TITLE:
      gtk_label_set_text (self->title_label, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_publish_step_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), INLAY_TYPE_PUBLISH_STEP);

  G_OBJECT_CLASS (inlay_publish_step_parent_class)->dispose (object);
}

static void
inlay_publish_step_class_init (InlayPublishStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_publish_step_dispose;
  object_class->get_property = inlay_publish_step_get_property;
  object_class->set_property = inlay_publish_step_set_property;

  properties[PROP_NUMBER] =
    g_param_spec_uint ("number", NULL, NULL, 0, 99, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-publish-step.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPublishStep, badge);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishStep, number_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishStep, icon);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishStep, title_label);
  gtk_widget_class_bind_template_child (widget_class, InlayPublishStep, summary_label);
  gtk_widget_class_set_css_name (widget_class, "publishstep");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
inlay_publish_step_init (InlayPublishStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
inlay_publish_step_set_state (InlayPublishStep      *self,
                              InlayPublishStepState  state,
                              const char            *summary)
{
  const char *icon = states[state].icon;

  g_return_if_fail (INLAY_IS_PUBLISH_STEP (self));

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (states[i].style != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->badge), states[i].style);
    }
  if (icon != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->badge), states[state].style);
      gtk_image_set_from_icon_name (self->icon, icon);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _(states[state].label), -1);
    }
  gtk_stack_set_visible_child_name (self->badge, icon ? "icon" : "number");
  gtk_label_set_text (self->summary_label, summary ? summary : "");
}
