/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-history-item.h"

G_BEGIN_DECLS

InlayHistoryItem *inlay_history_item_new         (const char       *name,
                                                  gboolean          applied);
void              inlay_history_item_set_name    (InlayHistoryItem *self,
                                                  const char       *name);
void              inlay_history_item_set_applied (InlayHistoryItem *self,
                                                  gboolean          applied);

G_END_DECLS
