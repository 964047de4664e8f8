/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-module.h"

#include <math.h>

#include "inlay-wire-names.h"
#include "inlay-wire-paths.h"
#include "inlay-wire-read-private.h"

void
inlay_publish_request_free (InlayPublishRequest *self)
{
  g_free (self->module_id);
  g_free (self->version);
  g_free (self->npm_package);
  g_free (self->entry_point);
  g_clear_pointer (&self->dependencies, json_node_unref);
  g_clear_pointer (&self->peer_dependencies, json_node_unref);
  g_clear_pointer (&self->definition, json_node_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self);
}

static GHashTable *
new_files (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/**
 * inlay_publish_request_new:
 * @definition: a module definition, as in module.json
 * @files: (nullable) (element-type utf8 GBytes): the files it names
 *
 * Returns: (transfer full): the request that publishes it
 */
InlayPublishRequest *
inlay_publish_request_new (JsonNode   *definition,
                           GHashTable *files)
{
  InlayPublishRequest *self = g_new0 (InlayPublishRequest, 1);
  JsonNode *npm = inlay_json_get_member (definition, "npm");

  self->module_id = g_strdup (inlay_json_get_string (definition, "id"));
  self->version = g_strdup (inlay_json_get_string (definition, "version"));
  if (npm != NULL)
    self->npm_package = g_strdup (inlay_json_get_string (npm, "package"));
  self->definition = json_node_ref (definition);
  self->files = files != NULL ? g_hash_table_ref (files) : NULL;
  return self;
}

static GBytes *
read_base64 (const char  *name,
             const char  *text,
             GError     **error)
{
  gsize length = strlen (text), size = 0;
  gsize body = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  guchar *data;

  /* The decoder of GLib skips what it does not know; a damaged file must not pass for another. */
  if (length % 4 != 0 || length - body > 2 || strspn (text + body, "=") != length - body)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "file %s is not base64", name);
      return NULL;
    }
  data = g_base64_decode (text, &size);
  return g_bytes_new_take (data, size);
}

static GBytes *
read_file (const char  *name,
           JsonNode    *node,
           GError     **error)
{
  JsonNode *content;
  const char *encoding, *text;

  if (!inlay_module_is_file_name (name))
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a file name", name);
      return NULL;
    }
  content = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_member (node, "content") : NULL;
  encoding = JSON_NODE_HOLDS_OBJECT (node) ? inlay_json_get_string (node, "encoding") : NULL;
  if (content == NULL || !JSON_NODE_HOLDS_VALUE (content) || json_node_get_value_type (content) != G_TYPE_STRING)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "file %s has no “content”", name);
      return NULL;
    }

  text = json_node_get_string (content);
  if (g_strcmp0 (encoding, "utf8") == 0)
    return g_bytes_new (text, strlen (text));
  if (g_strcmp0 (encoding, "base64") == 0)
    return read_base64 (name, text, error);
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the encoding of file %s is neither utf8 nor base64", name);
  return NULL;
}

static gboolean
read_files (InlayPublishRequest  *self,
            JsonNode             *node,
            GError              **error)
{
  g_autoptr (JsonNode) files = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *item;

  if (!inlay_wire_read_object (node, "files", INLAY_WIRE_OPTIONAL, &files, error))
    return FALSE;
  if (files == NULL)
    return TRUE;
  if (json_object_get_size (json_node_get_object (files)) > INLAY_MAX_MODULE_FILES)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "the module has more than %d files", INLAY_MAX_MODULE_FILES);
      return FALSE;
    }

  self->files = new_files ();
  json_object_iter_init (&iter, json_node_get_object (files));
  while (json_object_iter_next (&iter, &name, &item))
    {
      GBytes *bytes = read_file (name, item, error);

      if (bytes == NULL)
        return FALSE;
      g_hash_table_insert (self->files, g_strdup (name), bytes);
    }
  return TRUE;
}

