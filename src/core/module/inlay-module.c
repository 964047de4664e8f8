/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-module.h"

#include "module/inlay-module-check-private.h"
#include "module/inlay-module-private.h"

G_DEFINE_BOXED_TYPE (InlayModule, inlay_module, inlay_module_ref, inlay_module_unref)

static JsonNode *
dup_object (JsonNode   *definition,
            const char *member)
{
  JsonNode *node = inlay_json_get_member (definition, member);

  return node != NULL ? json_node_ref (node) : inlay_json_new_object (NULL, NULL);
}

static const char **
list_strings (JsonNode   *definition,
              const char *member)
{
  JsonArray *array = inlay_json_get_array (definition, member);
  guint length = array != NULL ? json_array_get_length (array) : 0;
  const char **strings = g_new0 (const char *, length + 1);

  for (guint i = 0; i < length; i++)
    strings[i] = json_array_get_string_element (array, i);
  return strings;
}

static const char **
list_names (JsonNode *node)
{
  JsonObject *object = json_node_get_object (node);
  const char **names = g_new0 (const char *, json_object_get_size (object) + 1);
  JsonObjectIter iter;
  guint i = 0;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &names[i], NULL))
    i++;
  names[i] = NULL;
  return names;
}

static guint
find_word (JsonNode           *definition,
           const char         *member,
           const char * const *words)
{
  const char *word = inlay_json_get_string (definition, member);

  for (guint i = 0; word != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], word))
      return i;
  return 0;
}

static InlayModuleSource
find_source (const char *entry)
{
  if (g_str_equal (entry, "cdn"))
    return INLAY_MODULE_SOURCE_CDN;
  return inlay_module_is_address (entry) ? INLAY_MODULE_SOURCE_URL : INLAY_MODULE_SOURCE_FILES;
}

/* A module whose definition lists no files has one: its entry. */
static const char **
list_files (InlayModule *self)
{
  const char **files;

  if (self->source != INLAY_MODULE_SOURCE_FILES ||
      inlay_json_get_member (self->definition, "files") != NULL)
    return list_strings (self->definition, "files");

  files = g_new0 (const char *, 2);
  files[0] = inlay_json_get_string (self->definition, "entry");
  return files;
}

/**
 * inlay_module_new:
 * @definition: what module.json holds; it is sealed
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Checks @definition against its contract (data/schemas/module.schema.json). What the contract
 * does not know is kept.
 *
 * Returns: (transfer full): the module, or %NULL
 */
InlayModule *
inlay_module_new (JsonNode  *definition,
                  GError   **error)
{
  InlayModule *self;

  g_return_val_if_fail (definition != NULL, NULL);

  json_node_seal (definition);
  if (!inlay_module_check (definition, error))
    return NULL;

  self = g_new0 (InlayModule, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->definition = json_node_ref (definition);
  self->events = dup_object (definition, "events");
  self->props = dup_object (definition, "props");
  self->slots = dup_object (definition, "slots");
  self->dependencies = dup_object (definition, "dependencies");
  self->tags = list_strings (definition, "tags");
  self->slot_names = list_names (self->slots);
  self->source = find_source (inlay_json_get_string (definition, "entry"));
  self->files = list_files (self);
  self->adapter = find_word (definition, "adapter", inlay_adapter_names);
  self->isolation = find_word (definition, "isolation", inlay_isolation_names);
  return self;
}

/**
 * inlay_module_read:
 * @bytes: a module.json
 * @error: return location for an error
 *
 * Reads and checks a definition; see inlay_module_new().
 *
 * Returns: (transfer full): the module, or %NULL
 */
InlayModule *
inlay_module_read (GBytes  *bytes,
                   GError **error)
{
  g_autoptr(JsonNode) definition = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  definition = inlay_json_read (bytes, error);
  return definition != NULL ? inlay_module_new (definition, error) : NULL;
}

/**
 * inlay_module_ref:
 * @self: a module
 *
 * Returns: (transfer full): @self
 */
InlayModule *
inlay_module_ref (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * inlay_module_unref:
 * @self: (transfer full): a module
 */
void
inlay_module_unref (InlayModule *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->tags);
  g_free (self->files);
  g_free (self->slot_names);
  json_node_unref (self->events);
  json_node_unref (self->props);
  json_node_unref (self->slots);
  json_node_unref (self->dependencies);
  json_node_unref (self->definition);
  g_free (self);
}

/**
 * inlay_module_to_json:
 * @self: a module
 *
 * Returns: (transfer full): the definition as it was given, with all that is not known here
 */
JsonNode *
inlay_module_to_json (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return json_node_ref (self->definition);
}

/**
 * inlay_module_get_id:
 *
 * Returns: (transfer none): what names the module, unique in a catalog
 */
const char *
inlay_module_get_id (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "id");
}

