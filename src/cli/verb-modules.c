/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"
#include "inlay-cli-shelf.h"

static GBytes *
lookup_file (InlayModule  *module,
             const char   *file,
             gpointer      files,
             GError      **error)
{
  return g_bytes_ref (g_hash_table_lookup (files, file));
}

static gboolean
register_module (InlayOrder  *order,
                 GError     **error)
{
  g_autoptr(GHashTable) files = NULL;
  g_autoptr(InlayModule) module = inlay_order_bind (order, error) ? inlay_cli_read_module (order->operands[0], &files, error) : NULL;
  g_autoptr(JsonNode) body = module != NULL ? inlay_publish_module_body (module, lookup_file, files, error) : NULL;
  g_autoptr(JsonNode) answer = body != NULL ? inlay_order_send (order, body, error) : NULL;

  if (answer == NULL)
    return FALSE;
  if (order->cli->json)
    inlay_cli_answer (order->cli, answer);
  else
    inlay_cli_print (_("%s %s is registered"), inlay_module_get_id (module), inlay_module_get_version (module));
  return TRUE;
}

/* MODULE@RANGE each; an @ in front is part of the name. */
static JsonNode *
read_requirement (const char  *text,
                  GError     **error)
{
  const char *at = strrchr (text, '@');
  g_autofree char *id = at != NULL && at > text ? g_strndup (text, (gsize) (at - text)) : NULL;

  if (id == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not MODULE@RANGE"), text);
      return NULL;
    }
  return inlay_json_new_object ("moduleId", inlay_json_new_string (id), "version", inlay_json_new_string (at + 1), NULL);
}

static gboolean
check_versions (InlayOrder  *order,
                GError     **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) body = inlay_json_new_object ("modules", inlay_json_take_array (array), NULL);
  g_autoptr(JsonNode) answer = NULL;

  for (guint i = 0; i < order->n_operands; i++)
    {
      JsonNode *requirement = read_requirement (order->operands[i], error);

      if (requirement == NULL)
        return FALSE;
      json_array_add_element (array, requirement);
    }
  if (!inlay_order_connect (order, error) || !(answer = inlay_order_send (order, body, error)))
    return FALSE;
  inlay_cli_answer (order->cli, answer);
  if (inlay_json_get_boolean (answer, "valid", FALSE))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, _("these do not go together"));
  return FALSE;
}

static JsonNode *
version_to_json (InlayPackument *packument,
                 const char     *version)
{
  const char *deprecated = inlay_packument_get_deprecated (packument, version);
  JsonNode *peers = inlay_packument_get_peers (packument, version);

  return inlay_json_new_object ("version", inlay_json_new_string (version),
                                "deprecated", deprecated != NULL ? inlay_json_new_string (deprecated) : NULL,
                                "peerDependencies", peers != NULL ? json_node_ref (peers) : NULL, NULL);
}

/* @wanted chooses one of them, as npm would. */
static gboolean
list_versions (InlayOrder  *order,
               GError     **error)
{
  InlayCli *cli = order->cli;
  const char *package = order->operands[0];
  const char *wanted = inlay_order_operand (order, 2);
  g_autoptr(InlayNpmClient) npm = NULL;
  g_autoptr(InlayPackument) packument = NULL;
  g_autoptr(JsonArray) list = json_array_new ();
  InlayVersion *chosen = NULL;
  GPtrArray *versions;

  if (cli->npm == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("no npm registry is named: use --npm or INLAY_NPM"));
      return FALSE;
    }
  npm = inlay_npm_client_new (cli->npm, error);
  packument = npm != NULL ? inlay_npm_client_fetch (npm, package, NULL, error) : NULL;
  if (packument == NULL ||
      (wanted != NULL && !(chosen = inlay_packument_find (packument, wanted, error))))
    return FALSE;

  versions = inlay_packument_get_versions (packument);
  for (guint i = 0; i < versions->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (versions, i);
      const char *text = inlay_version_to_string (version);
      const char *deprecated = inlay_packument_get_deprecated (packument, text);

      if (chosen != NULL && version != chosen)
        continue;
      if (cli->json)
        json_array_add_element (list, version_to_json (packument, text));
      else if (deprecated != NULL)
        inlay_cli_print ("%s\t%s", text, deprecated);
      else
        inlay_cli_print ("%s", text);
    }
  if (cli->json)
    {
      g_autoptr(JsonNode) answer = inlay_json_take_array (json_array_ref (list));

      inlay_cli_answer (cli, answer);
    }
  return TRUE;
}

#define COLUMNS "moduleId version deprecated"
#define VERSION "~/modules/{1}/versions/{2}"
#define ABOUT "~/modules/{1}"

static void
print_module (InlayOrder *order,
              JsonNode   *module)
{
  JsonNode *versions = inlay_json_get_member (module, "versions");

  inlay_order_print_rows (order, versions != NULL ? versions : module, "version createdAt createdBy deprecated yankedAt?");
}

const InlayDeed inlay_deeds_modules[] = {
  { .name = "list", .method = "GET", .path = "~/modules", .columns = COLUMNS, .summary = N_("The modules a registry has") },
  { .name = "search", .operands = "WORDS", .method = "GET", .path = "~/modules?q=$1", .columns = COLUMNS,
    .summary = N_("Those that have the words in their name or description") },
  { .name = "show", .operands = "MODULE", .method = "GET", .path = ABOUT, .print = print_module, .summary = N_("One with its versions") },
  { .name = "register", .operands = "FILE", .method = "POST", .path = "~/modules", .bind = INLAY_BIND_ANY, .keyed = TRUE,
    .run = register_module, .summary = N_("Publish a version with the files beside its module.json") },
  { .name = "check", .operands = "MODULE@RANGE…", .method = "POST", .path = "~/import-maps/validate", .run = check_versions,
    .summary = N_("Whether versions go together") },
  { .name = "deprecate", .operands = "MODULE VERSION", .method = "PATCH", .path = VERSION, .body = "deprecated=--reason|deprecated",
    .bind = INLAY_BIND_OWN, .about = ABOUT, .summary = N_("Advise against a version, for a --reason") },
  { .name = "undeprecate", .operands = "MODULE VERSION", .method = "PATCH", .path = VERSION, .body = "deprecated=null",
    .bind = INLAY_BIND_OWN, .about = ABOUT, .summary = N_("Take that back") },
  { .name = "yank", .operands = "MODULE VERSION", .method = "DELETE", .path = VERSION, .bind = INLAY_BIND_OWN, .about = ABOUT,
    .ask = N_("Yank this version of %s?"), .summary = N_("Take a version back that no environment holds") },
  { .name = "versions", .operands = "PACKAGE [RANGE]", .method = "GET", .run = list_versions,
    .summary = N_("The versions of a package in --npm, or the one that it would choose") },
  { NULL }
};
