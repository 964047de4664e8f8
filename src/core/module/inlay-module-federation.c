/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module-foreign-private.h"

#include <string.h>

#include "semver/inlay-version.h"

/* The first script that the exposed module itself is in. */
static const char *
find_script (JsonNode *exposed)
{
  JsonNode *scripts = inlay_json_get_member (inlay_json_get_member (exposed, "assets"), "js");
  JsonArray *files = inlay_json_get_array (scripts, "sync");

  if (files == NULL || json_array_get_length (files) == 0 ||
      json_node_get_value_type (json_array_get_element (files, 0)) != G_TYPE_STRING)
    return NULL;
  return json_array_get_string_element (files, 0);
}

/* Scripts lie below the public path; "auto" means beside the manifest. */
static char *
resolve_script (InlayForeign *self,
                JsonNode     *meta,
                const char   *script)
{
  const char *public_path = inlay_json_get_string (meta, "publicPath");
  g_autofree char *file = NULL;

  if (public_path == NULL || *public_path == '\0' || g_str_equal (public_path, "auto"))
    return inlay_foreign_resolve (self, script);
  file = g_strconcat (public_path, g_str_has_suffix (public_path, "/") ? "" : "/", script, NULL);
  return inlay_foreign_resolve (self, file);
}

static char *
find_version (InlayForeign *self,
              JsonNode     *meta)
{
  const char *told = inlay_json_get_string (inlay_json_get_member (meta, "buildInfo"),
                                            "buildVersion");
  g_autoptr(InlayVersion) version = NULL;

  if (told != NULL)
    version = inlay_version_parse (told, INLAY_SEMVER_DEFAULT, NULL);
  return version != NULL ? g_strdup (told) : inlay_foreign_version (self->address);
}

static gboolean
read_exposed (InlayForeign *self,
              JsonNode     *node,
              const char   *remote,
              JsonNode     *exposed)
{
  JsonNode *meta = inlay_json_get_member (node, "metaData");
  const char *name = inlay_json_get_string (exposed, "name");
  const char *script = find_script (exposed);
  g_autofree char *id = NULL;
  g_autofree char *address = NULL;
  g_autofree char *version = NULL;

  if (name == NULL || *name == '\0' || script == NULL)
    return inlay_foreign_fail (self, "a member of “exposes” has no name or no script");

  id = inlay_foreign_id (remote, name);
  address = resolve_script (self, meta, script);
  version = find_version (self, meta);
  g_ptr_array_add (self->definitions,
                   inlay_json_new_object (
                     "id", inlay_json_new_string (id),
                     "version", inlay_json_new_string (version),
                     "name", inlay_json_new_string (name),
                     "entry", inlay_json_new_string (address),
                     "dependencies",
                     inlay_foreign_ranges (inlay_json_get_member (node, "shared"), "name"),
                     NULL));
  return TRUE;
}

/* mf-manifest.json of Module Federation 2. Only remotes built as ES modules have scripts that the
 * shell can import one by one. */
gboolean
inlay_foreign_read_federation (InlayForeign *self,
                               JsonNode     *node)
{
  JsonNode *meta = inlay_json_get_member (node, "metaData");
  const char *type = inlay_json_get_string (inlay_json_get_member (meta, "remoteEntry"), "type");
  const char *remote = inlay_json_get_string (node, "name");
  JsonArray *exposes = inlay_json_get_array (node, "exposes");

  if (remote == NULL || *remote == '\0')
    return inlay_foreign_fail (self, "the remote has no name");
  if (g_strcmp0 (type, "module") != 0)
    return inlay_foreign_fail (self, "its remote entry is not built as an ES module");
  if (exposes == NULL)
    return inlay_foreign_fail (self, "the remote exposes nothing");

  for (guint i = 0; i < json_array_get_length (exposes); i++)
    if (!read_exposed (self, node, remote, json_array_get_element (exposes, i)))
      return FALSE;
  return TRUE;
}
