/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-request.h"

G_BEGIN_DECLS

/* A use case behind its preconditions (RFC 9110, 13.1) and its Idempotency-Key, judged in the
 * transaction of the use case itself. */
typedef struct _InlayGuard InlayGuard;

/* Takes @data, also when it returns %NULL because the request was refused. */
InlayGuard *inlay_guard_new   (InlayRequest    *request,
                               InlayJobRun      run,
                               gpointer         data,
                               GDestroyNotify   free_data);
void        inlay_guard_free  (InlayGuard      *self);
/* An InlayJobRun. */
JsonNode   *inlay_guard_run   (InlayWork       *work,
                               gpointer         guard,
                               GError         **error);

G_END_DECLS
