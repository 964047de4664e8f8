/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/**
 * InlayPublishChangeKind:
 * @INLAY_PUBLISH_ADDED: visitors do not have it yet
 * @INLAY_PUBLISH_CHANGED: visitors have another
 * @INLAY_PUBLISH_REMOVED: visitors lose it
 */
typedef enum
{
  INLAY_PUBLISH_ADDED,
  INLAY_PUBLISH_CHANGED,
  INLAY_PUBLISH_REMOVED,
} InlayPublishChangeKind;

/* One line of what a publication changes, for people. */
typedef struct
{
  InlayPublishChangeKind  kind;
  char                   *instance; /* nullable: where to look, while it is in the document */
  char                   *title;
  char                   *detail;   /* nullable */
} InlayPublishChange;

void       inlay_publish_change_free  (InlayPublishChange *self);
/* What comes between the data of two pages, see inlay_page_data_release(). @modules: id ->
 * InlayModule, for names. (element-type InlayPublishChange): by kind, each in document order. */
GPtrArray *inlay_publish_changes_list (JsonNode           *before,
                                       JsonNode           *after,
                                       GHashTable         *modules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayPublishChange, inlay_publish_change_free)

G_END_DECLS
