/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-layout-pane.h"

#include "inlay-app-compat.h"
#include <glib/gi18n.h>

#include "inlay-record-form.h"

#define BASE "base"
#define DEFAULT_COLUMNS 12
#define DEFAULT_GAP 16

struct _InlayLayoutPane
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  char *instance_id;
  gboolean updating;

  GtkBox *box;
  GtkBox *breakpoints;
  InlayRecordForm *area;
  InlayRecordForm *region;
  InlayRecordForm *module;
};

G_DEFINE_FINAL_TYPE (InlayLayoutPane, inlay_layout_pane, GTK_TYPE_WIDGET)

static guint64
get_width (const char *breakpoint)
{
  return g_str_equal (breakpoint, BASE) ? 0 : g_ascii_strtoull (breakpoint, NULL, 10);
}

/* What a narrower breakpoint, the nearest first, says of @member; NULL when none does. */
static JsonNode *
find_inherited (JsonNode   *layouts,
                const char *breakpoint,
                const char *member)
{
  JsonNode *found = NULL;
  guint64 best = 0;
  JsonObjectIter iter;
  const char *name;
  JsonNode *layout;

  if (layouts == NULL || !JSON_NODE_HOLDS_OBJECT (layouts))
    return NULL;

  json_object_iter_init_ordered (&iter, json_node_get_object (layouts));
  while (json_object_iter_next_ordered (&iter, &name, &layout))
    {
      JsonNode *value = JSON_NODE_HOLDS_OBJECT (layout) ? inlay_json_get_member (layout, member)
                                                        : NULL;

      if (value == NULL || get_width (name) >= get_width (breakpoint) ||
          (found != NULL && get_width (name) < best))
        continue;
      found = value;
      best = get_width (name);
    }

  return found;
}

static JsonNode *
new_number_schema (const char *title,
                   const char *description,
                   gint64      minimum,
                   gint64      maximum,
                   JsonNode   *inherited)
{
  return inlay_json_new_object (
    "type", inlay_json_new_string ("integer"),
    "title", inlay_json_new_string (title),
    "description", description ? inlay_json_new_string (description) : NULL,
    "minimum", inlay_json_new_int (minimum),
    "maximum", inlay_json_new_int (maximum),
    "default", inherited ? json_node_ref (inherited) : NULL,
    NULL);
}

static JsonNode *
new_schema (const char *group,
            JsonNode   *properties)
{
  JsonObjectIter iter;
  JsonObject *object = json_object_new ();
  const char *name;
  JsonNode *member;
  G_GNUC_UNUSED g_autoptr(JsonNode) owned = properties;

  json_object_iter_init_ordered (&iter, json_node_get_object (properties));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autoptr(JsonNode) hints = inlay_json_new_object ("group", inlay_json_new_string (group),
                                                         NULL);

      json_object_set_member (object, name, inlay_json_set (member, "/x-inlay", hints, NULL));
    }

  return inlay_json_new_object ("type", inlay_json_new_string ("object"),
                                "properties", inlay_json_take_object (object), NULL);
}

static const char *
get_breakpoint (InlayLayoutPane *self)
{
  return inlay_workspace_get_breakpoint (self->workspace);
}

static JsonNode *
get_instance (InlayLayoutPane *self)
{
  return self->instance_id
           ? inlay_composition_get_instance (inlay_workspace_get_composition (self->workspace),
                                             self->instance_id) : NULL;
}

/* The region the instance stands in itself; in a slot the module around it decides. */
static const char *
find_region (InlayLayoutPane *self)
{
  InlayContainer container;

  if (self->instance_id == NULL ||
      !inlay_composition_find (inlay_workspace_get_composition (self->workspace),
                               self->instance_id, &container, NULL) ||
      container.kind != INLAY_CONTAINER_REGION)
    return NULL;

  return container.id;
}

static gint64
get_columns (JsonNode   *layouts,
             const char *breakpoint)
{
  JsonNode *own = layouts ? inlay_json_get_member (layouts, breakpoint) : NULL;
  JsonNode *columns = own ? inlay_json_get_member (own, "columns") : NULL;

  if (columns == NULL)
    columns = find_inherited (layouts, breakpoint, "columns");

  return columns != NULL && JSON_NODE_HOLDS_VALUE (columns) ? json_node_get_int (columns)
                                                           : DEFAULT_COLUMNS;
}

