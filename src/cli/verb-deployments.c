/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_deployments[] = {
  { .name = "list", .method = "GET", .path = "~/deployments?environment=--env&limit=--limit",
    .columns = "id status environment_name version deployed_by started_at deployment_notes", .summary = N_("The history, newest first") },
  { .name = "show", .operands = "ID", .method = "GET", .path = "~/deployments/{1}", .summary = N_("One, also one that waits for a second person") },
  { NULL }
};
