/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-compiler-private.h"

#include <string.h>

/* Returns: (transfer none) (nullable): the document that @uri, without its fragment, stands for */
JsonNode *
inlay_schema_compiler_find_node (SchemaCompiler *self,
                                 const char     *uri)
{
  g_autofree char *address = g_strndup (uri, strcspn (uri, "#"));
  JsonNode *node = NULL;

  if (self->bundle != NULL)
    node = inlay_schema_bundle_lookup (self->bundle, address);
  return node != NULL ? node : inlay_schema_meta_lookup (address);
}

static gboolean
refuse_reference (const SchemaReference  *reference,
                  const char             *reason,
                  GError                **error)
{
  g_autofree char *path = inlay_subschema_dup_path (reference->from, NULL);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the reference to %s at %s %s",
               reference->uri, *path != '\0' ? path : "the root of the schema", reason);
  return FALSE;
}

static SchemaResource *
find_resource (SchemaCompiler         *self,
               const SchemaReference  *reference,
               GError                **error)
{
  g_autofree char *uri = g_strndup (reference->uri, strcspn (reference->uri, "#"));
  SchemaResource *resource = g_hash_table_lookup (self->by_uri, uri);
  JsonNode *node;

  if (resource != NULL)
    return resource;
  if (!(node = inlay_schema_compiler_find_node (self, uri)))
    {
      refuse_reference (reference, "leads to a schema that is not at hand", error);
      return NULL;
    }
  if (!inlay_schema_compiler_load (self, uri, node, error))
    {
      g_prefix_error (error, "%s: ", uri);
      return NULL;
    }
  return g_hash_table_lookup (self->by_uri, uri);
}

static Subschema *
find_place (SchemaCompiler       *self,
            const SchemaDocument *document,
            const char           *pointer)
{
  g_autofree char *key = g_strdup_printf ("%u %s", document->index, pointer);

  return g_hash_table_lookup (self->by_place, key);
}

/* A place that no keyword leads to, so it was not read: it belongs to the resource of the nearest
 * schema around it. */
static Subschema *
read_place (SchemaCompiler         *self,
            SchemaResource         *resource,
            const SchemaReference  *reference,
            const char             *pointer,
            GError                **error)
{
  g_autofree char *prefix = g_strdup (pointer);
  JsonNode *node = inlay_json_get (resource->document->node, pointer);
  Subschema *around = NULL;
  guint depth = 0;

  if (node == NULL)
    {
      refuse_reference (reference, "leads nowhere", error);
      return NULL;
    }

  while (around == NULL && *prefix != '\0')
    {
      *strrchr (prefix, '/') = '\0';
      around = find_place (self, resource->document, prefix);
      depth++;
    }
  return inlay_schema_compiler_read (self, around != NULL ? around->resource : resource,
                                     resource->document, node, pointer, "$ref", depth, error);
}

static Subschema *
find_target (SchemaCompiler         *self,
             SchemaResource         *resource,
             const SchemaReference  *reference,
             const char             *fragment,
             GError                **error)
{
  g_autofree char *pointer = NULL;
  Subschema *target;

  if (*fragment != '\0' && *fragment != '/')
    {
      target = g_hash_table_lookup (resource->anchors, fragment);
      if (target == NULL)
        refuse_reference (reference, "leads nowhere", error);
      return target;
    }

  pointer = g_strconcat (resource->pointer, fragment, NULL);
  target = find_place (self, resource->document, pointer);
  return target != NULL ? target : read_place (self, resource, reference, pointer, error);
}

static gboolean
link_reference (SchemaCompiler         *self,
                const SchemaReference  *reference,
                GError                **error)
{
  const char *hash = strchr (reference->uri, '#');
  g_autofree char *fragment = g_uri_unescape_string (hash != NULL ? hash + 1 : "", NULL);
  SchemaApply *apply = inlay_subschema_need_apply (reference->from);
  SchemaResource *resource;
  Subschema *target;

  if (fragment == NULL || !g_utf8_validate (fragment, -1, NULL))
    return refuse_reference (reference, "has a broken fragment", error);
  if (!(resource = find_resource (self, reference, error)) ||
      !(target = find_target (self, resource, reference, fragment, error)))
    return FALSE;

  if (!reference->dynamic)
    {
      apply->ref = target;
      return TRUE;
    }
  apply->dynamic_ref = target;
  if (g_hash_table_lookup (target->resource->dynamic_anchors, fragment) == target)
    apply->dynamic_name = g_steal_pointer (&fragment);
  return TRUE;
}

/* Ties all references, reading on the way the documents and places that they lead to. */
gboolean
inlay_schema_compiler_link (SchemaCompiler  *self,
                            GError         **error)
{
  for (guint i = 0; i < self->references->len; i++)
    {
      /* Reading may move the array. */
      SchemaReference reference = g_array_index (self->references, SchemaReference, i);

      if (!link_reference (self, &reference, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  Subschema *self;
  guint depth;
  guint height;
  GError **error;
} Measure;

static gboolean measure (Subschema *subschema,
                         gpointer   user_data);

static gboolean
refuse_loop (const Subschema  *subschema,
             GError          **error)
{
  g_autofree char *path = inlay_subschema_dup_path (subschema, NULL);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "the schema at %s refers to itself without end",
               *path != '\0' ? path : "the root");
  return FALSE;
}

static gboolean
refuse_height (GError **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
               "more than %d schemas are applied inside one another to one value",
               SCHEMA_MAX_HEIGHT);
  return FALSE;
}

/* Depth first over what is applied in place; the height says how far that goes down. */
static gboolean
measure (Subschema *subschema,
         gpointer   user_data)
{
  Measure *outer = user_data;
  Measure inner = { subschema, outer->depth + 1, 0, outer->error };

  if (subschema->visiting)
    return refuse_loop (subschema, outer->error);
  if (subschema->height == 0)
    {
      if (inner.depth > SCHEMA_MAX_HEIGHT)
        return refuse_height (outer->error);
      subschema->visiting = TRUE;
      if (!inlay_subschema_foreach_in_place (subschema, measure, &inner))
        return FALSE;
      subschema->visiting = FALSE;
      subschema->height = inner.height + 1;
    }

  outer->height = MAX (outer->height, subschema->height);
  return outer->height <= SCHEMA_MAX_HEIGHT || refuse_height (outer->error);
}

/* A subschema that is applied, in place, inside itself would never come to an end. */
gboolean
inlay_schema_check_loops (InlaySchema  *schema,
                          GError      **error)
{
  for (guint i = 0; i < schema->subschemas->len; i++)
    {
      Measure start = { .error = error };

      if (!measure (g_ptr_array_index (schema->subschemas, i), &start))
        return FALSE;
    }
  return TRUE;
}