static void
show_area (InlayLayoutPane *self,
           JsonNode        *layouts)
{
  JsonNode *areas = inlay_json_get_member (get_instance (self), "area");
  const char *breakpoint = get_breakpoint (self);
  gint64 columns = MAX (get_columns (layouts, breakpoint), 1);
  g_autoptr(JsonNode) all = inlay_json_new_int (columns);
  g_autoptr(JsonNode) one = inlay_json_new_int (1);
  JsonNode *span = find_inherited (areas, breakpoint, "span");
  JsonNode *row_span = find_inherited (areas, breakpoint, "rowSpan");
  g_autoptr(JsonNode) schema = NULL;

  schema = new_schema (_("Place"), inlay_json_new_object (
    "column", new_number_schema (_("Column"), _("Flows on by itself while not set"), 1, columns,
                                 find_inherited (areas, breakpoint, "column")),
    "span", new_number_schema (_("Columns wide"), NULL, 1, columns, span ? span : all),
    "row", new_number_schema (_("Row"), NULL, 1, 1000, find_inherited (areas, breakpoint, "row")),
    "rowSpan", new_number_schema (_("Rows high"), NULL, 1, 100, row_span ? row_span : one),
    NULL));
  inlay_record_form_show (self->area, schema,
                          areas ? inlay_json_get_member (areas, breakpoint) : NULL);
}

static void
show_region (InlayLayoutPane *self,
             const char      *region_id,
             JsonNode        *layouts)
{
  InlayContainer container = { INLAY_CONTAINER_REGION, region_id, NULL };
  const char *breakpoint = get_breakpoint (self);
  g_autoptr(JsonNode) columns = inlay_json_new_int (DEFAULT_COLUMNS);
  g_autoptr(JsonNode) gap = inlay_json_new_int (DEFAULT_GAP);
  JsonNode *inherited_columns = find_inherited (layouts, breakpoint, "columns");
  JsonNode *inherited_gap = find_inherited (layouts, breakpoint, "gap");
  g_autofree char *title = NULL;
  g_autofree char *group = NULL;
  g_autoptr(JsonNode) schema = NULL;

  title = inlay_composition_dup_container_title (inlay_workspace_get_composition (self->workspace),
                                                 &container);
  /* Translators: a heading; %s is the name of a part of a page */
  group = g_strdup_printf (_("Region %s"), title);
  schema = new_schema (group, inlay_json_new_object (
    "columns", new_number_schema (_("Columns"), NULL, 1, 24,
                                  inherited_columns ? inherited_columns : columns),
    "gap", new_number_schema (_("Gap"), _("In pixels"), 0, 200, inherited_gap ? inherited_gap : gap),
    "rowHeight", new_number_schema (_("Row height"), _("In pixels; as high as needed while not set"),
                                    1, 2000, find_inherited (layouts, breakpoint, "rowHeight")),
    NULL));
  inlay_record_form_show (self->region, schema,
                          layouts ? inlay_json_get_member (layouts, breakpoint) : NULL);
}

static JsonNode *
new_option (const char *value,
            const char *title)
{
  return inlay_json_new_object ("const", inlay_json_new_string (value),
                                "title", inlay_json_new_string (title), NULL);
}

static void
show_module (InlayLayoutPane *self)
{
  JsonNode *instance = get_instance (self);
  const char *module_id = inlay_json_get_string (instance, "module");
  InlayModule *module = module_id ? inlay_workspace_lookup_module (self->workspace, module_id)
                                  : NULL;
  JsonNode *locked = inlay_json_get_member (instance, "locked");
  JsonNode *isolation = inlay_json_get_member (instance, "isolation");
  JsonNode *critical = inlay_json_get_member (instance, "critical");
  g_autoptr(JsonNode) schema = NULL;
  g_autoptr(JsonNode) record = NULL;

  schema = new_schema (_("Module"), inlay_json_new_object (
    "locked", inlay_json_new_object (
      "type", inlay_json_new_string ("boolean"),
      "title", inlay_json_new_string (_("Locked")),
      "description", inlay_json_new_string (_("Nothing of it can be changed")),
      "default", inlay_json_new_boolean (FALSE), NULL),
    "isolation", inlay_json_new_object (
      "type", inlay_json_new_string ("string"),
      "title", inlay_json_new_string (_("Isolation")),
      "description", inlay_json_new_string (_("How its styles are kept from others")),
      "oneOf", inlay_json_new_array (new_option ("shadow", _("Shadow tree")),
                                     new_option ("scoped", _("Scoped styles")),
                                     new_option ("none", _("None")),
                                     new_option ("iframe", _("Sandboxed frame")), NULL),
      "default", inlay_json_new_string (module ? inlay_isolation_to_string (
                                                   inlay_module_get_isolation (module))
                                               : "shadow"), NULL),
    "critical", inlay_json_new_object (
      "type", inlay_json_new_string ("boolean"),
      "title", inlay_json_new_string (_("Critical")),
      "description", inlay_json_new_string (_("While it is not healthy nobody is switched to this application")),
      "default", inlay_json_new_boolean (module != NULL && inlay_module_is_critical (module)), NULL),
    NULL));
  record = inlay_json_new_object ("locked", locked ? json_node_ref (locked) : NULL,
                                  "isolation", isolation ? json_node_ref (isolation) : NULL,
                                  "critical", critical ? json_node_ref (critical) : NULL, NULL);
  inlay_record_form_show (self->module, schema, record);
}

