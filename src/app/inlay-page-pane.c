/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-page-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-record-form.h"

struct _InlayPagePane
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;

  AdwBin *page_bin;
  AdwBin *document_bin;
  GtkWidget *regions_box;
  GtkListBox *regions;
};

G_DEFINE_FINAL_TYPE (InlayPagePane, inlay_page_pane, GTK_TYPE_WIDGET)

/* Ours, so it is read but once and cannot be wrong; only words in it are translated. */
static JsonNode *
new_text (const char *title,
          const char *group,
          const char *description,
          const char *ghost)
{
  return inlay_json_new_object (
    "type", inlay_json_new_string ("string"),
    "title", inlay_json_new_string (title),
    "description", description ? inlay_json_new_string (description) : NULL,
    "default", ghost ? inlay_json_new_string (ghost) : NULL,
    "x-inlay", inlay_json_new_object ("group", inlay_json_new_string (group), NULL),
    NULL);
}

/* @required: (transfer full): the names of what may not be empty */
static JsonNode *
new_schema (JsonNode *properties,
            JsonNode *required)
{
  return inlay_json_new_object ("type", inlay_json_new_string ("object"),
                                "properties", properties,
                                "required", required, NULL);
}

static JsonNode *
new_option (const char *value,
            const char *title)
{
  return inlay_json_new_object ("const", inlay_json_new_string (value),
                                "title", inlay_json_new_string (title), NULL);
}

static JsonNode *
new_document_schema (void)
{
  const char *group = _("Application");
  const char *source = _("Where Packages Come From");

  return new_schema (inlay_json_new_object (
    "name", new_text (_("Name"), group, NULL, NULL),
    "theme", inlay_json_new_object (
      "type", inlay_json_new_string ("string"),
      "title", inlay_json_new_string (_("Theme")),
      "oneOf", inlay_json_new_array (new_option ("system", _("System")),
                                     new_option ("light", _("Light")),
                                     new_option ("dark", _("Dark")), NULL),
      "default", inlay_json_new_string ("system"),
      "x-inlay", inlay_json_new_object ("group", inlay_json_new_string (group), NULL), NULL),
    "locale", new_text (_("Language"), group, _("A tag such as “en” or “de-AT”"), "en"),
    "base", new_text (_("CDN"), source, NULL, "https://esm.sh"),
    "target", new_text (_("JavaScript version"), source, NULL, "es2022"),
    "initial", inlay_json_new_object (
      "title", inlay_json_new_string (_("Initial state")),
      "description", inlay_json_new_string (_("What modules share when the application starts")),
      "x-inlay", inlay_json_new_object ("group", inlay_json_new_string (_("Shared State")),
                                        "widget", inlay_json_new_string ("json"), NULL),
      NULL),
    NULL), inlay_json_new_array (inlay_json_new_string ("name"), NULL));
}

/* Where each member of the form stands in the document. */
static const struct
{
  const char *member;
  const char *pointer;
} places[] = {
  { "name", "/name" },
  { "theme", "/context/theme" },
  { "locale", "/context/locale" },
  { "base", "/cdn/base" },
  { "target", "/cdn/target" },
  { "initial", "/state/initial" },
};

static void
show_document (InlayPagePane *self)
{
  JsonNode *root = inlay_composition_get_root (inlay_workspace_get_composition (self->workspace));
  JsonObject *record = json_object_new ();
  g_autoptr(JsonNode) schema = new_document_schema ();
  g_autoptr(JsonNode) node = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      JsonNode *value = inlay_json_get (root, places[i].pointer);

      if (value != NULL)
        json_object_set_member (record, places[i].member, json_node_ref (value));
    }
  node = inlay_json_take_object (record);
  inlay_record_form_show (INLAY_RECORD_FORM (adw_bin_get_child (self->document_bin)), schema, node);
}

