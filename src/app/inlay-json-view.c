/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-json-view.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "inlay-app-compat.h"

struct _InlayJsonView
{
  GtkWidget parent_instance;

  JsonNode *value;
  char *error;
  gboolean updating;

  GtkWidget *scrolled;
  GtkWidget *view;
  GtkLabel *label;
  GtkWidget *error_box;
};

enum
{
  PROP_0,
  PROP_ERROR,
  N_PROPS
};

enum
{
  EDITED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayJsonView, inlay_json_view, GTK_TYPE_WIDGET)

static GtkTextBuffer *
get_buffer (InlayJsonView *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static char *
dup_text (InlayJsonView *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
}

/* Whether the text says @value already, however it is spaced. */
static gboolean
says (InlayJsonView *self,
      JsonNode      *value)
{
  g_autofree char *text = dup_text (self);
  g_autoptr(JsonNode) node = inlay_json_read_text (text, -1, NULL);
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (value == NULL)
    return *g_strstrip (text) == '\0';
  if (node == NULL)
    return FALSE;

  left = inlay_json_write (node, INLAY_JSON_DEFAULT);
  right = inlay_json_write (value, INLAY_JSON_DEFAULT);
  return g_str_equal (left, right);
}

void
inlay_json_view_complain (InlayJsonView *self,
                          const char    *text)
{
  g_return_if_fail (INLAY_IS_JSON_VIEW (self));

  if (g_strcmp0 (self->error, text) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (text);
  gtk_label_set_text (self->label, text ? text : "");
  gtk_widget_set_visible (self->error_box, text != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
changed_cb (InlayJsonView *self)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (self->updating)
    return;

  text = dup_text (self);
  if (*text == '\0')
    {
      inlay_json_view_complain (self, NULL);
      g_signal_emit (self, signals[EDITED], 0, NULL);
      return;
    }

  node = inlay_json_read_text (text, -1, &error);
  inlay_json_view_complain (self, error ? error->message : NULL);
  if (node != NULL)
    g_signal_emit (self, signals[EDITED], 0, node);
}

static void
update_scheme (InlayJsonView *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self)),
                                      gtk_source_style_scheme_manager_get_scheme (
                                        schemes, dark ? "Adwaita-dark" : "Adwaita"));
}

static void
inlay_json_view_dispose (GObject *object)
{
  InlayJsonView *self = INLAY_JSON_VIEW (object);

  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_pointer (&self->value, json_node_unref);
  g_clear_pointer (&self->error, g_free);

  G_OBJECT_CLASS (inlay_json_view_parent_class)->dispose (object);
}

static void
inlay_json_view_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ERROR:
      g_value_set_string (value, INLAY_JSON_VIEW (object)->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_json_view_class_init (InlayJsonViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = inlay_json_view_dispose;
  object_class->get_property = inlay_json_view_get_property;

  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[EDITED] = g_signal_new ("edited", INLAY_TYPE_JSON_VIEW, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  JSON_TYPE_NODE | G_SIGNAL_TYPE_STATIC_SCOPE);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
create_error_box (InlayJsonView *self)
{
  self->error_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (self->error_box, "error");
  gtk_widget_add_css_class (self->error_box, "form-error");
  gtk_widget_set_visible (self->error_box, FALSE);
  gtk_box_append (GTK_BOX (self->error_box),
                  gtk_image_new_from_icon_name ("dialog-error-symbolic"));
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->label));
  gtk_widget_set_parent (self->error_box, GTK_WIDGET (self));
}

static void
inlay_json_view_init (InlayJsonView *self)
{
  GtkSourceLanguage *language =
    gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "json");
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_source_buffer_set_language (buffer, language);
  /* The document keeps the history. */
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (buffer), FALSE);

  self->view = gtk_source_view_new_with_buffer (buffer);
  gtk_source_view_set_auto_indent (GTK_SOURCE_VIEW (self->view), TRUE);
  gtk_source_view_set_insert_spaces_instead_of_tabs (GTK_SOURCE_VIEW (self->view), TRUE);
  gtk_source_view_set_tab_width (GTK_SOURCE_VIEW (self->view), 2);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);

  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled), 48);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), 240);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->view);
  gtk_widget_add_css_class (self->scrolled, "form-text");
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  create_error_box (self);

  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (update_scheme), self, G_CONNECT_SWAPPED);
  update_scheme (self);
  g_object_unref (buffer);
}

GtkWidget *
inlay_json_view_new (void)
{
  return g_object_new (INLAY_TYPE_JSON_VIEW, NULL);
}

/**
 * inlay_json_view_set_value:
 * @value: (nullable): what the text is to say
 */
void
inlay_json_view_set_value (InlayJsonView *self,
                           JsonNode      *value)
{
  g_autofree char *text = NULL;

  g_return_if_fail (INLAY_IS_JSON_VIEW (self));

  if (self->value == value && self->error != NULL)
    return;

  if (value != NULL)
    json_node_ref (value);
  g_clear_pointer (&self->value, json_node_unref);
  self->value = value;
  if (says (self, value))
    {
      inlay_json_view_complain (self, NULL);
      return;
    }

  text = value ? inlay_json_write (value, INLAY_JSON_PRETTY) : g_strdup ("");
  self->updating = TRUE;
  gtk_text_buffer_set_text (get_buffer (self), g_strchomp (text), -1);
  self->updating = FALSE;
  inlay_json_view_complain (self, NULL);
}

/**
 * inlay_json_view_set_ghost:
 * @text: (nullable): what holds while there is no text
 */
void
inlay_json_view_set_ghost (InlayJsonView *self,
                           const char    *text)
{
  g_return_if_fail (INLAY_IS_JSON_VIEW (self));

  gtk_widget_set_tooltip_text (self->view, text);
}

void
inlay_json_view_set_fill (InlayJsonView *self)
{
  g_return_if_fail (INLAY_IS_JSON_VIEW (self));

  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), FALSE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), -1);
}

const char *
inlay_json_view_get_error (InlayJsonView *self)
{
  g_return_val_if_fail (INLAY_IS_JSON_VIEW (self), NULL);

  return self->error;
}

GtkWidget *
inlay_json_view_get_view (InlayJsonView *self)
{
  g_return_val_if_fail (INLAY_IS_JSON_VIEW (self), NULL);

  return self->view;
}
