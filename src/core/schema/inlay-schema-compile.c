/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-compiler-private.h"

#include <string.h>

gboolean
inlay_schema_refuse (const SchemaPlace  *place,
                     const char         *keyword,
                     const char         *reason,
                     GError            **error)
{
  const char *pointer = place->self->pointer;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s at %s %s",
               keyword, *pointer != '\0' ? pointer : "the root of the schema", reason);
  return FALSE;
}

static char *
make_place_key (const SchemaDocument *document,
                const char           *pointer)
{
  return g_strdup_printf ("%u %s", document->index, pointer);
}

static SchemaResource *
add_resource (SchemaCompiler *self,
              SchemaDocument *document,
              const char     *uri,
              const char     *pointer)
{
  SchemaResource *resource = g_new0 (SchemaResource, 1);

  resource->uri = g_strdup (uri);
  resource->document = document;
  resource->pointer = g_strdup (pointer);
  resource->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  resource->dynamic_anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->schema->resources, resource);
  return resource;
}

/* The dialect is settled by `$schema` at the top of a resource, or else inherited. */
static gboolean
read_dialect (SchemaCompiler        *self,
              SchemaResource        *resource,
              const SchemaResource  *parent,
              JsonNode              *node,
              GError               **error)
{
  const char *uri = inlay_json_get_string (node, "$schema");

  if (uri != NULL)
    return inlay_schema_dialect_read (self, uri, &resource->dialect, &resource->vocabularies,
                                      error);

  resource->dialect = parent != NULL ? parent->dialect : self->dialect;
  resource->vocabularies = parent != NULL ? parent->vocabularies
                                          : inlay_schema_dialect_defaults (self->dialect);
  return TRUE;
}

/* Draft-07 lets `$id` be an anchor, and ignores it beside `$ref`. */
static const char *
get_id (JsonNode           *node,
        InlaySchemaDialect  dialect)
{
  if (dialect == INLAY_SCHEMA_DIALECT_07 && inlay_json_get_string (node, "$ref") != NULL)
    return NULL;
  return inlay_json_get_string (node, "$id");
}

/* Opens a resource when the `$id` of @node calls for one. The dialect that tells what `$id` means
 * is the one of the new resource, which `$schema` beside it may set. */
static gboolean
enter_resource (SchemaCompiler  *self,
                SchemaResource **resource,
                SchemaDocument  *document,
                JsonNode        *node,
                const char      *pointer,
                GError         **error)
{
  SchemaResource *parent = *resource;
  SchemaResource *existing;
  g_autofree char *uri = NULL;
  const char *id = get_id (node, parent->dialect);

  if (id == NULL || *id == '#')
    return TRUE;

  uri = inlay_schema_uri_resolve (parent->uri, id);
  uri[strcspn (uri, "#")] = '\0';
  if (g_str_equal (uri, parent->uri))
    return TRUE;

  existing = g_hash_table_lookup (self->by_uri, uri);
  if (existing != NULL && existing->document == document)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "the $id %s at %s is used twice", uri, *pointer != '\0' ? pointer : "/");
      return FALSE;
    }

  *resource = add_resource (self, document, uri, pointer);
  if (existing == NULL)
    g_hash_table_insert (self->by_uri, (*resource)->uri, *resource);
  return read_dialect (self, *resource, parent, node, error);
}

static gboolean
add_anchor (SchemaPlace  *place,
            GHashTable   *anchors,
            const char   *keyword,
            const char   *name,
            GError      **error)
{
  Subschema *other = g_hash_table_lookup (anchors, name);

  if (other != NULL && other != place->self)
    return inlay_schema_refuse (place, keyword, "names an anchor that is taken", error);
  g_hash_table_insert (anchors, g_strdup (name), place->self);
  return TRUE;
}

static gboolean
read_anchors (SchemaPlace  *place,
              JsonNode     *node,
              GError      **error)
{
  SchemaResource *resource = place->resource;
  const char *anchor = inlay_json_get_string (node, "$anchor");
  const char *dynamic = inlay_json_get_string (node, "$dynamicAnchor");
  const char *id = get_id (node, resource->dialect);

  if (resource->dialect == INLAY_SCHEMA_DIALECT_07)
    {
      const char *fragment = id != NULL ? strchr (id, '#') : NULL;

      return fragment == NULL || fragment[1] == '\0' || fragment[1] == '/' ||
             add_anchor (place, resource->anchors, "$id", fragment + 1, error);
    }

  if (anchor != NULL && !add_anchor (place, resource->anchors, "$anchor", anchor, error))
    return FALSE;
  return dynamic == NULL ||
         (add_anchor (place, resource->anchors, "$dynamicAnchor", dynamic, error) &&
          add_anchor (place, resource->dynamic_anchors, "$dynamicAnchor", dynamic, error));
}

