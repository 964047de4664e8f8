/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

static void
print_explanation (InlayOrder *order,
                   JsonNode   *explanation)
{
  JsonNode *decision = inlay_json_get_member (explanation, "decision");
  JsonNode *steps = inlay_json_get_member (explanation, "steps");
  const char *revision = inlay_json_get_string (decision, "revision");

  if (steps != NULL)
    inlay_order_print_rows (order, steps, "step verdict why");
  inlay_cli_print (_("%s, revision %s, at generation %lld"), inlay_json_get_string (decision, "environment"),
                   revision != NULL ? revision : "–", (long long) inlay_json_get_int (explanation, "generation", 0));
}

static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) body = inlay_order_build_body (order, error);
  g_autoptr(JsonNode) override = inlay_order_value (order, "override");

  if (override != NULL)
    json_object_set_member (json_node_get_object (body), "headers",
                            inlay_json_new_object ("Inlay-Override", json_node_ref (override), NULL));
  return inlay_order_finish (order, body, error);
}

const InlayDeed inlay_deeds_explain[] = {
  { .method = "POST", .path = "~/explain", .body = "unit=--user groups=--group at=--at", .also = "--override", .run = run,
    .print = print_explanation, .summary = N_("Tell what a visitor gets and what each step said, now or at a time in the past") },
  { NULL }
};
