/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-node.h"

G_BEGIN_DECLS

InlayNode  *inlay_node_new        (InlayNodeKind  kind,
                                   const char    *id,
                                   const char    *slot);
void        inlay_node_set_name   (InlayNode     *self,
                                   const char    *name);
void        inlay_node_set_module (InlayNode     *self,
                                   const char    *module);
void        inlay_node_set_locked (InlayNode     *self,
                                   gboolean       locked);
GListStore *inlay_node_get_store  (InlayNode     *self);

G_END_DECLS
