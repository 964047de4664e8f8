/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolution-private.h"
#include "resolve/inlay-resolver-private.h"

/* Every decision with the rule that made it, who stood against it and what it costs. */

const char *const inlay_rule_words[INLAY_N_RULES] = {
  "kept", "only", "pinned", "host", "latest", "fewest-objections", "served-before", "most-covering", "newest", "exact", "later",
};
static const char *const rule_texts[INLAY_N_RULES] = {
  "it was so on the page load before", "there is no other version", "the profile pins it", "the host brings it",
  "the profile asks for the newest", "the fewest copies stand against it",
  "no other has fewer copies against it, and it was loaded before",
  "no other has fewer copies against it, and it lacks the fewest entry points",
  "no other has fewer copies against it, and it is the newest of those", "each exact version is shared with itself",
  "a remote loaded later brought it first",
};
const char *const inlay_cause_words[INLAY_N_CAUSES] = { NULL, "uncovered-entrypoint", "pool-islanded", "pool-uncovered",
                                                        "pool-torn", "pool-scoped-only" };
static const char *const cause_texts[INLAY_N_CAUSES] = {
  NULL,
  "it uses entry points that the shared version lacks",
  "it has its own version of another package that belongs with this one",
  "no other build has all it needs of the packages that belong together, in versions it accepts",
  "it would get a mixture of packages that no build shipped",
  "no build is left that provides this together with what belongs to it",
};

/* One copy as it is told: a verdict, the rule's word and a sentence. */
typedef struct
{
  const char *verdict;
  const char *rule;
  char       *because;
  gboolean    loads; /* its files are loaded, at least some */
} Verdict;

static Verdict
judge_scoped (const InlayCopy *copy,
              const InlayRow  *shared)
{
  Verdict verdict = { "scope", "kept", NULL, TRUE };

  if (copy->cause != INLAY_CAUSE_NONE)
    {
      verdict.rule = inlay_cause_words[copy->cause];
      verdict.because = g_strdup (cause_texts[copy->cause]);
    }
  else if (shared != NULL && inlay_copy_objects (copy, shared))
    {
      verdict.rule = "objects";
      verdict.because = g_strdup_printf ("it is strict about %s, and %s is shared", copy->range->text, shared->text->text);
    }
  else
    verdict.because = g_strdup ("it was so on the page load before");
  return verdict;
}

static Verdict
judge_skipped (const InlayCopy *copy,
               const InlayRow  *shared)
{
  Verdict verdict = { "skip", "accepts", NULL, copy->served };

  if (copy->served_by != NULL)
    {
      verdict.verdict = "redirect";
      verdict.rule = "pooled";
      verdict.because = g_strdup_printf ("it uses the build of %s, so that packages that belong together come from one",
                                         copy->served_by->text);
    }
  else if (shared == NULL)
    {
      verdict.rule = "no-shared-version";
      verdict.because = g_strdup ("no version is shared");
    }
  else if (inlay_copy_accepts (copy, shared))
    verdict.because = g_strdup_printf ("%s allows %s", copy->range->text, shared->text->text);
  else
    {
      verdict.rule = "tolerates";
      verdict.because = g_strdup_printf ("%s does not allow %s, but it is not strict", copy->range->text, shared->text->text);
    }
  return verdict;
}

static Verdict
judge_shared (const InlaySharedPackage *package,
              const InlayRow           *row,
              const InlayCopy          *copy)
{
  Verdict verdict = { "share", inlay_rule_words[package->rule], NULL, copy->served };

  if (copy->served_by != NULL)
    return judge_skipped (copy, row);
  if (inlay_row_get (row, 0) == copy)
    verdict.because = g_strdup_printf ("it serves %s: %s", row->text->text, rule_texts[package->rule]);
  else
    verdict.because = g_strdup_printf ("it has the version that %s serves", inlay_row_get (row, 0)->remote->text);
  return verdict;
}

static Verdict
judge (const InlaySharedPackage *package,
       const InlayRow           *row,
       const InlayRow           *shared,
       const InlayCopy          *copy)
{
  switch (row->action)
    {
    case INLAY_ROW_SHARE:
      return judge_shared (package, row, copy);
    case INLAY_ROW_SCOPE:
      return judge_scoped (copy, shared);
    case INLAY_ROW_SKIP:
    default:
      return judge_skipped (copy, shared);
    }
}

