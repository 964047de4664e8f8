/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "lint/inlay-lint-private.h"

#include <string.h>

#include "resolve/inlay-cdn.h"

/* Relative addresses of a composition's map are those of its page, wherever that is served. */
#define PAGE "https://page.invalid/"

typedef struct
{
  InlayLint    lint;
  JsonNode    *root;
  InlayCatalog *catalog;
  JsonNode    *locked; /* nullable: name to version */
  JsonObject  *shared; /* nullable */
} Check;

static const char *
get_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

/* The version of @name that a page would load: the locked one, or the one that is written. */
static const char *
get_version (const Check *self,
             const char  *name,
             const char  *range)
{
  const char *locked = inlay_json_get_string (self->locked, name);

  if (locked != NULL)
    return locked;
  return range != NULL && inlay_lint_is_exact (range) ? range : NULL;
}

static void
check_pin (Check      *self,
           const char *path,
           const char *name,
           const char *range)
{
  if (get_version (self, name, range) == NULL)
    inlay_lint_add (&self->lint, "unpinned-version", INLAY_LINT_WARNING, path,
                    "Resolve the composition and keep the lock, or write an exact version.",
                    "%s is asked for as “%s” and not locked, so that it may be another one tomorrow", name,
                    range != NULL ? range : "*");
}

static void
check_pins (Check *self)
{
  JsonObject *modules = inlay_json_get_object (self->root, "modules");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (modules != NULL)
    {
      json_object_iter_init_ordered (&iter, modules);
      while (json_object_iter_next_ordered (&iter, &name, &node))
        {
          g_autofree char *path = inlay_json_path ("modules", name, NULL);

          check_pin (self, path, name, get_text (node));
        }
    }
  if (self->shared == NULL)
    return;
  json_object_iter_init_ordered (&iter, self->shared);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = inlay_json_path ("shared", name, NULL);

      check_pin (self, path, name, inlay_json_get_string (node, "version"));
    }
}

/* One package that somebody needs beside it. */
static void
check_need (Check      *self,
            const char *path,
            const char *who,
            const char *package,
            const char *range_text)
{
  JsonNode *share = self->shared != NULL ? json_object_get_member (self->shared, package) : NULL;
  const char *version;
  g_autoptr (InlayRange) range = NULL;
  g_autoptr (InlayVersion) parsed = NULL;

  if (share == NULL)
    {
      inlay_lint_add (&self->lint, "missing-peer", INLAY_LINT_WARNING, path,
                      "Add the package to “shared”.",
                      "%s needs %s %s beside it, which the composition does not share", who, package,
                      range_text);
      return;
    }

  version = get_version (self, package, inlay_json_get_string (share, "version"));
  range = inlay_range_parse (range_text, INLAY_SEMVER_LOOSE, NULL);
  parsed = version != NULL ? inlay_version_parse (version, INLAY_SEMVER_DEFAULT, NULL) : NULL;
  if (range != NULL && parsed != NULL && !inlay_range_test (range, parsed))
    inlay_lint_add (&self->lint, "peer-version", INLAY_LINT_ERROR, path,
                    "Share a version that all can use, or choose another version of what needs it.",
                    "%s needs %s %s, and the composition shares %s", who, package, range_text, version);
}

static void
check_needs (Check      *self,
             const char *path,
             const char *who,
             JsonNode   *needs)
{
  JsonObjectIter iter;
  const char *package;
  JsonNode *range;

  if (needs == NULL || !JSON_NODE_HOLDS_OBJECT (needs))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (needs));
  while (json_object_iter_next_ordered (&iter, &package, &range))
    check_need (self, path, who, package, get_text (range) != NULL ? get_text (range) : "*");
}

static InlayModule *
find_module (const Check *self,
             const char  *id,
             const char  *range_text)
{
  const char *version = get_version (self, id, range_text);
  g_autoptr (InlayRange) range = NULL;

  if (version != NULL)
    return inlay_catalog_get_module (self->catalog, id, version);
  range = range_text != NULL ? inlay_range_parse (range_text, INLAY_SEMVER_LOOSE, NULL) : NULL;
  return range != NULL ? inlay_catalog_find_module (self->catalog, id, range) : NULL;
}

static void
check_modules (Check *self)
{
  JsonObject *modules = inlay_json_get_object (self->root, "modules");
  g_autofree char *base = g_strdup (inlay_json_get_string (inlay_json_get_member (self->root, "cdn"), "base"));
  JsonObjectIter iter;
  const char *id;
  JsonNode *range;

  if (modules == NULL)
    return;
  json_object_iter_init_ordered (&iter, modules);
  while (json_object_iter_next_ordered (&iter, &id, &range))
    {
      InlayModule *module = find_module (self, id, get_text (range));
      g_autofree char *path = inlay_json_path ("modules", id, NULL);

      if (module == NULL)
        continue;
      check_needs (self, path, id, inlay_module_get_dependencies (module));
      if (inlay_module_get_source (module) == INLAY_MODULE_SOURCE_URL)
        inlay_lint_address (&self->lint, path, inlay_module_get_entry (module), base);
    }
}

/* What the shared packages themselves need, as far as the catalog knows them. */
static void
check_shared (Check *self)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *share;

  if (self->shared == NULL)
    return;
  json_object_iter_init_ordered (&iter, self->shared);
  while (json_object_iter_next_ordered (&iter, &name, &share))
    {
      const char *version = get_version (self, name, inlay_json_get_string (share, "version"));
      JsonNode *package = version != NULL
                            ? inlay_catalog_get_package_version (self->catalog, name, version) : NULL;
      g_autofree char *path = inlay_json_path ("shared", name, NULL);

      if (package != NULL)
        check_needs (self, path, name, inlay_json_get_member (package, "peerDependencies"));
    }
}

