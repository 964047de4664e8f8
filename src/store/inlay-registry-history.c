/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-deployments.h"

#include "inlay-registry-private.h"

/* What was deployed: the history, and revisions as they were. */

/**
 * inlay_registry_store_visit_history:
 * @self: a store
 * @environment: (nullable): only deployments to it
 * @limit: how many at most
 * @visit: (scope call): is given each, newest first, with those that failed
 * @data: for @visit
 * @error: return location
 *
 * Of a deployment only its status ever changes, so that is all one needs to look again.
 *
 * Returns: whether all were visited
 */
gboolean
inlay_registry_store_visit_history (InlayRegistryStore    *self,
                                    const char            *environment,
                                    guint                  limit,
                                    InlayRegistryVisitor   visit,
                                    gpointer               data,
                                    GError               **error)
{
  g_autoptr (InlayStatement) statement = environment != NULL
    ? inlay_registry_store_query (self, "SELECT id, status FROM deployments WHERE app = ? AND environment = ?"
                                  " ORDER BY started_at DESC, id DESC LIMIT ?", "ssi", self->app, environment, (gint64) limit)
    : inlay_registry_store_query (self, "SELECT id, status FROM deployments WHERE app = ?"
                                  " ORDER BY started_at DESC, id DESC LIMIT ?", "si", self->app, (gint64) limit);

  while (inlay_statement_step (statement, error))
    if (!visit (self, inlay_statement_get_text (statement, 0), inlay_statement_get_text (statement, 1), data, error))
      return FALSE;
  return !inlay_statement_has_failed (statement);
}

/* @name with its colon, and before that what parts it from the member before. */
static void
append_text (GString    *text,
             const char *name,
             const char *value)
{
  g_string_append (text, name);
  if (value != NULL)
    inlay_json_append_string (text, value, INLAY_JSON_DEFAULT);
  else
    g_string_append (text, "null");
}

static void
append_time (GString        *text,
             const char     *name,
             InlayStatement *statement,
             int             column)
{
  g_autofree char *time = inlay_statement_is_null (statement, column) ? NULL
                          : inlay_registry_time (inlay_statement_get_int (statement, column));

  append_text (text, name, time);
}

static void
append_row (GString        *text,
            InlayStatement *statement)
{
  append_text (text, "{\"id\":", inlay_statement_get_text (statement, 0));
  append_text (text, ",\"environment_name\":", inlay_statement_get_text (statement, 1));
  append_text (text, ",\"version\":", inlay_statement_get_text (statement, 2));
  append_text (text, ",\"revision\":", inlay_statement_get_text (statement, 3));
  append_text (text, ",\"status\":", inlay_statement_get_text (statement, 4));
  append_text (text, ",\"deployed_by\":", inlay_statement_get_text (statement, 5));
  append_time (text, ",\"started_at\":", statement, 6);
  append_time (text, ",\"completed_at\":", statement, 7);
  append_text (text, ",\"deployment_notes\":", inlay_statement_get_text (statement, 8));
  append_text (text, ",\"error\":", inlay_statement_get_text (statement, 9));
}

static gboolean
append_modules (GString             *text,
                InlayRegistryStore  *self,
                const char          *id,
                GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT module_id, version FROM deployment_modules WHERE deployment = ? ORDER BY module_id",
                                "s", id);

  g_string_append (text, ",\"modules_deployed\":[");
  for (guint i = 0; inlay_statement_step (statement, error); i++)
    {
      append_text (text, i == 0 ? "{\"moduleId\":" : ",{\"moduleId\":", inlay_statement_get_text (statement, 0));
      append_text (text, ",\"version\":", inlay_statement_get_text (statement, 1));
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}");
  return !inlay_statement_has_failed (statement);
}

/**
 * inlay_registry_store_write_deployment:
 * @self: a store
 * @id: of a deployment
 * @error: return location
 *
 * Each deployment is written once and told many times, or never: it is text from the beginning.
 *
 * Returns: (transfer full): an object, as JSON
 */
