/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "lint/inlay-lint-private.h"

#include <string.h>

#include "importmap/inlay-import-map.h"

/* What is right by the HTML Standard and still does not work everywhere: WebKitGTK 2.50 does not try
 * overlapping scopes most specific first, of two keys that are one URL it takes the first (the
 * standard the last), and a scope that is exactly a module's URL overrides what that module has
 * already resolved. */

static const char *
get_key (const char     *key,
         const InlayUrl *base,
         InlayUrl      **url)
{
  gboolean relative = g_str_has_prefix (key, "/") || g_str_has_prefix (key, "./") ||
                      g_str_has_prefix (key, "../");

  *url = inlay_url_parse (key, relative ? base : NULL, NULL);
  return *url != NULL ? inlay_url_get_href (*url) : key;
}

static void
check_same_keys (InlayLint      *self,
                 const char     *path,
                 JsonObject     *rules,
                 const InlayUrl *base,
                 gboolean        scopes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, rules);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autoptr (InlayUrl) url = scopes ? inlay_url_parse (key, base, NULL) : NULL;
      const char *whole = scopes ? (url != NULL ? inlay_url_get_href (url) : key) : get_key (key, base, &url);
      const char *first = g_hash_table_lookup (seen, whole);

      if (first == NULL)
        g_hash_table_insert (seen, g_strdup (whole), (gpointer) key);
      else
        {
          g_autofree char *place = inlay_json_path_append (path, key);

          inlay_lint_add (self, "same-url", INLAY_LINT_WARNING, place, "Keep one of the two keys.",
                          "“%s” and “%s” are the same URL; some engines take the first, others the last",
                          first, key);
        }
    }
}

typedef struct
{
  const char *key;
  char *href;
  JsonObject *rules;
} Scope;

static void
scope_clear (gpointer data)
{
  g_free (((Scope *) data)->href);
}

static GArray *
read_scopes (JsonObject     *scopes,
             const InlayUrl *base)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Scope));
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  g_array_set_clear_func (list, scope_clear);
  json_object_iter_init_ordered (&iter, scopes);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autoptr (InlayUrl) url = inlay_url_parse (key, base, NULL);
      Scope scope = { key, NULL, NULL };

      if (url == NULL || !JSON_NODE_HOLDS_OBJECT (value))
        continue;
      scope.href = g_strdup (inlay_url_get_href (url));
      scope.rules = json_node_get_object (value);
      g_array_append_val (list, scope);
    }
  return list;
}

static int
compare_scopes (gconstpointer a,
                gconstpointer b)
{
  return strcmp (((const Scope *) a)->href, ((const Scope *) b)->href);
}

static void
check_overlap (InlayLint   *self,
               const Scope *outer,
               const Scope *inner)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, inner->rules);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (json_object_has_member (outer->rules, key))
      {
        g_autofree char *path = inlay_json_path ("scopes", inner->key, key, NULL);

        inlay_lint_add (self, "nested-scopes", INLAY_LINT_WARNING, path,
                        "Map the key in only one of the scopes that lie in each other.",
                        "“%s” is mapped in “%s” and in “%s” around it; WebKit does not try the inner one first",
                        key, inner->key, outer->key);
      }
}

/* Sorted, what lies in a scope follows it. */
static void
check_scopes (InlayLint      *self,
              JsonObject     *scopes,
              const InlayUrl *base)
{
  g_autoptr (GArray) list = read_scopes (scopes, base);

  g_array_sort (list, compare_scopes);
  for (guint i = 0; i < list->len; i++)
    {
      const Scope *scope = &g_array_index (list, Scope, i);
      g_autofree char *path = inlay_json_path ("scopes", scope->key, NULL);

      check_same_keys (self, path, scope->rules, base, FALSE);
      if (!g_str_has_suffix (scope->href, "/"))
        inlay_lint_add (self, "scope-is-module", INLAY_LINT_WARNING, path,
                        "End the scope with a slash if it stands for a folder.",
                        "the scope “%s” is one module, not a folder; WebKit lets it change what that module "
                        "has already imported", scope->key);
      for (guint k = i + 1; g_str_has_suffix (scope->href, "/") && k < list->len &&
                            g_str_has_prefix (g_array_index (list, Scope, k).href, scope->href); k++)
        check_overlap (self, scope, &g_array_index (list, Scope, k));
    }
}

static void
check_warning (InlayLint                   *self,
               const InlayImportMapWarning *warning)
{
  if (warning->code == INLAY_IMPORT_MAP_WARNING_SLASH)
    inlay_lint_add (self, "prefix-without-slash", INLAY_LINT_ERROR, warning->path,
                    "End the address with a slash, too.", "%s, so that it blocks", warning->message);
  else if (warning->code == INLAY_IMPORT_MAP_WARNING_MEMBER)
    inlay_lint_add (self, "ignored", INLAY_LINT_HINT, warning->path, "Remove the member.", "%s",
                    warning->message);
  else
    inlay_lint_add (self, "ignored", INLAY_LINT_WARNING, warning->path, "Mend it or remove it.", "%s",
                    warning->message);
}

void
inlay_lint_map_into (InlayLint      *self,
                     JsonNode       *map,
                     const InlayUrl *base)
{
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayImportMap) parsed = inlay_import_map_new_checked (map, base, &warnings, &error);
  JsonObject *imports;
  JsonObject *scopes;

  if (parsed == NULL)
    {
      inlay_lint_add (self, "no-import-map", INLAY_LINT_ERROR, "", "Give the member the form it must have.",
                      "%s, so that browsers refuse the whole map", error->message);
      return;
    }
  for (guint i = 0; i < warnings->len; i++)
    check_warning (self, g_ptr_array_index (warnings, i));

  imports = inlay_json_get_object (map, "imports");
  scopes = inlay_json_get_object (map, "scopes");
  if (imports != NULL)
    check_same_keys (self, "/imports", imports, base, FALSE);
  if (scopes != NULL)
    {
      check_same_keys (self, "/scopes", scopes, base, TRUE);
      check_scopes (self, scopes, base);
    }
}

/**
 * inlay_lint_import_map:
 * @map: an import map
 * @base: what its relative addresses are resolved against
 *
 * Looks for what browsers ignore (HTML Standard, "parse an import map string") and for what engines
 * read differently.
 *
 * Returns: (transfer full) (element-type InlayLintProblem): the problems
 */
GPtrArray *
inlay_lint_import_map (JsonNode       *map,
                       const InlayUrl *base)
{
  InlayLint self = { inlay_lint_problems_new (), "" };

  g_return_val_if_fail (map != NULL && base != NULL, self.problems);

  inlay_lint_map_into (&self, map, base);
  return self.problems;
}
