/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "importmap/inlay-import-map.h"

#include <string.h>

#include "importmap/inlay-import-map-private.h"

/**
 * InlayResolvedModules:
 *
 * The resolved module set of the HTML Standard. Its owner adds to it; merging only reads it.
 */
struct _InlayResolvedModules
{
  GHashTable *importers; /* (element-type utf8 GHashTable): by importer, sets of specifiers */
};

/**
 * inlay_resolved_modules_new:
 *
 * HTML Standard, "resolved module set".
 *
 * Returns: (transfer full): an empty set
 */
InlayResolvedModules *
inlay_resolved_modules_new (void)
{
  InlayResolvedModules *self = g_new0 (InlayResolvedModules, 1);

  self->importers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
inlay_resolved_modules_free (InlayResolvedModules *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->importers);
  g_free (self);
}

/**
 * inlay_resolved_modules_add:
 * @self: a set
 * @specifier: a specifier that was resolved with success
 * @importer: the URL of the module that imported it
 *
 * Remembers a resolution, so that no later map changes it.
 */
void
inlay_resolved_modules_add (InlayResolvedModules *self,
                            const char           *specifier,
                            const InlayUrl       *importer)
{
  g_autoptr (InlayUrl) as_url = inlay_import_map_parse_url_like (specifier, importer);
  const char *href = inlay_url_get_href (importer);
  GHashTable *specifiers = g_hash_table_lookup (self->importers, href);

  if (specifiers == NULL)
    {
      specifiers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->importers, g_strdup (href), specifiers);
    }
  g_hash_table_add (specifiers, g_strdup (as_url != NULL ? inlay_url_get_href (as_url) : specifier));
}

/* Drops the rules that would catch what is already resolved: the specifier itself and the prefixes
 * of it that end with a slash. Browsers do so for every scheme. */
static void
drop_rules (GHashTable *rules,
            GHashTable *specifiers)
{
  GHashTableIter iter;
  gpointer specifier;

  g_hash_table_iter_init (&iter, specifiers);
  while (g_hash_table_size (rules) > 0 && g_hash_table_iter_next (&iter, &specifier, NULL))
    {
      g_autofree char *key = g_strdup (specifier);
      gsize length = strlen (key);

      do
        g_hash_table_remove (rules, key);
      while (inlay_import_map_shorten (key, &length));
    }
}

static void
drop_scoped_rules (GHashTable *scopes,
                   const char *importer,
                   GHashTable *specifiers)
{
  g_autofree char *scope = g_strdup (importer);
  gsize length = strlen (scope);

  do
    {
      GHashTable *rules = g_hash_table_lookup (scopes, scope);

      if (rules != NULL)
        drop_rules (rules, specifiers);
    }
  while (inlay_import_map_shorten (scope, &length));
}

/* Adds the rules of @from that @to does not have. */
static void
unite_rules (GHashTable *to,
             GHashTable *from)
{
  GHashTableIter iter;
  gpointer key;
  gpointer address;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &address))
    if (!g_hash_table_contains (to, key))
      g_hash_table_insert (to, g_strdup (key), address != NULL ? inlay_url_ref (address) : NULL);
}

static void
unite (InlayImportMap       *to,
       const InlayImportMap *from)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  unite_rules (to->imports, from->imports);

  g_hash_table_iter_init (&iter, from->scopes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      GHashTable *rules = g_hash_table_lookup (to->scopes, key);

      if (rules == NULL)
        {
          rules = inlay_import_rules_new ();
          g_hash_table_insert (to->scopes, g_strdup (key), rules);
        }
      unite_rules (rules, value);
    }

  g_hash_table_iter_init (&iter, from->integrity);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (to->integrity, key))
      g_hash_table_insert (to->integrity, g_strdup (key), g_strdup (value));
}

/**
 * inlay_import_map_merge:
 * @self: the map a document has
 * @later: one that is added
 * @resolved: (nullable): what the document resolved in between
 *
 * Merges a later map (HTML Standard, "merge existing and new import maps"): first rules stay, and
 * no new one changes what is already resolved. Where the text and the browsers differ (whatwg/html
 * issue 11875) it does as browsers do.
 *
 * Returns: (transfer full): the merged map
 */
InlayImportMap *
inlay_import_map_merge (const InlayImportMap *self,
                        const InlayImportMap *later,
                        InlayResolvedModules *resolved)
{
  g_autoptr (InlayImportMap) added = inlay_import_map_new ();
  InlayImportMap *merged = inlay_import_map_new ();
  GHashTableIter iter;
  gpointer importer;
  gpointer specifiers;

  unite (added, later);
  if (resolved != NULL)
    {
      g_hash_table_iter_init (&iter, resolved->importers);
      while (g_hash_table_iter_next (&iter, &importer, &specifiers))
        {
          drop_rules (added->imports, specifiers);
          drop_scoped_rules (added->scopes, importer, specifiers);
        }
    }

  unite (merged, self);
  unite (merged, added);
  inlay_import_map_seal (merged);
  return merged;
}
