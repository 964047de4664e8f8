/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

const InlayDeed inlay_deeds_tokens[] = {
  { .name = "list", .method = "GET", .path = "/api/v1/tokens",
    .columns = "id role name app environment module expiresAt revokedAt?", .summary = N_("The tokens that are kept") },
  { .name = "create", .operands = "NAME", .method = "POST", .path = "/api/v1/tokens",
    .body = "name=$1 role=--role|viewer app=--app environment=--env module=--module expiresIn=--days", .columns = "token",
    .summary = N_("Make one for a role, and patterns of --app, --env and --module; it is shown this once") },
  { .name = "revoke", .operands = "ID", .method = "DELETE", .path = "/api/v1/tokens/{1}", .ask = N_("Revoke the token %s?"),
    .summary = N_("Revoke one") },
  { NULL }
};
