/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-page-private.h"

#include <glib/gi18n.h>

#define WIDE_WIDTH 1080
#define NARROW_WIDTH 560

enum
{
  PROP_0,
  PROP_WORKSPACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayPublishPage, inlay_publish_page, GTK_TYPE_WIDGET)

void
inlay_publish_page_clear_list (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* Layout. */

static gboolean
layout_cb (gpointer user_data)
{
  InlayPublishPage *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean wide = width >= WIDE_WIDTH;
  gboolean narrow = width < NARROW_WIDTH;

  self->layout_source = 0;
  if (wide == self->wide && narrow == self->narrow)
    return G_SOURCE_REMOVE;

  self->wide = wide;
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cards_box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (self->cards_box, !narrow);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->banner_buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->waiting_buttons),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  wide ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_homogeneous (self->columns, wide);
  return G_SOURCE_REMOVE;
}

static void
inlay_publish_page_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);

  gtk_widget_measure (self->content, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
  /* What is side by side now can stand below each other. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL && !self->narrow)
    *minimum = MIN (*minimum, 360);
}

static void
inlay_publish_page_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  int minimum;

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (self->content, MAX (width, minimum), height, baseline, NULL);
  if (self->layout_source == 0)
    self->layout_source = g_idle_add_full (GTK_PRIORITY_RESIZE + 1, layout_cb, self, NULL);
}

/* Versions. */

/* What comes after the highest version the registry knows. */
static char *
suggest_version (InlayPublishPage *self)
{
  JsonArray *deployments = inlay_publish_registry_get_deployments (self->registry);
  g_autoptr(InlayVersion) highest = NULL;

  for (guint i = 0; deployments != NULL && i < json_array_get_length (deployments); i++)
    {
      JsonNode *row = json_array_get_element (deployments, i);
      const char *text = inlay_json_get_string (row, "version");
      g_autoptr(InlayVersion) version = text ? inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL)
                                             : NULL;

      if (version != NULL && (highest == NULL || inlay_version_compare (version, highest) > 0))
        {
          g_clear_pointer (&highest, inlay_version_unref);
          highest = g_steal_pointer (&version);
        }
    }

  if (highest == NULL)
    return g_strdup ("1.0.0");

  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT,
                          inlay_version_get_major (highest), inlay_version_get_minor (highest),
                          inlay_version_get_patch (highest) + 1);
}

static void
show_version (InlayPublishPage *self)
{
  g_autofree char *version = NULL;

  if (self->version_edited || !inlay_publish_registry_is_known (self->registry))
    return;

  version = suggest_version (self);
  if (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->version_row)), version))
    return;

  self->setting_version = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->version_row), version);
  self->setting_version = FALSE;
}

static void
version_changed_cb (InlayPublishPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->version_row));

  if (!self->setting_version)
    self->version_edited = *text != '\0';
  if (*text == '\0' || inlay_wire_is_version (text))
    gtk_widget_remove_css_class (GTK_WIDGET (self->version_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->version_row), "error");
  inlay_publish_page_update_actions (self);
}

static void
entry_activated_cb (InlayPublishPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "publish.send", NULL);
}

/* Targets. */

static void
registry_changed_cb (InlayPublishPage *self)
{
  show_version (self);
  inlay_publish_page_update (self);
}

static void
set_registry (InlayPublishPage *self,
              const char       *address)
{
  if (self->registry != NULL)
    {
      if (g_str_equal (inlay_publish_registry_get_address (self->registry), address))
        return;
      g_signal_handlers_disconnect_by_data (self->registry, self);
      inlay_publish_registry_unwatch (self->registry);
      g_clear_object (&self->registry);
    }

  self->registry = inlay_publish_registry_new (inlay_publish_outbox_get_local (self->outbox),
                                               address);
  g_signal_connect_object (self->registry, "changed",
                           G_CALLBACK (registry_changed_cb), self, G_CONNECT_SWAPPED);
  g_clear_error (&self->error);
  g_clear_pointer (&self->published, g_free);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    inlay_publish_registry_watch (self->registry);
  inlay_publish_page_update (self);
}

static void
target_cb (InlayPublishPage *self)
{
  guint selected = adw_combo_row_get_selected (self->target_row);
  const char *address;

  if (self->filling_targets || selected >= self->addresses->len)
    return;

  address = g_ptr_array_index (self->addresses, selected);
  g_settings_set_string (self->settings, "registry", address);
  set_registry (self, address);
}