char *
inlay_registry_store_write_deployment (InlayRegistryStore  *self,
                                       const char          *id,
                                       GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT id, environment, version, revision, status, deployed_by, started_at, completed_at,"
                                " notes, failure FROM deployments WHERE id = ?", "s", id);
  g_autoptr (GString) text = g_string_sized_new (1024);

  if (!inlay_statement_step (statement, error))
    {
      if (!inlay_statement_has_failed (statement))
        g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no deployment %s", id);
      return NULL;
    }
  append_row (text, statement);
  return append_modules (text, self, id, error) ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/**
 * inlay_registry_store_get_deployment:
 * @self: a store
 * @id: of a deployment
 * @error: return location
 *
 * Returns: (transfer full): an object
 */
JsonNode *
inlay_registry_store_get_deployment (InlayRegistryStore  *self,
                                     const char          *id,
                                     GError             **error)
{
  g_autofree char *text = inlay_registry_store_write_deployment (self, id, error);

  return text != NULL ? inlay_json_read_text (text, -1, error) : NULL;
}

/* There is nothing in the row, or no row. */
static void
set_no_revision (InlayStatement  *statement,
                 gboolean         is_there,
                 const char      *revision,
                 GError         **error)
{
  if (is_there)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_GONE, "the revision %s was let go of: nothing served it for long", revision);
  else if (!inlay_statement_has_failed (statement))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "there is no revision %s", revision);
}

/**
 * inlay_registry_store_get_manifest:
 * @self: a store
 * @revision: a digest
 * @error: return location; %INLAY_ERROR_GONE when it was collected
 *
 * Returns: (transfer full): the release of that digest
 */
JsonNode *
inlay_registry_store_get_manifest (InlayRegistryStore  *self,
                                   const char          *revision,
                                   GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT manifest, collected_at FROM revisions WHERE app = ? AND digest = ?", "ss", self->app,
                                revision);
  gboolean is_there = inlay_statement_step (statement, error);

  if (is_there && inlay_statement_is_null (statement, 1))
    return inlay_json_read_text (inlay_statement_get_text (statement, 0), -1, error);
  set_no_revision (statement, is_there, revision, error);
  return NULL;
}

/**
 * inlay_registry_store_get_page:
 * @self: a store
 * @revision: a digest
 * @error: return location; %INLAY_ERROR_GONE when it was collected
 *
 * Returns: (transfer full): the page as it was when it was deployed
 */
GBytes *
inlay_registry_store_get_page (InlayRegistryStore  *self,
                               const char          *revision,
                               GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT page, collected_at FROM revisions WHERE app = ? AND digest = ?", "ss", self->app,
                                revision);
  gboolean is_there = inlay_statement_step (statement, error);

  if (is_there && inlay_statement_is_null (statement, 1))
    return inlay_statement_get_bytes (statement, 0);
  set_no_revision (statement, is_there, revision, error);
  return NULL;
}

/**
 * inlay_registry_store_list_revision_modules:
 * @self: a store
 * @revision: a digest
 * @error: return location
 *
 * Returns: (transfer full) (element-type InlayRegistryModule): what it was deployed with last
 */
GPtrArray *
inlay_registry_store_list_revision_modules (InlayRegistryStore  *self,
                                            const char          *revision,
                                            GError             **error)
{
  g_autofree char *deployment = NULL;

  {
    g_autoptr (InlayStatement) statement =
      inlay_registry_store_query (self, "SELECT id FROM deployments WHERE app = ? AND revision = ? ORDER BY started_at DESC, id DESC"
                                  " LIMIT 1", "ss", self->app, revision);

    if (!inlay_statement_step (statement, error))
      {
        if (!inlay_statement_has_failed (statement))
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the revision %s was never deployed", revision);
        return NULL;
      }
    deployment = inlay_registry_dup_text (statement, 0);
  }
  return inlay_registry_list_deployed (self, deployment, error);
}
