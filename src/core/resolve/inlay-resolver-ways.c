/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-patch.h"
#include "resolve/inlay-resolver-ways-private.h"

#include <string.h>

/* What can be done about what a call noticed, each way as a patch of the call's input. */

typedef InlayWayTarget Target;

/* What all problems of one input have in common, found out once. */
typedef struct
{
  InlayResolver *resolver;
  JsonNode      *input;  /* nullable */
  GHashTable    *places; /* from a remote's name to its number in the list, plus one */
  GHashTable    *pins;   /* from scope and package to the version all accept; empty where there is none */
} Ways;

static void
add_place (Ways       *self,
           const char *name,
           guint       number)
{
  if (name != NULL && !g_hash_table_contains (self->places, name))
    g_hash_table_insert (self->places, (gpointer) name, GUINT_TO_POINTER (number + 1));
}

static void
ways_init (Ways          *self,
           InlayResolver *resolver,
           JsonNode      *input)
{
  JsonArray *remotes = input != NULL ? inlay_json_get_array (input, "remotes") : NULL;

  *self = (Ways) { resolver, input, g_hash_table_new (g_str_hash, g_str_equal),
                   g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  for (guint i = 0; remotes != NULL && i < json_array_get_length (remotes); i++)
    {
      JsonNode *remote = json_array_get_element (remotes, i);

      add_place (self, inlay_json_get_string (remote, "name"), i);
      add_place (self, inlay_json_get_string (inlay_json_get_member (remote, "remoteEntry"), "name"), i);
    }
}

static void
ways_clear (Ways *self)
{
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->pins);
}

static void
find_remote (Target     *self,
             const char *name)
{
  JsonArray *remotes = inlay_json_get_array (self->input, "remotes");
  JsonNode *host = inlay_json_get_member (self->input, "host");
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, name));

  if (remotes == NULL && inlay_json_get_member (self->input, "remoteEntry") != NULL)
    {
      self->place = g_strdup ("");
      self->remote = self->input;
    }
  else if (number > 0)
    {
      self->place = g_strdup_printf ("/remotes/%u", number - 1);
      self->remote = json_array_get_element (remotes, number - 1);
    }
  else if (host != NULL && JSON_NODE_HOLDS_OBJECT (host))
    {
      self->place = g_strdup ("/host");
      self->remote = host;
    }
}

/* An external is of a package also when it is one of the parts that became it. */
static gboolean
is_of (const Target *self,
       const char   *external,
       const char   *package)
{
  gsize length = inlay_resolver_package_length (external);

  if (strcmp (external, package) == 0)
    return TRUE;
  return self->resolver->options.convert_flat && strlen (package) == length && strncmp (external, package, length) == 0;
}

static void
find_externals (Target     *self,
                const char *package)
{
  JsonArray *shared = inlay_json_get_array (inlay_json_get_member (self->remote, "remoteEntry"), "shared");

  for (guint i = 0; shared != NULL && i < json_array_get_length (shared); i++)
    {
      const char *name = inlay_json_get_string (json_array_get_element (shared, i), "packageName");

      if (name != NULL && is_of (self, name, package))
        g_array_append_val (self->externals, i);
    }
}

static void
target_init (Target          *self,
             const Ways      *ways,
             const InlayWord *remote,
             const InlayWord *package)
{
  memset (self, 0, sizeof *self);
  self->resolver = ways->resolver;
  self->input = ways->input;
  self->places = ways->places;
  self->externals = g_array_new (FALSE, FALSE, sizeof (guint));
  find_remote (self, remote->text);
  if (self->remote != NULL && package != NULL)
    find_externals (self, package->text);
}

static void
target_clear (Target *self)
{
  g_free (self->place);
  g_array_unref (self->externals);
}