static void
breakpoint_cb (GtkToggleButton *button,
               InlayLayoutPane *self)
{
  if (self->updating)
    return;

  inlay_workspace_set_breakpoint (self->workspace,
                                  g_object_get_data (G_OBJECT (button), "breakpoint"));
  /* A second click leaves it chosen. */
  gtk_toggle_button_set_active (button, TRUE);
}

static int
compare_breakpoints (gconstpointer a,
                     gconstpointer b)
{
  guint64 left = get_width (*(const char **) a);
  guint64 right = get_width (*(const char **) b);

  return (left > right) - (left < right);
}

/* The usual ones and those in use. */
static GPtrArray *
list_breakpoints (InlayLayoutPane *self,
                  JsonNode        *layouts)
{
  static const char * const usual[] = { BASE, "768", "1100" };
  JsonNode *areas = inlay_json_get_member (get_instance (self), "area");
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  JsonNode *sources[] = { layouts, areas };

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    g_ptr_array_add (names, g_strdup (usual[i]));
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      JsonObjectIter iter;
      const char *name;

      if (sources[i] == NULL || !JSON_NODE_HOLDS_OBJECT (sources[i]))
        continue;
      json_object_iter_init_ordered (&iter, json_node_get_object (sources[i]));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        {
          if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
            g_ptr_array_add (names, g_strdup (name));
        }
    }
  g_ptr_array_sort (names, compare_breakpoints);

  return names;
}

static GtkWidget *
create_breakpoint (InlayLayoutPane *self,
                   const char      *name)
{
  g_autofree char *label = g_str_equal (name, BASE) ? g_strdup (_("Base"))
                                                    : g_strdup_printf ("≥ %s", name);
  g_autofree char *widget_name = g_strconcat ("breakpoint:", name, NULL);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  gtk_widget_set_name (button, widget_name);
  gtk_widget_add_css_class (button, "form-toggle");
  g_object_set_data_full (G_OBJECT (button), "breakpoint", g_strdup (name), g_free);
  g_signal_connect_object (button, "toggled", G_CALLBACK (breakpoint_cb), self, 0);

  return button;
}

static gboolean
shows_breakpoints (InlayLayoutPane *self,
                   GPtrArray       *names)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->breakpoints));
  guint i = 0;

  for (; child != NULL && i < names->len; child = gtk_widget_get_next_sibling (child), i++)
    {
      if (g_strcmp0 (g_object_get_data (G_OBJECT (child), "breakpoint"),
                     g_ptr_array_index (names, i)) != 0)
        return FALSE;
    }

  return child == NULL && i == names->len;
}

static void
show_breakpoints (InlayLayoutPane *self,
                  JsonNode        *layouts)
{
  g_autoptr(GPtrArray) names = list_breakpoints (self, layouts);
  GtkWidget *child;

  if (!shows_breakpoints (self, names))
    {
      while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->breakpoints))) != NULL)
        gtk_box_remove (self->breakpoints, child);
      for (guint i = 0; i < names->len; i++)
        gtk_box_append (self->breakpoints, create_breakpoint (self, g_ptr_array_index (names, i)));
    }

  self->updating = TRUE;
  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->breakpoints)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child),
                                  g_strcmp0 (g_object_get_data (G_OBJECT (child), "breakpoint"),
                                             get_breakpoint (self)) == 0);
  self->updating = FALSE;
}

