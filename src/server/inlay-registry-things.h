/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry.h"

G_BEGIN_DECLS

/* Use cases about modules, compositions and webhooks. */
JsonNode *inlay_registry_mark_version        (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_yank                (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_delete_composition  (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_add_webhook         (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_change_webhook      (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_delete_webhook      (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);
JsonNode *inlay_registry_redeliver           (InlayWork   *work,
                                              gpointer     use_case,
                                              GError     **error);

G_END_DECLS
