/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-transaction.h"

G_BEGIN_DECLS

/* One step of the history as the journal keeps it. */
typedef struct
{
  InlayTransaction *transaction;
  JsonNode         *inverse;
} InlayStep;

void inlay_step_merge (const InlayStep  *first,
                       InlayTransaction *transaction,
                       JsonNode         *inverse,
                       InlayStep        *merged);
void inlay_step_clear (InlayStep        *self);

G_END_DECLS
