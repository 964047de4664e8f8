/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-outline.h"

#include "inlay-drag.h"
#include "inlay-node-menu.h"
#include "inlay-outline-row.h"

struct _InlayOutline
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  GtkTreeListModel *tree;
  GtkMultiSelection *selection;
  GHashTable *rows;             /* the bound InlayOutlineRows */
  gboolean syncing;             /* one side follows the other just now */
  GtkWidget *menu;
  GMenuModel *node_menu;        /* owned */
  GMenuModel *page_menu;

  GtkWidget *content;
  GtkScrolledWindow *window;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (InlayOutline, inlay_outline, GTK_TYPE_WIDGET)

static GListModel *
create_children (gpointer item,
                 gpointer user_data)
{
  InlayOutline *self = user_data;
  InlayNode *node = item;
  GListModel *children = inlay_node_get_children (node);
  InlayModule *module = NULL;

  if (children == NULL)
    return NULL;

  /* Rows that can never hold anything have no arrow. */
  if (inlay_node_get_kind (node) == INLAY_NODE_INSTANCE &&
      g_list_model_get_n_items (children) == 0)
    {
      module = inlay_workspace_lookup_module (self->workspace, inlay_node_get_module (node));
      if (module != NULL && inlay_module_get_slots (module)[0] == NULL)
        return NULL;
    }

  return g_object_ref (children);
}

static InlayNode *
get_node (GtkTreeListRow *row)
{
  /* The row keeps it. */
  g_autoptr(InlayNode) node = gtk_tree_list_row_get_item (row);

  return node;
}

/* The page a row stands below. */
static const char *
get_page (GtkTreeListRow *row)
{
  g_autoptr(GtkTreeListRow) top = g_object_ref (row);

  while (gtk_tree_list_row_get_depth (top) > 0)
    {
      GtkTreeListRow *parent = gtk_tree_list_row_get_parent (top);

      g_object_unref (top);
      top = parent;
    }

  return inlay_node_get_id (get_node (top));
}

/* Rows of a shared region stand below several pages; only those of the current page count. */
static gboolean
is_on_page (InlayOutline   *self,
            GtkTreeListRow *row)
{
  return g_strcmp0 (get_page (row), inlay_workspace_get_page (self->workspace)) == 0;
}

static GtkTreeListRow *
get_row (InlayOutline *self,
         guint         position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->tree), position);
}

static gboolean
is_ancestor (InlayOutline *self,
             InlayNode    *node,
             const char   *instance_id)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  const char *id = inlay_node_get_id (node);
  InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, NULL };

  if (inlay_node_get_kind (node) == INLAY_NODE_PAGE)
    return TRUE;

  while (container.kind == INLAY_CONTAINER_SLOT)
    {
      if (!inlay_composition_find (composition, container.id, &container, NULL))
        return FALSE;
      if (g_strcmp0 (container.id, id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Opens what hides the primary instance. */
static void
expand_to_primary (InlayOutline *self)
{
  const char *primary = inlay_workspace_get_primary (self->workspace);

  if (primary == NULL)
    return;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr(GtkTreeListRow) row = get_row (self, i);

      if (!gtk_tree_list_row_get_expanded (row) && gtk_tree_list_row_is_expandable (row) &&
          is_on_page (self, row) && is_ancestor (self, get_node (row), primary))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static gboolean
is_chosen (InlayOutline   *self,
           GtkTreeListRow *row)
{
  InlayNode *node = get_node (row);

  if (inlay_node_get_kind (node) == INLAY_NODE_INSTANCE)
    return inlay_workspace_is_selected (self->workspace, inlay_node_get_id (node)) &&
           is_on_page (self, row);

  return FALSE;
}

static void
show_selection (InlayOutline *self)
{
  g_autoptr(GtkBitset) selected = NULL;
  g_autoptr(GtkBitset) mask = NULL;
  guint n;

  if (self->syncing)
    return;

  self->syncing = TRUE;
  expand_to_primary (self);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->tree));
  selected = gtk_bitset_new_empty ();
  mask = gtk_bitset_new_range (0, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GtkTreeListRow) row = get_row (self, i);

      if (is_chosen (self, row))
        gtk_bitset_add (selected, i);
    }
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, mask);
  if (!gtk_bitset_is_empty (selected))
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                                gtk_bitset_get_minimum (selected));
  self->syncing = FALSE;
}

