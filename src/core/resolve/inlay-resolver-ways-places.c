/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-ways-private.h"

#include <string.h>

/* Ways out of what is wrong with where a remote's files are, and with packages that are kept
 * together. */

/* Takes the label. */
void
inlay_way_target_remove (InlayResolveProblem *problem,
                         const char          *pointer,
                         char                *label)
{
  g_autoptr (InlayPatchBuilder) builder = inlay_patch_builder_new ();

  inlay_patch_builder_remove (builder, pointer);
  inlay_resolve_problem_add_way (problem, label, inlay_patch_builder_end (builder));
}

/* `entry-url`: list it where it says it is, or do not let it move. */
void
inlay_way_target_stay (const InlayWayTarget *self,
                       InlayResolveProblem  *problem,
                       const InlayNote      *note)
{
  const char *name = note->words[0]->text, *moved = note->words[2]->text;
  g_autofree char *listed = g_strconcat (self->place, "/url", NULL);
  g_autofree char *own = g_strconcat (self->place, "/remoteEntry/url", NULL);

  inlay_resolve_problem_add_set (problem, g_strdup_printf ("List %s at %s", name, moved), self->input, listed,
                                 inlay_json_new_string (moved));
  if (inlay_json_get (self->input, own) != NULL)
    inlay_way_target_remove (problem, own, g_strdup_printf ("Keep %s where it was fetched from", name));
}

/* `shared-directory`: one of the two is not listed. To move files is not for the input to do. */
void
inlay_way_target_part (const InlayWayTarget *self,
                       InlayResolveProblem  *problem,
                       const InlayNote      *note)
{
  for (guint i = 0; i < 2; i++)
    {
      const char *name = note->words[i]->text;
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->places, name));
      g_autofree char *place = g_strdup_printf ("/remotes/%u", number - 1);

      if (number > 0)
        inlay_way_target_remove (problem, place, g_strdup_printf ("Do not list %s", name));
    }
  problem->advice = g_strdup_printf ("Both stay only when one of %s and %s is deployed to a directory of its own, outside "
                                     "the other's", note->words[0]->text, note->words[1]->text);
}

/* One labelled external of the input. */
typedef struct
{
  guint       remote;
  guint       number;
  char       *label;
  char       *package; /* that its specifier belongs to */
  const char *scope;
} Labelled;

static void
labelled_clear (gpointer data)
{
  Labelled *self = data;

  g_free (self->label);
  g_free (self->package);
}

const char *
inlay_way_external_get_scope (JsonNode *external)
{
  const char *scope = inlay_json_get_string (external, "shareScope");

  if (scope == NULL)
    scope = inlay_json_get_string (external, "sharedScope");
  return scope != NULL && *scope != '\0' ? scope : INLAY_RESOLVER_GLOBAL;
}

static void
add_labelled (GArray    *all,
              guint      remote,
              guint      number,
              JsonNode  *external)
{
  const char *label = inlay_json_get_string (external, "pool");
  const char *package = inlay_json_get_string (external, "packageName");
  Labelled added = { remote, number, NULL, NULL, NULL };

  if (label == NULL || package == NULL || label[strspn (label, " \t\n\v\f\r")] == '\0')
    return;
  added.label = g_strstrip (g_strdup (label));
  added.package = g_strndup (package, inlay_resolver_package_length (package));
  added.scope = inlay_way_external_get_scope (external);
  g_array_append_val (all, added);
}

/* The host comes behind all others. */
static JsonNode *
get_remote (JsonNode *input,
            guint     number)
{
  JsonArray *remotes = inlay_json_get_array (input, "remotes");

  return number < json_array_get_length (remotes) ? json_array_get_element (remotes, number)
                                                  : inlay_json_get_member (input, "host");
}

