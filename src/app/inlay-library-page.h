/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>
#include <inlay-store.h>

G_BEGIN_DECLS

#define INLAY_TYPE_LIBRARY_PAGE (inlay_library_page_get_type ())

/* All documents of the user, and the ways to get one more. Actions (group "library"): open(s),
 * open-sample, new, new-from-template(s), import, rename(s), duplicate(s), export(s), remove(s),
 * restore(s). Signals: "open" (const char *key), "toast" (AdwToast *). */
G_DECLARE_FINAL_TYPE (InlayLibraryPage, inlay_library_page, INLAY, LIBRARY_PAGE, GtkWidget)

InlayLibraryPage *inlay_library_page_new         (InlayLibrary     *library,
                                                  GSettings        *settings);
GActionGroup     *inlay_library_page_get_actions (InlayLibraryPage *self);
void              inlay_library_page_reload      (InlayLibraryPage *self);
void              inlay_library_page_search      (InlayLibraryPage *self);
void              inlay_library_page_open_menu   (InlayLibraryPage *self);
void              inlay_library_page_import      (InlayLibraryPage *self,
                                                  GFile            *file);

G_END_DECLS