static void
document_edit_cb (InlayPagePane *self,
                  const char    *path,
                  JsonNode      *record)
{
  g_auto(GStrv) tokens = inlay_json_path_split (path, NULL);

  for (guint i = 0; tokens != NULL && tokens[0] != NULL && i < G_N_ELEMENTS (places); i++)
    {
      GError *error = NULL;
      InlayTransaction *transaction;

      if (!g_str_equal (places[i].member, tokens[0]))
        continue;
      transaction = inlay_edit_set (inlay_workspace_get_composition (self->workspace),
                                    places[i].pointer,
                                    inlay_json_get_member (record, tokens[0]), NULL, &error);
      inlay_workspace_apply (self->workspace, transaction, error);
    }
}

static void
show_page (InlayPagePane *self)
{
  const char *page = inlay_workspace_get_page (self->workspace);
  JsonNode *node = page ? inlay_composition_get_page (
                            inlay_workspace_get_composition (self->workspace), page) : NULL;
  InlayRecordForm *form = INLAY_RECORD_FORM (adw_bin_get_child (self->page_bin));
  const char *title = node ? inlay_json_get_string (node, "title") : NULL;
  const char *path = node ? inlay_json_get_string (node, "path") : NULL;
  g_autoptr(JsonNode) schema = NULL;
  g_autoptr(JsonNode) record = NULL;

  gtk_widget_set_visible (self->regions_box, node != NULL);
  if (node == NULL)
    {
      inlay_record_form_show (form, NULL, NULL);
      return;
    }

  schema = new_schema (inlay_json_new_object (
    "title", new_text (_("Title"), _("Page"), NULL, NULL),
    "path", new_text (_("Path"), _("Page"), _("Where it is found, such as /about"), NULL),
    NULL), inlay_json_new_array (inlay_json_new_string ("title"),
                                      inlay_json_new_string ("path"), NULL));
  record = inlay_json_new_object ("title", title ? inlay_json_new_string (title) : NULL,
                                  "path", path ? inlay_json_new_string (path) : NULL, NULL);
  inlay_record_form_show (form, schema, record);
}

static void
page_edit_cb (InlayPagePane *self,
              const char    *path,
              JsonNode      *record)
{
  GError *error = NULL;
  InlayTransaction *transaction =
    inlay_edit_set_page (inlay_workspace_get_composition (self->workspace),
                         inlay_workspace_get_page (self->workspace),
                         inlay_json_get_string (record, "title"),
                         inlay_json_get_string (record, "path"), &error);

  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
region_named_cb (GObject    *object,
                 const char *text,
                 gpointer    user_data)
{
  InlayPagePane *self = INLAY_PAGE_PANE (object);
  GError *error = NULL;
  InlayTransaction *transaction =
    inlay_edit_add_region (inlay_workspace_get_composition (self->workspace),
                           inlay_workspace_get_page (self->workspace), text, INLAY_EDIT_END, &error);

  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
add_region_cb (InlayPagePane *self)
{
  inlay_app_ask_text (GTK_WIDGET (self), G_OBJECT (self), _("Add Region"), _("Identifier"), "",
                      _("Add"), region_named_cb, NULL, NULL);
}

static const char *
get_region (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "region");
}

static void
remove_region_cb (GtkWidget     *button,
                  InlayPagePane *self)
{
  GError *error = NULL;
  InlayTransaction *transaction =
    inlay_edit_remove_region (inlay_workspace_get_composition (self->workspace),
                              inlay_workspace_get_page (self->workspace), get_region (button),
                              &error);

  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
move_region_up_cb (GtkWidget     *button,
                   InlayPagePane *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *page = inlay_workspace_get_page (self->workspace);
  g_auto(GStrv) ids = g_strdupv ((char **) inlay_composition_get_regions (composition, page));
  g_autofree char *path = inlay_json_path ("pages", page, "regions", NULL);
  g_autofree char *name = NULL;
  g_autoptr(JsonNode) order = NULL;
  InlayTransaction *transaction;
  GError *error = NULL;

  for (guint i = 1; ids[i] != NULL; i++)
    {
      char *before = ids[i - 1];

      if (!g_str_equal (ids[i], get_region (button)))
        continue;
      ids[i - 1] = ids[i];
      ids[i] = before;
      break;
    }

  order = inlay_json_new_strv ((const char * const *) ids);
  /* Translators: name of a change; %s is a part of a page */
  name = g_strdup_printf (_("Move Region %s"), get_region (button));
  transaction = inlay_edit_set (composition, path, order, name, &error);
  inlay_document_seal (inlay_workspace_get_document (self->workspace));
  inlay_workspace_apply (self->workspace, transaction, error);
  inlay_document_seal (inlay_workspace_get_document (self->workspace));
}

static GtkWidget *
create_button (InlayPagePane *self,
               const char    *region_id,
               const char    *icon,
               const char    *tooltip,
               GCallback      callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "region", g_strdup (region_id), g_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);

  return button;
}

static GtkWidget *
create_region (InlayPagePane *self,
               const char    *region_id,
               gboolean       first)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char * const *items = inlay_composition_get_items (composition, &container);
  guint n = items ? g_strv_length ((char **) items) : 0;
  g_autofree char *title = inlay_composition_dup_container_title (composition, &container);
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%u module", "%u modules", n), n);
  GtkWidget *row = inlay_app_create_row (title, subtitle);
  GtkWidget *up = create_button (self, region_id, "go-up-symbolic", _("Move Up"),
                                 G_CALLBACK (move_region_up_cb));

  gtk_widget_set_sensitive (up, !first);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), up);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             create_button (self, region_id, "user-trash-symbolic",
                                            _("Remove from the Page"),
                                            G_CALLBACK (remove_region_cb)));

  return row;
}

