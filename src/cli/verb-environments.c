/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

/* The registry knows the path, and the host where the application has one. */
static void
print_made (InlayOrder *order,
            JsonNode   *answer)
{
  const char *link = inlay_json_get_string (answer, "previewUrl");
  const char *base = inlay_client_get_base (order->client);
  g_autofree char *scheme = link != NULL && g_str_has_prefix (link, "//") ? g_strndup (base, (gsize) (strchr (base, ':') - base + 1)) : NULL;

  if (link == NULL)
    inlay_cli_print ("%s", inlay_json_get_string (answer, "name"));
  else
    inlay_cli_print ("%s  %s%s", inlay_json_get_string (answer, "name"), scheme != NULL ? scheme : base, link);
}

static void
print_environment (InlayOrder *order,
                   JsonNode   *answer)
{
  JsonNode *modules = inlay_json_get_member (answer, "modules");

  inlay_order_print_rows (order, answer, "name status kind version revision expires_at frozen? approval?");
  if (modules != NULL)
    inlay_order_print_rows (order, modules, "module_id version health_status critical? esm_url");
}

/* Every change makes a new link; this one changes nothing else. */
static gboolean
make_link (InlayOrder  *order,
           GError     **error)
{
  g_autoptr(JsonNode) environment = NULL;
  g_autoptr(JsonNode) body = NULL;

  if (!inlay_order_bind (order, error) || !(environment = inlay_order_get (order, order->deed->about, error)))
    return FALSE;
  if (g_strcmp0 (inlay_json_get_string (environment, "kind"), "preview") != 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("%s is no preview; only previews have links"), order->operands[0]);
      return FALSE;
    }
  body = inlay_json_new_object ("frozen", inlay_json_new_boolean (inlay_json_get_boolean (environment, "frozen", FALSE)), NULL);
  return inlay_order_finish (order, body, error);
}

#define ABOUT "~/environments/{1}"
#define CHANGE(word, members, function, text) \
  { .name = word, .operands = "NAME", .method = "PATCH", .path = ABOUT, .body = members, .bind = INLAY_BIND_OWN, .about = ABOUT, \
    .print = print_made, .run = function, .summary = text }

const InlayDeed inlay_deeds_environments[] = {
  { .name = "list", .method = "GET", .path = "~/environments", .columns = "name status kind version deployed_at expires_at frozen? approval?",
    .summary = N_("The environments, by name") },
  { .name = "show", .operands = "NAME", .method = "GET", .path = ABOUT, .print = print_environment,
    .summary = N_("One with its modules") },
  { .name = "create", .operands = "NAME", .method = "POST", .path = "~/environments",
    .body = "name=$1 kind=--kind branch=--branch ttl=--ttl frozen=--frozen approval=--approval", .bind = INLAY_BIND_ANY, .keyed = TRUE,
    .print = print_made, .summary = N_("Add a preview with its signed link, a branch or a slot") },
  CHANGE ("change", "ttl=--ttl frozen=--frozen approval=--approval", NULL, N_("Give it time, freeze it, ask for a second person")),
  CHANGE ("freeze", "frozen=true", NULL, N_("Let nothing be deployed there")),
  CHANGE ("thaw", "frozen=false", NULL, N_("Let it be deployed to again")),
  CHANGE ("link", NULL, make_link, N_("Make a new signed link of a preview")),
  { .name = "delete", .operands = "NAME", .method = "DELETE", .path = ABOUT, .bind = INLAY_BIND_OWN, .about = ABOUT,
    .print = print_made, .ask = N_("Take the environment %s away?"), .summary = N_("Take it away") },
  { .name = "map", .operands = "[NAME]", .method = "GET", .path = "~/import-map.json?env=$1",
    .summary = N_("The import map it serves now, or the active one") },
  { .name = "patch", .operands = "NAME FILE", .method = "PATCH", .path = ABOUT "/import-map", .body = "@2", .bind = INLAY_BIND_OWN,
    .about = ABOUT, .columns = "environment revision", .summary = N_("Change addresses in it by a merge patch or a JSON Patch") },
  { NULL }
};
