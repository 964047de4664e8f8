/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-publish-environment.h"
#include "inlay-publish-page.h"
#include "inlay-publish-review.h"
#include "inlay-publish-step.h"

G_BEGIN_DECLS

/* Between the files of the publish page. */
struct _InlayPublishPage
{
  GtkWidget parent_instance;

  InlayWorkspace *workspace;
  GSettings *settings;
  InlayPublishOutbox *outbox;
  InlayPublishRegistry *registry;
  InlayPublishReview *review;     /* NULL until the page is shown */
  InlayComposition *reviewed;     /* what @review is of */
  GPtrArray *addresses;           /* of char *: one a row of the combo */
  GPtrArray *cards;               /* of InlayPublishEnvironment */
  GCancellable *working;          /* of what runs, else NULL */
  GError *error;                  /* of what ran last */
  char *retry;                    /* detailed action that tries again, else NULL */
  char *published;                /* what to say after a publication */
  char *journal_shown;            /* to fill the journal only when it changed */
  char *changes_shown;
  guint layout_source;
  guint reveal_source;
  gboolean wide;
  gboolean narrow;
  gboolean version_edited;
  gboolean setting_version;
  gboolean filling_targets;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkRevealer *banner;
  GtkLabel *banner_title;
  GtkLabel *banner_text;
  GtkWidget *banner_buttons;
  GtkWidget *banner_retry;
  GtkWidget *banner_sign_in;
  GtkWidget *banner_refresh;
  GtkBox *columns;
  GtkWidget *review_column;
  GtkWidget *release_column;
  InlayPublishStep *checks_step;
  GtkListBox *checks_list;
  InlayPublishStep *changes_step;
  GtkListBox *changes_list;
  InlayPublishStep *target_step;
  AdwComboRow *target_row;
  AdwEntryRow *version_row;
  AdwEntryRow *notes_row;
  InlayPublishStep *publish_step;
  GtkLabel *status_label;
  GtkWidget *publish_button;
  GtkWidget *waiting_box;
  GtkWidget *waiting_buttons;
  GtkLabel *waiting_label;
  InlayPublishStep *release_step;
  GtkBox *cards_box;
  GtkWidget *canary_row;
  GtkScale *canary_scale;
  GtkButton *canary_button;
  GtkWidget *rollback_row;
  GtkListBox *journal_list;
  GtkWidget *journal_group;
  GtkRevealer *work_bar;
  GtkLabel *work_label;
  GtkProgressBar *work_progress;
};

/* What is shown, each from what is known. */
void     inlay_publish_page_show_checks   (InlayPublishPage   *self);
void     inlay_publish_page_show_changes  (InlayPublishPage   *self);
void     inlay_publish_page_show_release  (InlayPublishPage   *self);
void     inlay_publish_page_show_journal  (InlayPublishPage   *self);
void     inlay_publish_page_show_banner   (InlayPublishPage   *self);
void     inlay_publish_page_update        (InlayPublishPage   *self);

void     inlay_publish_page_install_actions (GtkWidgetClass   *klass);
void     inlay_publish_page_update_actions  (InlayPublishPage *self);

gboolean inlay_publish_page_has_errors    (InlayPublishPage   *self);
void     inlay_publish_page_clear_list    (GtkListBox         *list);
void     inlay_publish_page_log           (InlayPublishPage   *self,
                                           const char         *what,
                                           const char         *text);

G_END_DECLS
