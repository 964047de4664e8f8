/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-release-private.h"

#include <string.h>

#include "importmap/inlay-url.h"

/* The origin of an absolute http(s) address, or NULL. What could end a CSP source or directive
 * never gets into one. */
static char *
dup_origin (const char *address)
{
  g_autoptr(InlayUrl) url = inlay_url_parse (address, NULL, NULL);
  g_autofree char *origin = NULL;

  if (url == NULL ||
      (g_strcmp0 (inlay_url_get_scheme (url), "https") != 0 &&
       g_strcmp0 (inlay_url_get_scheme (url), "http") != 0))
    return NULL;

  origin = inlay_url_dup_origin (url);
  if (strspn (origin, "abcdefghijklmnopqrstuvwxyz0123456789.-_:/[]") != strlen (origin))
    return NULL;
  return g_steal_pointer (&origin);
}

static void
collect_origins (JsonNode   *addresses,
                 GHashTable *origins)
{
  JsonObjectIter iter;
  JsonNode *address;

  if (addresses == NULL)
    return;

  json_object_iter_init (&iter, json_node_get_object (addresses));
  while (json_object_iter_next (&iter, NULL, &address))
    {
      char *origin = JSON_NODE_HOLDS_NULL (address) ? NULL
                                                    : dup_origin (json_node_get_string (address));

      if (origin != NULL)
        g_hash_table_add (origins, origin);
    }
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* " https://esm.sh https://…", sorted. */
static char *
list_origins (JsonNode *import_map)
{
  g_autoptr(GHashTable) origins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new ();
  JsonNode *scopes = inlay_json_get_member (import_map, "scopes");
  GString *list = g_string_new (NULL);
  GHashTableIter iter;
  gpointer origin;

  collect_origins (inlay_json_get_member (import_map, "imports"), origins);
  if (scopes != NULL)
    {
      JsonObjectIter members;
      JsonNode *scope;

      json_object_iter_init (&members, json_node_get_object (scopes));
      while (json_object_iter_next (&members, NULL, &scope))
        collect_origins (scope, origins);
    }

  g_hash_table_iter_init (&iter, origins);
  while (g_hash_table_iter_next (&iter, &origin, NULL))
    g_ptr_array_add (sorted, origin);
  g_ptr_array_sort (sorted, compare_strings);
  for (guint i = 0; i < sorted->len; i++)
    g_string_append_printf (list, " %s", (const char *) g_ptr_array_index (sorted, i));
  return g_string_free (list, FALSE);
}

static char *
hash_source (const char *text)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;
  g_autofree char *base64 = NULL;

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, digest, &size);
  base64 = g_base64_encode (digest, size);
  return g_strdup_printf ("'sha256-%s'", base64);
}

/* The policy of a page: its own scripts, the one inline import map by its hash, and the origins
 * that the map names. Styles are free, because modules style their own shadow roots. */
char *
inlay_csp_new (JsonNode   *import_map,
               const char *map_text)
{
  g_autofree char *hash = hash_source (map_text);
  g_autofree char *origins = list_origins (import_map);

  return g_strdup_printf ("default-src 'none'; script-src 'self' %s%s; connect-src 'self'%s; "
                          "style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; "
                          "font-src 'self' https:; base-uri 'none'; form-action 'self'",
                          hash, origins, origins);
}
