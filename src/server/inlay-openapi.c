/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-openapi.h"

#include <gio/gio.h>
#include <string.h>

#include "server-resources.h"

#define SCHEMAS_PATH "/dev/inlay/Inlay/server/registry-api.json"
#define SCHEMA_REF "#/components/schemas/"

static const char * const scope_names[] = { NULL, "registry", "app", "environment", "module" };
static const char * const cache_names[] = { NULL, "no-store", "etag", "immutable", "private" };

static JsonNode *
get_schemas (void)
{
  static gsize schemas;

  if (g_once_init_enter (&schemas))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes =
        g_resource_lookup_data (inlay_server_resources_get_resource (), SCHEMAS_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      JsonNode *node = bytes != NULL ? inlay_json_read (bytes, &error) : NULL;

      if (node == NULL)
        g_error ("the schemas of the registry: %s", error->message);
      g_once_init_leave (&schemas, (gsize) node);
    }
  return (JsonNode *) schemas;
}

static JsonNode *
new_ref (const char *name)
{
  g_autofree char *ref = g_strconcat (SCHEMA_REF, name, NULL);

  return inlay_json_new_object ("$ref", inlay_json_new_string (ref), NULL);
}

static InlaySchema *
compile (const char *name)
{
  g_autoptr (JsonNode) ref = new_ref (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) document =
    inlay_json_new_object ("$ref", inlay_json_new_string (inlay_json_get_string (ref, "$ref")),
                           "components", inlay_json_new_object ("schemas", json_node_ref (get_schemas ()), NULL), NULL);
  InlaySchema *schema = inlay_schema_compile (document, NULL, INLAY_SCHEMA_DIALECT_2020_12, INLAY_SCHEMA_ASSERT_FORMAT, &error);

  if (schema == NULL)
    g_error ("the schema %s: %s", name, error->message);
  return schema;
}

/* Compiled once each, kept to the end. */
static InlaySchema *
get_schema (const char *name)
{
  static GMutex lock;
  static GHashTable *compiled;
  InlaySchema *schema;

  g_mutex_lock (&lock);
  if (compiled == NULL)
    compiled = g_hash_table_new (g_str_hash, g_str_equal);
  schema = g_hash_table_lookup (compiled, name);
  if (schema == NULL)
    g_hash_table_insert (compiled, (gpointer) name, schema = compile (name));
  g_mutex_unlock (&lock);
  return schema;
}

/**
 * inlay_openapi_check_body:
 * @route: a route whose body has a schema
 * @body: what came
 * @error: return location; the first reason why it does not fit
 *
 * Returns: whether @body is what the route takes
 */
gboolean
inlay_openapi_check_body (const InlayRoute  *route,
                          JsonNode          *body,
                          GError           **error)
{
  g_autoptr (GPtrArray) errors = inlay_schema_validate (get_schema (route->body), body);
  InlaySchemaError *first;
  const char *path;

  if (errors->len == 0)
    return TRUE;
  first = g_ptr_array_index (errors, 0);
  path = inlay_schema_error_get_path (first);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s: %s", *path != '\0' ? path : "the body",
               inlay_schema_error_get_message (first));
  return FALSE;
}

static JsonNode *
describe_answer (const char *description,
                 const char *schema,
                 const char *type)
{
  JsonObject *answer = json_object_new ();

  json_object_set_string_member (answer, "description", description);
  if (schema != NULL)
    {
      g_autofree char *name = g_strdup (type);

      json_object_set_member (answer, "content",
                              inlay_json_new_object (name, inlay_json_new_object ("schema", new_ref (schema), NULL), NULL));
    }
  return inlay_json_take_object (answer);
}

static JsonNode *
describe_answers (const InlayRoute *route)
{
  JsonObject *answers = json_object_new ();
  g_auto (GStrv) errors = g_strsplit (route->errors, " ", -1);

  json_object_set_member (answers, "2XX", describe_answer ("Done", route->answer, "application/json"));
  for (guint i = 0; errors[i] != NULL; i++)
    if (*errors[i] != '\0')
      json_object_set_member (answers, errors[i], describe_answer ("Refused", "Problem", "application/problem+json"));
  json_object_set_member (answers, "default", describe_answer ("Refused", "Problem", "application/problem+json"));
  return inlay_json_take_object (answers);
}

