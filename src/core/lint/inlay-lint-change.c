/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "lint/inlay-lint-private.h"

/* The check list for a change of what modules share. */

typedef struct
{
  InlayLint   lint;
  JsonNode   *before;
  JsonNode   *after;
} Change;

static const char *
get_version (JsonNode   *root,
             const char *name)
{
  JsonNode *locked = inlay_json_get_member (inlay_json_get_member (root, "lock"), "versions");
  const char *version = inlay_json_get_string (locked, name);

  return version != NULL
           ? version
           : inlay_json_get_string (inlay_json_get_member (inlay_json_get_member (root, "shared"), name),
                                    "version");
}

/* The lowest version of what is written stands for it. */
static InlayVersion *
read_version (const char *text)
{
  g_autoptr (InlayRange) range = text != NULL ? inlay_range_parse (text, INLAY_SEMVER_LOOSE, NULL) : NULL;

  return range != NULL ? inlay_range_min_version (range) : NULL;
}

static void
check_version (Change     *self,
               const char *path,
               const char *name)
{
  const char *old_text = get_version (self->before, name);
  const char *new_text = get_version (self->after, name);
  g_autoptr (InlayVersion) old_version = read_version (old_text);
  g_autoptr (InlayVersion) new_version = read_version (new_text);

  if (old_version == NULL || new_version == NULL)
    return;
  if (inlay_version_get_major (old_version) != inlay_version_get_major (new_version))
    inlay_lint_add (&self->lint, "major-change", INLAY_LINT_WARNING, path,
                    "Try every module that uses it, first in an environment of its own.",
                    "%s goes from %s to %s, across a major version, for every module at once", name, old_text,
                    new_text);
  else if (inlay_version_compare (old_version, new_version) > 0)
    inlay_lint_add (&self->lint, "downgrade", INLAY_LINT_WARNING, path,
                    "Make sure that no module needs what the newer version brought.",
                    "%s goes back from %s to %s", name, old_text, new_text);
}

static void
check_switch (Change     *self,
              const char *path,
              const char *name,
              JsonNode   *old_share,
              JsonNode   *new_share)
{
  if (inlay_json_get_boolean (old_share, "singleton", TRUE) &&
      !inlay_json_get_boolean (new_share, "singleton", TRUE))
    inlay_lint_add (&self->lint, "two-builds",
                    inlay_lint_is_runtime (name) ? INLAY_LINT_ERROR : INLAY_LINT_WARNING, path,
                    "Keep it a singleton.",
                    "%s is no singleton any more, so that a page may load several copies", name);
  if (inlay_json_get_boolean (old_share, "strictVersion", FALSE) &&
      !inlay_json_get_boolean (new_share, "strictVersion", FALSE))
    inlay_lint_add (&self->lint, "not-strict", INLAY_LINT_HINT, path, "Keep “strictVersion”.",
                    "%s is no longer strict: a module may get a version that it does not ask for", name);
}

/**
 * inlay_lint_change:
 * @before: the tree of a composition
 * @after: what is to become of it
 * @catalog: the modules and packages that are known
 *
 * Goes through the check list for a change of shared dependencies: what leaves, what crosses a major
 * version or goes back, what stops being a singleton, and what inlay_lint_composition() finds in
 * @after and not in @before.
 *
 * Returns: (transfer full) (element-type InlayLintProblem): the problems
 */
GPtrArray *
inlay_lint_change (JsonNode     *before,
                   JsonNode     *after,
                   InlayCatalog *catalog)
{
  g_autoptr (GPtrArray) old_problems = NULL;
  g_autoptr (GPtrArray) new_problems = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Change self = { { inlay_lint_problems_new (), "" }, before, after };
  JsonObject *shared;
  JsonObjectIter iter;
  const char *name;
  JsonNode *share;

  g_return_val_if_fail (before != NULL && after != NULL && catalog != NULL, self.lint.problems);

  shared = inlay_json_get_object (before, "shared");
  if (shared != NULL)
    json_object_iter_init_ordered (&iter, shared);
  while (shared != NULL && json_object_iter_next_ordered (&iter, &name, &share))
    {
      JsonNode *kept = inlay_json_get_member (inlay_json_get_member (after, "shared"), name);
      g_autofree char *path = inlay_json_path ("shared", name, NULL);

      if (kept == NULL)
        {
          inlay_lint_add (&self.lint, "share-removed", INLAY_LINT_WARNING, path,
                          "Keep it as long as a module imports it.",
                          "%s is not shared any more, so that each module brings its own copy", name);
          continue;
        }
      check_version (&self, path, name);
      check_switch (&self, path, name, share, kept);
    }

  old_problems = inlay_lint_composition (before, catalog);
  for (guint i = 0; i < old_problems->len; i++)
    g_hash_table_add (known, g_strdup (((InlayLintProblem *) g_ptr_array_index (old_problems, i))->message));
  new_problems = inlay_lint_composition (after, catalog);
  for (guint i = 0; i < new_problems->len;)
    if (!g_hash_table_contains (known, ((InlayLintProblem *) g_ptr_array_index (new_problems, i))->message))
      g_ptr_array_add (self.lint.problems, g_ptr_array_steal_index (new_problems, i));
    else
      i++;
  return self.lint.problems;
}
