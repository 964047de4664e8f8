/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-form-view.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-form-nest.h"
#include "inlay-form-section.h"

struct _InlayFormView
{
  GtkWidget parent_instance;

  InlayForm *form;
  GPtrArray *trail;             /* of InlayFormField: the pages open, the root first */
  GHashTable *sections;         /* group, or "" -> InlayFormSection */
  GListModel *members;          /* of the page shown */
  char *needle;
  gboolean modified;
  gboolean empty;

  GtkWidget *back;
  GtkWidget *nothing;
  GtkWidget *box;
};

enum
{
  PROP_0,
  PROP_EMPTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayFormView, inlay_form_view, GTK_TYPE_WIDGET)

static InlayFormField *
get_shown (InlayFormView *self)
{
  return g_ptr_array_index (self->trail, self->trail->len - 1);
}

static void
filter (InlayFormView *self)
{
  GHashTableIter iter;
  GtkWidget *section;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &section))
    {
      gboolean visible = inlay_form_section_filter (INLAY_FORM_SECTION (section),
                                                    self->needle, self->modified);

      /* A list without items still has the row that adds one. */
      visible |= self->needle == NULL && !self->modified;
      gtk_widget_set_visible (section, visible);
      any |= visible;
    }

  gtk_widget_set_visible (self->nothing, !any);
  if (self->empty != !any)
    {
      self->empty = !any;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY]);
    }
}

static gboolean
needs_tail (InlayFormField *field)
{
  return inlay_form_field_get_kind (field) == INLAY_FIELD_ARRAY ||
         inlay_form_field_can_add (field);
}

/* Groups in the order in which their first members come; what has none comes first. */
static GHashTable *
group_fields (InlayFormView *self,
              GPtrArray     *order)
{
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) g_ptr_array_unref);
  guint n = g_list_model_get_n_items (self->members);

  for (guint i = 0; i < n; i++)
    {
      InlayFormField *field = g_list_model_get_item (self->members, i);
      const char *group = self->trail->len == 1 ? inlay_form_field_get_group (field) : NULL;
      GPtrArray *fields;

      group = group ? group : "";
      fields = g_hash_table_lookup (groups, group);
      if (fields == NULL)
        {
          fields = g_ptr_array_new_with_free_func (g_object_unref);
          g_hash_table_insert (groups, (char *) group, fields);
          g_ptr_array_add (order, (char *) group);
        }
      g_ptr_array_add (fields, field);
    }

  return groups;
}

static GtkWidget *
ensure_section (InlayFormView *self,
                const char    *group)
{
  GtkWidget *section = g_hash_table_lookup (self->sections, group);

  if (section != NULL)
    return section;

  section = inlay_form_section_new (*group ? group : NULL);
  g_hash_table_insert (self->sections, g_strdup (group), section);
  gtk_box_append (GTK_BOX (self->box), section);

  return section;
}

static void
remove_sections (InlayFormView *self,
                 GHashTable    *groups)
{
  GHashTableIter iter;
  const char *group;
  GtkWidget *section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, (gpointer *) &group, (gpointer *) &section))
    {
      if (groups != NULL && g_hash_table_contains (groups, group))
        continue;
      gtk_box_remove (GTK_BOX (self->box), section);
      g_hash_table_iter_remove (&iter);
    }
}

static void
sync_rows (InlayFormView *self)
{
  g_autoptr(GPtrArray) order = g_ptr_array_new ();
  g_autoptr(GHashTable) groups = group_fields (self, order);
  GtkWidget *before = NULL;

  /* A page without members still offers to add one. */
  if (order->len == 0)
    {
      g_ptr_array_add (order, (char *) "");
      g_hash_table_insert (groups, (char *) "", g_ptr_array_new ());
    }

  remove_sections (self, groups);
  for (guint i = 0; i < order->len; i++)
    {
      const char *group = g_ptr_array_index (order, i);
      gboolean fresh = !g_hash_table_contains (self->sections, group);
      GtkWidget *section = ensure_section (self, group);

      gtk_box_reorder_child_after (GTK_BOX (self->box), section, before);
      inlay_form_section_show (INLAY_FORM_SECTION (section), g_hash_table_lookup (groups, group));
      if (fresh && i == 0 && needs_tail (get_shown (self)))
        inlay_form_section_append (INLAY_FORM_SECTION (section),
                                   inlay_form_tail_new (get_shown (self)));
      before = section;
    }
  filter (self);
}

static void
show_json (InlayFormView *self)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new ();
  GtkWidget *section = ensure_section (self, "");

  g_ptr_array_add (fields, get_shown (self));
  inlay_form_section_show (INLAY_FORM_SECTION (section), fields);
}

static void
update_back (InlayFormView *self)
{
  InlayFormField *field = get_shown (self);
  g_autofree char *summary = inlay_form_field_is_item (field) ? inlay_form_field_dup_summary (field)
                                                              : NULL;
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (self->back));

  gtk_widget_set_visible (self->back, self->trail->len > 1);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content),
                                summary ? summary : inlay_form_field_get_title (field));
}

static void
show_page (InlayFormView *self)
{
  InlayFormField *field = get_shown (self);
  InlayFieldKind kind = inlay_form_field_get_kind (field);

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_func (self->members, sync_rows, self);
  g_clear_object (&self->members);
  remove_sections (self, NULL);
  update_back (self);

  if (kind != INLAY_FIELD_OBJECT && kind != INLAY_FIELD_ARRAY)
    {
      show_json (self);
      return;
    }
  self->members = g_object_ref (inlay_form_field_get_children (field));
  g_signal_connect_swapped (self->members, "items-changed", G_CALLBACK (sync_rows), self);
  sync_rows (self);
}