/**
 * inlay_module_get_version:
 *
 * Returns: (transfer none): its exact version, as in Semantic Versioning 2.0.0
 */
const char *
inlay_module_get_version (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "version");
}

/**
 * inlay_module_get_name:
 *
 * Returns: (transfer none): its name for people; its id when it has none
 */
const char *
inlay_module_get_name (InlayModule *self)
{
  const char *name;

  g_return_val_if_fail (self != NULL, NULL);

  name = inlay_json_get_string (self->definition, "name");
  return name != NULL ? name : inlay_module_get_id (self);
}

/**
 * inlay_module_get_description:
 *
 * Returns: (transfer none) (nullable): what it is for, in a sentence
 */
const char *
inlay_module_get_description (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "description");
}

/**
 * inlay_module_get_category:
 *
 * Returns: (transfer none) (nullable): the heading it stands under in the palette
 */
const char *
inlay_module_get_category (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "category");
}

/**
 * inlay_module_get_tags:
 *
 * Returns: (transfer none) (array zero-terminated=1): words under which a search finds it
 */
const char * const *
inlay_module_get_tags (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->tags;
}

/**
 * inlay_module_get_icon:
 *
 * Returns: (transfer none) (nullable): the path of its icon among its files
 */
const char *
inlay_module_get_icon (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "icon");
}

/**
 * inlay_module_get_thumbnail:
 *
 * Returns: (transfer none) (nullable): the path of its picture among its files
 */
const char *
inlay_module_get_thumbnail (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "thumbnail");
}

/**
 * inlay_module_get_source:
 *
 * Returns: where its code comes from: its own files, an address, or a package on a CDN
 */
InlayModuleSource
inlay_module_get_source (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, INLAY_MODULE_SOURCE_FILES);

  return self->source;
}

/**
 * inlay_module_get_entry:
 *
 * Returns: (transfer none) (nullable): the file or the absolute address to import; %NULL when a CDN
 *   address is built from its package
 */
const char *
inlay_module_get_entry (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->source == INLAY_MODULE_SOURCE_CDN)
    return NULL;
  return inlay_json_get_string (self->definition, "entry");
}

/**
 * inlay_module_get_npm_package:
 *
 * Returns: (transfer none) (nullable): the package a CDN builds it from
 */
const char *
inlay_module_get_npm_package (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (inlay_json_get_member (self->definition, "npm"), "package");
}

/**
 * inlay_module_get_npm_subpath:
 *
 * Returns: (transfer none) (nullable): the part of the package; empty for its main entry
 */
const char *
inlay_module_get_npm_subpath (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (inlay_json_get_member (self->definition, "npm"), "subpath");
}

/**
 * inlay_module_get_files:
 *
 * Returns: (transfer none) (array zero-terminated=1): every file it loads, its entry included
 */
const char * const *
inlay_module_get_files (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char * const *) self->files;
}

/**
 * inlay_module_has_file:
 * @self: a module
 * @file: a relative path
 *
 * Returns: whether @file is one that the module loads, its icon or its thumbnail
 */
gboolean
inlay_module_has_file (InlayModule *self,
                       const char  *file)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (file != NULL, FALSE);

  return g_strv_contains ((const char * const *) self->files, file) ||
         g_strcmp0 (inlay_module_get_icon (self), file) == 0 ||
         g_strcmp0 (inlay_module_get_thumbnail (self), file) == 0;
}

/**
 * inlay_module_get_dependencies:
 *
 * Returns: (transfer none): an object of package names and ranges it imports bare; empty when there
 *   are none
 */
JsonNode *
inlay_module_get_dependencies (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->dependencies;
}

/**
 * inlay_module_dup_file_address:
 * @self: a module
 * @file: one of its files
 *
 * Returns: (transfer full): where preview, static site and registry serve @file
 */
