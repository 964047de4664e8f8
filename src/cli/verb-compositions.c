/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

/* Bound to what is there; where nothing is, to the application. */
static gboolean
put (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) composition = inlay_cli_read_json (order->operands[0], error);
  const char *id = inlay_json_get_string (composition, "id");
  InlayDeed deed = *order->deed;
  char *operands[] = { (char *) id, NULL };
  InlayOrder found = *order;
  g_autoptr(JsonNode) there = NULL;
  g_autoptr(GError) reason = NULL;
  gboolean done;

  if (composition == NULL)
    return FALSE;
  if (id == NULL)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("%s has no id"), order->operands[0]);
      return FALSE;
    }
  found.deed = &deed;
  found.operands = operands;
  found.n_operands = 1;
  there = inlay_order_get (&found, deed.about, &reason);
  if (g_error_matches (reason, INLAY_ERROR, INLAY_ERROR_NOT_FOUND))
    deed.bind = INLAY_BIND_STATE;
  done = (there != NULL || deed.bind == INLAY_BIND_STATE) && inlay_order_finish (&found, composition, error);
  if (there == NULL && deed.bind != INLAY_BIND_STATE)
    g_propagate_error (error, g_steal_pointer (&reason));
  order->client = found.client;
  return done;
}

static gboolean
resolve (InlayOrder  *order,
         GError     **error)
{
  g_autoptr(JsonNode) body = inlay_order_build_body (order, error);
  g_autoptr(JsonNode) answer = inlay_order_connect (order, error) ? inlay_order_send (order, body, error) : NULL;

  if (answer == NULL)
    return FALSE;
  inlay_cli_answer (order->cli, answer);
  if (inlay_json_get_boolean (answer, "valid", FALSE))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, _("not all versions of %s go together"), order->operands[0]);
  return FALSE;
}

#define ABOUT "~/compositions/{1}"

const InlayDeed inlay_deeds_compositions[] = {
  { .name = "list", .method = "GET", .path = "~/compositions", .columns = "id name", .summary = N_("The compositions that were published") },
  { .name = "show", .operands = "ID", .method = "GET", .path = ABOUT, .summary = N_("One as it is") },
  { .name = "show", .operands = "ID NUMBER", .method = "GET", .path = ABOUT "/history/{2}", .summary = N_("One as it was") },
  { .name = "history", .operands = "ID", .method = "GET", .path = ABOUT "/history",
    .columns = "number createdAt createdBy digest deleted?", .summary = N_("Its revisions, newest first") },
  { .name = "put", .operands = "FILE", .method = "PUT", .path = ABOUT, .bind = INLAY_BIND_OWN, .about = ABOUT, .keyed = TRUE,
    .columns = "id digest", .run = put, .summary = N_("Save one without its modules; publish sends both") },
  { .name = "resolve", .operands = "ID", .method = "POST", .path = "~/resolve", .body = "composition=$1 environment=--env",
    .run = resolve, .summary = N_("What would be chosen, and what is different from --env") },
  { .name = "delete", .operands = "ID", .method = "DELETE", .path = ABOUT, .bind = INLAY_BIND_OWN, .about = ABOUT,
    .ask = N_("Delete the composition %s?"), .summary = N_("Delete one; its history stays") },
  { NULL }
};

const InlayDeed inlay_deeds_revisions[] = {
  { .name = "get", .operands = "DIGEST PART", .method = "GET", .path = "~/revisions/{1}/{2}", .also = "--output", .run = inlay_order_save,
    .summary = N_("A part of one: import-map.json, manifest, csp or index.html") },
  { NULL }
};
