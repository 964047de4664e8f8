/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-checker.h"
#include "inlay-workspace.h"

G_BEGIN_DECLS

struct _InlayWorkspace
{
  GObject parent_instance;

  InlayLibrary *library;
  char *key;
  InlayDocument *document;

  char *page;
  char **selection;
  InlayCanvasMode mode;
  guint device_width;
  double zoom;
  char *breakpoint;

  GHashTable *statuses;     /* instance id -> Status */
  InlayModuleList *modules;
  InlayChecker *checker;
  GListStore *problems;
  guint check_source;
  char *asking;             /* the instance whose first missing setting is asked for, or NULL */
};

/* What is wrong with the document, and how its instances fare: inlay-workspace-check.c. */
void        inlay_workspace_queue_check     (InlayWorkspace *self);
GHashTable *inlay_workspace_create_statuses (void);
void        inlay_workspace_prune_statuses  (InlayWorkspace *self);

G_END_DECLS
