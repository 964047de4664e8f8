/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolution.h"

#include <string.h>

#include "json/inlay-patch.h"
#include "resolve/inlay-resolution-private.h"

/**
 * InlayResolution:
 *
 * What a composition and a catalog come to: the version of every module and shared package, the
 * import map, and whatever is wrong, each with its ways out. An immutable, reference-counted value.
 */

G_DEFINE_BOXED_TYPE (InlayResolution, inlay_resolution, inlay_resolution_ref, inlay_resolution_unref)

static void
choice_free (gpointer data)
{
  InlayChoice *self = data;

  g_free (self->name);
  g_free (self->user);
  g_free (self->version);
  g_free (self->range);
  g_free (self->address);
  g_clear_pointer (&self->module, inlay_module_unref);
  g_free (self->explanation);
  g_free (self);
}

static void
way_free (gpointer data)
{
  InlayWayOut *self = data;

  g_free (self->label);
  json_node_unref (self->patch);
  g_free (self);
}

void
inlay_resolve_problem_free (gpointer data)
{
  InlayResolveProblem *self = data;

  g_free (self->kind);
  g_free (self->name);
  g_free (self->message);
  g_ptr_array_unref (self->ways);
  g_free (self->advice);
  g_free (self);
}

InlayResolution *
inlay_resolution_alloc (void)
{
  InlayResolution *self = g_new0 (InlayResolution, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  self->problems = g_ptr_array_new_with_free_func (inlay_resolve_problem_free);
  self->modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_module_unref);
  return self;
}

InlayChoice *
inlay_resolution_add_choice (InlayResolution *self,
                             const char      *name,
                             const char      *user,
                             const char      *range)
{
  InlayChoice *choice = g_new0 (InlayChoice, 1);

  choice->name = g_strdup (name);
  choice->user = g_strdup (user);
  choice->range = g_strdup (range);
  choice->explanation = g_strdup_printf ("%s: no version fits %s", name, range);
  g_ptr_array_add (self->choices, choice);
  return choice;
}

void
inlay_choice_take (InlayChoice       *self,
                   const char        *version,
                   InlayChoiceReason  reason,
                   char              *explanation)
{
  g_free (self->version);
  self->version = g_strdup (version);
  self->reason = reason;
  g_free (self->explanation);
  self->explanation = explanation;
}

InlayResolveProblem *
inlay_resolve_problem_new (gboolean    is_conflict,
                           const char *kind,
                           const char *name,
                           char       *message)
{
  InlayResolveProblem *problem = g_new0 (InlayResolveProblem, 1);

  problem->is_conflict = is_conflict;
  problem->kind = g_strdup (kind);
  problem->name = g_strdup (name);
  problem->message = message;
  problem->ways = g_ptr_array_new_with_free_func (way_free);
  return problem;
}

InlayResolveProblem *
inlay_resolution_add_problem (InlayResolution *self,
                              gboolean         is_conflict,
                              const char      *kind,
                              const char      *name,
                              char            *message)
{
  InlayResolveProblem *problem = inlay_resolve_problem_new (is_conflict, kind, name, message);

  g_ptr_array_add (self->problems, problem);
  return problem;
}

void
inlay_resolve_problem_add_way (InlayResolveProblem *self,
                               char                *label,
                               JsonNode            *patch)
{
  InlayWayOut *way = g_new0 (InlayWayOut, 1);

  way->label = label;
  way->patch = patch;
  g_ptr_array_add (self->ways, way);
}

/* A way out that sets one member, making the objects above it that are missing. */
void
inlay_resolve_problem_add_set (InlayResolveProblem *self,
                               char                *label,
                               JsonNode            *composition,
                               const char          *pointer,
                               JsonNode            *value)
{
  g_autoptr (InlayPatchBuilder) builder = inlay_patch_builder_new ();
  g_autoptr (JsonNode) owned = value;
  g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
  g_autofree char *parent = g_strdup (pointer);
  char *slash = strchr (parent + 1, '/');

  for (; slash != NULL; slash = strchr (slash + 1, '/'))
    {
      *slash = '\0';
      if (inlay_json_get (composition, parent) == NULL)
        inlay_patch_builder_add (builder, parent, empty);
      *slash = '/';
    }
  if (inlay_json_get (composition, pointer) != NULL)
    inlay_patch_builder_replace (builder, pointer, owned);
  else
    inlay_patch_builder_add (builder, pointer, owned);
  inlay_resolve_problem_add_way (self, label, inlay_patch_builder_end (builder));
}

InlayResolution *
inlay_resolution_ref (InlayResolution *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_resolution_unref (InlayResolution *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->modules);
  g_clear_pointer (&self->import_map, json_node_unref);
  g_free (self);
}

/**
 * inlay_resolution_get_choices:
 * @self: a resolution
 *
 * Returns: (transfer none) (element-type InlayChoice): modules first, then shared packages, each
 *   sorted by name
 */
GPtrArray *
inlay_resolution_get_choices (InlayResolution *self)
{
  return self->choices;
}

/**
 * inlay_resolution_get_choice:
 * @self: a resolution
 * @name: a module's id or the name of a shared package
 *
 * Returns: (transfer none) (nullable): what was chosen for it
 */
const InlayChoice *
inlay_resolution_get_choice (InlayResolution *self,
                             const char      *name)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      const InlayChoice *choice = g_ptr_array_index (self->choices, i);

      if (choice->user == NULL && strcmp (choice->name, name) == 0)
        return choice;
    }
  return NULL;
}