/* The definition speaks for what the request itself leaves out, and may not contradict it. */
static gboolean
read_definition (InlayPublishRequest  *self,
                 JsonNode             *node,
                 GError              **error)
{
  const char *id, *version;

  if (!inlay_wire_read_object (node, "definition", INLAY_WIRE_OPTIONAL, &self->definition, error))
    return FALSE;
  if (self->definition == NULL)
    return TRUE;

  id = inlay_json_get_string (self->definition, "id");
  version = inlay_json_get_string (self->definition, "version");
  if (self->module_id == NULL)
    self->module_id = g_strdup (id);
  if (self->version == NULL)
    self->version = g_strdup (version);
  if (g_strcmp0 (self->module_id, id) == 0 && g_strcmp0 (self->version, version) == 0)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the definition is of %s@%s, the request of %s@%s",
               id != NULL ? id : "?", version != NULL ? version : "?", self->module_id, self->version);
  return FALSE;
}

static gboolean
check_ranges (JsonNode    *ranges,
              const char  *what,
              GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *range;

  if (ranges == NULL)
    return TRUE;
  json_object_iter_init (&iter, json_node_get_object (ranges));
  while (json_object_iter_next (&iter, &name, &range))
    if (!JSON_NODE_HOLDS_VALUE (range) || json_node_get_value_type (range) != G_TYPE_STRING)
      {
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the range of %s in “%s” is not a string", name, what);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_publish (InlayPublishRequest  *self,
               GError              **error)
{
  gboolean own_file = self->entry_point != NULL && self->files != NULL &&
                      g_hash_table_contains (self->files, self->entry_point);

  if (!inlay_module_is_id (self->module_id))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a module id",
                 self->module_id != NULL ? self->module_id : "");
  else if (!inlay_wire_is_version (self->version))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” of module %s is not an exact version",
                 self->version != NULL ? self->version : "", self->module_id);
  else if (self->npm_package != NULL && !inlay_module_is_id (self->npm_package))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a package name", self->npm_package);
  else if (self->entry_point != NULL && !own_file && !inlay_wire_is_url (self->entry_point))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                 "entryPoint “%s” is neither an http(s) address, a path nor one of the files", self->entry_point);
  else
    return check_ranges (self->dependencies, "dependencies", error) &&
           check_ranges (self->peer_dependencies, "peerDependencies", error);
  return FALSE;
}

/**
 * inlay_publish_request_parse:
 * @node: the body of POST /api/modules
 * @error: return location
 *
 * The definition itself is for core's module room to judge.
 *
 * Returns: (transfer full): the request
 */
