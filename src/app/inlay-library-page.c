/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-library-page-private.h"

#include <glib/gi18n.h>

#include "inlay-library-card.h"
#include "inlay-library-item.h"
#include "inlay-session.h"

struct _InlayLibraryPage
{
  GtkWidget parent_instance;

  InlayLibrary *library;
  GSettings *settings;
  GActionGroup *actions;
  GListStore *items;
  GtkFilterListModel *matches;
  GtkCustomFilter *filter;
  char *needle;                /* case-folded, NULL: everything */

  GtkWidget *content;
  GtkMenuButton *new_button;
  GtkMenuButton *template_button;
  GtkMenuButton *menu_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkFlowBox *flow_box;
};

enum
{
  OPEN,
  TOAST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayLibraryPage, inlay_library_page, GTK_TYPE_WIDGET)

static gboolean
item_matches (gpointer item,
              gpointer user_data)
{
  InlayLibraryPage *self = user_data;
  g_autofree char *name = NULL;

  if (self->needle == NULL)
    return TRUE;

  name = g_utf8_casefold (inlay_library_item_get_name (item), -1);
  return strstr (name, self->needle) != NULL;
}

static GtkWidget *
create_card (gpointer item,
             gpointer user_data)
{
  return inlay_library_card_new (item);
}

static void
inlay_library_page_update_view (InlayLibraryPage *self)
{
  const char *name = "documents";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    name = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->matches)) == 0)
    name = "nothing";

  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
search_changed_cb (InlayLibraryPage *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  g_clear_pointer (&self->needle, g_free);
  if (*g_strstrip (text) != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  inlay_library_page_update_view (self);
}

static void
child_activated_cb (InlayLibraryPage *self,
                    GtkFlowBoxChild  *child)
{
  InlayLibraryItem *item = inlay_library_card_get_item (INLAY_LIBRARY_CARD (child));

  inlay_library_page_open (self, inlay_library_item_get_key (item));
}

static gboolean
drop_cb (InlayLibraryPage *self,
         const GValue     *value)
{
  GSList *files = g_value_get_boxed (value);

  for (GSList *l = files; l != NULL; l = l->next)
    inlay_library_page_import (self, l->data);

  return files != NULL;
}

static void
inlay_library_page_add_drop_target (InlayLibraryPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static GMenuModel *
create_template_menu (void)
{
  g_autoptr(GPtrArray) templates = inlay_samples_list_templates ();
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < templates->len; i++)
    {
      InlayTemplate *template = g_ptr_array_index (templates, i);
      g_autoptr(GMenuItem) item = g_menu_item_new (template->title, NULL);

      g_menu_item_set_action_and_target (item, "library.new-from-template", "s", template->name);
      g_menu_append_item (menu, item);
    }

  return G_MENU_MODEL (menu);
}

static void
inlay_library_page_fill_menus (InlayLibraryPage *self)
{
  g_autoptr(GMenuModel) templates = create_template_menu ();
  g_autoptr(GMenu) menu = g_menu_new ();
  g_autoptr(GMenu) others = g_menu_new ();

  g_menu_append_section (menu, _("From Template"), templates);
  g_menu_append (others, _("Open the _Sample"), "library.open-sample");
  g_menu_append (others, _("_Import…"), "library.import");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));

  gtk_menu_button_set_menu_model (self->template_button, templates);
  gtk_menu_button_set_menu_model (self->new_button, G_MENU_MODEL (menu));
}

static void
inlay_library_page_map (GtkWidget *widget)
{
  /* What was edited meanwhile has another time and picture. */
  inlay_library_page_reload (INLAY_LIBRARY_PAGE (widget));

  GTK_WIDGET_CLASS (inlay_library_page_parent_class)->map (widget);
}

static void
inlay_library_page_root (GtkWidget *widget)
{
  InlayLibraryPage *self = INLAY_LIBRARY_PAGE (widget);

  GTK_WIDGET_CLASS (inlay_library_page_parent_class)->root (widget);

  gtk_search_bar_set_key_capture_widget (self->search_bar, widget);
}

static void
inlay_library_page_dispose (GObject *object)
{
  InlayLibraryPage *self = INLAY_LIBRARY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_LIBRARY_PAGE);
  g_clear_object (&self->actions);
  g_clear_object (&self->matches);
  g_clear_object (&self->items);
  g_clear_object (&self->settings);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (inlay_library_page_parent_class)->dispose (object);
}

static void
inlay_library_page_finalize (GObject *object)
{
  InlayLibraryPage *self = INLAY_LIBRARY_PAGE (object);

  g_free (self->needle);

  G_OBJECT_CLASS (inlay_library_page_parent_class)->finalize (object);
}

