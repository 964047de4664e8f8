/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* What a request with a key was answered, kept for a day so that its repetition gets the same. */
typedef struct
{
  char     *request;    /* digest of what was asked */
  guint     status;
  JsonNode *answer;
  char     *location;   /* nullable */
} InlayRegistryAnswer;

void                 inlay_registry_answer_free        (InlayRegistryAnswer        *self);
InlayRegistryAnswer *inlay_registry_store_find_answer  (InlayRegistryStore         *self,
                                                        const InlayRegistryWrite   *write,
                                                        const char                 *key,
                                                        GError                    **error);
gboolean             inlay_registry_store_keep_answer  (InlayRegistryStore         *self,
                                                        const InlayRegistryWrite   *write,
                                                        const char                 *key,
                                                        const InlayRegistryAnswer  *answer,
                                                        GError                    **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayRegistryAnswer, inlay_registry_answer_free)

G_END_DECLS
