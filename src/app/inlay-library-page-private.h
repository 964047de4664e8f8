/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-library-page.h"

G_BEGIN_DECLS

/* Between the page and its actions. */
GActionGroup *inlay_library_page_create_actions (InlayLibraryPage *self);
InlayLibrary *inlay_library_page_get_library    (InlayLibraryPage *self);
/* The document made last from the composition called @id; (nullable). */
const char   *inlay_library_page_find       (InlayLibraryPage *self,
                                             const char       *id);
GSettings    *inlay_library_page_get_settings   (InlayLibraryPage *self);
const char   *inlay_library_page_get_name       (InlayLibraryPage *self,
                                                 const char       *key);
void          inlay_library_page_open           (InlayLibraryPage *self,
                                                 const char       *key);
void          inlay_library_page_toast          (InlayLibraryPage *self,
                                                 const char       *text,
                                                 const char       *label,
                                                 const char       *action,
                                                 const char       *target);

G_END_DECLS
