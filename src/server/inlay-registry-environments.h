/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry.h"

G_BEGIN_DECLS

/* Use cases about environments: what there is, previews and their links, what is due. */
JsonNode *inlay_registry_add_environment     (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_change_environment  (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_delete_environment  (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_cancel_schedule     (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
/* Queued every so often: switches that are due, environments whose time is over. */
JsonNode *inlay_registry_tidy                (InlayWork   *work,
                                              gpointer     now,
                                              GError     **error);

/* The signature of a preview's link, good until @until (seconds since 1970). */
char     *inlay_preview_sign                 (const char  *secret,
                                              const char  *app,
                                              const char  *environment,
                                              gint64       until);
gboolean  inlay_preview_check                (const char  *secret,
                                              const char  *app,
                                              const char  *environment,
                                              const char  *until,
                                              const char  *signature,
                                              gint64       now);
#define INLAY_PREVIEW_SECRET "preview"

G_END_DECLS
