/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-outline-row.h"

#include <glib/gi18n.h>

#include "inlay-outline-drop.h"

/* How long a drag rests on a page before it opens, in ms. */
#define DWELL 600

struct _InlayOutlineRow
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  InlayNode *node;
  GSignalGroup *signals;
  const char *mark;             /* the style class of the drop indicator, NULL without */
  guint dwell_source;

  GtkWidget *content;
  GtkDragSource *drag_source;
  GtkDropTarget *drop_target;
  GtkImage *icon;
  GtkStack *stack;
  GtkLabel *label;
  GtkEntry *entry;
  GtkImage *problem_icon;
  GtkImage *lock_icon;
};

G_DEFINE_FINAL_TYPE (InlayOutlineRow, inlay_outline_row, GTK_TYPE_WIDGET)

static const char * const icons[] = {
  [INLAY_NODE_PAGE] = "x-office-document-symbolic",
  [INLAY_NODE_REGION] = "view-grid-symbolic",
  [INLAY_NODE_INSTANCE] = "application-x-addon-symbolic",
  [INLAY_NODE_SLOT] = "insert-object-symbolic",
};

static void
set_mark (InlayOutlineRow *self,
          const char      *mark)
{
  if (self->mark == mark)
    return;
  if (self->mark != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->mark);
  self->mark = mark;
  if (self->mark != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), self->mark);
}

static char *
make_name (InlayNode *node)
{
  switch (inlay_node_get_kind (node))
    {
    case INLAY_NODE_PAGE:
      return g_strconcat ("outline:page:", inlay_node_get_id (node), NULL);
    case INLAY_NODE_REGION:
      return g_strconcat ("outline:region:", inlay_node_get_id (node), NULL);
    case INLAY_NODE_SLOT:
      return g_strconcat ("outline:slot:", inlay_node_get_id (node), "/",
                          inlay_node_get_slot (node), NULL);
    case INLAY_NODE_INSTANCE:
    default:
      return g_strconcat ("outline:", inlay_node_get_id (node), NULL);
    }
}

static gboolean
has_problem (InlayOutlineRow *self)
{
  GListModel *problems = inlay_workspace_get_problems (self->workspace);

  if (inlay_node_get_kind (self->node) != INLAY_NODE_INSTANCE)
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (problems, i);

      if (g_strcmp0 (inlay_problem_get_instance (problem), inlay_node_get_id (self->node)) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What the row reads: the node's name, but the module's when the instance has none of its own. */
static char *
dup_title (InlayOutlineRow *self)
{
  if (inlay_node_get_kind (self->node) == INLAY_NODE_INSTANCE)
    return inlay_workspace_dup_title (self->workspace, inlay_node_get_id (self->node));

  return g_strdup (inlay_node_get_name (self->node));
}

static void
update (InlayOutlineRow *self)
{
  g_autofree char *title = NULL;

  if (self->node == NULL)
    return;

  title = dup_title (self);
  gtk_label_set_text (self->label, title);
  gtk_widget_set_visible (GTK_WIDGET (self->lock_icon), inlay_node_get_locked (self->node));
  gtk_widget_set_visible (GTK_WIDGET (self->problem_icon), has_problem (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static GdkContentProvider *
prepare_cb (GtkDragSource   *source,
            double           x,
            double           y,
            InlayOutlineRow *self)
{
  const char *ids[] = { NULL, NULL };
  g_autoptr(JsonNode) fragment = NULL;
  g_autoptr(InlayDragPayload) payload = NULL;

  if (self->node == NULL || inlay_node_get_kind (self->node) != INLAY_NODE_INSTANCE)
    return NULL;

  ids[0] = inlay_node_get_id (self->node);
  fragment = inlay_edit_copy (inlay_workspace_get_composition (self->workspace), ids);
  payload = inlay_drag_payload_new_instances (inlay_workspace_get_key (self->workspace),
                                              ids, fragment);
  return inlay_drag_payload_new_content (payload);
}

static void
drag_begin_cb (GtkDragSource   *source,
               GdkDrag         *drag,
               InlayOutlineRow *self)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr(GdkPaintable) picture = gdk_paintable_get_current_image (paintable);

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static InlayDrop *
resolve (InlayOutlineRow   *self,
         const GValue      *value,
         double             y,
         InlayOutlinePlace *place)
{
  *place = inlay_outline_drop_pick (self->workspace, self->node, y,
                                    gtk_widget_get_height (GTK_WIDGET (self)));
  return inlay_outline_drop_resolve (self->workspace, self->node, *place, g_value_get_boxed (value));
}

static GdkDragAction
motion_cb (InlayOutlineRow *self,
           double           x,
           double           y)
{
  static const char * const marks[] = {
    [INLAY_OUTLINE_BEFORE] = "drop-before",
    [INLAY_OUTLINE_AFTER] = "drop-after",
    [INLAY_OUTLINE_INTO] = "drop-into",
  };
  const GValue *value = gtk_drop_target_get_value (self->drop_target);
  g_autoptr(InlayDrop) drop = NULL;
  InlayOutlinePlace place;

  if (value == NULL || self->node == NULL)
    return 0;

  drop = resolve (self, value, y, &place);
  if (drop == NULL)
    {
      set_mark (self, NULL);
      return 0;
    }

  /* A refusal is told on release, so the drag stays ours. */
  set_mark (self, inlay_drop_is_allowed (drop) ? marks[place] : "drop-refused");
  return inlay_place_is_ours (self->workspace, g_value_get_boxed (value)) ? GDK_ACTION_MOVE
                                                                          : GDK_ACTION_COPY;
}

static void
leave_cb (InlayOutlineRow *self)
{
  set_mark (self, NULL);
}

static gboolean
drop_cb (InlayOutlineRow *self,
         const GValue    *value,
         double           x,
         double           y)
{
  g_autoptr(InlayDrop) drop = NULL;
  InlayOutlinePlace place;

  set_mark (self, NULL);
  drop = self->node ? resolve (self, value, y, &place) : NULL;

  return drop != NULL && inlay_place_apply (self->workspace, drop, g_value_get_boxed (value));
}

static gboolean
dwell_cb (gpointer user_data)
{
  InlayOutlineRow *self = user_data;

  self->dwell_source = 0;
  gtk_widget_activate_action (GTK_WIDGET (self), "page.show", "s", inlay_node_get_id (self->node));

  return G_SOURCE_REMOVE;
}

static void
dwell_leave_cb (InlayOutlineRow *self)
{
  g_clear_handle_id (&self->dwell_source, g_source_remove);
}

/* Rows that are closed open by themselves. */
static void
dwell_enter_cb (InlayOutlineRow *self)
{
  dwell_leave_cb (self);
  if (self->node != NULL && inlay_node_get_kind (self->node) == INLAY_NODE_PAGE)
    self->dwell_source = g_timeout_add (DWELL, dwell_cb, self);
}

static void
stop_renaming (InlayOutlineRow *self)
{
  GtkWidget *list = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_LIST_VIEW);

  gtk_stack_set_visible_child_name (self->stack, "label");
  if (list != NULL)
    gtk_widget_grab_focus (list);
}

static void
entry_activate_cb (InlayOutlineRow *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self->workspace);
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  const char *id = inlay_node_get_id (self->node);
  InlayTransaction *transaction;
  GError *error = NULL;

  g_strstrip (text);
  if (inlay_node_get_kind (self->node) == INLAY_NODE_PAGE)
    transaction = inlay_edit_set_page (composition, id, text, NULL, &error);
  else
    transaction = inlay_edit_rename (composition, id, text, &error);

  stop_renaming (self);
  inlay_workspace_apply (self->workspace, transaction, error);
}

static void
entry_leave_cb (InlayOutlineRow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "label");
}

static gboolean
entry_key_cb (InlayOutlineRow *self,
              guint            keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  stop_renaming (self);
  return GDK_EVENT_STOP;
}

static void
inlay_outline_row_add_drop_target (InlayOutlineRow *self)
{
  GtkEventController *dwell;

  self->drop_target = gtk_drop_target_new (INLAY_TYPE_DRAG_PAYLOAD,
                                           GDK_ACTION_COPY | GDK_ACTION_MOVE);
  gtk_drop_target_set_preload (self->drop_target, TRUE);
  g_signal_connect_swapped (self->drop_target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (self->drop_target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (self->drop_target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (self->drop_target));

  dwell = gtk_drop_controller_motion_new ();
  g_signal_connect_swapped (dwell, "enter", G_CALLBACK (dwell_enter_cb), self);
  g_signal_connect_swapped (dwell, "leave", G_CALLBACK (dwell_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), dwell);
}

static void
inlay_outline_row_dispose (GObject *object)
{
  InlayOutlineRow *self = INLAY_OUTLINE_ROW (object);

  inlay_outline_row_set_node (self, NULL);
  g_clear_object (&self->signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), INLAY_TYPE_OUTLINE_ROW);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (inlay_outline_row_parent_class)->dispose (object);
}

static void
inlay_outline_row_class_init (InlayOutlineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inlay_outline_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/dev/inlay/Inlay/ui/inlay-outline-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, content);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, drag_source);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, icon);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, stack);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, label);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, entry);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, InlayOutlineRow, lock_icon);
  gtk_widget_class_bind_template_callback (widget_class, prepare_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_begin_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_key_cb);
}

