/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_switch[] = {
  { .operands = "ENVIRONMENT", .method = "POST", .path = "~/switch", .body = "to=$1 at=--at expectActive=--expect-active",
    .bind = INLAY_BIND_ANY, .keyed = TRUE, .summary = N_("Make an environment the active one, now or at a time") },
  { NULL }
};

const InlayDeed inlay_deeds_switches[] = {
  { .name = "list", .method = "GET", .path = "~/switches", .columns = "id status to at createdBy outcome",
    .summary = N_("Switches that wait or waited for their time") },
  { .name = "cancel", .operands = "ID", .method = "DELETE", .path = "~/switches/{1}", .bind = INLAY_BIND_ANY,
    .ask = N_("Take the switch %s back?"), .summary = N_("Take one back that waits") },
  { NULL }
};
