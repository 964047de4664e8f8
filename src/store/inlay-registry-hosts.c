/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-hosts.h"

#include "inlay-registry-private.h"

typedef struct
{
  const InlayRegistryWrite *write;
  const char * const *names;
} Put;

/* Whose @name is already, if somebody else's. */
static gboolean
check_free (InlayRegistryStore  *self,
            const char          *name,
            GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT app FROM hosts WHERE name = ? AND app <> ?", "ss", name, self->app);

  if (inlay_statement_step (statement, error))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_CONFLICT, "%s is a host of the application %s", name,
                 inlay_statement_get_text (statement, 0));
  else if (!inlay_statement_has_failed (statement))
    return TRUE;
  return FALSE;
}

static gboolean
run_put (InlayRegistryStore  *self,
         gpointer             data,
         GError             **error)
{
  Put *run = data;

  if (!inlay_registry_store_exec (self, error, "DELETE FROM hosts WHERE app = ?", "s", self->app))
    return FALSE;
  for (guint i = 0; run->names[i] != NULL; i++)
    if (!check_free (self, run->names[i], error) ||
        !inlay_registry_store_exec (self, error, "INSERT INTO hosts (name, app) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", "ss",
                                    run->names[i], self->app))
      return FALSE;
  return inlay_registry_store_touch (self, run->write, "hosts-changed",
                                     inlay_json_new_object ("hosts", inlay_json_new_strv (run->names), NULL), NULL, error);
}

/**
 * inlay_registry_store_put_hosts:
 * @self: a store
 * @write: who says so, and when
 * @names: the application's hosts from now on, in lower case
 * @error: return location
 *
 * Returns: whether they are written; not when one is another application's
 */
gboolean
inlay_registry_store_put_hosts (InlayRegistryStore        *self,
                                const InlayRegistryWrite  *write,
                                const char * const        *names,
                                GError                   **error)
{
  Put run = { write, names };

  return inlay_registry_store_run (self, run_put, &run, error);
}

/**
 * inlay_registry_store_list_hosts:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an array of the application's hosts, sorted
 */
JsonNode *
inlay_registry_store_list_hosts (InlayRegistryStore  *self,
                                 GError             **error)
{
  g_autoptr (InlayStatement) statement =
    inlay_registry_store_query (self, "SELECT name FROM hosts WHERE app = ? ORDER BY name", "s", self->app);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  while (inlay_statement_step (statement, error))
    g_ptr_array_add (names, inlay_registry_dup_text (statement, 0));
  if (inlay_statement_has_failed (statement))
    return NULL;
  g_ptr_array_add (names, NULL);
  return inlay_json_new_strv ((const char * const *) names->pdata);
}

/**
 * inlay_registry_store_list_all_hosts:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full): an array of {name, app}
 */
JsonNode *
inlay_registry_store_list_all_hosts (InlayRegistryStore  *self,
                                     GError             **error)
{
  g_autoptr (InlayStatement) statement = inlay_registry_store_query (self, "SELECT name, app FROM hosts ORDER BY name", "");

  return inlay_registry_rows (statement, "name:s,app:s", error);
}
