/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

/* Starts to show an environment to some of the visitors, or raises the share of the canary that runs. */
static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  InlayDeed deed = *order->deed;
  g_autoptr(JsonNode) state = NULL;
  g_autoptr(JsonNode) percentage = inlay_order_value (order, "percentage");
  g_autoptr(JsonNode) body = NULL;

  if (percentage != NULL && json_node_get_int (percentage) > 100)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--percentage takes 0 to 100"));
      return FALSE;
    }
  if (!inlay_order_bind (order, error) || !(state = inlay_order_get (order, "~", error)))
    return FALSE;
  if (g_strcmp0 (inlay_json_get_string (state, "canary"), order->operands[0]) == 0)
    deed.path = "~/canary/increase";
  order->deed = &deed;
  if (percentage == NULL)
    percentage = inlay_json_new_int (INLAY_CANARY_DEFAULT_PERCENTAGE);
  body = inlay_json_new_object ("targetEnvironment", deed.path != inlay_deeds_canary->path
                                                     ? NULL : inlay_json_new_string (order->operands[0]),
                                "percentage", json_node_ref (percentage), NULL);
  return inlay_order_finish (order, body, error);
}

const InlayDeed inlay_deeds_canary[] = {
  { .operands = "ENVIRONMENT", .method = "POST", .path = "~/canary/start", .also = "--percentage", .bind = INLAY_BIND_STATE, .keyed = TRUE,
    .run = run, .summary = N_("Show an environment to some of the visitors, or to more of them") },
  { NULL }
};
