/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-note-private.h"
#include "inlay-schema-walk-private.h"

#define MAX_APPLIED 1000

/* The walk from the root to the place of the note. */
typedef struct
{
  SchemaWalk walk;
  SchemaEval eval;
  InlaySchemaNote *note; /* NULL on the way */
  const InlayJsonCell *value; /* where the walk stands; NULL when nothing is there */
  GArray *entries;       /* of SchemaApplied: how the value was come to */
  GArray *applied;       /* of SchemaApplied: they and what they apply in place */
  const SchemaApplied *parent;
} Annotator;

static SchemaFrame
make_frame (Annotator           *self,
            const SchemaApplied *applied)
{
  SchemaFrame frame = { &self->eval, applied->schema, self->value, applied->scope, NULL, NULL, FALSE };

  return frame;
}

static gboolean
is_object (const InlayJsonCell *value)
{
  return value != NULL && value->types & INLAY_JSON_TYPE_OBJECT;
}

static gboolean
is_array (const InlayJsonCell *value)
{
  return value != NULL && value->types & INLAY_JSON_TYPE_ARRAY;
}

static void gather (Annotator         *self,
                    const Subschema   *schema,
                    const SchemaScope *scope,
                    guint              depth);

static void
gather_list (Annotator           *self,
             const SchemaList    *list,
             const SchemaApplied *applied)
{
  for (guint i = 0; i < list->n_items; i++)
    gather (self, list->items[i], applied->scope, applied->depth + 1);
}

/* Fills in which branches hold. Returns: the one the value is in, or -1. */
static int
select_branch (Annotator           *self,
               const SchemaApplied *applied,
               const SchemaList    *list,
               gboolean            *holding,
               guint               *n_holding)
{
  SchemaFrame frame = make_frame (self, applied);
  g_autoptr (GPtrArray) errors = NULL;
  int selected = -1;
  guint score;

  if (self->value == NULL)
    return -1;
  for (guint i = 0; i < list->n_items; i++)
    {
      holding[i] = inlay_schema_eval_quietly (&frame, list->items[i], NULL);
      *n_holding += holding[i] ? 1 : 0;
      if (holding[i] && selected < 0)
        selected = (int) i;
    }
  if (selected < 0)
    selected = (int) inlay_schema_eval_find_best (&frame, list, &errors, &score);
  return selected;
}

static void
gather_choice (Annotator           *self,
               const SchemaApplied *applied,
               const char          *keyword,
               const SchemaList    *list)
{
  g_autofree gboolean *holding = g_new0 (gboolean, list->n_items);
  guint n_holding = 0;
  int selected;

  if (list->n_items == 0)
    return;

  selected = select_branch (self, applied, list, holding, &n_holding);
  if (self->note != NULL)
    {
      InlaySchemaChoice *choice = g_new0 (InlaySchemaChoice, 1);

      choice->keyword = keyword;
      choice->schema_path = inlay_subschema_dup_path (applied->schema, keyword);
      choice->branches = g_ptr_array_new ();
      choice->selected = selected;
      choice->n_holding = n_holding;
      choice->holding = g_steal_pointer (&holding);
      for (guint i = 0; i < list->n_items; i++)
        g_ptr_array_add (choice->branches, list->items[i]->node);
      g_ptr_array_add (self->note->choices, choice);
    }
  if (selected >= 0)
    gather (self, list->items[selected], applied->scope, applied->depth + 1);
}

static void
gather_condition (Annotator           *self,
                  const SchemaApplied *applied)
{
  const SchemaApply *apply = applied->schema->apply;
  SchemaFrame frame = make_frame (self, applied);
  const Subschema *consequence;
  gboolean holds;

  if (apply->if_schema == NULL || self->value == NULL)
    return;

  holds = inlay_schema_eval_quietly (&frame, apply->if_schema, NULL);
  if (self->note != NULL)
    {
      InlaySchemaCondition *condition = g_new0 (InlaySchemaCondition, 1);

      condition->schema_path = inlay_subschema_dup_path (applied->schema, "if");
      condition->holds = holds;
      g_ptr_array_add (self->note->conditions, condition);
    }
  consequence = holds ? apply->then_schema : apply->else_schema;
  if (consequence != NULL)
    gather (self, consequence, applied->scope, applied->depth + 1);
}

static void
gather_dependencies (Annotator           *self,
                     const SchemaApplied *applied)
{
  GArray *dependencies = applied->schema->object->dependencies;

  for (guint i = 0; i < dependencies->len; i++)
    {
      SchemaDependency *dependency = &g_array_index (dependencies, SchemaDependency, i);

      if (dependency->schema != NULL &&
          inlay_json_cell_get (self->value, dependency->trigger) != NULL)
        gather (self, dependency->schema, applied->scope, applied->depth + 1);
    }
}

static gboolean
is_gathered (Annotator       *self,
             const Subschema *schema)
{
  for (guint i = 0; i < self->applied->len; i++)
    if (g_array_index (self->applied, SchemaApplied, i).schema == schema)
      return TRUE;
  return FALSE;
}

