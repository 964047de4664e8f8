/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_rollback[] = {
  { .method = "POST", .path = "~/rollback", .body = "reason=--reason to=--to", .keyed = TRUE,
    .summary = N_("Go back to the last good revision, at once and whatever its health; --to goes further") },
  { NULL }
};