/* The sum of what the files of a build weigh; less than nothing when one is not known. */
static gint64
weigh (InlayResolver   *self,
       const InlayCopy *copy,
       JsonNode        *sizes)
{
  const InlayRemote *remote = inlay_record_find_remote (self->record, copy->remote);
  gint64 sum = sizes != NULL ? 0 : -1;

  for (guint i = 0; sizes != NULL && i < copy->build->n_points; i++)
    {
      g_autofree char *url = inlay_resolver_join (remote->directory, copy->build->points[i].file->text);
      gint64 bytes = inlay_json_get_int (sizes, url, -1);

      if (bytes < 0)
        return -1;
      sum += bytes;
    }
  return sum;
}

static JsonNode *
copy_to_json (InlayResolver   *self,
              const InlayRow  *row,
              const InlayRow  *shared,
              const InlayCopy *copy,
              const Verdict   *verdict,
              gint64           bytes)
{
  gboolean objects = shared != NULL && inlay_copy_objects (copy, shared);

  return inlay_json_new_object ("remote", inlay_json_new_string (copy->remote->text),
                                "version", inlay_json_new_string (row->text->text),
                                "range", inlay_json_new_string (copy->range->text),
                                "strict", inlay_json_new_boolean (copy->strict),
                                "verdict", inlay_json_new_string (verdict->verdict),
                                "rule", inlay_json_new_string (verdict->rule),
                                "because", inlay_json_new_string (verdict->because),
                                "servedBy", copy->served_by != NULL ? inlay_json_new_string (copy->served_by->text) : NULL,
                                "objects", objects ? inlay_json_new_boolean (TRUE) : NULL,
                                "loaded", inlay_json_new_boolean (verdict->loads),
                                "bytes", verdict->loads && bytes >= 0 ? inlay_json_new_int (bytes) : NULL, NULL);
}

/* What electing each version would have cost, where that was asked. */
static JsonNode *
candidates_to_json (const InlaySharedPackage *package)
{
  JsonArray *candidates;

  if (package->rule < INLAY_RULE_FEWEST || package->rule > INLAY_RULE_NEWEST)
    return NULL;
  candidates = json_array_new ();
  for (guint r = 0; r < package->rows->len; r++)
    {
      const InlayRow *row = inlay_shared_package_get (package, r);

      if (row->action != INLAY_ROW_SCOPE || row->cost != INLAY_COST_UNKNOWN)
        json_array_add_element (candidates,
                                inlay_json_new_object ("version", inlay_json_new_string (row->text->text),
                                                       "against", row->cost == INLAY_COST_UNKNOWN
                                                                    ? NULL : inlay_json_new_int (row->cost), NULL));
    }
  return inlay_json_take_array (candidates);
}

static JsonNode *
package_to_json (InlayResolver         *self,
                 const InlayShareScope *scope,
                 InlaySharedPackage    *package,
                 JsonNode              *sizes)
{
  const InlayRow *shared = inlay_share_scope_is_exact (scope) ? NULL
                                                              : inlay_shared_package_find (package, INLAY_ROW_SHARE);
  JsonArray *copies = json_array_new ();
  gint64 bytes = 0;
  guint loaded = 0;

  for (guint r = 0; r < package->rows->len; r++)
    for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
      {
        const InlayRow *row = inlay_shared_package_get (package, r);
        const InlayCopy *copy = inlay_row_get (row, i);
        Verdict verdict = judge (package, row, shared, copy);
        gint64 weight = weigh (self, copy, sizes);

        json_array_add_element (copies, copy_to_json (self, row, shared, copy, &verdict, weight));
        g_free (verdict.because);
        if (!verdict.loads)
          continue;
        loaded++;
        bytes = bytes < 0 || weight < 0 ? -1 : bytes + weight;
      }
  return inlay_json_new_object ("scope", inlay_json_new_string (scope->name->text),
                                "package", inlay_json_new_string (package->name->text),
                                "shared", shared != NULL ? inlay_json_new_string (shared->text->text) : NULL,
                                "rule", inlay_json_new_string (inlay_rule_words[package->rule]),
                                "because", inlay_json_new_string (rule_texts[package->rule]),
                                "candidates", candidates_to_json (package),
                                "copiesLoaded", inlay_json_new_int (loaded),
                                "bytesLoaded", bytes >= 0 ? inlay_json_new_int (bytes) : NULL,
                                "copies", inlay_json_take_array (copies), NULL);
}

static JsonNode *
privates_to_json (InlayResolver *self)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < self->record->remotes->len; i++)
    {
      const InlayRemote *remote = g_ptr_array_index (self->record->remotes, i);

      for (guint k = 0; k < remote->privates->len; k++)
        {
          const InlayPrivatePackage *package = g_ptr_array_index (remote->privates, k);

          json_array_add_element (list, inlay_json_new_object (
            "remote", inlay_json_new_string (remote->name->text), "package", inlay_json_new_string (package->name->text),
            "rule", inlay_json_new_string ("private"),
            "because", inlay_json_new_string ("it is no singleton, so each remote has its own"), NULL));
        }
    }
  return inlay_json_take_array (list);
}

