/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-import-map.h"

#include <string.h>

#include "importmap/inlay-import-map-private.h"
#include "json/inlay-json.h"

/**
 * InlayImportMap:
 *
 * An import map as the HTML Standard has it, normalised. An immutable, reference-counted value
 * that may be shared between threads.
 */

G_DEFINE_BOXED_TYPE (InlayImportMap, inlay_import_map, inlay_import_map_ref, inlay_import_map_unref)

static void
address_unref (gpointer data)
{
  if (data != NULL)
    inlay_url_unref (data);
}

GHashTable *
inlay_import_rules_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, address_unref);
}

/* Bare specifiers are most: seen without asking the parser, which skips blanks and line breaks. */
static gboolean
may_have_scheme (const char *specifier)
{
  while (g_ascii_isalnum (*specifier) || *specifier == '-' || *specifier == '.' || *specifier == '+')
    specifier++;
  return *specifier == ':' || (*specifier != '\0' && (guchar) *specifier <= ' ');
}

/* "Resolve a URL-like module specifier": NULL for bare ones. */
InlayUrl *
inlay_import_map_parse_url_like (const char     *specifier,
                                 const InlayUrl *base)
{
  gboolean relative = g_str_has_prefix (specifier, "/") || g_str_has_prefix (specifier, "./") ||
                      g_str_has_prefix (specifier, "../");

  return relative || may_have_scheme (specifier) ? inlay_url_parse (specifier, relative ? base : NULL, NULL)
                                                 : NULL;
}

/* Cuts @text behind its last slash but the final one. Going from the whole text through these
 * prefixes is the standard's order, most specific key first, without a walk over all keys. */
gboolean
inlay_import_map_shorten (char  *text,
                          gsize *length)
{
  for (gsize i = *length; i > 1; i--)
    if (text[i - 2] == '/')
      {
        *length = i - 1;
        text[*length] = '\0';
        return TRUE;
      }

  return FALSE;
}

/**
 * inlay_import_map_new:
 *
 * HTML Standard, "empty import map".
 *
 * Returns: (transfer full): an empty map
 */
InlayImportMap *
inlay_import_map_new (void)
{
  InlayImportMap *self = g_new0 (InlayImportMap, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->imports = inlay_import_rules_new ();
  self->scopes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_hash_table_unref);
  self->integrity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/* Makes a map ready for finding; its tables do not change from here on. */
void
inlay_import_map_seal (InlayImportMap *self)
{
  GHashTableIter iter;
  gpointer scope;
  gpointer rules;

  if (g_hash_table_size (self->imports) > 0)
    self->import_index = inlay_import_index_new (self->imports, NULL);
  if (g_hash_table_size (self->scopes) == 0)
    return;

  self->scope_index = inlay_import_index_new (self->scopes, (GDestroyNotify) inlay_import_index_free);
  g_hash_table_iter_init (&iter, self->scopes);
  while (g_hash_table_iter_next (&iter, &scope, &rules))
    inlay_import_index_add (self->scope_index, scope, inlay_import_index_new (rules, NULL));
}

InlayImportMap *
inlay_import_map_ref (InlayImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_import_map_unref (InlayImportMap *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->import_index, inlay_import_index_free);
  g_clear_pointer (&self->scope_index, inlay_import_index_free);
  g_hash_table_unref (self->imports);
  g_hash_table_unref (self->scopes);
  g_hash_table_unref (self->integrity);
  g_free (self);
}

static void
set_unresolved (GError     **error,
                const char  *specifier,
                const char  *reason)
{
  g_autofree char *shown = error != NULL ? g_utf8_make_valid (specifier, -1) : NULL;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, "“%s” %s", shown, reason);
}

/* What lies behind a prefix must stay below its address: `../` does not climb out. */
static InlayUrl *
resolve_below (const char     *specifier,
               gsize           prefix,
               const InlayUrl *address,
               GError        **error)
{
  g_autoptr (InlayUrl) url = inlay_url_parse (specifier + prefix, address, NULL);

  if (url == NULL)
    set_unresolved (error, specifier, "is no URL below the address of its prefix");
  else if (!g_str_has_prefix (inlay_url_get_href (url), inlay_url_get_href (address)))
    set_unresolved (error, specifier, "climbs above the address of its prefix");
  else
    return g_steal_pointer (&url);

  return NULL;
}

/* "Resolve an imports match": FALSE when no rule matches; else @url, or @error for one that
 * blocks. */
static gboolean
match_rules (const InlayImportIndex     *rules,
             const InlayImportPrefixes  *specifier,
             const InlayUrl             *as_url,
             InlayUrl                  **url,
             GError                    **error)
{
  gboolean whole_only = as_url != NULL && !inlay_url_is_special (as_url);
  guint last = specifier->n_items - 1;

  for (guint i = last + 1; i > 0; i--)
    {
      const InlayImportPrefix *prefix = &specifier->items[i - 1];
      gpointer address;

      if (!inlay_import_index_find (rules, specifier->text, prefix, &address))
        {
          if (whole_only)
            return FALSE;
          continue;
        }
      if (address == NULL)
        set_unresolved (error, specifier->text, "is blocked by the import map");
      else if (i - 1 == last)
        *url = inlay_url_ref (address);
      else
        *url = resolve_below (specifier->text, prefix->length, address, error);
      return TRUE;
    }

  return FALSE;
}