static GArray *
collect_labelled (JsonNode *input)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Labelled));
  guint length = json_array_get_length (inlay_json_get_array (input, "remotes"));

  g_array_set_clear_func (all, labelled_clear);
  for (guint i = 0; i <= length; i++)
    {
      JsonArray *shared = inlay_json_get_array (inlay_json_get_member (get_remote (input, i), "remoteEntry"), "shared");

      for (guint k = 0; shared != NULL && k < json_array_get_length (shared); k++)
        add_labelled (all, i, k, json_array_get_element (shared, k));
    }
  return all;
}

/* Takes a package and everything that a chain of labels ties to it: @keys are packages, and labels
 * of one remote. Returns: which of @all these are. */
static gboolean *
find_tied (const GArray *all,
           const char   *package,
           const char   *scope)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean *tied = g_new0 (gboolean, all->len + 1);
  gboolean more = TRUE;

  g_hash_table_add (keys, g_strndup (package, inlay_resolver_package_length (package)));
  while (more)
    {
      more = FALSE;
      for (guint i = 0; i < all->len; i++)
        {
          const Labelled *external = &g_array_index (all, Labelled, i);
          g_autofree char *tie = g_strdup_printf ("%u\n%s", external->remote, external->label);

          if (tied[i] || strcmp (external->scope, scope) != 0 ||
              (!g_hash_table_contains (keys, tie) && !g_hash_table_contains (keys, external->package)))
            continue;
          g_hash_table_add (keys, g_steal_pointer (&tie));
          g_hash_table_add (keys, g_strdup (external->package));
          tied[i] = more = TRUE;
        }
    }
  return tied;
}

static gboolean
add_untied (const InlayWayTarget *self,
            const GArray         *all,
            const gboolean       *tied,
            InlayPatchBuilder    *builder)
{
  guint length = json_array_get_length (inlay_json_get_array (self->input, "remotes"));
  gboolean found = FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      const Labelled *external = &g_array_index (all, Labelled, i);
      g_autofree char *place = external->remote < length ? g_strdup_printf ("/remotes/%u", external->remote) : g_strdup ("/host");
      g_autofree char *pointer = g_strdup_printf ("%s/remoteEntry/shared/%u/pool", place, external->number);

      if (!tied[i])
        continue;
      inlay_patch_builder_remove (builder, pointer);
      found = TRUE;
    }
  return found;
}

/* The scope in which a labelled package is pooled, as the first of its externals has it. */
static const char *
find_scope (const GArray *all,
            const char   *package)
{
  gsize length = inlay_resolver_package_length (package);

  for (guint i = 0; i < all->len; i++)
    {
      const Labelled *external = &g_array_index (all, Labelled, i);

      if (strlen (external->package) == length && strncmp (external->package, package, length) == 0)
        return external->scope;
    }
  return INLAY_RESOLVER_GLOBAL;
}

/* `pool-…`: the packages around @package are chosen one by one. What ties them is a switch, or labels
 * in the files. */
void
inlay_way_target_leave_pool (const InlayWayTarget *self,
                             InlayResolveProblem  *problem,
                             const InlayWord      *package)
{
  g_autoptr (InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autoptr (GArray) all = NULL;
  g_autofree gboolean *tied = NULL;

  if (inlay_json_get_array (self->input, "remotes") == NULL)
    {
      problem->advice = g_strdup_printf ("A remote loaded later cannot untie the packages around %s, as those the page has "
                                         "stay as they are: list it at the start", package->text);
      return;
    }
  if (self->resolver->options.auto_pools)
    {
      inlay_resolve_problem_add_set (problem, g_strdup ("Do not pool packages by their npm scope"), self->input,
                                     "/feature/useAutoExternalPooling", inlay_json_new_boolean (FALSE));
      return;
    }
  all = collect_labelled (self->input);
  tied = find_tied (all, package->text, find_scope (all, package->text));
  if (add_untied (self, all, tied, builder))
    inlay_resolve_problem_add_way (problem, g_strdup_printf ("Take the pool labels off the packages around %s", package->text),
                                   inlay_patch_builder_end (builder));
  else
    problem->advice = g_strdup_printf ("The labels that tie the packages around %s are in files kept from an earlier page "
                                       "load: take them off there and fetch those files again", package->text);
}