/**
 * inlay_resolver_explain:
 * @self: a resolver
 * @input: (nullable): the input of the last call, or its remote; a member `sizes` of it, from
 *   address to bytes, tells what files weigh
 *
 * Explains the record as it is after the last call: `packages`, each with the version that is shared,
 * the rule that elected it, how many copies stood against each candidate, how many copies are loaded
 * and what they weigh, and for each copy its verdict, rule and reason; `private` packages; and
 * `problems` with ways out, which are patches of @input, or advice where there is none.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
inlay_resolver_explain (InlayResolver *self,
                        JsonNode      *input)
{
  JsonNode *sizes = input != NULL ? inlay_json_get_member (input, "sizes") : NULL;
  g_autoptr (GPtrArray) problems = inlay_resolver_get_problems (self, input);
  JsonArray *packages = json_array_new (), *list = json_array_new ();

  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);

      for (guint p = 0; p < scope->packages->len; p++)
        json_array_add_element (packages, package_to_json (self, scope, g_ptr_array_index (scope->packages, p), sizes));
    }
  for (guint i = 0; i < problems->len; i++)
    json_array_add_element (list, inlay_resolve_problem_to_json (g_ptr_array_index (problems, i)));
  return inlay_json_new_object ("packages", inlay_json_take_array (packages), "private", privates_to_json (self),
                                "problems", inlay_json_take_array (list), NULL);
}

static void
add_line (GPtrArray *lines,
          char      *line)
{
  g_ptr_array_add (lines, line);
}

static void
explain_package (JsonNode  *package,
                 GPtrArray *lines)
{
  JsonArray *copies = inlay_json_get_array (package, "copies");
  const char *name = inlay_json_get_string (package, "package"), *scope = inlay_json_get_string (package, "scope");
  const char *shared = inlay_json_get_string (package, "shared");
  gint64 bytes = inlay_json_get_int (package, "bytesLoaded", -1);
  g_autofree char *weight = bytes >= 0 ? g_strdup_printf (", %" G_GINT64_FORMAT " bytes", bytes) : g_strdup ("");
  g_autofree char *where = g_str_equal (scope, INLAY_RESOLVER_GLOBAL) ? g_strdup ("") : g_strdup_printf (" in %s", scope);

  add_line (lines, g_strdup_printf ("%s%s: %s (%s; copies loaded: %" G_GINT64_FORMAT "%s)", name, where,
                                    shared != NULL ? shared : "no one version",
                                    inlay_json_get_string (package, "because"),
                                    inlay_json_get_int (package, "copiesLoaded", 0), weight));
  for (guint i = 0; i < json_array_get_length (copies); i++)
    {
      JsonNode *copy = json_array_get_element (copies, i);

      add_line (lines, g_strdup_printf ("  %s %s, %s: %s", inlay_json_get_string (copy, "remote"),
                                        inlay_json_get_string (copy, "version"), inlay_json_get_string (copy, "verdict"),
                                        inlay_json_get_string (copy, "because")));
    }
}

/**
 * inlay_resolver_explain_lines:
 * @explanation: what inlay_resolver_explain() returned
 *
 * Returns: (transfer full): the same as lines for people
 */
char **
inlay_resolver_explain_lines (JsonNode *explanation)
{
  JsonArray *packages = inlay_json_get_array (explanation, "packages");
  JsonArray *problems = inlay_json_get_array (explanation, "problems");
  GPtrArray *lines = g_ptr_array_new ();

  for (guint i = 0; packages != NULL && i < json_array_get_length (packages); i++)
    explain_package (json_array_get_element (packages, i), lines);
  for (guint i = 0; problems != NULL && i < json_array_get_length (problems); i++)
    {
      JsonNode *problem = json_array_get_element (problems, i);
      JsonArray *ways = inlay_json_get_array (problem, "ways");
      const char *advice = inlay_json_get_string (problem, "advice");

      add_line (lines, g_strdup_printf ("%s: %s", inlay_json_get_string (problem, "kind"),
                                        inlay_json_get_string (problem, "message")));
      for (guint k = 0; k < json_array_get_length (ways); k++)
        add_line (lines, g_strdup_printf ("  → %s", inlay_json_get_string (json_array_get_element (ways, k), "label")));
      if (advice != NULL)
        add_line (lines, g_strdup_printf ("  %s", advice));
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}
