/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-review.h"

#include <glib/gi18n.h>

struct _InlayPublishReview
{
  InlayLibrary *library;
  InlayComposition *composition;
  InlayResolution *resolution;
  InlayRelease *release;        /* NULL with @problem */
  JsonNode *data;
  GHashTable *modules;
  char *problem;
};

static gboolean
check_conflicts (InlayPublishReview  *self,
                 GError             **error)
{
  GPtrArray *problems = inlay_resolution_get_problems (self->resolution);

  for (guint i = 0; i < problems->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (problems, i);

      if (problem->is_conflict)
        {
          g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, problem->message);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
make_release (InlayPublishReview  *self,
              InlayWorkspace      *workspace,
              GError             **error)
{
  GPtrArray *modules;

  if (self->resolution == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED,
                           _("The versions of the modules cannot be resolved"));
      return FALSE;
    }
  if (!check_conflicts (self, error))
    return FALSE;

  modules = inlay_resolution_get_modules (self->resolution);
  for (guint i = 0; i < modules->len; i++)
    {
      InlayModule *module = g_ptr_array_index (modules, i);

      g_hash_table_insert (self->modules, (char *) inlay_module_get_id (module), module);
    }
  self->release = inlay_workspace_dup_release (workspace, NULL, error);
  if (self->release == NULL)
    return FALSE;

  self->data = inlay_page_data_release (self->release);
  return TRUE;
}

InlayPublishReview *
inlay_publish_review_new (InlayWorkspace *workspace)
{
  InlayPublishReview *self;
  InlayResolution *resolution;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (workspace), NULL);

  resolution = inlay_workspace_get_resolution (workspace);
  self = g_new0 (InlayPublishReview, 1);
  self->resolution = resolution ? inlay_resolution_ref (resolution) : NULL;
  self->library = g_object_ref (inlay_workspace_get_library (workspace));
  self->composition = inlay_composition_ref (inlay_workspace_get_composition (workspace));
  self->modules = g_hash_table_new (g_str_hash, g_str_equal);
  if (!make_release (self, workspace, &error))
    self->problem = g_strdup (error->message);

  return self;
}

void
inlay_publish_review_free (InlayPublishReview *self)
{
  g_hash_table_unref (self->modules);
  g_clear_pointer (&self->data, json_node_unref);
  g_clear_pointer (&self->release, inlay_release_unref);
  g_clear_pointer (&self->resolution, inlay_resolution_unref);
  inlay_composition_unref (self->composition);
  g_object_unref (self->library);
  g_free (self->problem);
  g_free (self);
}

InlayRelease *
inlay_publish_review_get_release (InlayPublishReview *self)
{
  return self->release;
}

const char *
inlay_publish_review_get_problem (InlayPublishReview *self)
{
  return self->problem;
}

InlayResolution *
inlay_publish_review_get_resolution (InlayPublishReview *self)
{
  return self->resolution;
}

JsonNode *
inlay_publish_review_get_data (InlayPublishReview *self)
{
  return self->data;
}

GHashTable *
inlay_publish_review_get_modules (InlayPublishReview *self)
{
  return self->modules;
}

static GBytes *
get_file (InlayModule  *module,
          const char   *file,
          gpointer      user_data,
          GError      **error)
{
  InlayPublishReview *self = user_data;

  return inlay_library_get_module_file (self->library, inlay_module_get_id (module),
                                        inlay_module_get_version (module), file, error);
}

/* The registry takes the versions that were reviewed, not the newest it knows. */
static InlayComposition *
lock_composition (InlayPublishReview  *self,
                  GError             **error)
{
  g_autoptr(JsonNode) lock = inlay_resolution_to_lock (self->resolution);
  g_autoptr(JsonNode) root = inlay_json_set (inlay_composition_get_root (self->composition), "/lock",
                                             lock, error);

  return root ? inlay_composition_new (root, error) : NULL;
}

static JsonNode *
with_text (JsonNode   *taken,
           const char *pointer,
           const char *text)
{
  g_autoptr(JsonNode) node = taken;
  g_autoptr(JsonNode) value = inlay_json_new_string (text);

  return inlay_json_set (node, pointer, value, NULL);
}

JsonNode *
inlay_publish_review_make_plan (InlayPublishReview  *self,
                                const char          *version,
                                const char          *notes,
                                GError             **error)
{
  g_autoptr(InlayComposition) locked = NULL;
  g_autoptr(JsonNode) modules = NULL;
  JsonNode *plan;

  g_return_val_if_fail (self->release != NULL, NULL);

  locked = lock_composition (self, error);
  if (locked != NULL)
    modules = inlay_publish_plan_new (locked, inlay_resolution_get_modules (self->resolution), NULL,
                                      get_file, self, error);
  if (modules == NULL)
    return NULL;

  plan = inlay_publish_plan_add_deploy (modules, inlay_composition_get_id (locked), version, NULL,
                                        notes);
  plan = with_text (plan, "/version", version);
  return with_text (plan, "/digest", inlay_release_get_digest (self->release));
}