InlayPublishRequest *
inlay_publish_request_parse (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (InlayPublishRequest) self = g_new0 (InlayPublishRequest, 1);
  InlayWireNeed need;

  if (!inlay_wire_check_object (node, "the module", error))
    return NULL;

  need = inlay_json_get_object (node, "definition") != NULL ? INLAY_WIRE_OPTIONAL : INLAY_WIRE_REQUIRED;
  if (!inlay_wire_read_string (node, "moduleId", need, &self->module_id, error) ||
      !inlay_wire_read_string (node, "version", need, &self->version, error) ||
      !inlay_wire_read_string (node, "npmPackage", INLAY_WIRE_OPTIONAL, &self->npm_package, error) ||
      !inlay_wire_read_string (node, "entryPoint", INLAY_WIRE_OPTIONAL, &self->entry_point, error) ||
      !inlay_wire_read_object (node, "dependencies", INLAY_WIRE_OPTIONAL, &self->dependencies, error) ||
      !inlay_wire_read_object (node, "peerDependencies", INLAY_WIRE_OPTIONAL, &self->peer_dependencies, error) ||
      !read_definition (self, node, error) || !read_files (self, node, error) || !check_publish (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static JsonNode *
build_file (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean text = g_utf8_validate_len (data, size, NULL) && memchr (data, 0, size) == NULL;
  g_autofree char *content = text ? g_strndup (data, size) : g_base64_encode ((const guchar *) data, size);

  return inlay_json_new_object ("encoding", inlay_json_new_string (text ? "utf8" : "base64"),
                                "content", inlay_json_new_string (content), NULL);
}

/* In order of name, so that one module makes one body. */
static JsonNode *
build_files (GHashTable *files,
             JsonNode   *(*build) (GBytes *bytes))
{
  JsonObject *object = json_object_new ();
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (files), (GCompareFunc) strcmp);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_member (object, l->data, build (g_hash_table_lookup (files, l->data)));
  return inlay_json_take_object (object);
}

static JsonObject *
build_head (InlayPublishRequest *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "moduleId", self->module_id);
  inlay_wire_add_string (object, "version", self->version);
  inlay_wire_add_string (object, "npmPackage", self->npm_package);
  inlay_wire_add_string (object, "entryPoint", self->entry_point);
  inlay_wire_add_node (object, "dependencies", self->dependencies);
  inlay_wire_add_node (object, "peerDependencies", self->peer_dependencies);
  inlay_wire_add_node (object, "definition", self->definition);
  return object;
}

/**
 * inlay_publish_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_publish_request_build (InlayPublishRequest *self)
{
  JsonObject *object = build_head (self);

  if (self->files != NULL)
    json_object_set_member (object, "files", build_files (self->files, build_file));
  return inlay_json_take_object (object);
}

static JsonNode *
build_file_digest (GBytes *bytes)
{
  g_autofree char *digest = inlay_digest_bytes (bytes);

  return inlay_json_new_string (digest);
}

/**
 * inlay_publish_request_dup_digest:
 * @self: a request
 *
 * Two requests with one digest publish the same thing, however they were written.
 *
 * Returns: (transfer full): the digest of everything published
 */
char *
inlay_publish_request_dup_digest (InlayPublishRequest *self)
{
  JsonObject *object = build_head (self);
  g_autoptr (JsonNode) node = NULL;

  if (self->files != NULL)
    json_object_set_member (object, "files", build_files (self->files, build_file_digest));
  node = inlay_json_take_object (object);
  return inlay_json_digest (node);
}

void
inlay_health_report_free (InlayHealthReport *self)
{
  g_free (self->environment);
  g_free (self->module_id);
  g_free (self->message);
  g_free (self->revision);
  g_free (self);
}

static gboolean
read_status (const char  *status,
             gboolean    *healthy,
             GError     **error)
{
  *healthy = strcmp (status, "healthy") == 0;
  if (*healthy || strcmp (status, "unhealthy") == 0 || strcmp (status, "failed") == 0)
    return TRUE;

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "status “%s” is neither healthy, unhealthy nor failed", status);
  return FALSE;
}

static InlayHealthReport *
parse_report (JsonNode    *node,
              const char  *environment,
              const char  *revision,
              GError     **error)
{
  g_autoptr (InlayHealthReport) self = g_new0 (InlayHealthReport, 1);
  g_autofree char *status = NULL;

  self->environment = g_strdup (environment);
  self->revision = g_strdup (revision);
  if (!inlay_wire_check_object (node, "a report", error) ||
      !inlay_wire_read_string (node, "environment", INLAY_WIRE_OPTIONAL, &self->environment, error) ||
      !inlay_wire_read_string (node, "moduleId", INLAY_WIRE_REQUIRED, &self->module_id, error) ||
      !inlay_wire_read_string (node, "status", INLAY_WIRE_REQUIRED, &status, error) ||
      !inlay_wire_read_string (node, "error", INLAY_WIRE_OPTIONAL, &self->message, error) ||
      !read_status (status, &self->healthy, error))
    return NULL;
  if (inlay_module_is_id (self->module_id) &&
      (self->environment == NULL || inlay_wire_is_environment (self->environment)))
    return g_steal_pointer (&self);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” in “%s” names no module of an environment",
               self->module_id, self->environment != NULL ? self->environment : "");
  return NULL;
}

/**
 * inlay_health_reports_parse:
 * @node: the body of POST /api/module-health
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayHealthReport): the reports, all of them well formed
 */