/* Sets one member of all the externals meant; takes the label and the value. */
static void
add_external_way (const Target        *self,
                  InlayResolveProblem *problem,
                  const char          *member,
                  JsonNode            *value,
                  char                *label)
{
  g_autoptr (InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autoptr (JsonNode) owned = value;

  for (guint i = 0; i < self->externals->len; i++)
    {
      g_autofree char *pointer = g_strdup_printf ("%s/remoteEntry/shared/%u/%s", self->place,
                                                  g_array_index (self->externals, guint, i), member);

      if (inlay_json_get (self->input, pointer) != NULL)
        inlay_patch_builder_replace (builder, pointer, owned);
      else
        inlay_patch_builder_add (builder, pointer, owned);
    }
  if (self->externals->len > 0)
    inlay_resolve_problem_add_way (problem, label, inlay_patch_builder_end (builder));
  else
    g_free (label);
}

/* A scope of the remote's own: `react-17` for its React 17. */
static void
add_scope_way (const Target        *self,
               InlayResolveProblem *problem,
               const InlayNote     *note)
{
  const char *remote = note->words[0]->text, *package = note->words[1]->text;
  g_autofree char *scope = g_strdup_printf ("%s-%s", remote, package);

  add_external_way (self, problem, "shareScope", inlay_json_new_string (scope),
                    g_strdup_printf ("Move %s of %s to the scope %s", package, remote, scope));
}

static void
add_loosen_way (const Target        *self,
                InlayResolveProblem *problem,
                const InlayNote     *note)
{
  InlayWord *range = note->words[2], *shared = note->words[3];
  g_autofree char *loosened = inlay_word_get_range (range) != NULL ? g_strdup_printf ("%s || %s", range->text, shared->text)
                                                                   : g_strdup (shared->text);

  add_external_way (self, problem, "requiredVersion", inlay_json_new_string (loosened),
                    g_strdup_printf ("Let %s accept %s %s, too", note->words[0]->text, note->words[1]->text, shared->text));
}

/* All copies the input lists of a package in one scope, as the record has them or would. */
static gboolean
collect_copies (const Target *self,
                const char   *scope,
                const char   *package,
                GPtrArray    *externals)
{
  JsonArray *remotes = inlay_json_get_array (self->input, "remotes");
  JsonNode *host = inlay_json_get_member (self->input, "host");
  guint length = remotes != NULL ? json_array_get_length (remotes) : 0;

  for (guint i = 0; i <= length; i++)
    {
      JsonNode *remote = i < length ? json_array_get_element (remotes, i) : host;
      JsonArray *shared = inlay_json_get_array (inlay_json_get_member (remote, "remoteEntry"), "shared");

      for (guint k = 0; shared != NULL && k < json_array_get_length (shared); k++)
        {
          JsonNode *external = json_array_get_element (shared, k);
          const char *name = inlay_json_get_string (external, "packageName");

          if (name != NULL && is_of (self, name, package) && strcmp (inlay_way_external_get_scope (external), scope) == 0 &&
              inlay_json_get_boolean (external, "singleton", FALSE))
            g_ptr_array_add (externals, external);
        }
    }
  return remotes != NULL;
}

static gboolean
all_accept (const Target *self,
            GPtrArray    *externals,
            const char   *version)
{
  InlayWord *word = inlay_words_get (self->resolver->words, version);

  for (guint i = 0; i < externals->len; i++)
    {
      JsonNode *external = g_ptr_array_index (externals, i);
      const char *range = inlay_json_get_string (external, "requiredVersion");
      const char *own = inlay_json_get_string (external, "version");

      if (range == NULL || *range == '\0')
        range = own;
      if (range == NULL || !inlay_word_accepts (inlay_words_get (self->resolver->words, range), inlay_word_get_version (word)))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (nullable): the newest version of @externals that everybody accepts */
static const char *
find_pin (const Target *self,
          GPtrArray    *externals)
{
  g_autoptr (GHashTable) tried = g_hash_table_new (g_str_hash, g_str_equal);
  InlayWords *words = self->resolver->words;
  const char *best = NULL;

  for (guint i = 0; i < externals->len; i++)
    {
      const char *version = inlay_json_get_string (g_ptr_array_index (externals, i), "version");
      const InlayVersion *parsed = version != NULL ? inlay_word_get_version (inlay_words_get (words, version)) : NULL;

      if (parsed == NULL || !g_hash_table_add (tried, (gpointer) version) ||
          (best != NULL && inlay_version_compare (parsed, inlay_word_get_version (inlay_words_get (words, best))) <= 0))
        continue;
      if (all_accept (self, externals, version))
        best = version;
    }
  return best;
}

static const char *
get_pin (Ways         *self,
         const Target *target,
         const char   *scope,
         const char   *package)
{
  g_autofree char *key = g_strconcat (scope, "\n", package, NULL);
  const char *pin = g_hash_table_lookup (self->pins, key);
  g_autoptr (GPtrArray) externals = NULL;

  if (pin != NULL)
    return pin;
  externals = g_ptr_array_new ();
  if (collect_copies (target, scope, package, externals))
    pin = find_pin (target, externals);
  pin = g_strdup (pin != NULL ? pin : "");
  g_hash_table_insert (self->pins, g_steal_pointer (&key), (gpointer) pin);
  return pin;
}

/* The newest version that everybody accepts, where there is one. */
static void
add_pin_way (Ways                *ways,
             const Target        *self,
             InlayResolveProblem *problem,
             const InlayNote     *note)
{
  const char *package = note->words[1]->text, *scope = INLAY_RESOLVER_GLOBAL, *pin;
  g_autofree char *pointer = NULL;

  if (self->externals->len > 0)
    {
      g_autofree char *path = g_strdup_printf ("%s/remoteEntry/shared/%u", self->place,
                                               g_array_index (self->externals, guint, 0));

      scope = inlay_way_external_get_scope (inlay_json_get (self->input, path));
    }
  pin = get_pin (ways, self, scope, package);
  if (*pin == '\0')
    return;
  pointer = inlay_json_path ("profile", "pins", scope, package, NULL);
  inlay_resolve_problem_add_set (problem, g_strdup_printf ("Pin %s to %s, which all accept", package, pin), self->input, pointer,
                                 inlay_json_new_string (pin));
}

static void
add_version_way (const Target        *self,
                 InlayResolveProblem *problem,
                 const InlayNote     *note)
{
  JsonNode *external;
  g_autofree char *path = NULL;
  g_autoptr (InlayVersion) lowest = NULL;
  const InlayRange *range;
  const char *text;

  if (self->externals->len == 0)
    return;
  path = g_strdup_printf ("%s/remoteEntry/shared/%u", self->place, g_array_index (self->externals, guint, 0));
  external = inlay_json_get (self->input, path);
  text = inlay_json_get_string (external, "requiredVersion");
  range = text != NULL && *text != '\0' ? inlay_word_get_range (inlay_words_get (self->resolver->words, text)) : NULL;
  lowest = range != NULL ? inlay_range_min_version (range) : NULL;
  text = lowest != NULL ? inlay_version_to_string (lowest) : "0.0.0";
  add_external_way (self, problem, "version", inlay_json_new_string (text),
                    g_strdup_printf ("Say that %s of %s is %s", note->words[1]->text, note->words[0]->text, text));
}

/* The ways of one note; its first words are the remote and the package wherever there are such. */
static void
add_ways (Ways                *self,
          const InlayNote     *note,
          InlayResolveProblem *problem)
{
  Target target;
  g_autofree char *pointer = NULL;

  target_init (&target, self, note->words[0], note->words[1]);
  if (g_str_has_prefix (note->kind, "pool-"))
    inlay_way_target_leave_pool (&target, problem, note->words[1] != NULL ? note->words[1] : note->words[0]);
  else if (strcmp (note->kind, "shared-directory") == 0)
    inlay_way_target_part (&target, problem, note);
  else if (target.remote == NULL)
    ;
  else if (strcmp (note->kind, "entry-url") == 0)
    inlay_way_target_stay (&target, problem, note);
  else if (strcmp (note->kind, "incompatible-version") == 0)
    {
      add_loosen_way (&target, problem, note);
      add_pin_way (self, &target, problem, note);
      add_scope_way (&target, problem, note);
    }
  else if (strcmp (note->kind, "uncovered-entrypoint") == 0 || strcmp (note->kind, "entry-filled") == 0 ||
           strcmp (note->kind, "multiple-shared-versions") == 0)
    {
      if (note->words[1] != NULL)
        add_scope_way (&target, problem, note);
    }
  else if (strcmp (note->kind, "same-version-range-differs") == 0)
    add_external_way (&target, problem, "requiredVersion", inlay_json_new_string (note->words[5]->text),
                      g_strdup_printf ("Let %s accept the same as %s", note->words[0]->text, note->words[4]->text));
  else if (strcmp (note->kind, "invalid-version") == 0)
    add_version_way (&target, problem, note);
  else if (strcmp (note->kind, "remote-entry") == 0 && *target.place == '/' && strcmp (target.place, "/host") != 0)
    inlay_way_target_remove (problem, target.place, g_strdup_printf ("Do not list %s", note->words[0]->text));
  if (strcmp (note->kind, "remote-name-mismatch") == 0 && target.remote != NULL)
    {
      pointer = g_strconcat (target.place, "/name", NULL);
      inlay_resolve_problem_add_set (problem, g_strdup_printf ("List it as %s", note->words[1]->text), self->input, pointer,
                                     inlay_json_new_string (note->words[1]->text));
    }
  target_clear (&target);
}

static InlayResolveProblem *
make_problem (Ways            *self,
              const InlayNote *note,
              gboolean         refused)
{
  const InlayWord *name = note->words[1] != NULL ? note->words[1] : note->words[0];
  InlayResolveProblem *problem = inlay_resolve_problem_new (refused, note->kind, name != NULL ? name->text : "",
                                                            inlay_note_to_text (note));

  if (self->input != NULL && note->words[0] != NULL)
    add_ways (self, note, problem);
  return problem;
}

/* Copies that stand alone because their range says so: a second copy of what was to be one. */
static void
add_second_copies (Ways      *self,
                   GPtrArray *problems)
{
  GPtrArray *scopes = self->resolver->record->scopes;

  for (guint s = 0; s < scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (scopes, s);

      for (guint p = 0; p < scope->packages->len; p++)
        {
          InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);
          const InlayRow *shared = inlay_shared_package_find (package, INLAY_ROW_SHARE);

          for (guint r = 0; shared != NULL && r < package->rows->len; r++)
            for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
              {
                const InlayCopy *copy = inlay_row_get (inlay_shared_package_get (package, r), i);
                InlayNote note = { "incompatible-version", "% keeps its own %, as it needs % and the page shares %",
                                   { copy->remote, package->name, copy->range, shared->text } };

                if (inlay_shared_package_get (package, r)->action == INLAY_ROW_SCOPE && inlay_copy_objects (copy, shared))
                  g_ptr_array_add (problems, make_problem (self, &note, FALSE));
              }
        }
    }
}

/**
 * inlay_resolver_get_problems:
 * @self: a resolver
 * @input: (nullable): the input of the last call, or its remote
 *
 * What the last call refused or noticed, and the copies that stand alone, each with what can be done
 * about it: loosen a range, pin a version, move a package to a scope of its own. Each way is a patch
 * of @input, ready to be a transaction.
 *
 * Returns: (transfer full) (element-type InlayResolveProblem): the refusal first
 */
GPtrArray *
inlay_resolver_get_problems (InlayResolver *self,
                             JsonNode      *input)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (inlay_resolve_problem_free);
  Ways ways;

  ways_init (&ways, self, input);
  if (self->refusal.kind != NULL)
    g_ptr_array_add (problems, make_problem (&ways, &self->refusal, TRUE));
  for (guint i = 0; i < self->notes->len; i++)
    {
      const InlayNote *note = &g_array_index (self->notes, InlayNote, i);

      if (self->refusal.kind == NULL || memcmp (note, &self->refusal, sizeof *note) != 0)
        g_ptr_array_add (problems, make_problem (&ways, note, FALSE));
    }
  if (self->refusal.kind == NULL)
    add_second_copies (&ways, problems);
  ways_clear (&ways);
  return problems;
}
