/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_webhooks[] = {
  { .name = "list", .method = "GET", .path = "~/webhooks", .columns = "id createdBy url events", .summary = N_("Who is told") },
  { .name = "add", .operands = "URL", .method = "POST", .path = "~/webhooks", .body = "url=$1 events=--event",
    .bind = INLAY_BIND_ANY, .columns = "id secret", .summary = N_("Tell somebody; the secret is shown this once") },
  { .name = "change", .operands = "ID", .method = "PATCH", .path = "~/webhooks/{1}", .body = "url=--url events=--event active=--active",
    .bind = INLAY_BIND_ANY, .summary = N_("Tell somebody else, or something else, or nothing") },
  { .name = "remove", .operands = "ID", .method = "DELETE", .path = "~/webhooks/{1}", .bind = INLAY_BIND_ANY,
    .ask = N_("Tell the webhook %s no more?"), .summary = N_("Tell them no more") },
  { .name = "deliveries", .operands = "ID", .method = "GET", .path = "~/webhooks/{1}/deliveries", .columns = "id status event tries error",
    .summary = N_("What they were told lately, and how that went") },
  { .name = "redeliver", .operands = "ID DELIVERY", .method = "POST", .path = "~/webhooks/{1}/deliveries/{2}/redeliver",
    .summary = N_("Tell them again") },
  { NULL }
};