GPtrArray *
inlay_health_reports_parse (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (GPtrArray) reports = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_health_report_free);
  g_autofree char *environment = NULL;
  g_autofree char *revision = NULL;
  JsonArray *array;

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_array (node, "reports", INLAY_WIRE_OPTIONAL, INLAY_MAX_HEALTH_REPORTS, &array, error) ||
      !inlay_wire_read_string (node, "environment", INLAY_WIRE_OPTIONAL, &environment, error) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &revision, error))
    return NULL;

  for (guint i = 0; array == NULL ? i == 0 : i < json_array_get_length (array); i++)
    {
      InlayHealthReport *report = parse_report (array != NULL ? json_array_get_element (array, i) : node,
                                                environment, revision, error);

      if (report == NULL)
        return NULL;
      g_ptr_array_add (reports, report);
    }
  return g_steal_pointer (&reports);
}

/**
 * inlay_exposures_parse:
 * @node: the body of POST /api/module-health
 * @exposures: (out) (nullable): names of variants by experiment; %NULL when nothing is said of any
 * @error: return location
 *
 * Returns: whether it is well formed
 */
gboolean
inlay_exposures_parse (JsonNode  *node,
                       JsonNode **exposures,
                       GError   **error)
{
  g_autoptr (JsonNode) object = NULL;
  JsonObjectIter iter;
  JsonNode *variant;

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_object (node, "exposures", INLAY_WIRE_OPTIONAL, &object, error))
    return FALSE;
  if (object != NULL && json_object_get_size (json_node_get_object (object)) > INLAY_MAX_HEALTH_REPORTS)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "“exposures” has more than %d members", INLAY_MAX_HEALTH_REPORTS);
      return FALSE;
    }
  if (object != NULL)
    json_object_iter_init (&iter, json_node_get_object (object));
  while (object != NULL && json_object_iter_next (&iter, NULL, &variant))
    if (json_node_get_value_type (variant) != G_TYPE_STRING)
      {
        g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "a member of “exposures” is not the name of a variant");
        return FALSE;
      }
  *exposures = g_steal_pointer (&object);
  return TRUE;
}

/**
 * inlay_page_token_parse:
 * @node: the body of POST /api/module-health
 * @token: (out) (nullable): what the page was given to report with; %NULL when it shows nothing
 * @error: return location
 *
 * Returns: whether it is well formed
 */
gboolean
inlay_page_token_parse (JsonNode  *node,
                        char     **token,
                        GError   **error)
{
  return inlay_wire_check_object (node, "the request", error) &&
         inlay_wire_read_string (node, "token", INLAY_WIRE_OPTIONAL, token, error);
}

/**
 * inlay_health_reports_build:
 * @reports: (element-type InlayHealthReport): what to report
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_health_reports_build (GPtrArray *reports)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < reports->len; i++)
    {
      InlayHealthReport *report = g_ptr_array_index (reports, i);
      JsonObject *object = json_object_new ();

      inlay_wire_add_string (object, "environment", report->environment);
      inlay_wire_add_string (object, "moduleId", report->module_id);
      inlay_wire_add_string (object, "status", report->healthy ? "healthy" : "failed");
      inlay_wire_add_string (object, "error", report->message);
      json_array_add_element (array, inlay_json_take_object (object));
    }
  return inlay_json_new_object ("reports", inlay_json_take_array (array), NULL);
}

void
inlay_alert_free (InlayAlert *self)
{
  g_free (self->module_id);
  g_free (self);
}

/**
 * inlay_alert_parse:
 * @node: the body of POST /api/alerts/rollback
 * @error: return location
 *
 * Returns: (transfer full): the alert
 */
InlayAlert *
inlay_alert_parse (JsonNode  *node,
                   GError   **error)
{
  g_autoptr (InlayAlert) self = g_new0 (InlayAlert, 1);

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_string (node, "moduleId", INLAY_WIRE_REQUIRED, &self->module_id, error))
    return NULL;

  self->error_rate = inlay_json_get_double (node, "errorRate", NAN);
  if (inlay_module_is_id (self->module_id) && self->error_rate >= 0 && self->error_rate <= 100)
    return g_steal_pointer (&self);

  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
               "“%s” is not a module id, or “errorRate” is not a number from 0 to 100", self->module_id);
  return NULL;
}
