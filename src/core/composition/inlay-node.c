/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-node-private.h"

#include "inlay-compat.h"

struct _InlayNode
{
  GObject parent_instance;

  InlayNodeKind kind;
  char *id;
  char *slot;
  char *name;
  char *module;
  gboolean locked;
  GListStore *children;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_ID,
  PROP_SLOT,
  PROP_NAME,
  PROP_MODULE,
  PROP_LOCKED,
  PROP_CHILDREN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (InlayNode, inlay_node, G_TYPE_OBJECT)

static void
inlay_node_finalize (GObject *object)
{
  InlayNode *self = INLAY_NODE (object);

  g_object_unref (self->children);
  g_free (self->id);
  g_free (self->slot);
  g_free (self->name);
  g_free (self->module);

  G_OBJECT_CLASS (inlay_node_parent_class)->finalize (object);
}

static void
inlay_node_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  InlayNode *self = INLAY_NODE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (int) inlay_node_get_kind (self));
      break;

    case PROP_ID:
      g_value_set_string (value, inlay_node_get_id (self));
      break;

    case PROP_SLOT:
      g_value_set_string (value, inlay_node_get_slot (self));
      break;

    case PROP_NAME:
      g_value_set_string (value, inlay_node_get_name (self));
      break;

    case PROP_MODULE:
      g_value_set_string (value, inlay_node_get_module (self));
      break;

    case PROP_LOCKED:
      g_value_set_boolean (value, inlay_node_get_locked (self));
      break;

    case PROP_CHILDREN:
      g_value_set_object (value, inlay_node_get_children (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_node_class_init (InlayNodeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = inlay_node_finalize;
  object_class->get_property = inlay_node_get_property;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, INLAY_TYPE_NODE_KIND, INLAY_NODE_PAGE, flags);
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_SLOT] = g_param_spec_string ("slot", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_MODULE] = g_param_spec_string ("module", NULL, NULL, NULL, flags);
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_CHILDREN] =
    g_param_spec_object ("children", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inlay_node_init (InlayNode *self)
{
  self->children = g_list_store_new (INLAY_TYPE_NODE);
}

GType
inlay_node_kind_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      static const GEnumValue values[] = {
        { INLAY_NODE_PAGE, "INLAY_NODE_PAGE", "page" },
        { INLAY_NODE_REGION, "INLAY_NODE_REGION", "region" },
        { INLAY_NODE_INSTANCE, "INLAY_NODE_INSTANCE", "instance" },
        { INLAY_NODE_SLOT, "INLAY_NODE_SLOT", "slot" },
        { 0, NULL, NULL }
      };

      g_once_init_leave (&type, g_enum_register_static ("InlayNodeKind", values));
    }

  return type;
}

InlayNode *
inlay_node_new (InlayNodeKind  kind,
                const char    *id,
                const char    *slot)
{
  InlayNode *self = g_object_new (INLAY_TYPE_NODE, NULL);

  self->kind = kind;
  self->id = g_strdup (id);
  self->slot = g_strdup (slot);
  return self;
}

/**
 * inlay_node_get_kind:
 *
 * Returns: what the node stands for: a page, a region, an instance or a slot
 */
InlayNodeKind
inlay_node_get_kind (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), INLAY_NODE_PAGE);

  return self->kind;
}

/**
 * inlay_node_get_id:
 * @self: a node
 *
 * Returns: the id of the page, region or instance; for a slot, that of the instance that has it
 */
const char *
inlay_node_get_id (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), NULL);

  return self->id;
}

/**
 * inlay_node_get_slot:
 * @self: a node
 *
 * Returns: (nullable): the name of the slot, when it is one
 */
const char *
inlay_node_get_slot (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), NULL);

  return self->slot;
}

/**
 * inlay_node_get_name:
 * @self: a node
 *
 * Returns: what people call it
 */
const char *
inlay_node_get_name (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), NULL);

  return self->name;
}

/**
 * inlay_node_get_module:
 * @self: a node
 *
 * Returns: (nullable): the id of the module of an instance
 */
const char *
inlay_node_get_module (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), NULL);

  return self->module;
}

/**
 * inlay_node_get_locked:
 *
 * Returns: %TRUE when the instance refuses to be moved, changed or removed
 */
gboolean
inlay_node_get_locked (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), FALSE);

  return self->locked;
}

/**
 * inlay_node_get_children:
 * @self: a node
 *
 * Returns: (transfer none): the list of what stands in it, the same object for life
 */
GListModel *
inlay_node_get_children (InlayNode *self)
{
  g_return_val_if_fail (INLAY_IS_NODE (self), NULL);

  return G_LIST_MODEL (self->children);
}

GListStore *
inlay_node_get_store (InlayNode *self)
{
  return self->children;
}

void
inlay_node_set_name (InlayNode  *self,
                     const char *name)
{
  if (inlay_set_str (&self->name, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
inlay_node_set_module (InlayNode  *self,
                       const char *module)
{
  if (inlay_set_str (&self->module, module))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODULE]);
}

void
inlay_node_set_locked (InlayNode *self,
                       gboolean   locked)
{
  if (self->locked == locked)
    return;

  self->locked = locked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCKED]);
}
