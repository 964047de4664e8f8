/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-library.h"
#include "inlay-sqlite.h"

G_BEGIN_DECLS

InlaySql    *inlay_library_get_sqlite     (InlayLibrary      *self);
gint64       inlay_library_get_time       (InlayLibrary      *self);

JsonNode    *inlay_library_parse          (InlayLibrary      *self,
                                           const char        *text,
                                           const char        *what,
                                           GError           **error);
gboolean     inlay_library_touched        (InlayLibrary      *self,
                                           InlayStatement    *statement,
                                           const char        *what,
                                           GError           **error);
gboolean     inlay_library_find_module    (InlayLibrary      *self,
                                           InlayModule       *module,
                                           gboolean          *is_there,
                                           GError           **error);
gboolean     inlay_library_write_snapshot (InlayLibrary      *self,
                                           const char        *key,
                                           guint              number,
                                           InlayComposition  *composition,
                                           GError           **error);

G_END_DECLS
