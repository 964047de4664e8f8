/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-history-item-private.h"

#include "inlay-compat.h"

struct _InlayHistoryItem
{
  GObject parent_instance;

  char *name;
  gboolean applied;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_APPLIED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayHistoryItem, inlay_history_item, G_TYPE_OBJECT)

static void
inlay_history_item_finalize (GObject *object)
{
  InlayHistoryItem *self = INLAY_HISTORY_ITEM (object);

  g_free (self->name);

  G_OBJECT_CLASS (inlay_history_item_parent_class)->finalize (object);
}

static void
inlay_history_item_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  InlayHistoryItem *self = INLAY_HISTORY_ITEM (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, inlay_history_item_get_name (self));
      break;

    case PROP_APPLIED:
      g_value_set_boolean (value, inlay_history_item_get_applied (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_history_item_class_init (InlayHistoryItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = inlay_history_item_finalize;
  object_class->get_property = inlay_history_item_get_property;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_APPLIED] =
    g_param_spec_boolean ("applied", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inlay_history_item_init (InlayHistoryItem *self)
{
}

InlayHistoryItem *
inlay_history_item_new (const char *name,
                        gboolean    applied)
{
  InlayHistoryItem *self = g_object_new (INLAY_TYPE_HISTORY_ITEM, NULL);

  self->name = g_strdup (name);
  self->applied = applied;
  return self;
}

/**
 * inlay_history_item_get_name:
 * @self: a step of the history
 *
 * Returns: what people read: "Move Cart to Sidebar"
 */
const char *
inlay_history_item_get_name (InlayHistoryItem *self)
{
  g_return_val_if_fail (INLAY_IS_HISTORY_ITEM (self), NULL);

  return self->name;
}

/**
 * inlay_history_item_get_applied:
 * @self: a step of the history
 *
 * Returns: whether the document shows it
 */
gboolean
inlay_history_item_get_applied (InlayHistoryItem *self)
{
  g_return_val_if_fail (INLAY_IS_HISTORY_ITEM (self), FALSE);

  return self->applied;
}

void
inlay_history_item_set_name (InlayHistoryItem *self,
                             const char       *name)
{
  if (inlay_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
inlay_history_item_set_applied (InlayHistoryItem *self,
                                gboolean          applied)
{
  if (self->applied == applied)
    return;

  self->applied = applied;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_APPLIED]);
}