/* Adds @schema and what it applies in place. */
static void
gather (Annotator         *self,
        const Subschema   *schema,
        const SchemaScope *scope,
        guint              depth)
{
  SchemaApplied applied = { schema, inlay_schema_walk_enter (&self->walk, scope, schema), depth, 0 };
  const SchemaApply *apply = schema->apply;

  if (depth > SCHEMA_MAX_HEIGHT || self->applied->len >= MAX_APPLIED ||
      schema->kind == SUBSCHEMA_TRUE || is_gathered (self, schema))
    return;

  g_array_append_val (self->applied, applied);
  if (schema->object != NULL && is_object (self->value))
    gather_dependencies (self, &applied);
  if (apply == NULL)
    return;

  if (apply->ref != NULL)
    gather (self, apply->ref, applied.scope, depth + 1);
  if (apply->dynamic_ref != NULL)
    gather (self, inlay_schema_apply_get_dynamic (apply, applied.scope), applied.scope, depth + 1);
  gather_list (self, &apply->all_of, &applied);
  gather_choice (self, &applied, "anyOf", &apply->any_of);
  gather_choice (self, &applied, "oneOf", &apply->one_of);
  gather_condition (self, &applied);
}

static void
gather_all (Annotator *self)
{
  g_array_set_size (self->applied, 0);
  for (guint i = 0; i < self->entries->len; i++)
    {
      SchemaApplied *entry = &g_array_index (self->entries, SchemaApplied, i);

      gather (self, entry->schema, entry->scope, 0);
    }
}

static void
add_entry (const Subschema *child,
           gpointer         user_data)
{
  Annotator *self = user_data;
  SchemaApplied entry = { child, self->parent->scope, 0, 0 };

  g_array_append_val (self->entries, entry);
}

/* Marks count members in the order of the document. */
static gboolean
find_mark (const InlayJsonCell *value,
           const char          *token,
           guint               *index)
{
  const InlayJsonCell *name = value + 1;

  if (is_array (value))
    return inlay_json_cell_get (value, token) != NULL && inlay_schema_parse_index (token, index);
  if (!is_object (value))
    return FALSE;

  for (*index = 0; *index < value->length; (*index)++, name = inlay_json_cell_next (name + 1))
    if (g_str_equal (name->text, token))
      return TRUE;
  return FALSE;
}

/* Whether @applied evaluates @token before its `unevaluated…` has its turn. Of what is not there
 * yet nothing is known but what the other subschemas say: @spoken_for. */
static gboolean
is_spoken_for (Annotator           *self,
               const SchemaApplied *applied,
               const char          *token,
               gboolean             spoken_for)
{
  g_autoptr (GPtrArray) errors = NULL;
  SchemaFrame frame = make_frame (self, applied);
  SchemaMarks marks;
  gboolean marked;
  guint index;

  if (self->value == NULL || !find_mark (self->value, token, &index))
    return spoken_for;

  errors = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  self->eval.errors = errors;
  inlay_schema_marks_init (&marks, self->value);
  frame.marks = &marks;
  inlay_schema_eval_mark (&frame);
  marked = inlay_schema_marks_has (&marks, index);
  inlay_schema_marks_clear (&marks);
  self->eval.errors = NULL;
  return marked;
}

static void
add_unevaluated (Annotator  *self,
                 const char *token,
                 gboolean    as_member)
{
  gboolean spoken_for = self->entries->len > 0;

  for (guint i = 0; i < self->applied->len; i++)
    {
      const SchemaApplied *applied = &g_array_index (self->applied, SchemaApplied, i);
      const SchemaObjectRules *object = applied->schema->object;
      const SchemaArrayRules *array = applied->schema->array;
      const Subschema *child = NULL;

      if (as_member && object != NULL)
        child = object->unevaluated;
      else if (!as_member && array != NULL)
        child = array->unevaluated;
      if (child == NULL || is_spoken_for (self, applied, token, spoken_for))
        continue;
      self->parent = applied;
      add_entry (child, self);
    }
}

/* Goes to the member or item @token, present or not. What is absent may be either when its parent
 * is absent, too. */
static void
descend (Annotator  *self,
         const char *token)
{
  gboolean may_be_item, as_member;
  guint index = 0;

  as_member = !is_array (self->value);
  may_be_item = (self->value == NULL || is_array (self->value)) && inlay_schema_parse_index (token, &index);

  g_array_set_size (self->entries, 0);
  for (guint i = 0; i < self->applied->len; i++)
    {
      self->parent = &g_array_index (self->applied, SchemaApplied, i);
      if (as_member)
        inlay_subschema_foreach_member (self->parent->schema, token, add_entry, self);
      if (may_be_item)
        inlay_subschema_foreach_item (self->parent->schema, index, add_entry, self);
    }
  add_unevaluated (self, token, as_member && !(may_be_item && self->value != NULL));
  self->value = self->value != NULL ? inlay_json_cell_get (self->value, token) : NULL;
}

