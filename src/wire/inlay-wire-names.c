/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-names.h"

#include "inlay-wire-paths.h"

#define MAX_NAME 64
#define MAX_VERSION 128
/* What no address has, and the space. */
#define CONTROLS "\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f \x7f"
#define MAX_URL 2048

static gboolean
is_word (const char *text,
         gsize       length,
         const char *also)
{
  if (length == 0 || !(g_ascii_isalnum (text[0]) || strchr ("_~-", text[0])))
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && (text[i] == '\0' || strchr (also, text[i]) == NULL))
      return FALSE;
  return TRUE;
}

/**
 * inlay_wire_is_version:
 * @text: (nullable): what a request names
 *
 * Returns: whether @text is one exact version by Semantic Versioning 2.0.0, as it is written there
 */
gboolean
inlay_wire_is_version (const char *text)
{
  g_autoptr (InlayVersion) version = NULL;

  if (text == NULL || strlen (text) > MAX_VERSION || !g_ascii_isdigit (*text))
    return FALSE;
  version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);
  return version != NULL && text[strlen (text) - 1] != ' ';
}

/**
 * inlay_wire_is_environment:
 * @text: (nullable): what a request names
 *
 * Environments share their addresses with verbs, so those words are reserved.
 *
 * Returns: whether @text may name an environment
 */
gboolean
inlay_wire_is_environment (const char *text)
{
  static const char * const reserved[] = { "active", "standby", "switch", "rollback", NULL };

  return text != NULL && strlen (text) <= MAX_NAME && g_ascii_isalnum (text[0]) &&
         is_word (text, strlen (text), "_-") && !g_strv_contains (reserved, text);
}

/**
 * inlay_wire_is_composition:
 * @text: (nullable): what a request names
 *
 * Returns: whether @text may name a composition
 */
gboolean
inlay_wire_is_composition (const char *text)
{
  return text != NULL && strlen (text) <= 128 && is_word (text, strlen (text), "._~-") &&
         strcmp (text, "validate") != 0;
}

/**
 * inlay_wire_is_url:
 * @text: (nullable): an address given in a request
 *
 * Where code may be loaded from: http, https or a path from this origin's root. Other schemes
 * (`javascript:`, `data:`, `blob:`) carry code in the address itself and are refused.
 *
 * Returns: whether @text may be the address of a module
 */
gboolean
inlay_wire_is_url (const char *text)
{
  g_autoptr (GUri) uri = NULL;

  if (text == NULL || strlen (text) > MAX_URL)
    return FALSE;

  if (text[strcspn (text, CONTROLS "\"'<>\\`{}")] != '\0')
    return FALSE;
  if (text[0] == '/' && text[1] != '/')
    return TRUE;

  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         g_uri_get_userinfo (uri) == NULL &&
         (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 || g_strcmp0 (g_uri_get_scheme (uri), "http") == 0);
}

/**
 * inlay_wire_path:
 * @base: one of the INLAY_PATH constants
 * @name: what it leads to, as it is
 *
 * Returns: (transfer full): the address, @name percent-encoded but for `@` and `/`
 */
char *
inlay_wire_path (const char *base,
                 const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (name, "@/+", FALSE);

  return g_strconcat (base, "/", escaped, NULL);
}

/**
 * inlay_wire_app_path:
 * @app: (nullable): an application; %NULL for the default one
 * @rest: what follows in the path, with its slash
 *
 * Returns: (transfer full): the path on the full surface
 */
char *
inlay_wire_app_path (const char *app,
                     const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (app != NULL ? app : "default", NULL, FALSE);

  return g_strconcat (INLAY_PATH_APPS "/", escaped, rest, NULL);
}

/**
 * inlay_wire_module_file:
 * @module_id: the module
 * @version: its exact version
 * @file: one of its files
 *
 * Returns: (transfer full): where the registry, the preview and a built site serve @file
 */
char *
inlay_wire_module_file (const char *module_id,
                        const char *version,
                        const char *file)
{
  g_autofree char *path = g_strconcat (module_id, "@", version, "/", file, NULL);

  return inlay_wire_path (INLAY_PATH_MODULE_FILES, path);
}
