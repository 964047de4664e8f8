/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "module/inlay-packument.h"

#include <string.h>

/**
 * InlayPackument:
 *
 * An npm packument, in its whole or its abbreviated form
 * (application/vnd.npm.install-v1+json): only what choosing a version needs is kept.
 */

/* All of the tree. */
typedef struct
{
  JsonNode   *dependencies; /* nullable */
  JsonNode   *peers;        /* nullable */
  const char *deprecated;   /* nullable */
} Release;

struct _InlayPackument
{
  gatomicrefcount  ref_count;
  JsonNode        *node;
  const char      *name;     /* of @node */
  GPtrArray       *versions; /* (element-type InlayVersion), newest first */
  GHashTable      *releases; /* (element-type utf8 Release), keys of @node */
  GHashTable      *tags;     /* (element-type utf8 utf8), both of @node */
};

G_DEFINE_BOXED_TYPE (InlayPackument, inlay_packument, inlay_packument_ref, inlay_packument_unref)

static gboolean
fail (const char  *name,
      const char  *reason,
      GError     **error)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the packument of %s %s", name, reason);
  return FALSE;
}

/* An old registry says true where a new one says why; false and "" are no. */
static const char *
read_deprecated (JsonNode *manifest)
{
  const char *reason = inlay_json_get_string (manifest, "deprecated");

  if (reason != NULL)
    return *reason != '\0' ? reason : NULL;
  return inlay_json_get_boolean (manifest, "deprecated", FALSE) ? "deprecated" : NULL;
}

static gboolean
read_ranges (InlayPackument  *self,
             JsonNode        *manifest,
             const char      *member,
             JsonNode       **ranges,
             GError         **error)
{
  *ranges = inlay_json_get_member (manifest, member);
  if (*ranges == NULL || JSON_NODE_HOLDS_OBJECT (*ranges))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the packument of %s has “%s” that are not an object",
               self->name, member);
  return FALSE;
}

/* A version that npm itself would not read is left out: the list must serve all the same. */
static gboolean
add_release (InlayPackument  *self,
             const char      *text,
             JsonNode        *manifest,
             GError         **error)
{
  g_autoptr (InlayVersion) version = inlay_version_parse (text, INLAY_SEMVER_DEFAULT, NULL);
  Release release = { NULL };

  if (!JSON_NODE_HOLDS_OBJECT (manifest))
    return fail (self->name, "has a version that is not an object", error);
  if (version == NULL || g_hash_table_contains (self->releases, inlay_version_to_string (version)))
    return TRUE;

  release.deprecated = read_deprecated (manifest);
  if (!read_ranges (self, manifest, "dependencies", &release.dependencies, error) ||
      !read_ranges (self, manifest, "peerDependencies", &release.peers, error))
    return FALSE;
  g_hash_table_insert (self->releases, (gpointer) inlay_version_to_string (version),
                       g_memdup2 (&release, sizeof release));
  g_ptr_array_add (self->versions, g_steal_pointer (&version));
  return TRUE;
}

static gint
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  return inlay_version_compare_build (*(InlayVersion *const *) b, *(InlayVersion *const *) a);
}

static gboolean
read_versions (InlayPackument  *self,
               GError         **error)
{
  JsonNode *versions = inlay_json_get_member (self->node, "versions");
  JsonObjectIter iter;
  const char *text;
  JsonNode *manifest;

  if (versions == NULL || !JSON_NODE_HOLDS_OBJECT (versions))
    return fail (self->name, "has no object “versions”", error);
  json_object_iter_init_ordered (&iter, json_node_get_object (versions));
  while (json_object_iter_next_ordered (&iter, &text, &manifest))
    if (!add_release (self, text, manifest, error))
      return FALSE;

  g_ptr_array_sort (self->versions, compare_newest_first);
  return TRUE;
}

