/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-release.h"

#include "release/inlay-release-private.h"

#define RELEASE_FORMAT 1

struct _InlayRelease
{
  gatomicrefcount  ref_count;
  JsonNode        *document;
  JsonNode        *import_map;
  JsonNode        *modules;  /* id -> what the shell must know of it */
  char            *map_text; /* as it stands in the page; the policy holds its hash */
  char            *csp;
  char            *digest;
};

G_DEFINE_BOXED_TYPE (InlayRelease, inlay_release, inlay_release_ref, inlay_release_unref)

/* The parts that name a release. */
static JsonNode *
release_content (InlayRelease *self)
{
  JsonNode *scopes = inlay_json_get_member (self->import_map, "scopes");
  JsonNode *integrity = inlay_json_get_member (self->import_map, "integrity");

  return inlay_json_new_object (
    "document", json_node_ref (self->document),
    "importMap",
    inlay_json_new_object (
      "imports", json_node_ref (inlay_json_get_member (self->import_map, "imports")),
      "scopes", scopes != NULL ? json_node_ref (scopes) : inlay_json_new_object (NULL, NULL),
      NULL),
    "integrity", integrity != NULL ? json_node_ref (integrity) : inlay_json_new_object (NULL, NULL),
    "csp", inlay_json_new_string (self->csp),
    "modules", json_node_ref (self->modules),
    NULL);
}

/* Takes document, import map and modules; without @csp makes the policy. */
static InlayRelease *
release_take (JsonNode   *document,
              JsonNode   *import_map,
              JsonNode   *modules,
              const char *csp)
{
  InlayRelease *self = g_new0 (InlayRelease, 1);
  g_autoptr(JsonNode) content = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->document = document;
  self->import_map = import_map;
  self->modules = modules;
  self->map_text = inlay_json_write (import_map, INLAY_JSON_SCRIPT_SAFE);
  self->csp = csp != NULL ? g_strdup (csp) : inlay_csp_new (import_map, self->map_text);
  content = release_content (self);
  self->digest = inlay_json_digest (content);
  return self;
}

/**
 * inlay_release_new:
 * @composition: the root of a composition
 * @import_map: an object with imports, scopes and integrity
 * @modules: (nullable) (element-type InlayModule): the modules that are known
 * @environment: (nullable): whose overrides hold
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Makes a release. Its digest is that of the canonical JSON of document, import map, integrity,
 * policy and the facts about the modules in use; the lock and the overrides of environments have
 * no part in it.
 *
 * Returns: (transfer full): the release, or %NULL
 */
InlayRelease *
inlay_release_new (JsonNode    *composition,
                   JsonNode    *import_map,
                   GPtrArray   *modules,
                   const char  *environment,
                   GError     **error)
{
  g_autoptr(JsonNode) document = NULL;
  g_autoptr(JsonNode) map = NULL;
  JsonNode *facts;

  g_return_val_if_fail (composition != NULL, NULL);
  g_return_val_if_fail (import_map != NULL, NULL);

  json_node_seal (composition);
  if ((document = inlay_release_document (composition, environment, error)) == NULL ||
      (map = inlay_release_settle_map (import_map, error)) == NULL)
    return NULL;

  facts = inlay_release_facts (document, modules);
  return release_take (g_steal_pointer (&document), g_steal_pointer (&map), facts, NULL);
}

/**
 * inlay_release_with_map:
 * @self: a release
 * @import_map: what is to be its import map
 * @error: return location
 *
 * Returns: (transfer full): the same application with other addresses
 */
InlayRelease *
inlay_release_with_map (InlayRelease  *self,
                        JsonNode      *import_map,
                        GError       **error)
{
  JsonNode *map;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (import_map != NULL, NULL);

  if ((map = inlay_release_settle_map (import_map, error)) == NULL)
    return NULL;
  return release_take (json_node_ref (self->document), map, json_node_ref (self->modules), NULL);
}

static gboolean
fail_stored (GError     **error,
             const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the stored release %s", reason);
  return FALSE;
}

static gboolean
check_stored (JsonNode  *json,
              GError   **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (json))
    return fail_stored (error, "is not an object");
  if (inlay_json_get_int (json, "format", 0) != RELEASE_FORMAT)
    return fail_stored (error, "has no format that can be read here");
  if (inlay_json_get_object (json, "importMap") == NULL ||
      inlay_json_get_object (json, "integrity") == NULL ||
      inlay_json_get_object (json, "modules") == NULL ||
      inlay_json_get_member (json, "document") == NULL ||
      inlay_json_get_string (json, "csp") == NULL)
    return fail_stored (error, "is not whole");
  return TRUE;
}

static JsonNode *
read_stored_map (JsonNode  *json,
                 GError   **error)
{
  g_autoptr(JsonNode) map =
    inlay_json_set (inlay_json_get_member (json, "importMap"), "/integrity",
                    inlay_json_get_member (json, "integrity"), error);

  return map != NULL ? inlay_release_settle_map (map, error) : NULL;
}

