/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "lint/inlay-lint-private.h"

#include "resolve/inlay-cdn.h"

static void
problem_free (gpointer data)
{
  InlayLintProblem *problem = data;

  g_free (problem->path);
  g_free (problem->message);
  g_free (problem->remedy);
  g_free (problem);
}

GPtrArray *
inlay_lint_problems_new (void)
{
  return g_ptr_array_new_with_free_func (problem_free);
}

void
inlay_lint_add (InlayLint         *self,
                const char        *code,
                InlayLintSeverity  severity,
                const char        *path,
                const char        *remedy,
                const char        *format,
                ...)
{
  InlayLintProblem *problem = g_new0 (InlayLintProblem, 1);
  va_list args;

  problem->code = code;
  problem->severity = severity;
  problem->path = g_strconcat (self->prefix, path, NULL);
  problem->remedy = g_strdup (remedy);
  va_start (args, format);
  problem->message = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->problems, problem);
}

gboolean
inlay_lint_is_exact (const char *text)
{
  g_autoptr (InlayVersion) version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);

  return version != NULL;
}

gboolean
inlay_lint_is_any (const char *text)
{
  g_autoptr (InlayRange) range = inlay_range_parse (text, INLAY_SEMVER_LOOSE, NULL);

  return range == NULL || inlay_range_is_any (range);
}

gboolean
inlay_lint_is_runtime (const char *package)
{
  static const char *const names[] = {
    "@angular/core", "@angular/router", "lit", "mobx", "pinia", "preact", "react", "react-dom", "react-redux",
    "react-router", "react-router-dom", "redux", "rxjs", "single-spa", "solid-js", "svelte", "vue",
    "vue-router", "vuex", "zone.js", NULL
  };

  return g_strv_contains (names, package);
}

void
inlay_lint_address (InlayLint  *self,
                    const char *path,
                    const char *address,
                    const char *cdn_base)
{
  static const char *const bundles[] = { "bundle", "standalone", "bundle-deps", "bundle-all" };
  g_autoptr (InlayCdnUrl) url = inlay_cdn_url_parse (
    address, cdn_base != NULL ? cdn_base : INLAY_CDN_DEFAULT_BASE, NULL);

  if (url == NULL || inlay_cdn_url_get_source (url) == INLAY_CDN_SERVER)
    return;
  if (!inlay_cdn_url_is_pinned (url))
    inlay_lint_add (self, "unpinned-version", INLAY_LINT_ERROR, path,
                    "Write the exact version into the address.",
                    "“%s” names no exact version, so that the CDN may serve another one tomorrow", address);
  for (guint i = 0; i < G_N_ELEMENTS (bundles); i++)
    if (inlay_cdn_url_has_param (url, bundles[i]) &&
        g_strcmp0 (inlay_cdn_url_get_param (url, bundles[i]), "false") != 0)
      {
        inlay_lint_add (self, "bundled-singleton", INLAY_LINT_WARNING, path,
                        "Leave the parameter out and share the dependencies.",
                        "“%s” carries copies of its dependencies, beside those the page shares", address);
        return;
      }
}

/**
 * inlay_lint_severity_to_string:
 * @severity: how much a problem matters
 *
 * Returns: (transfer none): its name in reports
 */
const char *
inlay_lint_severity_to_string (InlayLintSeverity severity)
{
  switch (severity)
    {
    case INLAY_LINT_ERROR: return "error";
    case INLAY_LINT_WARNING: return "warning";
    case INLAY_LINT_HINT:
    default: return "hint";
    }
}

/**
 * inlay_lint_problem_to_json:
 * @problem: a problem
 *
 * Returns: (transfer full): it as an object, for machines
 */
JsonNode *
inlay_lint_problem_to_json (InlayLintProblem *problem)
{
  return inlay_json_new_object ("code", inlay_json_new_string (problem->code),
                                "severity",
                                inlay_json_new_string (inlay_lint_severity_to_string (problem->severity)),
                                "path", inlay_json_new_string (problem->path),
                                "message", inlay_json_new_string (problem->message),
                                "remedy", inlay_json_new_string (problem->remedy),
                                NULL);
}
