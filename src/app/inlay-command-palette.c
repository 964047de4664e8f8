/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-command-palette.h"

#include "inlay-command.h"

struct _InlayCommandPalette
{
  AdwWindow parent_instance;

  GtkCustomFilter *filter;        /* the selection's model owns it */
  GtkSingleSelection *selection;
  char **words;                   /* case-folded, NULL: everything */

  GtkSearchEntry *entry;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (InlayCommandPalette, inlay_command_palette, ADW_TYPE_WINDOW)

static gboolean
item_matches (gpointer item,
              gpointer user_data)
{
  return inlay_command_matches (item, INLAY_COMMAND_PALETTE (user_data)->words);
}

static void
search_changed_cb (InlayCommandPalette *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);

  g_strfreev (self->words);
  self->words = g_strsplit_set (g_strstrip (text), " ", -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
}

static void
run (InlayCommandPalette *self,
     InlayCommand        *command)
{
  g_autoptr(InlayCommand) kept = command ? g_object_ref (command) : NULL;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *focus = parent ? gtk_window_get_focus (parent) : NULL;

  if (kept == NULL || parent == NULL)
    return;

  /* Where the focus is, as a key there would. */
  gtk_window_destroy (GTK_WINDOW (self));
  inlay_command_run (kept, focus ? focus : GTK_WIDGET (parent));
}

static void
activate_cb (InlayCommandPalette *self)
{
  run (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
row_activate_cb (InlayCommandPalette *self,
                 guint                position)
{
  g_autoptr(InlayCommand) command = NULL;

  command = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  run (self, command);
}

/* The arrows choose while the text is typed. */
static gboolean
key_cb (InlayCommandPalette *self,
        guint                keyval)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (n == 0 || (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;

  at = keyval == GDK_KEY_Down ? MIN (at + 1, n - 1) : MAX (at, 1) - 1;
  gtk_single_selection_set_selected (self->selection, at);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
  return GDK_EVENT_STOP;
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *kind = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (kind, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  InlayCommand *command = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (title), inlay_command_get_title (command));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)),
                      inlay_command_get_kind (command));
}

static void
inlay_command_palette_dispose (GObject *object)
{
  InlayCommandPalette *self = INLAY_COMMAND_PALETTE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_COMMAND_PALETTE);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->words, g_strfreev);

  G_OBJECT_CLASS (inlay_command_palette_parent_class)->dispose (object);
}

static void
inlay_command_palette_class_init (InlayCommandPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_command_palette_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-command-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayCommandPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, InlayCommandPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
}

static void
inlay_command_palette_init (InlayCommandPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
inlay_command_palette_new (GtkWindow   *parent,
                           InlayEditor *editor)
{
  InlayCommandPalette *self;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *matches;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (INLAY_TYPE_COMMAND_PALETTE, "transient-for", parent, NULL);
  self->filter = gtk_custom_filter_new (item_matches, self, NULL);
  matches = gtk_filter_list_model_new (inlay_command_list (editor), GTK_FILTER (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (matches));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));

  return GTK_WIDGET (self);
}