/**
 * inlay_resolution_get_problems:
 * @self: a resolution
 *
 * Returns: (transfer none) (element-type InlayResolveProblem): conflicts and warnings
 */
GPtrArray *
inlay_resolution_get_problems (InlayResolution *self)
{
  return self->problems;
}

/**
 * inlay_resolution_has_conflicts:
 *
 * Returns: %TRUE when some requirement could not be met; warnings do not count
 */
gboolean
inlay_resolution_has_conflicts (InlayResolution *self)
{
  for (guint i = 0; i < self->problems->len; i++)
    if (((InlayResolveProblem *) g_ptr_array_index (self->problems, i))->is_conflict)
      return TRUE;
  return FALSE;
}

/**
 * inlay_resolution_get_modules:
 * @self: a resolution
 *
 * Returns: (transfer none) (element-type InlayModule): the chosen version of each module
 */
GPtrArray *
inlay_resolution_get_modules (InlayResolution *self)
{
  return self->modules;
}

/**
 * inlay_resolution_get_import_map:
 * @self: a resolution
 *
 * Returns: (transfer none): an object with `imports` and, where there are any, `scopes` and
 *   `integrity`; keys are sorted
 */
JsonNode *
inlay_resolution_get_import_map (InlayResolution *self)
{
  return self->import_map;
}

/**
 * inlay_resolution_dup_lines:
 * @self: a resolution
 *
 * Returns: (transfer full): every choice and problem as a line for people
 */
char **
inlay_resolution_dup_lines (InlayResolution *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < self->choices->len; i++)
    g_ptr_array_add (lines, g_strdup (((InlayChoice *) g_ptr_array_index (self->choices, i))->explanation));
  for (guint i = 0; i < self->problems->len; i++)
    {
      const InlayResolveProblem *problem = g_ptr_array_index (self->problems, i);

      g_ptr_array_add (lines, g_strdup_printf ("%s: %s", problem->is_conflict ? "conflict" : "warning",
                                               problem->message));
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}

/**
 * inlay_choice_reason_to_string:
 *
 * Returns: (transfer none): the word machines read for @reason
 */
const char *
inlay_choice_reason_to_string (InlayChoiceReason reason)
{
  static const char *words[] = { "none", "locked", "exact", "newest", "elected", "lowest" };

  return words[reason];
}

/**
 * inlay_resolution_to_lock:
 * @self: a resolution
 *
 * Returns: (transfer full): the `lock` member of the composition that keeps these choices
 */
JsonNode *
inlay_resolution_to_lock (InlayResolution *self)
{
  g_autofree char *digest = inlay_json_digest (self->import_map);
  JsonObject *versions = json_object_new ();

  for (guint i = 0; i < self->choices->len; i++)
    {
      const InlayChoice *choice = g_ptr_array_index (self->choices, i);

      if (choice->user == NULL && choice->version != NULL)
        json_object_set_string_member (versions, choice->name, choice->version);
    }
  return inlay_json_new_object ("versions", inlay_json_take_object (versions),
                                "importMap", json_node_ref (self->import_map),
                                "digest", inlay_json_new_string (digest), NULL);
}

static JsonNode *
choice_to_json (const InlayChoice *choice)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", choice->name);
  if (choice->user != NULL)
    json_object_set_string_member (object, "user", choice->user);
  json_object_set_string_member (object, "range", choice->range);
  if (choice->version != NULL)
    json_object_set_string_member (object, "version", choice->version);
  json_object_set_string_member (object, "reason", inlay_choice_reason_to_string (choice->reason));
  if (choice->address != NULL)
    json_object_set_string_member (object, "address", choice->address);
  json_object_set_string_member (object, "explanation", choice->explanation);
  return inlay_json_take_object (object);
}

JsonNode *
inlay_resolve_problem_to_json (const InlayResolveProblem *problem)
{
  JsonArray *ways = json_array_new ();

  for (guint i = 0; i < problem->ways->len; i++)
    {
      const InlayWayOut *way = g_ptr_array_index (problem->ways, i);

      json_array_add_element (ways, inlay_json_new_object ("label", inlay_json_new_string (way->label),
                                                           "patch", json_node_ref (way->patch), NULL));
    }
  return inlay_json_new_object ("conflict", inlay_json_new_boolean (problem->is_conflict),
                                "kind", inlay_json_new_string (problem->kind),
                                "name", inlay_json_new_string (problem->name),
                                "message", inlay_json_new_string (problem->message),
                                "ways", inlay_json_take_array (ways),
                                "advice", problem->advice != NULL ? inlay_json_new_string (problem->advice) : NULL, NULL);
}

/**
 * inlay_resolution_to_json:
 * @self: a resolution
 *
 * Returns: (transfer full): everything, for machines
 */
JsonNode *
inlay_resolution_to_json (InlayResolution *self)
{
  JsonArray *choices = json_array_new ();
  JsonArray *problems = json_array_new ();

  for (guint i = 0; i < self->choices->len; i++)
    json_array_add_element (choices, choice_to_json (g_ptr_array_index (self->choices, i)));
  for (guint i = 0; i < self->problems->len; i++)
    json_array_add_element (problems, inlay_resolve_problem_to_json (g_ptr_array_index (self->problems, i)));
  return inlay_json_new_object ("importMap", json_node_ref (self->import_map),
                                "choices", inlay_json_take_array (choices),
                                "problems", inlay_json_take_array (problems), NULL);
}