/* A page whose list lost its item, or whose settings are of another kind now, closes. */
static void
root_changed_cb (InlayFormView *self)
{
  guint n = self->trail->len;

  while (self->trail->len > 1)
    {
      InlayFormField *field = get_shown (self);

      if (inlay_form_lookup (self->form, inlay_form_field_get_path (field)) == field)
        break;
      g_ptr_array_remove_index (self->trail, self->trail->len - 1);
    }

  if (self->trail->len != n)
    show_page (self);
  else
    update_back (self);
}

static void
open_field (InlayFormView  *self,
            InlayFormField *field)
{
  g_ptr_array_add (self->trail, g_object_ref (field));
  show_page (self);
  gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
}

static void
open_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  InlayFormView *self = INLAY_FORM_VIEW (widget);
  const char *path = g_variant_get_string (parameter, NULL);
  InlayFormField *field = inlay_form_lookup (self->form, path);

  if (field != NULL && g_str_equal (inlay_form_field_get_path (field), path))
    open_field (self, field);
}

static void
back_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  InlayFormView *self = INLAY_FORM_VIEW (widget);

  if (self->trail->len < 2)
    return;

  g_ptr_array_remove_index (self->trail, self->trail->len - 1);
  show_page (self);
}

static void
inlay_form_view_dispose (GObject *object)
{
  InlayFormView *self = INLAY_FORM_VIEW (object);

  if (self->members != NULL)
    g_signal_handlers_disconnect_by_func (self->members, sync_rows, self);
  g_clear_object (&self->members);
  g_hash_table_remove_all (self->sections);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_ptr_array_set_size (self->trail, 0);
  g_clear_object (&self->form);

  G_OBJECT_CLASS (inlay_form_view_parent_class)->dispose (object);
}

static void
inlay_form_view_finalize (GObject *object)
{
  InlayFormView *self = INLAY_FORM_VIEW (object);

  g_ptr_array_unref (self->trail);
  g_hash_table_unref (self->sections);
  g_free (self->needle);

  G_OBJECT_CLASS (inlay_form_view_parent_class)->finalize (object);
}

static void
inlay_form_view_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_EMPTY:
      g_value_set_boolean (value, INLAY_FORM_VIEW (object)->empty);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_form_view_class_init (InlayFormViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_form_view_dispose;
  object_class->finalize = inlay_form_view_finalize;
  object_class->get_property = inlay_form_view_get_property;

  properties[PROP_EMPTY] = g_param_spec_boolean ("empty", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "form.open", "s", open_cb);
  gtk_widget_class_install_action (widget_class, "form.back", NULL, back_cb);
}

static void
create_back (InlayFormView *self)
{
  GtkWidget *content = adw_button_content_new ();

  self->back = gtk_button_new ();
  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "go-previous-symbolic");
  gtk_widget_set_halign (content, GTK_ALIGN_START);
  gtk_button_set_child (GTK_BUTTON (self->back), content);
  gtk_widget_set_name (self->back, "form-back");
  gtk_widget_set_tooltip_text (self->back, _("Back"));
  gtk_widget_add_css_class (self->back, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->back), "form.back");
  gtk_widget_set_parent (self->back, GTK_WIDGET (self));
}

static void
inlay_form_view_init (InlayFormView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->trail = g_ptr_array_new_with_free_func (g_object_unref);
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  create_back (self);
  self->nothing = gtk_label_new (_("Nothing found"));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_margin_top (self->nothing, 24);
  gtk_widget_set_visible (self->nothing, FALSE);
  gtk_widget_set_parent (self->nothing, GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
inlay_form_view_new (InlayForm *form)
{
  InlayFormView *self;
  InlayFormField *root;

  g_return_val_if_fail (INLAY_IS_FORM (form), NULL);

  self = g_object_new (INLAY_TYPE_FORM_VIEW, NULL);
  self->form = g_object_ref (form);
  root = inlay_form_get_root (form);
  g_ptr_array_add (self->trail, g_object_ref (root));
  g_signal_connect_object (root, "reshaped", G_CALLBACK (show_page), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (root, "changed", G_CALLBACK (root_changed_cb), self, G_CONNECT_SWAPPED);
  show_page (self);

  return GTK_WIDGET (self);
}

/**
 * inlay_form_view_filter:
 * @needle: (nullable): case-folded text that what is shown must have
 * @modified: show only what has a value
 */
void
inlay_form_view_filter (InlayFormView *self,
                        const char    *needle,
                        gboolean       modified)
{
  g_return_if_fail (INLAY_IS_FORM_VIEW (self));

  g_free (self->needle);
  self->needle = g_strdup (needle);
  self->modified = modified;
  filter (self);
}

void
inlay_form_view_focus (InlayFormView *self,
                       const char    *path)
{
  g_autoptr(GPtrArray) way = g_ptr_array_new ();
  InlayFormField *field;

  g_return_if_fail (INLAY_IS_FORM_VIEW (self));
  g_return_if_fail (path != NULL);

  g_ptr_array_set_size (self->trail, 1);
  for (field = inlay_form_lookup (self->form, path); field != NULL;
       field = inlay_form_field_get_parent (field))
    g_ptr_array_insert (way, 0, field);

  /* Rows open twice, then there is a page. */
  for (guint i = INLAY_FORM_MAX_LEVEL + 1; i + 1 < way->len; i += INLAY_FORM_MAX_LEVEL + 1)
    g_ptr_array_add (self->trail, g_object_ref (g_ptr_array_index (way, i)));
  show_page (self);
  for (guint i = 1; i < way->len; i++)
    inlay_form_field_want_focus (g_ptr_array_index (way, i));
}