static void
note_member (InlaySchemaNote *note,
             const char      *name)
{
  for (guint i = 0; i < note->members->len; i++)
    if (g_str_equal (g_ptr_array_index (note->members, i), name))
      return;
  g_ptr_array_add (note->members, (gpointer) name);
}

static void
note_dependencies (InlaySchemaNote         *note,
                   const SchemaObjectRules *object,
                   const InlayJsonCell     *value)
{
  if (!is_object (value))
    return;
  for (guint i = 0; i < object->dependencies->len; i++)
    {
      SchemaDependency *dependency = &g_array_index (object->dependencies, SchemaDependency, i);

      if (dependency->required == NULL ||
          inlay_json_cell_get (value, dependency->trigger) == NULL)
        continue;
      for (char **name = dependency->required; *name != NULL; name++)
        {
          note_member (note, *name);
          g_hash_table_add (note->required, *name);
        }
    }
}

static void
note_applied (InlaySchemaNote     *note,
              const Subschema     *schema,
              const InlayJsonCell *value)
{
  const SchemaObjectRules *object = schema->object;

  g_ptr_array_add (note->applied, (gpointer) schema);
  g_ptr_array_add (note->paths, inlay_subschema_dup_path (schema, NULL));
  if (object == NULL)
    return;

  for (guint i = 0; i < object->order->len; i++)
    note_member (note, g_ptr_array_index (object->order, i));
  for (guint i = 0; i < object->required->len; i++)
    {
      note_member (note, g_ptr_array_index (object->required, i));
      g_hash_table_add (note->required, g_ptr_array_index (object->required, i));
    }
  note_dependencies (note, object, value);
}

static void
note_marks (InlaySchemaNote     *note,
            const InlayJsonCell *value,
            const SchemaMarks   *marks)
{
  const InlayJsonCell *name = value + 1;

  if (is_object (value))
    {
      for (guint i = 0; i < value->length; i++, name = inlay_json_cell_next (name + 1))
        if (inlay_schema_marks_has (marks, i))
          g_hash_table_add (note->evaluated, g_strdup (name->text));
    }
  else if (is_array (value))
    {
      for (guint i = 0; i < value->length; i++)
        if (inlay_schema_marks_has (marks, i))
          g_hash_table_add (note->evaluated, g_strdup_printf ("%u", i));
    }
}

/* Everything that the schemas come to at the value evaluate, whether they are satisfied or not. */
static void
note_evaluated (Annotator *self)
{
  g_autoptr (GPtrArray) errors = NULL;
  SchemaMarks marks;

  if (self->value == NULL)
    return;

  errors = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  self->eval.errors = errors;
  inlay_schema_marks_init (&marks, self->value);
  for (guint i = 0; i < self->entries->len; i++)
    {
      SchemaApplied *entry = &g_array_index (self->entries, SchemaApplied, i);

      inlay_schema_eval (&self->eval, entry->schema, self->value, entry->scope, NULL, &marks);
    }
  note_marks (self->note, self->value, &marks);
  inlay_schema_marks_clear (&marks);
  self->eval.errors = NULL;
}

static void
take_note (Annotator   *self,
           InlaySchema *schema)
{
  self->note = inlay_schema_note_new (schema);
  gather_all (self);
  for (guint i = 0; i < self->applied->len; i++)
    note_applied (self->note, g_array_index (self->applied, SchemaApplied, i).schema, self->value);
  g_ptr_array_add (self->note->members, NULL);
  note_evaluated (self);
}

/**
 * inlay_schema_annotate:
 * @instance: (nullable): the whole instance
 * @path: a JSON Pointer into @instance; nothing needs to be there
 *
 * Returns: (transfer full) (nullable): what @self says about the place at @path, or %NULL when
 *   @path is no JSON Pointer
 */
InlaySchemaNote *
inlay_schema_annotate (InlaySchema *self,
                       JsonNode    *instance,
                       const char  *path)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (SchemaApplied));
  g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (SchemaApplied));
  g_autoptr (InlayJsonDocument) document = instance != NULL ? inlay_json_document_new (instance) : NULL;
  Annotator annotator = { .entries = entries, .applied = applied };
  SchemaApplied root = { NULL, NULL, 0, 0 };
  g_auto (GStrv) tokens = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (!(tokens = inlay_json_path_split (path, NULL)))
    return NULL;

  root.schema = self->root;
  if (document != NULL)
    annotator.value = inlay_json_document_get_root (document);
  g_array_append_val (entries, root);
  inlay_schema_walk_init (&annotator.walk);
  for (char **token = tokens; *token != NULL; token++)
    {
      gather_all (&annotator);
      descend (&annotator, *token);
    }
  take_note (&annotator, self);
  inlay_schema_walk_clear (&annotator.walk);
  return annotator.note;
}