static void
add_parameter (JsonArray  *parameters,
               const char *name,
               const char *place,
               gboolean    required,
               const char *description)
{
  JsonObject *parameter = json_object_new ();

  json_object_set_string_member (parameter, "name", name);
  json_object_set_string_member (parameter, "in", place);
  json_object_set_boolean_member (parameter, "required", required);
  json_object_set_member (parameter, "schema", inlay_json_new_object ("type", inlay_json_new_string ("string"), NULL));
  if (description != NULL)
    json_object_set_string_member (parameter, "description", description);
  json_array_add_element (parameters, inlay_json_take_object (parameter));
}

static JsonNode *
describe_parameters (const InlayRoute *route,
                     const char       *path)
{
  JsonArray *parameters = json_array_new ();

  for (const char *at = strchr (path, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      g_autofree char *name = g_strndup (at + 1, strcspn (at + 1, "*}"));

      add_parameter (parameters, name, "path", TRUE, NULL);
    }
  if (route->guards != NULL)
    add_parameter (parameters, "If-Match", "header", TRUE, "An ETag of what is changed, the generation’s, or *");
  if (route->flags & INLAY_ROUTE_KEY)
    add_parameter (parameters, "Idempotency-Key", "header", FALSE, "The same key within a day gets the same answer");
  return inlay_json_take_array (parameters);
}

static JsonNode *
describe_route (const InlayRoute *route,
                const char       *path)
{
  JsonObject *operation = json_object_new ();

  json_object_set_string_member (operation, "summary", route->summary);
  json_object_set_member (operation, "parameters", describe_parameters (route, path));
  if (route->body != NULL)
    json_object_set_member (operation, "requestBody",
                            inlay_json_new_object ("required", inlay_json_new_boolean (!(route->flags & INLAY_ROUTE_BARE)),
                                                   "content",
                                                   inlay_json_new_object ("application/json",
                                                                          inlay_json_new_object ("schema", new_ref (route->body), NULL), NULL),
                                                   NULL));
  json_object_set_member (operation, "responses", describe_answers (route));
  if (route->role != INLAY_ROLE_PUBLIC)
    json_object_set_member (operation, "security",
                            inlay_json_new_array (inlay_json_new_object ("bearer", inlay_json_new_array (NULL, NULL), NULL), NULL));
  json_object_set_string_member (operation, "x-inlay-role", inlay_role_to_string (route->role));
  json_object_set_string_member (operation, "x-inlay-scope", scope_names[route->scope]);
  json_object_set_string_member (operation, "x-inlay-cache", cache_names[route->cache]);
  json_object_set_int_member (operation, "x-inlay-max-body", (gint64) route->max_body);
  json_object_set_boolean_member (operation, "x-inlay-strict", (route->flags & INLAY_ROUTE_STRICT) != 0);
  return inlay_json_take_object (operation);
}

/* OpenAPI knows no parameter for the rest of a path: its star is left out. */
static char *
dup_plain_path (const InlayRoute *route)
{
  g_autofree char *path = inlay_route_dup_path (route);
  g_auto (GStrv) parts = g_strsplit (path, "*}", -1);

  return g_strjoinv ("}", parts);
}

static JsonNode *
describe_paths (void)
{
  JsonObject *paths = json_object_new ();
  guint n_routes;
  const InlayRoute *routes = inlay_routes_get_all (&n_routes);

  for (guint i = 0; i < n_routes; i++)
    {
      g_autofree char *path = dup_plain_path (&routes[i]);
      g_autofree char *method = g_ascii_strdown (routes[i].method, -1);
      JsonObject *item = json_object_has_member (paths, path) ? json_object_get_object_member (paths, path) : NULL;

      if (item == NULL)
        {
          item = json_object_new ();
          json_object_set_object_member (paths, path, item);
        }
      json_object_set_member (item, method, describe_route (&routes[i], path));
    }
  return inlay_json_take_object (paths);
}

/**
 * inlay_openapi_new:
 *
 * Returns: (transfer full): the routes as an OpenAPI 3.1 document
 */
JsonNode *
inlay_openapi_new (void)
{
  JsonNode *bearer = inlay_json_new_object ("type", inlay_json_new_string ("http"), "scheme", inlay_json_new_string ("bearer"), NULL);

  return inlay_json_new_object ("openapi", inlay_json_new_string ("3.1.0"),
                                "info", inlay_json_new_object ("title", inlay_json_new_string ("Inlay registry"),
                                                               "version", inlay_json_new_string ("1"), NULL),
                                "paths", describe_paths (),
                                "components", inlay_json_new_object ("schemas", json_node_ref (get_schemas ()),
                                                                     "securitySchemes", inlay_json_new_object ("bearer", bearer, NULL), NULL),
                                NULL);
}
