/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#define PAGE 1000

static JsonNode *
get_page (InlayOrder  *order,
          gint64       since,
          GError     **error)
{
  g_autofree char *base = NULL;
  g_autofree char *path = NULL;

  if (!inlay_order_connect (order, error))
    return NULL;
  base = inlay_order_path (order, "~/audit");
  path = g_strdup_printf ("%s?since=%" G_GINT64_FORMAT "&limit=%d", base, since, PAGE);
  return inlay_client_call (order->client, "GET", path, NULL, NULL, error);
}

/* All there is, page by page; each goes through @take. */
static gboolean
read_all (InlayOrder  *order,
          gint64       since,
          gboolean   (*take) (JsonNode *page, gpointer data, GError **error),
          gpointer     data,
          GError     **error)
{
  gint64 last = since;

  for (gboolean more = TRUE; more;)
    {
      g_autoptr(JsonNode) page = get_page (order, since, error);
      guint length = page != NULL && JSON_NODE_HOLDS_ARRAY (page) ? json_array_get_length (json_node_get_array (page)) : 0;

      if (page == NULL || !take (page, data, error))
        return FALSE;
      if (length > 0)
        last = inlay_json_get_int (json_array_get_element (json_node_get_array (page), length - 1), "generation", 0);
      more = length == PAGE && last > since;
      since = last;
    }
  return TRUE;
}

static gboolean
collect (JsonNode  *page,
         gpointer   all,
         GError   **error)
{
  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (page) && i < json_array_get_length (json_node_get_array (page)); i++)
    json_array_add_element (all, json_node_ref (json_array_get_element (json_node_get_array (page), i)));
  return TRUE;
}

static gboolean
list (InlayOrder  *order,
      GError     **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) all = inlay_json_take_array (array);
  g_autoptr(JsonNode) since = inlay_order_value (order, "since");

  if (!inlay_order_has (order, "all"))
    return inlay_order_finish (order, NULL, error);
  if (!read_all (order, since != NULL ? json_node_get_int (since) : 0, collect, array, error))
    return FALSE;
  inlay_order_show (order, all);
  return TRUE;
}

typedef struct
{
  gint64 generation;
  char *last;
} Chain;

static gboolean
check (JsonNode  *page,
       gpointer   data,
       GError   **error)
{
  Chain *chain = data;

  return inlay_audit_check_rows (page, &chain->generation, &chain->last, error);
}

static gboolean
show_chain (InlayOrder  *order,
            Chain       *chain,
            GError     **error)
{
  const char *wanted = inlay_order_text (order, "last");
  g_autoptr(JsonNode) answer = inlay_json_new_object ("valid", inlay_json_new_boolean (TRUE), "entries", inlay_json_new_int (chain->generation),
                                                      "last", inlay_json_new_string (chain->last), NULL);

  if (wanted != NULL && !g_str_equal (wanted, chain->last))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("the chain ends with %s, not with %s"), chain->last, wanted);
      return FALSE;
    }
  if (order->cli->json)
    inlay_cli_answer (order->cli, answer);
  else
    inlay_cli_print (_("%lld entries, each follows the one before it; the last hash is %s"), (long long) chain->generation, chain->last);
  return TRUE;
}

/* Here, not by the registry: a file that was kept, or all that the registry has. */
static gboolean
verify (InlayOrder  *order,
        GError     **error)
{
  Chain chain = { 0, g_strdup ("") };
  g_autoptr(JsonNode) rows = order->n_operands > 0 ? inlay_cli_read_json (order->operands[0], error) : NULL;
  gboolean done = order->n_operands == 0 ? read_all (order, 0, check, &chain, error)
                  : rows != NULL && inlay_audit_check_rows (rows, &chain.generation, &chain.last, error);

  done = done && show_chain (order, &chain, error);
  g_free (chain.last);
  return done;
}

/* What the registry says of it. */
static gboolean
ask (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) verdict = inlay_order_get (order, order->deed->path, error);

  if (verdict == NULL)
    return FALSE;
  inlay_order_show (order, verdict);
  if (inlay_json_get_boolean (verdict, "valid", FALSE))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s", inlay_json_get_string (verdict, "reason"));
  return FALSE;
}

const InlayDeed inlay_deeds_audit[] = {
  { .name = "list", .method = "GET", .path = "~/audit?since=--since&limit=--limit", .also = "--all", .columns = "generation at actor action detail",
    .run = list, .summary = N_("Who did what, oldest first") },
  { .name = "verify", .operands = "[FILE]", .method = "GET", .path = "~/audit", .also = "--last", .run = verify,
    .summary = N_("Check the chain of hashes here, of a file or of all that the registry has") },
  { .name = "verdict", .method = "GET", .path = "~/audit/verify", .columns = "valid last reason", .run = ask,
    .summary = N_("What the registry itself says of the chain") },
  { NULL }
};
