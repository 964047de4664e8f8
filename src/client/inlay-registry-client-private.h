/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <libsoup/soup.h>

#include "inlay-registry-client.h"

G_BEGIN_DECLS

/* For what is not one question and one answer. */
SoupMessage *inlay_client_new_message (InlayClient  *self,
                                       const char   *method,
                                       const char   *path,
                                       const char   *accept,
                                       GError      **error);
SoupSession *inlay_client_get_session (InlayClient  *self);

G_END_DECLS