static void
inlay_outline_row_init (InlayOutlineRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  inlay_drag_watch (self->drag_source);
  inlay_outline_row_add_drop_target (self);

  self->signals = g_signal_group_new (INLAY_TYPE_NODE);
  g_signal_group_connect_swapped (self->signals, "notify::name", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->signals, "notify::locked", G_CALLBACK (update), self);
}

GtkWidget *
inlay_outline_row_new (InlayWorkspace *workspace)
{
  InlayOutlineRow *self = g_object_new (INLAY_TYPE_OUTLINE_ROW, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (inlay_workspace_get_problems (workspace), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

InlayNode *
inlay_outline_row_get_node (InlayOutlineRow *self)
{
  g_return_val_if_fail (INLAY_IS_OUTLINE_ROW (self), NULL);

  return self->node;
}

void
inlay_outline_row_set_node (InlayOutlineRow *self,
                            InlayNode       *node)
{
  g_autofree char *name = NULL;

  g_return_if_fail (INLAY_IS_OUTLINE_ROW (self));

  if (!g_set_object (&self->node, node))
    return;

  g_signal_group_set_target (self->signals, node);
  set_mark (self, NULL);
  dwell_leave_cb (self);
  if (node == NULL)
    return;

  name = make_name (node);
  gtk_widget_set_name (GTK_WIDGET (self), name);
  gtk_image_set_from_icon_name (self->icon, icons[inlay_node_get_kind (node)]);
  gtk_stack_set_visible_child_name (self->stack, "label");
  update (self);
}

gboolean
inlay_outline_row_rename (InlayOutlineRow *self)
{
  InlayNodeKind kind;

  g_return_val_if_fail (INLAY_IS_OUTLINE_ROW (self), FALSE);

  if (self->node == NULL)
    return FALSE;

  kind = inlay_node_get_kind (self->node);
  if (kind != INLAY_NODE_PAGE && kind != INLAY_NODE_INSTANCE)
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_label_get_text (self->label));
  gtk_stack_set_visible_child_name (self->stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));

  return TRUE;
}