static void
selection_changed_cb (InlayOutline *self)
{
  g_autoptr(GtkBitset) selected = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;
  g_autofree char *page = NULL;
  GtkBitsetIter iter;
  guint position;

  if (self->syncing)
    return;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position);
       more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr(GtkTreeListRow) row = get_row (self, position);

      g_free (page);
      page = g_strdup (get_page (row));
      if (inlay_node_get_kind (get_node (row)) == INLAY_NODE_INSTANCE)
        g_strv_builder_add (builder, inlay_node_get_id (get_node (row)));
    }
  ids = g_strv_builder_end (builder);

  self->syncing = TRUE;
  if (page != NULL)
    inlay_workspace_set_page (self->workspace, page);
  inlay_workspace_select (self->workspace, (const char * const *) ids);
  self->syncing = FALSE;
}

static void
activate_cb (InlayOutline *self,
             guint         position)
{
  g_autoptr(GtkTreeListRow) row = get_row (self, position);

  if (row != NULL && inlay_node_get_kind (get_node (row)) == INLAY_NODE_INSTANCE)
    inlay_workspace_reveal (self->workspace, inlay_node_get_id (get_node (row)));
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          InlayOutline             *self)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander),
                               inlay_outline_row_new (self->workspace));
  gtk_list_item_set_child (item, expander);
}

static InlayOutlineRow *
get_row_widget (GtkListItem *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));

  return INLAY_OUTLINE_ROW (gtk_tree_expander_get_child (expander));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         InlayOutline             *self)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  InlayOutlineRow *widget = get_row_widget (item);

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), row);
  inlay_outline_row_set_node (widget, get_node (row));
  g_hash_table_add (self->rows, widget);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           InlayOutline             *self)
{
  InlayOutlineRow *widget = get_row_widget (item);

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
  inlay_outline_row_set_node (widget, NULL);
  g_hash_table_remove (self->rows, widget);
}

static InlayNode *
get_selected_node (InlayOutline *self)
{
  g_autoptr(GtkBitset) selected = NULL;
  g_autoptr(GtkTreeListRow) row = NULL;

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_is_empty (selected))
    return NULL;

  row = get_row (self, gtk_bitset_get_maximum (selected));
  return get_node (row);
}

static InlayOutlineRow *
find_row_widget (InlayOutline *self,
                 InlayNode    *node)
{
  GHashTableIter iter;
  InlayOutlineRow *row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, (gpointer *) &row, NULL))
    {
      if (inlay_outline_row_get_node (row) == node && gtk_widget_get_mapped (GTK_WIDGET (row)))
        return row;
    }

  return NULL;
}

static void
popup_menu (InlayOutline *self,
            GtkWidget    *at)
{
  InlayNode *node = get_selected_node (self);
  graphene_rect_t bounds;
  GdkRectangle place;

  if (node == NULL || !gtk_widget_compute_bounds (at, GTK_WIDGET (self), &bounds))
    return;

  place = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                           (int) bounds.size.width, (int) bounds.size.height };
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu),
                                   inlay_node_get_kind (node) == INLAY_NODE_INSTANCE
                                     ? self->node_menu : self->page_menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
select_node_at (InlayOutline *self,
                InlayNode    *node)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->tree)); i++)
    {
      g_autoptr(GtkTreeListRow) row = get_row (self, i);

      if (get_node (row) != node)
        continue;
      if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), i))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, TRUE);
      return;
    }
}