static gboolean
match_scopes (const InlayImportMap       *self,
              const InlayImportPrefixes  *specifier,
              const InlayUrl             *as_url,
              const InlayUrl             *importer,
              InlayUrl                  **url,
              GError                    **error)
{
  InlayImportPrefixes scopes;
  gboolean matched = FALSE;

  if (self->scope_index == NULL)
    return FALSE;

  inlay_import_prefixes_init (&scopes, inlay_url_get_href (importer));
  for (guint i = scopes.n_items; i > 0 && !matched; i--)
    {
      gpointer rules;

      if (inlay_import_index_find (self->scope_index, scopes.text, &scopes.items[i - 1], &rules))
        matched = match_rules (rules, specifier, as_url, url, error);
    }
  inlay_import_prefixes_clear (&scopes);
  return matched;
}

/**
 * inlay_import_map_resolve:
 * @self: an import map
 * @specifier: what stands in the import
 * @importer: the URL of the module that imports
 * @error: return location for an error
 *
 * Resolves a module specifier (HTML Standard, "resolve a module specifier"), without remembering
 * it; see inlay_resolved_modules_add().
 *
 * Returns: (transfer full): the address, or %NULL with %INLAY_ERROR_UNRESOLVED
 */
InlayUrl *
inlay_import_map_resolve (const InlayImportMap  *self,
                          const char            *specifier,
                          const InlayUrl        *importer,
                          GError               **error)
{
  g_autoptr (InlayUrl) as_url = NULL;
  InlayImportPrefixes prefixes;
  InlayUrl *url = NULL;
  gboolean matched;

  g_return_val_if_fail (self != NULL && specifier != NULL && importer != NULL, NULL);

  as_url = inlay_import_map_parse_url_like (specifier, importer);
  inlay_import_prefixes_init (&prefixes, as_url != NULL ? inlay_url_get_href (as_url) : specifier);
  matched = match_scopes (self, &prefixes, as_url, importer, &url, error) ||
            (self->import_index != NULL &&
             match_rules (self->import_index, &prefixes, as_url, &url, error));
  inlay_import_prefixes_clear (&prefixes);
  if (matched)
    return url;

  if (as_url == NULL)
    set_unresolved (error, specifier, "is neither mapped nor a URL");
  return g_steal_pointer (&as_url);
}

/**
 * inlay_import_map_get_integrity:
 * @self: an import map
 * @url: the address of a module
 *
 * HTML Standard, "resolve a module integrity metadata".
 *
 * Returns: (transfer none) (nullable): the integrity metadata for it, %NULL when there is none
 */
const char *
inlay_import_map_get_integrity (const InlayImportMap *self,
                                const InlayUrl       *url)
{
  return g_hash_table_lookup (self->integrity, inlay_url_get_href (url));
}

/* An address or key, as a path when it lies on @origin. */
static const char *
shown_address (const char *href,
               const char *origin)
{
  gsize length;

  if (origin == NULL || !g_str_has_prefix (href, origin))
    return href;
  length = strlen (origin);
  return href[length] == '/' && href[length + 1] != '/' ? href + length : href;
}

static gint
compare_text (gconstpointer a,
              gconstpointer b)
{
  return strcmp (a, b);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), compare_text);
}

static JsonNode *
rules_to_json (GHashTable *rules,
               const char *origin)
{
  g_autoptr (GList) keys = sorted_keys (rules);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    {
      InlayUrl *address = g_hash_table_lookup (rules, l->data);
      JsonNode *value = address != NULL
                          ? inlay_json_new_string (shown_address (inlay_url_get_href (address), origin))
                          : inlay_json_new_null ();

      json_object_set_member (object, shown_address (l->data, origin), value);
    }

  return inlay_json_take_object (object);
}

static JsonNode *
scopes_to_json (GHashTable *scopes,
                const char *origin)
{
  g_autoptr (GList) keys = sorted_keys (scopes);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_member (object, shown_address (l->data, origin),
                            rules_to_json (g_hash_table_lookup (scopes, l->data), origin));

  return inlay_json_take_object (object);
}

static JsonNode *
integrity_to_json (GHashTable *integrity,
                   const char *origin)
{
  g_autoptr (GList) keys = sorted_keys (integrity);
  JsonObject *object = json_object_new ();

  for (GList *l = keys; l != NULL; l = l->next)
    json_object_set_member (object, shown_address (l->data, origin),
                            inlay_json_new_string (g_hash_table_lookup (integrity, l->data)));

  return inlay_json_take_object (object);
}

/**
 * inlay_import_map_to_json:
 * @self: an import map
 * @relative_to: (nullable): addresses of its origin are written as absolute paths
 *
 * Writes the map: unique normalised keys in sorted order; `scopes` and `integrity` only when there
 * are any.
 *
 * What "parse an import map string" of the HTML Standard reads.
 *
 * Returns: (transfer full): the map as a sealed tree
 */
JsonNode *
inlay_import_map_to_json (const InlayImportMap *self,
                          const InlayUrl       *relative_to)
{
  g_autofree char *origin = relative_to != NULL ? inlay_url_dup_origin (relative_to) : NULL;
  JsonObject *object = json_object_new ();

  json_object_set_member (object, "imports", rules_to_json (self->imports, origin));
  if (g_hash_table_size (self->scopes) > 0)
    json_object_set_member (object, "scopes", scopes_to_json (self->scopes, origin));
  if (g_hash_table_size (self->integrity) > 0)
    json_object_set_member (object, "integrity", integrity_to_json (self->integrity, origin));

  return inlay_json_take_object (object);
}

/**
 * inlay_import_map_equal:
 *
 * Compares what the maps say; the order of their keys does not count (the HTML
 * standard sorts them when it parses a map).
 *
 * Returns: %TRUE when every specifier resolves alike under both
 */
gboolean
inlay_import_map_equal (const InlayImportMap *a,
                        const InlayImportMap *b)
{
  g_autoptr (JsonNode) a_node = inlay_import_map_to_json (a, NULL);
  g_autoptr (JsonNode) b_node = inlay_import_map_to_json (b, NULL);

  return inlay_json_equal (a_node, b_node);
}
