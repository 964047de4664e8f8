/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-node-menu.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *label;    /* NULL: here a section ends */
  const char *action;   /* NULL: the one that renames */
} Item;

static const Item items[] = {
  { N_("Cu_t"), "node.cut" },
  { N_("_Copy"), "node.copy" },
  { N_("_Paste"), "node.paste" },
  { N_("Paste _Settings"), "node.paste-settings" },
  { NULL },
  { N_("Re_name…"), NULL },
  { N_("_Duplicate"), "node.duplicate" },
  { N_("_Locked"), "node.lock" },
  { NULL },
  { N_("Move _Up"), "node.move-up" },
  { N_("Move Do_wn"), "node.move-down" },
  { N_("_Move to…"), "canvas.pick-up" },
  { N_("Select Par_ent"), "node.select-parent" },
  { NULL },
  { N_("_Remove"), "node.remove" },
  { NULL },
};

GMenuModel *
inlay_node_menu_new (const char *rename)
{
  g_autoptr(GMenu) section = g_menu_new ();
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr(GMenuItem) item = NULL;

      if (items[i].label == NULL)
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
          continue;
        }

      item = g_menu_item_new (_(items[i].label), items[i].action ? items[i].action : rename);
      /* Outside the canvas there is nothing to pick up. */
      g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
      g_menu_append_item (section, item);
    }

  return G_MENU_MODEL (menu);
}