/**
 * inlay_release_from_json:
 * @json: what inlay_release_to_json() made
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Reads a stored release. It is refused when its content does not match its digest. The policy is
 * the stored one, so that a release keeps its name when later versions make stricter policies.
 *
 * Returns: (transfer full): the release, or %NULL
 */
InlayRelease *
inlay_release_from_json (JsonNode  *json,
                         GError   **error)
{
  g_autoptr(JsonNode) document = NULL;
  g_autoptr(JsonNode) map = NULL;
  g_autoptr(InlayRelease) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  json_node_seal (json);
  if (!check_stored (json, error))
    return NULL;
  document = inlay_release_document (inlay_json_get_member (json, "document"), NULL, error);
  if (document == NULL || (map = read_stored_map (json, error)) == NULL)
    return NULL;

  self = release_take (g_steal_pointer (&document), g_steal_pointer (&map),
                       json_node_ref (inlay_json_get_member (json, "modules")),
                       inlay_json_get_string (json, "csp"));
  if (g_strcmp0 (self->digest, inlay_json_get_string (json, "digest")) != 0)
    {
      fail_stored (error, "does not match its digest");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * inlay_release_to_json:
 * @self: a release
 *
 * Returns: (transfer full): all that inlay_release_from_json() needs
 */
JsonNode *
inlay_release_to_json (InlayRelease *self)
{
  g_autoptr(JsonNode) content = NULL;
  JsonObject *object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  g_return_val_if_fail (self != NULL, NULL);

  content = release_content (self);
  json_object_set_member (object, "format", inlay_json_new_int (RELEASE_FORMAT));
  json_object_set_member (object, "digest", inlay_json_new_string (self->digest));
  json_object_iter_init_ordered (&iter, json_node_get_object (content));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    json_object_set_member (object, name, json_node_ref (member));
  return inlay_json_take_object (object);
}

/**
 * inlay_release_ref:
 * @self: a release
 *
 * Returns: (transfer full): @self
 */
InlayRelease *
inlay_release_ref (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * inlay_release_unref:
 * @self: (transfer full): a release
 */
void
inlay_release_unref (InlayRelease *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  json_node_unref (self->document);
  json_node_unref (self->import_map);
  json_node_unref (self->modules);
  g_free (self->map_text);
  g_free (self->csp);
  g_free (self->digest);
  g_free (self);
}

/**
 * inlay_release_equal:
 * @a: a release
 * @b: another
 *
 * Returns: whether they have one digest
 */
gboolean
inlay_release_equal (InlayRelease *a,
                     InlayRelease *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return g_str_equal (a->digest, b->digest);
}

/**
 * inlay_release_get_digest:
 *
 * Returns: (transfer none): "sha256-" and the hexadecimal hash of the release's canonical JSON (RFC 8785)
 */
const char *
inlay_release_get_digest (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->digest;
}

/**
 * inlay_release_get_id:
 *
 * Returns: (transfer none): the id of the composition it was made of
 */
const char *
inlay_release_get_id (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->document, "id");
}

/**
 * inlay_release_get_name:
 * @self: a release
 *
 * Returns: how people call the application; its id when nothing better is known
 */
const char *
inlay_release_get_name (InlayRelease *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = inlay_json_get_string (self->document, "name");
  return name != NULL && *name != '\0' ? name : inlay_release_get_id (self);
}

/**
 * inlay_release_get_document:
 * @self: a release
 *
 * Returns: (transfer none): the composition as it is in the release's environment
 */
JsonNode *
inlay_release_get_document (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->document;
}

/**
 * inlay_release_get_import_map:
 * @self: a release
 *
 * Returns: (transfer none): imports and, when there are some, scopes and integrity
 */
JsonNode *
inlay_release_get_import_map (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->import_map;
}

/**
 * inlay_release_get_modules:
 * @self: a release
 *
 * Returns: (transfer none): an object: per module in use and known its version, adapter,
 *   element, isolation and slots
 */
JsonNode *
inlay_release_get_modules (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->modules;
}

/**
 * inlay_release_get_csp:
 *
 * Returns: (transfer none): its Content-Security-Policy (CSP Level 3), as header and page say it
 */
const char *
inlay_release_get_csp (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->csp;
}

/**
 * inlay_release_get_map_text:
 * @self: a release
 *
 * Returns: the import map as it stands in the page, byte for byte
 */
const char *
inlay_release_get_map_text (InlayRelease *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->map_text;
}

/**
 * inlay_release_get_address:
 * @self: a release
 * @module_id: a module
 *
 * Returns: (nullable): where the import map finds the module
 */
const char *
inlay_release_get_address (InlayRelease *self,
                           const char   *module_id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (module_id != NULL, NULL);

  return inlay_json_get_string (inlay_json_get_member (self->import_map, "imports"), module_id);
}