static void
fill_targets (InlayPublishPage *self)
{
  g_autoptr(GVariant) registries = g_settings_get_value (self->settings, "registries");
  g_autofree char *last = g_settings_get_string (self->settings, "registry");
  g_autoptr(GtkStringList) names = gtk_string_list_new (NULL);
  GVariantIter iter;
  const char *name;
  const char *address;
  guint selected = 0;

  g_ptr_array_set_size (self->addresses, 0);
  g_ptr_array_add (self->addresses, g_strdup (""));
  gtk_string_list_append (names, _("This Computer"));
  g_variant_iter_init (&iter, registries);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &address))
    {
      if (g_str_equal (address, last))
        selected = self->addresses->len;
      g_ptr_array_add (self->addresses, g_strdup (address));
      gtk_string_list_append (names, *name != '\0' ? name : address);
    }

  self->filling_targets = TRUE;
  adw_combo_row_set_model (self->target_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->target_row, selected);
  self->filling_targets = FALSE;
  set_registry (self, g_ptr_array_index (self->addresses, selected));
}

static void
show_target (InlayPublishPage *self)
{
  const char *base = inlay_publish_registry_get_base (self->registry);
  const GError *error = inlay_publish_registry_get_error (self->registry);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->target_row), base ? base : "");
  if (error != NULL)
    inlay_publish_step_set_state (self->target_step, INLAY_PUBLISH_STEP_ERROR, _("Not reachable"));
  else if (inlay_publish_registry_is_known (self->registry))
    inlay_publish_step_set_state (self->target_step, INLAY_PUBLISH_STEP_DONE, _("Connected"));
  else
    inlay_publish_step_set_state (self->target_step, INLAY_PUBLISH_STEP_OPEN, _("Connecting…"));
}

/* Publish. */

static void
show_waiting (InlayPublishPage *self)
{
  const char *address = inlay_publish_registry_get_address (self->registry);
  const char *key = inlay_workspace_get_key (self->workspace);
  g_autoptr(InlayOutboxItem) item = inlay_publish_outbox_find (self->outbox, key, address);
  gboolean waiting = item != NULL && !inlay_publish_outbox_is_sending (self->outbox, item->id);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->waiting_box, waiting);
  if (!waiting)
    return;

  /* Translators: a version */
  text = g_strdup_printf (_("Version %s is waiting to be sent"),
                          inlay_json_get_string (item->payload, "version"));
  if (item->last_error != NULL)
    {
      g_autofree char *whole = g_strdup_printf ("%s\n%s", text, item->last_error);

      gtk_label_set_text (self->waiting_label, whole);
    }
  else
    {
      gtk_label_set_text (self->waiting_label, text);
    }
}

static void
show_publish (InlayPublishPage *self)
{
  gboolean waiting;

  show_waiting (self);
  waiting = gtk_widget_get_visible (self->waiting_box);
  if (self->working != NULL)
    inlay_publish_step_set_state (self->publish_step, INLAY_PUBLISH_STEP_OPEN, _("Working…"));
  else if (waiting)
    inlay_publish_step_set_state (self->publish_step, INLAY_PUBLISH_STEP_WARNING, _("Waiting"));
  else if (self->published != NULL)
    inlay_publish_step_set_state (self->publish_step, INLAY_PUBLISH_STEP_DONE, _("Published"));
  else
    inlay_publish_step_set_state (self->publish_step, INLAY_PUBLISH_STEP_OPEN, NULL);

  if (self->published != NULL)
    gtk_label_set_text (self->status_label, self->published);
  else if (inlay_publish_page_has_errors (self))
    gtk_label_set_text (self->status_label, _("Solve the errors above first."));
  else
    gtk_label_set_text (self->status_label,
                        _("Visitors notice nothing yet: it goes to the standby environment."));
}

/* The one place that decides what is shown. */
void
inlay_publish_page_update (InlayPublishPage *self)
{
  if (self->review == NULL || self->registry == NULL)
    return;

  inlay_publish_page_show_changes (self);
  show_target (self);
  show_publish (self);
  inlay_publish_page_show_release (self);
  inlay_publish_page_show_journal (self);
  inlay_publish_page_show_banner (self);
  inlay_publish_page_update_actions (self);
}

static void
review (InlayPublishPage *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);

  if (self->reviewed == composition)
    return;

  g_clear_pointer (&self->reviewed, inlay_composition_unref);
  self->reviewed = inlay_composition_ref (composition);
  g_clear_pointer (&self->review, inlay_publish_review_free);
  self->review = inlay_publish_review_new (self->workspace);
  g_clear_pointer (&self->changes_shown, g_free);
  g_clear_pointer (&self->published, g_free);
  adw_window_title_set_subtitle (self->title, inlay_composition_get_name (composition));
}

static void
document_changed_cb (InlayPublishPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  review (self);
  inlay_publish_page_show_checks (self);
  inlay_publish_page_update (self);
}

static void
problems_changed_cb (InlayPublishPage *self)
{
  if (self->review == NULL)
    return;

  inlay_publish_page_show_checks (self);
  inlay_publish_page_update (self);
}