static void
note_address (GHashTable *first,
              Check      *self,
              const char *path,
              const char *name,
              const char *address)
{
  const char *known = g_hash_table_lookup (first, name);

  if (known == NULL)
    g_hash_table_insert (first, (gpointer) name, (gpointer) address);
  else if (strcmp (known, address) != 0)
    inlay_lint_add (&self->lint, "two-builds", INLAY_LINT_ERROR, path,
                    "Map the package to one address everywhere.",
                    "%s is a singleton and comes from “%s” and from “%s”", name, known, address);
}

static gboolean
is_singleton (const Check *self,
              const char  *name)
{
  JsonNode *share = self->shared != NULL ? json_object_get_member (self->shared, name) : NULL;

  return share != NULL && inlay_json_get_boolean (share, "singleton", TRUE);
}

static void
check_rules (Check      *self,
             const char *path,
             JsonObject *rules,
             const char *base,
             GHashTable *first)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, rules);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      g_autofree char *place = inlay_json_path_append (path, key);

      if (get_text (node) == NULL)
        continue;
      inlay_lint_address (&self->lint, place, get_text (node), base);
      if (is_singleton (self, key))
        note_address (first, self, place, key, get_text (node));
    }
}

static void
check_map (Check *self)
{
  JsonNode *map = inlay_json_get_member (inlay_json_get_member (self->root, "lock"), "importMap");
  const char *base = inlay_json_get_string (inlay_json_get_member (self->root, "cdn"), "base");
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (InlayUrl) page = inlay_url_parse (PAGE, NULL, NULL);
  JsonObject *imports;
  JsonObject *scopes;
  JsonObjectIter iter;
  const char *scope;
  JsonNode *rules;

  if (map == NULL)
    return;
  self->lint.prefix = "/lock/importMap";
  imports = inlay_json_get_object (map, "imports");
  scopes = inlay_json_get_object (map, "scopes");
  if (imports != NULL)
    check_rules (self, "/imports", imports, base, first);
  if (scopes != NULL)
    {
      json_object_iter_init_ordered (&iter, scopes);
      while (json_object_iter_next_ordered (&iter, &scope, &rules))
        {
          g_autofree char *path = inlay_json_path ("scopes", scope, NULL);

          if (JSON_NODE_HOLDS_OBJECT (rules))
            check_rules (self, path, json_node_get_object (rules), base, first);
        }
    }
  inlay_lint_map_into (&self->lint, map, page);
  self->lint.prefix = "";
}

/* As the router compares them: /cart and /cart/ are one place. */
static char *
normalize_route (const char *text)
{
  gsize length = strlen (text);

  while (length > 1 && text[length - 1] == '/')
    length--;
  return g_strndup (text, length);
}

static void
check_place (Check      *self,
             GHashTable *places,
             const char *kind,
             const char *id,
             const char *member)
{
  JsonNode *node = inlay_json_get_member (inlay_json_get_member (self->root, kind), id);
  const char *text = inlay_json_get_string (node, member);
  g_autofree char *place = text != NULL ? normalize_route (text) : NULL;
  g_autofree char *path = inlay_json_path (kind, id, member, NULL);
  const char *other;

  if (place == NULL)
    return;
  if (*place != '/')
    inlay_lint_add (&self->lint, "prefix-without-slash", INLAY_LINT_ERROR, path, "Begin it with a slash.",
                    "“%s” does not begin with a slash, so that no address leads there", text);
  other = g_hash_table_lookup (places, place);
  if (other != NULL)
    inlay_lint_add (&self->lint, "route-clash", INLAY_LINT_ERROR, path, "Give one of them another path.",
                    "“%s” is the path of %s, too, and only one of them can be shown there", text, other);
  else
    g_hash_table_insert (places, g_steal_pointer (&place), g_steal_pointer (&path));
}

static void
check_places (Check      *self,
              GHashTable *places,
              const char *kind,
              const char *member)
{
  JsonObject *object = inlay_json_get_object (self->root, kind);
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (object == NULL)
    return;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    check_place (self, places, kind, id, member);
}

/**
 * inlay_lint_composition:
 * @composition: the tree of a composition
 * @catalog: the modules and packages that are known
 *
 * Goes through the check list for a composition: versions and addresses that are not pinned, peers
 * that are missing or do not fit, singletons in two builds, paths that clash, and what engines get
 * wrong in its import map.
 *
 * Returns: (transfer full) (element-type InlayLintProblem): the problems
 */
GPtrArray *
inlay_lint_composition (JsonNode     *composition,
                        InlayCatalog *catalog)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Check self = { { inlay_lint_problems_new (), "" }, composition, catalog, NULL, NULL };

  g_return_val_if_fail (composition != NULL && catalog != NULL, self.lint.problems);

  self.locked = inlay_json_get_member (inlay_json_get_member (composition, "lock"), "versions");
  self.shared = inlay_json_get_object (composition, "shared");
  check_pins (&self);
  check_modules (&self);
  check_shared (&self);
  check_map (&self);
  check_places (&self, places, "pages", "path");
  check_places (&self, places, "routes", "prefix");
  return self.lint.problems;
}
