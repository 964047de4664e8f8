/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "conformance.h"

#include <string.h>

/* Stands for U+0000 in the cases as read: json-glib's strings end there. */
#define NUL_MARK "\xef\xa3\xbf"

static gboolean
is_surrogate_escape (const char *text,
                     const char *seconds)
{
  return text[0] == '\\' && text[1] == 'u' && (text[2] == 'd' || text[2] == 'D') &&
         text[3] != '\0' && strchr (seconds, text[3]) != NULL;
}

/* Strings of the web have no lone surrogates: U+FFFD takes their place. */
static char *
prepare (const char *text)
{
  GString *prepared = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize take = *text == '\\' && text[1] != '\0' && text[1] != 'u' ? 2 : 1;

      if (g_str_has_prefix (text, "\\u0000"))
        {
          g_string_append (prepared, NUL_MARK);
          text += 6;
          continue;
        }
      if (is_surrogate_escape (text, "89abAB") && is_surrogate_escape (text + 6, "cdefCDEF"))
        take = 12;
      else if (is_surrogate_escape (text, "89abAB") || is_surrogate_escape (text, "cdefCDEF"))
        {
          g_string_append (prepared, "\\ufffd");
          text += 6;
          continue;
        }
      g_string_append_len (prepared, text, (gssize) take);
      text += take;
    }

  return g_string_free (prepared, FALSE);
}

static InlayUrl *
parse (const char     *text,
       const InlayUrl *base)
{
  g_auto (GStrv) parts = g_strsplit (text, NUL_MARK, -1);
  g_autoptr (GString) bytes = g_string_new (parts[0]);

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    {
      g_string_append_c (bytes, '\0');
      g_string_append (bytes, parts[i]);
    }
  return inlay_url_parse_full (bytes->str, (gssize) bytes->len, base, NULL);
}

static char *
with_mark (const char *mark,
           const char *part)
{
  return part != NULL && *part != '\0' ? g_strconcat (mark, part, NULL) : g_strdup ("");
}

/* The part named as the URL class of browsers names it. */
static char *
get_part (const InlayUrl *url,
          const char     *name)
{
  const char *host = inlay_url_get_host (url) != NULL ? inlay_url_get_host (url) : "";
  int port = inlay_url_get_port (url);

  if (strcmp (name, "href") == 0)
    return g_strdup (inlay_url_get_href (url));
  if (strcmp (name, "protocol") == 0)
    return g_strconcat (inlay_url_get_scheme (url), ":", NULL);
  if (strcmp (name, "username") == 0)
    return g_strdup (inlay_url_get_username (url));
  if (strcmp (name, "password") == 0)
    return g_strdup (inlay_url_get_password (url));
  if (strcmp (name, "host") == 0)
    return port >= 0 ? g_strdup_printf ("%s:%d", host, port) : g_strdup (host);
  if (strcmp (name, "hostname") == 0)
    return g_strdup (host);
  if (strcmp (name, "port") == 0)
    return port >= 0 ? g_strdup_printf ("%d", port) : g_strdup ("");
  if (strcmp (name, "pathname") == 0)
    return g_strdup (inlay_url_get_path (url));
  if (strcmp (name, "search") == 0)
    return with_mark ("?", inlay_url_get_query (url));
  if (strcmp (name, "hash") == 0)
    return with_mark ("#", inlay_url_get_fragment (url));
  if (strcmp (name, "origin") == 0)
    return inlay_url_dup_origin (url);
  return NULL;
}

/* One result a case: the first part that differs is the one shown. */
static void
check_parts (Conformance    *report,
             const char     *name,
             JsonObject     *object,
             const InlayUrl *url)
{
  static const char *parts[] = {
    "href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search",
    "hash", "origin",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *expected = conformance_member (object, parts[i]);
      g_autofree char *actual = get_part (url, parts[i]);

      if (expected != NULL && g_strcmp0 (expected, actual) != 0)
        {
          g_autofree char *part = g_strdup_printf ("%s, %s", name, parts[i]);

          conformance_string (report, part, expected, actual);
          return;
        }
    }
  conformance_result (report, TRUE, name, NULL, NULL);
}

static void
run_case (Conformance *report,
          JsonNode    *node)
{
  JsonObject *object = json_node_get_object (node);
  const char *input = conformance_member (object, "input");
  const char *base_text = conformance_member (object, "base");
  g_autofree char *name = g_strdup_printf ("%s (base %s)", input, base_text);
  g_autoptr (InlayUrl) base = base_text != NULL ? parse (base_text, NULL) : NULL;
  g_autoptr (InlayUrl) url = NULL;

  if (base_text == NULL || base != NULL)
    url = parse (input, base);
  if (json_object_get_boolean_member_with_default (object, "failure", FALSE))
    conformance_string (report, name, NULL, url != NULL ? inlay_url_get_href (url) : NULL);
  else if (url == NULL)
    conformance_string (report, name, conformance_member (object, "href"), NULL);
  else
    check_parts (report, name, object, url);
}

static void
run_file (Conformance *report,
          const char  *folder,
          const char  *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = NULL;
  g_autofree char *prepared = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *cases;

  if (g_file_get_contents (path, &text, NULL, &error))
    {
      prepared = prepare (text);
      root = json_from_string (prepared, &error);
    }
  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    {
      conformance_result (report, FALSE, path, "an array", error != NULL ? error->message : NULL);
      return;
    }

  cases = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (cases, i)))
      run_case (report, json_array_get_element (cases, i));
}

void
suite_url (Conformance *report,
           const char  *folder)
{
  g_autoptr (GPtrArray) files = conformance_list_files (folder);

  for (guint i = 0; i < files->len; i++)
    run_file (report, folder, g_ptr_array_index (files, i));
}
