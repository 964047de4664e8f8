/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Dialogs that newer GTK and libadwaita replace, called from here only: raising the floor changes
 * this file. Every callback runs at most once, never for a dialog that was cancelled, and not after
 * @owner is gone. */

typedef void (*InlayFileFunc)    (GObject    *owner,
                                  GFile      *file,
                                  gpointer    user_data);
typedef void (*InlayFilesFunc)   (GObject    *owner,
                                  GListModel *files,
                                  gpointer    user_data);
typedef void (*InlayTextFunc)    (GObject    *owner,
                                  const char *text,
                                  gpointer    user_data);
typedef void (*InlayConfirmFunc) (GObject    *owner,
                                  gpointer    user_data);

/* @filters: GtkFileFilter list, NULL for any file. @data is freed with @destroy in the end. */
void inlay_app_open_files   (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *title,
                             GListModel       *filters,
                             InlayFilesFunc    func,
                             gpointer          data,
                             GDestroyNotify    destroy);
void inlay_app_open_file    (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *title,
                             GListModel       *filters,
                             InlayFileFunc     func,
                             gpointer          data,
                             GDestroyNotify    destroy);
void inlay_app_save_file    (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *title,
                             const char       *name,
                             InlayFileFunc     func,
                             gpointer          data,
                             GDestroyNotify    destroy);
void inlay_app_show_message (GtkWidget        *parent,
                             const char       *heading,
                             const char       *body);
void inlay_app_confirm      (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *heading,
                             const char       *body,
                             const char       *accept,
                             gboolean          destructive,
                             InlayConfirmFunc  func,
                             gpointer          data,
                             GDestroyNotify    destroy);
void inlay_app_ask_text     (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *heading,
                             const char       *label,
                             const char       *text,
                             const char       *accept,
                             InlayTextFunc     func,
                             gpointer          data,
                             GDestroyNotify    destroy);
/* As above, not shown while it is typed. */
void inlay_app_ask_secret   (GtkWidget        *parent,
                             GObject          *owner,
                             const char       *heading,
                             const char       *label,
                             const char       *accept,
                             InlayTextFunc     func,
                             gpointer          data,
                             GDestroyNotify    destroy);
void inlay_app_show_about   (GtkWindow        *parent);
/* GTK 4.8 leaves template children in place that no field is bound to. */
void inlay_app_unparent_children (GtkWidget       *widget);
/* A row of a list that shows texts as they are, not as markup; @subtitle: (nullable). */
GtkWidget *inlay_app_create_row         (const char       *title,
                                         const char       *subtitle);
/* How much larger than normal the user reads text. WebKit takes it for a zoom of the page. */
double inlay_app_get_text_scale (GtkWidget        *widget);
/* The address in the user's browser; what goes wrong is told in a dialog. */
void inlay_app_show_uri     (GtkWidget        *parent,
                             const char       *uri);

G_END_DECLS
