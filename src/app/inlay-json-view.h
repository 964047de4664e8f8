/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>
#include <inlay-core.h>

G_BEGIN_DECLS

#define INLAY_TYPE_JSON_VIEW (inlay_json_view_get_type ())

/* JSON as text. The last text that can be read wins: "edited" (JsonNode *value) for each, and an
 * error in words for one that cannot. Unread text stays as it is typed; setting the value it already
 * says leaves the text alone. Properties: error (nullable). */
G_DECLARE_FINAL_TYPE (InlayJsonView, inlay_json_view, INLAY, JSON_VIEW, GtkWidget)

GtkWidget  *inlay_json_view_new         (void);
/* @value: NULL for none, which an empty text says, too. */
void        inlay_json_view_set_value   (InlayJsonView *self,
                                         JsonNode      *value);
void        inlay_json_view_set_ghost   (InlayJsonView *self,
                                         const char    *text);
/* As high as there is room, rather than as its text. */
void        inlay_json_view_set_fill    (InlayJsonView *self);
void        inlay_json_view_complain    (InlayJsonView *self,
                                         const char    *text);
const char *inlay_json_view_get_error   (InlayJsonView *self);
GtkWidget  *inlay_json_view_get_view    (InlayJsonView *self);

G_END_DECLS