/* Tags that lead nowhere are left out. */
static gboolean
read_tags (InlayPackument  *self,
           GError         **error)
{
  JsonNode *tags = inlay_json_get_member (self->node, "dist-tags");
  JsonObjectIter iter;
  const char *tag;
  JsonNode *value;

  if (tags == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (tags))
    return fail (self->name, "has “dist-tags” that are not an object", error);
  json_object_iter_init_ordered (&iter, json_node_get_object (tags));
  while (json_object_iter_next_ordered (&iter, &tag, &value))
    {
      const char *version = JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
                              ? json_node_get_string (value) : NULL;

      if (version == NULL)
        return fail (self->name, "has a tag that is not a text", error);
      if (g_hash_table_contains (self->releases, version))
        g_hash_table_insert (self->tags, (gpointer) tag, (gpointer) version);
    }
  return TRUE;
}

/**
 * inlay_packument_new:
 * @node: a packument, sealed
 * @error: return location for %INLAY_ERROR_INVALID
 *
 * Reads a packument: the package metadata of the npm registry, full or abbreviated. Members that are not known are passed over, and so are versions and tags that
 * npm would not read.
 *
 * Returns: (transfer full): the packument
 */
InlayPackument *
inlay_packument_new (JsonNode  *node,
                     GError   **error)
{
  g_autoptr (InlayPackument) self = NULL;
  const char *name;

  g_return_val_if_fail (node != NULL, NULL);

  name = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "name") : NULL;
  if (name == NULL || *name == '\0')
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the packument has no name");
      return NULL;
    }

  self = g_new0 (InlayPackument, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->node = json_node_ref (node);
  self->name = name;
  self->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_version_unref);
  self->releases = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->tags = g_hash_table_new (g_str_hash, g_str_equal);
  if (!read_versions (self, error) || !read_tags (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_packument_read:
 * @bytes: the text of a packument
 * @error: return location for an error
 *
 * The same as inlay_packument_new() for text; members that are there twice count as npm reads them.
 *
 * Returns: (transfer full): the packument
 */
InlayPackument *
inlay_packument_read (GBytes  *bytes,
                      GError **error)
{
  gsize size;
  const char *text;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_bytes_get_data (bytes, &size);
  node = inlay_json_read_full (text != NULL ? text : "", size, INLAY_JSON_MAX_DEPTH,
                               INLAY_JSON_ROUND | INLAY_JSON_LAST_WINS, error);
  if (node == NULL)
    {
      g_prefix_error (error, "the packument is no JSON: ");
      return NULL;
    }
  return inlay_packument_new (node, error);
}

InlayPackument *
inlay_packument_ref (InlayPackument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_packument_unref (InlayPackument *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->releases);
  g_hash_table_unref (self->tags);
  g_ptr_array_unref (self->versions);
  json_node_unref (self->node);
  g_free (self);
}

/**
 * inlay_packument_get_name:
 * @self: a packument
 *
 * Returns: (transfer none): whose versions it lists
 */
const char *
inlay_packument_get_name (InlayPackument *self)
{
  return self->name;
}

/**
 * inlay_packument_get_versions:
 * @self: a packument
 *
 * Returns: (transfer none) (element-type InlayVersion): the versions, newest first
 */
GPtrArray *
inlay_packument_get_versions (InlayPackument *self)
{
  return self->versions;
}

/**
 * inlay_packument_get_tag:
 * @self: a packument
 * @tag: a dist-tag such as latest
 *
 * Returns: (transfer none) (nullable): the version it stands for
 */
const char *
inlay_packument_get_tag (InlayPackument *self,
                         const char     *tag)
{
  return g_hash_table_lookup (self->tags, tag);
}

static Release *
get_release (InlayPackument *self,
             const char     *version)
{
  return g_hash_table_lookup (self->releases, version);
}

/**
 * inlay_packument_get_deprecated:
 * @self: a packument
 * @version: one of its versions
 *
 * Returns: (transfer none) (nullable): why the version should not be used any more
 */
const char *
inlay_packument_get_deprecated (InlayPackument *self,
                                const char     *version)
{
  Release *release = get_release (self, version);

  return release != NULL ? release->deprecated : NULL;
}

/**
 * inlay_packument_get_peers:
 * @self: a packument
 * @version: one of its versions
 *
 * Returns: (transfer none) (nullable): its peerDependencies, an object of ranges
 */
JsonNode *
inlay_packument_get_peers (InlayPackument *self,
                           const char     *version)
{
  Release *release = get_release (self, version);

  return release != NULL ? release->peers : NULL;
}

static InlayVersion *
find_exact (InlayPackument *self,
            const char     *text)
{
  for (guint i = 0; i < self->versions->len; i++)
    if (strcmp (inlay_version_to_string (g_ptr_array_index (self->versions, i)), text) == 0)
      return g_ptr_array_index (self->versions, i);
  return NULL;
}

/* As npm chooses: what is tagged latest if it fits, else the newest that is not deprecated, else
 * the newest. */
static InlayVersion *
find_in_range (InlayPackument   *self,
               const InlayRange *range)
{
  const char *latest = inlay_packument_get_tag (self, "latest");
  InlayVersion *tagged = latest != NULL ? find_exact (self, latest) : NULL;
  InlayVersion *newest = NULL;

  if (tagged != NULL && (inlay_range_is_any (range) || inlay_range_test (range, tagged)))
    return tagged;
  for (guint i = 0; i < self->versions->len; i++)
    {
      InlayVersion *version = g_ptr_array_index (self->versions, i);

      if (!inlay_range_test (range, version))
        continue;
      if (inlay_packument_get_deprecated (self, inlay_version_to_string (version)) == NULL)
        return version;
      newest = newest != NULL ? newest : version;
    }
  return newest;
}

/**
 * inlay_packument_find:
 * @self: a packument
 * @wanted: a tag, a version or a range; empty means latest
 * @error: return location for %INLAY_ERROR_NOT_FOUND
 *
 * Chooses a version as npm does (npm-pick-manifest): a tag by name; of a range the version tagged
 * latest when it is in it, else the highest, deprecated ones last.
 *
 * Returns: (transfer none): the version
 */
InlayVersion *
inlay_packument_find (InlayPackument  *self,
                      const char      *wanted,
                      GError         **error)
{
  const char *tagged;
  g_autoptr (InlayRange) range = NULL;
  InlayVersion *found = NULL;

  g_return_val_if_fail (self != NULL && wanted != NULL, NULL);

  tagged = inlay_packument_get_tag (self, *wanted != '\0' ? wanted : "latest");
  range = inlay_range_parse (wanted, INLAY_SEMVER_LOOSE, NULL);
  if (tagged != NULL)
    found = find_exact (self, tagged);
  else if (range != NULL)
    found = find_in_range (self, range);
  if (found == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "no version of %s is “%s”", self->name, wanted);
  return found;
}

static JsonNode *
ref_node (JsonNode *node)
{
  return node != NULL ? json_node_ref (node) : NULL;
}

/**
 * inlay_packument_to_package:
 * @self: a packument
 *
 * Returns: (transfer full): the package as a catalog takes it, with what each version needs and
 *   nothing else of it
 */
JsonNode *
inlay_packument_to_package (InlayPackument *self)
{
  JsonObject *versions = json_object_new ();

  for (guint i = 0; i < self->versions->len; i++)
    {
      const char *text = inlay_version_to_string (g_ptr_array_index (self->versions, i));
      Release *release = get_release (self, text);

      json_object_set_member (versions, text,
                              inlay_json_new_object ("dependencies", ref_node (release->dependencies),
                                                     "peerDependencies", ref_node (release->peers),
                                                     "deprecated",
                                                     release->deprecated != NULL
                                                       ? inlay_json_new_string (release->deprecated) : NULL,
                                                     NULL));
    }
  return inlay_json_new_object ("name", inlay_json_new_string (self->name),
                                "versions", inlay_json_take_object (versions), NULL);
}
