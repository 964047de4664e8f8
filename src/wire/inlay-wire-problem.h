/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* Problem details (RFC 9457) with `success` and `error` for clients of the older surface, and the
 * one mapping between INLAY_ERROR and HTTP. */
guint     inlay_wire_error_to_status   (const GError  *error);
GError   *inlay_wire_error_from_reply  (guint          status,
                                        JsonNode      *body);

JsonNode *inlay_wire_problem_new        (guint          status,
                                         const char    *code,
                                         const char    *detail,
                                         const char    *instance);
JsonNode *inlay_wire_problem_from_error (const GError  *error,
                                         const char    *instance);
const char *inlay_wire_status_title    (guint          status);

G_END_DECLS