static Subschema *
add_subschema (SchemaCompiler *self,
               SchemaResource *resource,
               JsonNode       *node,
               const char     *pointer,
               const char     *keyword)
{
  Subschema *subschema = g_new0 (Subschema, 1);

  subschema->resource = resource;
  subschema->node = node;
  subschema->pointer = g_strdup (pointer);
  subschema->keyword = g_intern_string (keyword);
  subschema->kind = SUBSCHEMA_RULES;
  g_ptr_array_add (self->schema->subschemas, subschema);
  g_hash_table_insert (self->by_place, make_place_key (resource->document, pointer), subschema);
  return subschema;
}

static gboolean
check_bounds (SchemaCompiler  *self,
              const char      *pointer,
              guint            depth,
              GError         **error)
{
  if (depth > SCHEMA_MAX_DEPTH)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                 "the schema is nested more than %d deep", SCHEMA_MAX_DEPTH);
  else if (self->schema->subschemas->len >= SCHEMA_MAX_SUBSCHEMAS)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                 "the schema has more than %d parts", SCHEMA_MAX_SUBSCHEMAS);
  else
    return TRUE;
  return FALSE;
}

/* Reads @node and all schemas in it. References are noted and tied later.
 *
 * Returns: (transfer none): the subschema, or NULL with an error */
Subschema *
inlay_schema_compiler_read (SchemaCompiler  *self,
                            SchemaResource  *resource,
                            SchemaDocument  *document,
                            JsonNode        *node,
                            const char      *pointer,
                            const char      *keyword,
                            guint            depth,
                            GError         **error)
{
  g_autofree char *key = make_place_key (document, pointer);
  Subschema *known = g_hash_table_lookup (self->by_place, key);
  SchemaPlace place = { .compiler = self, .depth = depth };

  if (known != NULL)
    return known;
  if (!check_bounds (self, pointer, depth, error))
    return NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      place.self = add_subschema (self, resource, node, pointer, keyword);
      place.self->kind = json_node_get_boolean (node) ? SUBSCHEMA_TRUE : SUBSCHEMA_FALSE;
      return place.self;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "%s is not a schema: it must be an object, true or false",
                   *pointer != '\0' ? pointer : "the document");
      return NULL;
    }

  if (!enter_resource (self, &resource, document, node, pointer, error))
    return NULL;
  place.resource = resource;
  place.self = add_subschema (self, resource, node, pointer, keyword);
  if (!read_anchors (&place, node, error) ||
      !inlay_schema_keywords_read (&place, json_node_get_object (node), error))
    return NULL;
  return place.self;
}

/* Reads a whole document that is known by @uri.
 *
 * Returns: (transfer none): its root, or NULL with an error */
Subschema *
inlay_schema_compiler_load (SchemaCompiler  *self,
                            const char      *uri,
                            JsonNode        *node,
                            GError         **error)
{
  SchemaDocument *document = g_new0 (SchemaDocument, 1);
  SchemaResource *resource;
  Subschema *root;

  document->index = self->schema->documents->len;
  document->uri = g_strdup (uri);
  document->node = json_node_ref (node);
  g_ptr_array_add (self->schema->documents, document);

  resource = add_resource (self, document, uri, "");
  if (!read_dialect (self, resource, NULL, node, error))
    return NULL;
  if (!(root = inlay_schema_compiler_read (self, resource, document, node, "", "$ref", 0, error)))
    return NULL;
  g_hash_table_insert (self->by_uri, resource->uri, root->resource);
  return root;
}

/* Notes a reference of the subschema at @place. */
void
inlay_schema_compiler_refer (SchemaPlace *place,
                             const char  *reference,
                             gboolean     dynamic)
{
  SchemaReference entry = {
    .from = place->self,
    .uri = inlay_schema_uri_resolve (place->resource->uri, reference),
    .dynamic = dynamic,
  };

  g_array_append_val (place->compiler->references, entry);
}