static void
secondary_click_cb (GtkGestureClick *gesture,
                    int              n_press,
                    double           x,
                    double           y,
                    InlayOutline    *self)
{
  GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (self->list), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = NULL;

  if (widget != NULL)
    row = INLAY_IS_OUTLINE_ROW (widget) ? widget
                                        : gtk_widget_get_ancestor (widget, INLAY_TYPE_OUTLINE_ROW);
  if (row == NULL)
    return;

  select_node_at (self, inlay_outline_row_get_node (INLAY_OUTLINE_ROW (row)));
  popup_menu (self, row);
}

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  InlayOutline *self = INLAY_OUTLINE (widget);
  InlayNode *node = get_selected_node (self);
  InlayOutlineRow *row = node ? find_row_widget (self, node) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  popup_menu (self, GTK_WIDGET (row));
  return GDK_EVENT_STOP;
}

static gboolean
remove_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  InlayNode *node = get_selected_node (INLAY_OUTLINE (widget));

  if (node == NULL || inlay_node_get_kind (node) != INLAY_NODE_PAGE)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_activate_action (widget, "page.remove", NULL);
}

static void
rename_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  inlay_outline_rename (INLAY_OUTLINE (widget));
}

static void
inlay_outline_dispose (GObject *object)
{
  InlayOutline *self = INLAY_OUTLINE (object);

  self->syncing = TRUE;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_OUTLINE);
  g_clear_object (&self->node_menu);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_outline_parent_class)->dispose (object);
}

static void
inlay_outline_finalize (GObject *object)
{
  InlayOutline *self = INLAY_OUTLINE (object);

  g_hash_table_unref (self->rows);

  G_OBJECT_CLASS (inlay_outline_parent_class)->finalize (object);
}

static void
inlay_outline_class_init (InlayOutlineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_outline_dispose;
  object_class->finalize = inlay_outline_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/dev/inlay/Inlay/ui/inlay-outline.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayOutline, content);
  gtk_widget_class_bind_template_child (widget_class, InlayOutline, window);
  gtk_widget_class_bind_template_child (widget_class, InlayOutline, list);
  gtk_widget_class_bind_template_child (widget_class, InlayOutline, page_menu);
  gtk_widget_class_bind_template_callback (widget_class, secondary_click_cb);

  gtk_widget_class_install_action (widget_class, "outline.rename", NULL, rename_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "outline.rename", NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, remove_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
}

static void
inlay_outline_init (InlayOutline *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  inlay_drag_scroll_at_edges (self->window);
  self->rows = g_hash_table_new (NULL, NULL);
  self->node_menu = inlay_node_menu_new ("outline.rename");
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
}

static void
inlay_outline_fill (InlayOutline *self)
{
  GListModel *pages = inlay_document_get_pages (inlay_workspace_get_document (self->workspace));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->tree = gtk_tree_list_model_new (g_object_ref (pages), FALSE, TRUE,
                                        create_children, self, NULL);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->tree)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  g_signal_connect_object (self->selection, "selection-changed",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "activate",
                           G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::selection",
                           G_CALLBACK (show_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (inlay_workspace_get_document (self->workspace), "changed",
                           G_CALLBACK (show_selection), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

GtkWidget *
inlay_outline_new (InlayWorkspace *workspace)
{
  InlayOutline *self;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (INLAY_TYPE_OUTLINE, NULL);
  self->workspace = g_object_ref (workspace);
  inlay_outline_fill (self);
  show_selection (self);

  return GTK_WIDGET (self);
}

gboolean
inlay_outline_rename (InlayOutline *self)
{
  InlayNode *node;
  InlayOutlineRow *row;

  g_return_val_if_fail (INLAY_IS_OUTLINE (self), FALSE);

  node = get_selected_node (self);
  row = node ? find_row_widget (self, node) : NULL;

  return row != NULL && inlay_outline_row_rename (row);
}