static void
show_regions (InlayPagePane *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *page = inlay_workspace_get_page (self->workspace);
  const char * const *ids = page ? inlay_composition_get_regions (composition, page) : NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->regions, 0)) != NULL)
    gtk_list_box_remove (self->regions, GTK_WIDGET (row));
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    gtk_list_box_append (self->regions, create_region (self, ids[i], i == 0));
  gtk_widget_set_visible (GTK_WIDGET (self->regions), ids != NULL && ids[0] != NULL);
}

static void
update (InlayPagePane *self)
{
  show_page (self);
  show_document (self);
  /* Rebuilt only while somebody can see it. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_regions (self);
}

static void
inlay_page_pane_dispose (GObject *object)
{
  InlayPagePane *self = INLAY_PAGE_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_PAGE_PANE);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_page_pane_parent_class)->dispose (object);
}

static void
inlay_page_pane_class_init (InlayPagePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_page_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-page-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayPagePane, page_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayPagePane, document_bin);
  gtk_widget_class_bind_template_child (widget_class, InlayPagePane, regions_box);
  gtk_widget_class_bind_template_child (widget_class, InlayPagePane, regions);
  gtk_widget_class_bind_template_callback (widget_class, add_region_cb);
}

static void
inlay_page_pane_init (InlayPagePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_after (self, "map", G_CALLBACK (show_regions), NULL);
}

static void
add_form (InlayPagePane *self,
          AdwBin        *bin,
          GCallback      callback)
{
  GtkWidget *form = inlay_record_form_new (self->workspace);

  g_signal_connect_object (form, "edit", callback, self, G_CONNECT_SWAPPED);
  adw_bin_set_child (bin, form);
}

GtkWidget *
inlay_page_pane_new (InlayWorkspace *workspace)
{
  InlayPagePane *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_PAGE_PANE, NULL);
  self->workspace = g_object_ref (workspace);
  add_form (self, self->page_bin, G_CALLBACK (page_edit_cb));
  add_form (self, self->document_bin, G_CALLBACK (document_edit_cb));
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::page",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