static void
check_activated_cb (InlayPublishPage *self,
                    GtkListBoxRow    *row)
{
  const char *instance = g_object_get_data (G_OBJECT (row), "instance");

  if (instance == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-editor", NULL);
  inlay_workspace_select_one (self->workspace, instance);
  inlay_workspace_reveal (self->workspace, instance);
}

static void
inlay_publish_page_map (GtkWidget *widget)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);

  GTK_WIDGET_CLASS (inlay_publish_page_parent_class)->map (widget);

  review (self);
  fill_targets (self);
  inlay_publish_page_show_checks (self);
  inlay_publish_registry_watch (self->registry);
  inlay_publish_page_update (self);
}

static void
inlay_publish_page_unmap (GtkWidget *widget)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);

  if (self->registry != NULL)
    inlay_publish_registry_unwatch (self->registry);

  GTK_WIDGET_CLASS (inlay_publish_page_parent_class)->unmap (widget);
}

static void
inlay_publish_page_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_publish_page_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (object);

  switch (prop_id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_publish_page_dispose (GObject *object)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (object);

  g_clear_handle_id (&self->layout_source, g_source_remove);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  if (self->registry != NULL)
    inlay_publish_registry_unwatch (self->registry);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PUBLISH_PAGE);
  g_clear_object (&self->registry);
  g_clear_object (&self->outbox);
  g_clear_object (&self->settings);
  g_clear_object (&self->working);
  g_clear_pointer (&self->review, inlay_publish_review_free);
  g_clear_pointer (&self->reviewed, inlay_composition_unref);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_publish_page_parent_class)->dispose (object);
}

static void
inlay_publish_page_finalize (GObject *object)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (object);

  g_clear_error (&self->error);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->cards);
  g_free (self->retry);
  g_free (self->published);
  g_free (self->journal_shown);
  g_free (self->changes_shown);

  G_OBJECT_CLASS (inlay_publish_page_parent_class)->finalize (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (klass, InlayPublishPage, child)

static void
inlay_publish_page_bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass,
                                               "/dev/inlay/Inlay/ui/inlay-publish-page.ui");
  BIND (content);
  BIND (title);
  BIND (banner);
  BIND (banner_title);
  BIND (banner_text);
  BIND (banner_buttons);
  BIND (banner_retry);
  BIND (banner_sign_in);
  BIND (banner_refresh);
  BIND (columns);
  BIND (review_column);
  BIND (release_column);
  BIND (checks_step);
  BIND (checks_list);
  BIND (changes_step);
  BIND (changes_list);
  BIND (target_step);
  BIND (target_row);
  BIND (version_row);
  BIND (notes_row);
  BIND (publish_step);
  BIND (status_label);
  BIND (publish_button);
  BIND (waiting_box);
  BIND (waiting_buttons);
  BIND (waiting_label);
  BIND (release_step);
  BIND (cards_box);
  BIND (canary_row);
  BIND (canary_scale);
  BIND (canary_button);
  BIND (rollback_row);
  BIND (journal_list);
  BIND (journal_group);
  BIND (work_bar);
  BIND (work_label);
  BIND (work_progress);
  gtk_widget_class_bind_template_callback (klass, check_activated_cb);
  gtk_widget_class_bind_template_callback (klass, target_cb);
  gtk_widget_class_bind_template_callback (klass, version_changed_cb);
  gtk_widget_class_bind_template_callback (klass, entry_activated_cb);
}

static void
inlay_publish_page_class_init (InlayPublishPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_publish_page_dispose;
  object_class->finalize = inlay_publish_page_finalize;
  object_class->get_property = inlay_publish_page_get_property;
  object_class->set_property = inlay_publish_page_set_property;
  widget_class->measure = inlay_publish_page_measure;
  widget_class->size_allocate = inlay_publish_page_size_allocate;
  widget_class->map = inlay_publish_page_map;
  widget_class->unmap = inlay_publish_page_unmap;

  properties[PROP_WORKSPACE] =
    g_param_spec_object ("workspace", NULL, NULL, INLAY_TYPE_WORKSPACE,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (INLAY_TYPE_PUBLISH_STEP);
  inlay_publish_page_bind_template (widget_class);
  inlay_publish_page_install_actions (widget_class);
}

static void
inlay_publish_page_init (InlayPublishPage *self)
{
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

InlayPublishPage *
inlay_publish_page_new (InlayWorkspace     *workspace,
                        GSettings          *settings,
                        InlayPublishOutbox *outbox)
{
  InlayPublishPage *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (INLAY_IS_PUBLISH_OUTBOX (outbox), NULL);

  self = g_object_new (INLAY_TYPE_PUBLISH_PAGE, "workspace", workspace, NULL);
  self->settings = g_object_ref (settings);
  self->outbox = g_object_ref (outbox);
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (inlay_workspace_get_problems (workspace), "items-changed",
                           G_CALLBACK (problems_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (outbox, "changed",
                           G_CALLBACK (inlay_publish_page_update), self, G_CONNECT_SWAPPED);

  return self;
}

void
inlay_publish_page_focus (InlayPublishPage *self)
{
  g_return_if_fail (INLAY_IS_PUBLISH_PAGE (self));

  gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}
