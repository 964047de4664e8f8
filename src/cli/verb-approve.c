/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

/* One address each for three judgements. */
#define JUDGE(option, verb, text) \
  { .operands = "ID", .when = option, .method = "POST", .path = "~/deployments/{1}/" verb, .body = "reason=--reason", \
    .bind = INLAY_BIND_ANY, .keyed = TRUE, .columns = "$1 status", .summary = text }

const InlayDeed inlay_deeds_approve[] = {
  { .method = "GET", .path = "~/deployments/proposed", .columns = "id status environment version proposedBy",
    .summary = N_("Deployments that wait or waited for a second person") },
  JUDGE ("reject", "reject", N_("Do not let it happen")),
  JUDGE ("cancel", "cancel", N_("Take it back")),
  JUDGE (NULL, "approve", N_("Let it happen; not by who proposed it")),
  { NULL }
};
