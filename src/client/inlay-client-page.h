/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-client.h"

G_BEGIN_DECLS

/* What the visitors of an environment get: the data of its page, see inlay_page_data_release(). */
void      inlay_client_get_page_async  (InlayClient          *self,
                                        const char           *environment,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
JsonNode *inlay_client_get_page_finish (InlayClient          *self,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
