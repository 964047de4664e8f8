/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-compiler-private.h"
#include "inlay-schema-eval-private.h"

G_DEFINE_BOXED_TYPE (InlaySchema, inlay_schema, inlay_schema_ref, inlay_schema_unref)

static InlaySchema *
create (InlaySchemaFlags flags)
{
  InlaySchema *self = g_new0 (InlaySchema, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->flags = flags;
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_document_free);
  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_resource_free);
  self->subschemas = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_subschema_free);
  self->patterns = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify) inlay_schema_pattern_free);
  return self;
}

/* Numbers the names that `$dynamicRef` looks for, so that a look takes no comparing. */
static gboolean
number_dynamic_names (InlaySchema  *self,
                      GError      **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer name, number;

  for (guint i = 0; i < self->subschemas->len; i++)
    {
      SchemaApply *apply = ((Subschema *) g_ptr_array_index (self->subschemas, i))->apply;

      if (apply == NULL || apply->dynamic_name == NULL)
        continue;
      if (!g_hash_table_lookup_extended (numbers, apply->dynamic_name, NULL, &number))
        {
          number = GUINT_TO_POINTER (g_hash_table_size (numbers));
          g_hash_table_insert (numbers, apply->dynamic_name, number);
        }
      apply->dynamic = GPOINTER_TO_UINT (number);
    }
  if (g_hash_table_size (numbers) > SCHEMA_MAX_DYNAMIC_NAMES)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "the schema has more than %d names that $dynamicRef looks for",
                   SCHEMA_MAX_DYNAMIC_NAMES);
      return FALSE;
    }
  for (guint i = 0; i < self->resources->len; i++)
    {
      SchemaResource *resource = g_ptr_array_index (self->resources, i);

      resource->dynamic = g_new0 (Subschema *, g_hash_table_size (numbers));
      g_hash_table_iter_init (&iter, numbers);
      while (g_hash_table_iter_next (&iter, &name, &number))
        resource->dynamic[GPOINTER_TO_UINT (number)] = g_hash_table_lookup (resource->dynamic_anchors, name);
    }
  return TRUE;
}

static void
clear_reference (gpointer data)
{
  SchemaReference *reference = data;

  g_free (reference->uri);
}

/**
 * inlay_schema_compile:
 * @schema: (transfer none): a sealed tree
 * @bundle: (nullable): where schemas that @schema refers to are found; the meta-schemas of both
 *   dialects always are
 * @dialect: what @schema is written in when it has no `$schema`
 *
 * Reads all keywords of JSON Schema 2020-12 or draft-07 and ties all references, so that nothing
 * is left to look up when an instance is checked.
 *
 * Returns: (transfer full): the schema, or %NULL with %INLAY_ERROR_INVALID (a keyword of the wrong
 *   kind, an unknown dialect, a bad pattern, a reference to itself), %INLAY_ERROR_NOT_FOUND (a
 *   reference that leads nowhere) or %INLAY_ERROR_LIMIT
 */
InlaySchema *
inlay_schema_compile (JsonNode            *schema,
                      InlaySchemaBundle   *bundle,
                      InlaySchemaDialect   dialect,
                      InlaySchemaFlags     flags,
                      GError             **error)
{
  g_autoptr (InlaySchema) self = NULL;
  g_autoptr (GHashTable) by_uri = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) by_place = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) references = g_array_new (FALSE, FALSE, sizeof (SchemaReference));
  SchemaCompiler compiler = { NULL, bundle, dialect, by_uri, by_place, references };

  g_return_val_if_fail (schema != NULL, NULL);

  self = create (flags);
  compiler.schema = self;
  g_array_set_clear_func (references, clear_reference);
  if (!(self->root = inlay_schema_compiler_load (&compiler, "", schema, error)) ||
      !inlay_schema_compiler_link (&compiler, error) || !inlay_schema_check_loops (self, error) ||
      !number_dynamic_names (self, error))
    return NULL;
  for (guint i = 0; i < self->subschemas->len; i++)
    inlay_subschema_seal (g_ptr_array_index (self->subschemas, i));
  for (guint i = 0; i < self->subschemas->len; i++)
    inlay_subschema_lead_on (g_ptr_array_index (self->subschemas, i));
  for (guint i = 0; i < self->subschemas->len; i++)
    inlay_subschema_index (g_ptr_array_index (self->subschemas, i));
  return g_steal_pointer (&self);
}

InlaySchema *
inlay_schema_ref (InlaySchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_schema_unref (InlaySchema *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->subschemas);
  g_ptr_array_unref (self->resources);
  g_ptr_array_unref (self->documents);
  g_hash_table_unref (self->patterns);
  g_free (self);
}

/**
 * inlay_schema_get_node:
 *
 * Returns: (transfer none): the schema as it was written
 */
JsonNode *
inlay_schema_get_node (InlaySchema *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root->node;
}

/**
 * inlay_schema_is_valid:
 *
 * Stops at the first thing that is wrong. An instance that is too deep or too costly to check is
 * not valid.
 *
 * The flag output of JSON Schema 2020-12 core, section 12.4.1.
 *
 * Returns: whether @instance satisfies @self
 */
gboolean
inlay_schema_is_valid (InlaySchema *self,
                       JsonNode    *instance)
{
  g_autoptr (InlayJsonDocument) document = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (instance != NULL, FALSE);

  document = inlay_json_document_new (instance);
  return document != NULL && inlay_schema_accepts (self, document);
}

/**
 * inlay_schema_accepts:
 *
 * As inlay_schema_is_valid(), for a document that is checked more than once or has been laid out
 * for another reason. Allocates nothing in all but rare cases.
 *
 * The flag output of JSON Schema 2020-12 core, section 12.4.1.
 *
 * Returns: whether @document satisfies @self
 */
gboolean
inlay_schema_accepts (InlaySchema       *self,
                      InlayJsonDocument *document)
{
  SchemaEval eval = { 0 };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (document != NULL, FALSE);

  return inlay_schema_eval (&eval, self->root, inlay_json_document_get_root (document), NULL, NULL, NULL) &&
         eval.exhausted == NULL;
}

/**
 * inlay_schema_validate:
 *
 * Of `anyOf` and `oneOf` only the branch that was most likely meant is complained about. There are
 * at most a few hundred errors.
 *
 * What the basic output of JSON Schema 2020-12 core, section 12.4.2, tells.
 *
 * Returns: (transfer full) (element-type InlaySchemaError): what is wrong with @instance, empty
 *   exactly when inlay_schema_is_valid() says yes
 */
GPtrArray *
inlay_schema_validate (InlaySchema *self,
                       JsonNode    *instance)
{
  GPtrArray *errors = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_schema_error_unref);
  g_autoptr (InlayJsonDocument) document = NULL;
  SchemaEval eval = { .errors = errors };

  g_return_val_if_fail (self != NULL, errors);
  g_return_val_if_fail (instance != NULL, errors);

  if ((document = inlay_json_document_new (instance)))
    inlay_schema_eval (&eval, self->root, inlay_json_document_get_root (document), NULL, NULL, NULL);
  else
    inlay_schema_eval_give_up (&eval, "is nested too deep to check against its schema");
  if (eval.exhausted != NULL)
    g_ptr_array_add (errors, inlay_schema_error_new_take (g_strdup (""), NULL, g_strdup (""), "",
                                                          g_strdup (eval.exhausted)));
  return errors;
}