static void
update (InlayLayoutPane *self)
{
  JsonNode *instance = get_instance (self);
  const char *region_id = find_region (self);
  JsonNode *region = region_id
    ? inlay_composition_get_region (inlay_workspace_get_composition (self->workspace), region_id)
    : NULL;
  JsonNode *layouts = region ? inlay_json_get_member (region, "layout") : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->breakpoints), region != NULL);
  if (instance == NULL)
    return;

  show_breakpoints (self, layouts);
  if (region != NULL)
    {
      show_area (self, layouts);
      show_region (self, region_id, layouts);
    }
  else
    {
      inlay_record_form_show (self->area, NULL, NULL);
      inlay_record_form_show (self->region, NULL, NULL);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->area),
                            !inlay_json_get_boolean (instance, "locked", FALSE));
  show_module (self);
}

static JsonNode *
none_if_empty (JsonNode *record)
{
  return json_object_get_size (json_node_get_object (record)) > 0 ? record : NULL;
}

static void
area_cb (InlayLayoutPane *self,
         const char      *path,
         JsonNode        *record)
{
  GError *error = NULL;
  InlayTransaction *transaction =
    inlay_edit_set_area (inlay_workspace_get_composition (self->workspace), self->instance_id,
                         get_breakpoint (self), none_if_empty (record), &error);

  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
region_cb (InlayLayoutPane *self,
           const char      *path,
           JsonNode        *record)
{
  GError *error = NULL;
  const char *region_id = find_region (self);
  InlayTransaction *transaction;

  if (region_id == NULL)
    return;

  transaction = inlay_edit_set_layout (inlay_workspace_get_composition (self->workspace), region_id,
                                       get_breakpoint (self), none_if_empty (record), &error);
  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
module_cb (InlayLayoutPane *self,
           const char      *path,
           JsonNode        *record)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  GError *error = NULL;
  InlayTransaction *transaction;

  if (g_str_equal (path, "/locked"))
    {
      transaction = inlay_edit_set_locked (composition, self->instance_id,
                                           inlay_json_get_boolean (record, "locked", FALSE), &error);
    }
  else
    {
      const char *member = g_str_equal (path, "/critical") ? "critical" : "isolation";
      g_autofree char *place = inlay_json_path ("instances", self->instance_id, member, NULL);
      g_autofree char *title = inlay_workspace_dup_title (self->workspace, self->instance_id);
      /* Translators: names of changes; %s is a module on the page */
      g_autofree char *name = g_str_equal (member, "critical") ? g_strdup_printf (_("Set Whether %s Is Critical"), title)
                              : g_strdup_printf (_("Set Isolation of %s"), title);

      transaction = inlay_edit_set (composition, place, inlay_json_get_member (record, member), name, &error);
    }
  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
inlay_layout_pane_dispose (GObject *object)
{
  InlayLayoutPane *self = INLAY_LAYOUT_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_LAYOUT_PANE);
  inlay_app_unparent_children (GTK_WIDGET (self));
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->instance_id, g_free);

  G_OBJECT_CLASS (inlay_layout_pane_parent_class)->dispose (object);
}

static void
inlay_layout_pane_class_init (InlayLayoutPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_layout_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-layout-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayLayoutPane, box);
  gtk_widget_class_bind_template_child (widget_class, InlayLayoutPane, breakpoints);
}

static void
inlay_layout_pane_init (InlayLayoutPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static InlayRecordForm *
add_form (InlayLayoutPane *self,
          GCallback        callback)
{
  GtkWidget *form = inlay_record_form_new (self->workspace);

  g_signal_connect_object (form, "edit", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (self->box, form);

  return INLAY_RECORD_FORM (form);
}

GtkWidget *
inlay_layout_pane_new (InlayWorkspace *workspace)
{
  InlayLayoutPane *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_LAYOUT_PANE, NULL);
  self->workspace = g_object_ref (workspace);
  self->area = add_form (self, G_CALLBACK (area_cb));
  self->region = add_form (self, G_CALLBACK (region_cb));
  self->module = add_form (self, G_CALLBACK (module_cb));
  g_signal_connect_object (inlay_workspace_get_document (workspace), "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::breakpoint",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
inlay_layout_pane_set_instance (InlayLayoutPane *self,
                                const char      *instance_id)
{
  g_return_if_fail (INLAY_IS_LAYOUT_PANE (self));

  if (g_strcmp0 (self->instance_id, instance_id) == 0)
    return;

  g_free (self->instance_id);
  self->instance_id = g_strdup (instance_id);
  update (self);
}
