/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "lint/inlay-lint-private.h"

#include <string.h>

#include "module/inlay-module-foreign.h"

/* The check list for a slice that is to join others. */

/* What is of no use without something beside it. */
static const char *const companions[][2] = {
  { "@angular/common", "@angular/core" }, { "@angular/router", "@angular/core" }, { "pinia", "vue" },
  { "preact-render-to-string", "preact" }, { "react-dom", "react" }, { "react-redux", "react" },
  { "react-router", "react" }, { "react-router-dom", "react" }, { "vue-router", "vue" }, { "vuex", "vue" },
};

static void
check_companions (InlayLint  *self,
                  const char *path,
                  JsonObject *names)
{
  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    if (json_object_has_member (names, companions[i][0]) && !json_object_has_member (names, companions[i][1]))
      inlay_lint_add (self, "missing-peer", INLAY_LINT_WARNING, path,
                      "List it with the range that the slice works with.",
                      "%s needs %s beside it, which is not listed", companions[i][0], companions[i][1]);
}

static void
check_range (InlayLint  *self,
             const char *path,
             const char *package,
             JsonNode   *node)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  if (text == NULL || inlay_lint_is_any (text))
    inlay_lint_add (self, "unpinned-version", INLAY_LINT_WARNING, path,
                    "Write the range that the slice was tried with.",
                    "%s is asked for as “%s”, so that any version counts as good", package,
                    text != NULL ? text : "");
}

/* Packages by name with ranges, as package.json and module.json have them. */
static void
check_ranges (InlayLint  *self,
              const char *member,
              JsonObject *ranges)
{
  g_autofree char *path = inlay_json_path (member, NULL);
  JsonObjectIter iter;
  const char *package;
  JsonNode *range;

  json_object_iter_init_ordered (&iter, ranges);
  while (json_object_iter_next_ordered (&iter, &package, &range))
    {
      g_autofree char *place = inlay_json_path_append (path, package);

      check_range (self, place, package, range);
    }
  check_companions (self, path, ranges);
}

/* What package.json installs the slice brings along. */
static void
check_package (InlayLint *self,
               JsonNode  *node)
{
  JsonObject *peers = inlay_json_get_object (node, "peerDependencies");
  JsonObject *own = inlay_json_get_object (node, "dependencies");
  JsonObjectIter iter;
  const char *package;
  JsonNode *range;

  if (peers != NULL)
    check_ranges (self, "peerDependencies", peers);
  if (own == NULL)
    return;
  json_object_iter_init_ordered (&iter, own);
  while (json_object_iter_next_ordered (&iter, &package, &range))
    {
      g_autofree char *path = inlay_json_path ("dependencies", package, NULL);

      if (inlay_lint_is_runtime (package))
        inlay_lint_add (self, "bundled-singleton", INLAY_LINT_WARNING, path,
                        "Move it to “peerDependencies”.",
                        "%s keeps state that a page may hold only once, and the slice brings its own", package);
    }
}

static void
check_external (InlayLint  *self,
                const char *path,
                JsonNode   *external,
                GHashTable *versions)
{
  const char *name = inlay_json_get_string (external, "packageName");
  const char *version = inlay_json_get_string (external, "version");
  JsonNode *required = inlay_json_get_member (external, "requiredVersion");
  gboolean singleton = inlay_json_get_boolean (external, "singleton", FALSE);
  const char *other;

  if (name == NULL)
    return;
  if (required != NULL)
    check_range (self, path, name, required);
  if (!singleton && inlay_lint_is_runtime (name))
    inlay_lint_add (self, "bundled-singleton", INLAY_LINT_WARNING, path, "Share it as a singleton.",
                    "%s keeps state that a page may hold only once, and is not shared as a singleton", name);
  other = g_hash_table_lookup (versions, name);
  if (version != NULL && other == NULL)
    g_hash_table_insert (versions, (gpointer) name, (gpointer) version);
  else if (singleton && g_strcmp0 (version, other) != 0)
    inlay_lint_add (self, "two-builds", INLAY_LINT_ERROR, path, "Build it once.",
                    "%s is a singleton and is there as %s and as %s", name, other,
                    version != NULL ? version : "one without a version");
}

/* remoteEntry.json: what the build laid aside to be shared. */
static void
check_remote_entry (InlayLint *self,
                    JsonNode  *node)
{
  g_autoptr (GHashTable) versions = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *shared = inlay_json_get_array (node, "shared");

  for (guint i = 0; shared != NULL && i < json_array_get_length (shared); i++)
    {
      g_autofree char *path = g_strdup_printf ("/shared/%u", i);

      check_external (self, path, json_array_get_element (shared, i), versions);
    }
}

static void
check_readable (InlayLint       *self,
                InlayModuleForm  form,
                JsonNode        *node)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) modules = NULL;
  g_autoptr (InlayModule) module = NULL;

  if (form == INLAY_MODULE_FORM_DEFINITION)
    module = inlay_module_new (node, &error);
  else
    modules = inlay_module_read_foreign (node, "https://slice.invalid/", &error);
  if (error != NULL)
    inlay_lint_add (self, "no-module", INLAY_LINT_ERROR, "", "Give the definition the form of its kind.", "%s",
                    error->message);
}

/**
 * inlay_lint_is_slice:
 * @node: what stands in a file
 *
 * Returns: whether it describes a slice, for inlay_lint_slice(): in one of the forms of modules, or
 *   as a package.json that does not speak of Inlay yet
 */
gboolean
inlay_lint_is_slice (JsonNode *node)
{
  InlayModuleForm form;

  g_return_val_if_fail (node != NULL, FALSE);

  form = inlay_module_guess_form (node);
  if (form == INLAY_MODULE_FORM_UNKNOWN)
    return inlay_json_get_string (node, "name") != NULL &&
           (inlay_json_get_object (node, "dependencies") != NULL ||
            inlay_json_get_object (node, "peerDependencies") != NULL);
  return form != INLAY_MODULE_FORM_IMPORT_MAP;
}

/**
 * inlay_lint_slice:
 * @definition: module.json, package.json or remoteEntry.json
 *
 * Goes through the check list for a slice that is to join others: what it brings along and should
 * share, what it needs and does not name, and ranges that let anything be.
 *
 * Returns: (transfer full) (element-type InlayLintProblem): the problems
 */
GPtrArray *
inlay_lint_slice (JsonNode *definition)
{
  InlayLint self = { inlay_lint_problems_new (), "" };
  InlayModuleForm form;
  JsonObject *needs;

  g_return_val_if_fail (definition != NULL, self.problems);

  form = inlay_module_guess_form (definition);
  if (form != INLAY_MODULE_FORM_UNKNOWN)
    check_readable (&self, form, definition);
  if (form == INLAY_MODULE_FORM_PACKAGE || form == INLAY_MODULE_FORM_UNKNOWN)
    check_package (&self, definition);
  else if (form == INLAY_MODULE_FORM_REMOTE_ENTRY)
    check_remote_entry (&self, definition);
  else if (form == INLAY_MODULE_FORM_DEFINITION)
    {
      const char *entry = inlay_json_get_string (definition, "entry");

      needs = inlay_json_get_object (definition, "dependencies");
      if (needs != NULL)
        check_ranges (&self, "dependencies", needs);
      if (entry != NULL)
        inlay_lint_address (&self, "/entry", entry, NULL);
    }
  return self.problems;
}