static void
inlay_library_page_class_init (InlayLibraryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = inlay_library_page_dispose;
  object_class->finalize = inlay_library_page_finalize;
  widget_class->map = inlay_library_page_map;
  widget_class->root = inlay_library_page_root;

  signals[OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-library-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, content);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, template_button);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, InlayLibraryPage, flow_box);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, child_activated_cb);
}

static void
inlay_library_page_init (InlayLibraryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));

  self->items = g_list_store_new (INLAY_TYPE_LIBRARY_ITEM);
  self->filter = gtk_custom_filter_new (item_matches, self, NULL);
  self->matches = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)),
                                             GTK_FILTER (self->filter));
  gtk_flow_box_bind_model (self->flow_box, G_LIST_MODEL (self->matches), create_card, NULL, NULL);
  inlay_library_page_add_drop_target (self);
  inlay_library_page_fill_menus (self);
}

InlayLibraryPage *
inlay_library_page_new (InlayLibrary *library,
                        GSettings    *settings)
{
  InlayLibraryPage *self;

  g_return_val_if_fail (INLAY_IS_LIBRARY (library), NULL);

  self = g_object_new (INLAY_TYPE_LIBRARY_PAGE, NULL);
  self->library = g_object_ref (library);
  self->settings = g_object_ref (settings);
  self->actions = inlay_library_page_create_actions (self);
  inlay_library_page_reload (self);

  return self;
}

GActionGroup *
inlay_library_page_get_actions (InlayLibraryPage *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_PAGE (self), NULL);

  return self->actions;
}

InlayLibrary *
inlay_library_page_get_library (InlayLibraryPage *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_PAGE (self), NULL);

  return self->library;
}

GSettings *
inlay_library_page_get_settings (InlayLibraryPage *self)
{
  g_return_val_if_fail (INLAY_IS_LIBRARY_PAGE (self), NULL);

  return self->settings;
}

const char *
inlay_library_page_get_name (InlayLibraryPage *self,
                             const char       *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(InlayLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_str_equal (inlay_library_item_get_key (item), key))
        return inlay_library_item_get_name (item);
    }

  return NULL;
}

const char *
inlay_library_page_find (InlayLibraryPage *self,
                         const char       *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr(InlayLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (g_strcmp0 (inlay_library_item_get_id (item), id) == 0)
        return inlay_library_item_get_key (item);
    }

  return NULL;
}

void
inlay_library_page_open (InlayLibraryPage *self,
                         const char       *key)
{
  g_signal_emit (self, signals[OPEN], 0, key);
}

void
inlay_library_page_toast (InlayLibraryPage *self,
                          const char       *text,
                          const char       *label,
                          const char       *action,
                          const char       *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autoptr(AdwToast) toast = g_object_ref_sink (adw_toast_new (escaped));

  if (label != NULL)
    {
      adw_toast_set_button_label (toast, label);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_action_target (toast, "s", target);
      adw_toast_set_timeout (toast, 10);
    }
  g_signal_emit (self, signals[TOAST], 0, toast);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  InlayLibraryPage *self = user_data;
  const InlayLibraryEntry *first = *(InlayLibraryEntry * const *) a;
  const InlayLibraryEntry *second = *(InlayLibraryEntry * const *) b;
  guint rank = inlay_session_get_rank (self->settings, first->key);
  guint other = inlay_session_get_rank (self->settings, second->key);

  if (rank != other)
    return rank < other ? -1 : 1;

  return first->modified == second->modified ? 0 : first->modified > second->modified ? -1 : 1;
}

/**
 * inlay_library_page_reload:
 *
 * Lists the library anew, the last opened first; what was never opened here follows, the last changed
 * first.
 */
void
inlay_library_page_reload (InlayLibraryPage *self)
{
  g_autoptr(GPtrArray) entries = NULL;
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;

  g_return_if_fail (INLAY_IS_LIBRARY_PAGE (self));

  entries = inlay_library_list (self->library, &error);
  if (entries == NULL)
    {
      inlay_library_page_toast (self, error->message, NULL, NULL, NULL);
      return;
    }

  g_ptr_array_sort_with_data (entries, compare_entries, self);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, inlay_library_item_new (self->library, g_ptr_array_index (entries, i)));
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  inlay_library_page_update_view (self);
}

void
inlay_library_page_search (InlayLibraryPage *self)
{
  g_return_if_fail (INLAY_IS_LIBRARY_PAGE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
inlay_library_page_open_menu (InlayLibraryPage *self)
{
  g_return_if_fail (INLAY_IS_LIBRARY_PAGE (self));

  gtk_menu_button_popup (self->menu_button);
}