char *
inlay_module_dup_file_address (InlayModule *self,
                               const char  *file)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (file != NULL, NULL);

  return g_strdup_printf ("/modules/%s@%s/%s", inlay_module_get_id (self),
                          inlay_module_get_version (self), file);
}

/**
 * inlay_module_dup_address:
 * @self: a module
 *
 * Returns: (transfer full) (nullable): where the entry is; %NULL for a module from a CDN, whose
 *   address the resolver makes
 */
char *
inlay_module_dup_address (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->source == INLAY_MODULE_SOURCE_FILES)
    return inlay_module_dup_file_address (self, inlay_module_get_entry (self));
  return g_strdup (inlay_module_get_entry (self));
}

/**
 * inlay_module_get_adapter:
 *
 * Returns: by which contract the shell mounts it
 */
InlayAdapter
inlay_module_get_adapter (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, INLAY_ADAPTER_INLAY);

  return self->adapter;
}

/**
 * inlay_module_get_element:
 *
 * Returns: (transfer none) (nullable): the name of the custom element, with the adapter "element"
 */
const char *
inlay_module_get_element (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_string (self->definition, "element");
}

/**
 * inlay_module_get_isolation:
 *
 * Returns: how its styles are kept apart unless an instance says otherwise
 */
InlayIsolation
inlay_module_get_isolation (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, INLAY_ISOLATION_SHADOW);

  return self->isolation;
}

/**
 * inlay_module_is_critical:
 *
 * Returns: whether an environment is not healthy without it, however well other modules are; a
 *   composition may say otherwise of its instances
 */
gboolean
inlay_module_is_critical (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return inlay_json_get_boolean (self->definition, "critical", FALSE);
}

/**
 * inlay_module_get_config_schema:
 *
 * Returns: (transfer none) (nullable): the JSON Schema of its settings; %NULL takes any
 */
JsonNode *
inlay_module_get_config_schema (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inlay_json_get_member (self->definition, "configSchema");
}

static guint
get_size (InlayModule *self,
          const char  *member,
          guint        fallback)
{
  JsonNode *size = inlay_json_get_member (self->definition, "size");

  return (guint) inlay_json_get_int (size, member, fallback);
}

/**
 * inlay_module_get_min_span:
 * @self: a module
 *
 * Returns: the fewest columns of twelve it is usable in; 1 when it does not say
 */
guint
inlay_module_get_min_span (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return get_size (self, "minSpan", 1);
}

/**
 * inlay_module_get_span:
 * @self: a module
 *
 * Returns: the columns of twelve it takes when it is placed; all when it does not say
 */
guint
inlay_module_get_span (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, INLAY_MODULE_COLUMNS);

  return get_size (self, "span", INLAY_MODULE_COLUMNS);
}

/**
 * inlay_module_get_events:
 *
 * Returns: (transfer none): an object of the events it emits, each with title and schema
 */
JsonNode *
inlay_module_get_events (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->events;
}

/**
 * inlay_module_get_props:
 *
 * Returns: (transfer none): an object of what a wire may set, each with title and schema
 */
JsonNode *
inlay_module_get_props (InlayModule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->props;
}

/**
 * inlay_module_has_event:
 *
 * Returns: %TRUE when the module says it emits @event
 */
gboolean
inlay_module_has_event (InlayModule *self,
                        const char  *event)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return inlay_json_get_member (self->events, event) != NULL;
}

/**
 * inlay_module_has_prop:
 *
 * Returns: %TRUE when a wire may set @prop
 */
gboolean
inlay_module_has_prop (InlayModule *self,
                       const char  *prop)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return inlay_json_get_member (self->props, prop) != NULL;
}

/**
 * inlay_adapter_to_string:
 * @adapter: an adapter
 *
 * Returns: its word in a definition
 */
const char *
inlay_adapter_to_string (InlayAdapter adapter)
{
  g_return_val_if_fail (adapter <= INLAY_ADAPTER_ELEMENT, NULL);

  return inlay_adapter_names[adapter];
}

/**
 * inlay_isolation_to_string:
 * @isolation: an isolation
 *
 * Returns: its word in a definition
 */
const char *
inlay_isolation_to_string (InlayIsolation isolation)
{
  g_return_val_if_fail (isolation <= INLAY_ISOLATION_IFRAME, NULL);

  return inlay_isolation_names[isolation];
}
