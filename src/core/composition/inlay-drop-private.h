/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-drop.h"

G_BEGIN_DECLS

InlayDrop *inlay_drop_new (const InlayContainer *container,
                           guint                 index,
                           JsonNode             *area,
                           const InlayRect      *indicator,
                           const InlayRect      *container_rect,
                           char                 *reason,
                           char                 *summary);

G_END_DECLS
