/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-admin.h"

#include <inlay-wire.h>

#define MAX_PATTERN 128

/**
 * inlay_registry_add_app:
 * @work: the world, set to the application to make
 * @use_case: an #InlayUseCase
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_add_app (InlayWork  *work,
                        gpointer    use_case,
                        GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  const char *app = inlay_registry_store_get_app (work->store);

  if (!inlay_registry_store_add_app (work->store, &write, error))
    return NULL;
  work->changed |= INLAY_PART_ALL;
  work->status = 201;
  work->location = g_strconcat ("/api/v1/apps/", app, NULL);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "id", inlay_json_new_string (app), NULL);
}

static JsonNode *
delete_app (InlayWork     *work,
            InlayUseCase  *self,
            gboolean       force,
            GError       **error)
{
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_delete_app (work->store, &write, force, error))
    return NULL;
  work->changed |= INLAY_PART_ALL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                                "message", inlay_json_new_string ("Application deleted; its audit stays"), NULL);
}

/**
 * inlay_registry_delete_app:
 * @work: the world, set to the application
 * @use_case: an #InlayUseCase
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_delete_app (InlayWork  *work,
                           gpointer    use_case,
                           GError    **error)
{
  return delete_app (work, use_case, FALSE, error);
}

/**
 * inlay_registry_force_delete_app:
 * @work: the world, set to the application
 * @use_case: an #InlayUseCase
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_force_delete_app (InlayWork  *work,
                                 gpointer    use_case,
                                 GError    **error)
{
  return delete_app (work, use_case, TRUE, error);
}

static char **
read_hosts (JsonArray  *array,
            GError    **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *text = json_array_get_string_element (array, i);
      char *name = inlay_hosts_dup_name (text);

      if (name == NULL)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the name of a host of others", text);
          return NULL;
        }
      g_ptr_array_add (names, name);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * inlay_registry_put_hosts:
 * @work: the world
 * @use_case: an #InlayUseCase with an array of names
 * @error: return location
 *
 * Returns: (transfer full): the hosts as they are now
 */
JsonNode *
inlay_registry_put_hosts (InlayWork  *work,
                          gpointer    use_case,
                          GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  g_auto (GStrv) names = read_hosts (json_node_get_array (self->request), error);

  if (names == NULL || !inlay_registry_store_put_hosts (work->store, &write, (const char * const *) names, error))
    return NULL;
  work->changed |= INLAY_PART_DOOR | INLAY_PART_CONTROL;
  return inlay_registry_store_list_hosts (work->store, error);
}

/* RFC 3339, or a number of seconds from now. */
static gboolean
read_expiry (JsonNode  *request,
             gint64     now,
             gint64    *expires,
             GError   **error)
{
  const char *text = inlay_json_get_string (request, "expiresAt");
  gint64 seconds = inlay_json_get_int (request, "expiresIn", 0);
  g_autoptr (GDateTime) moment = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  *expires = moment != NULL ? g_date_time_to_unix (moment) * G_USEC_PER_SEC : seconds > 0 ? now + seconds * G_USEC_PER_SEC : 0;
  if ((text == NULL || moment != NULL) && (*expires == 0 || *expires > now))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“expiresAt” is not a time to come: %s", text != NULL ? text : "");
  return FALSE;
}

/* Nobody hands on more than they have. */
static gboolean
check_limits (JsonNode    *request,
              GError     **error)
{
  static const char * const members[] = { "app", "environment", "module" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *pattern = inlay_json_get_string (request, members[i]);

      if (pattern != NULL && (*pattern == '\0' || strlen (pattern) > MAX_PATTERN))
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is empty or longer than %d bytes", members[i], MAX_PATTERN);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * inlay_registry_add_token:
 * @work: the world
 * @use_case: an #InlayUseCase with {name, role, app, environment, module, expiresAt, expiresIn}
 * @error: return location
 *
 * Returns: (transfer full): the answer, the only one that ever holds the token
 */
JsonNode *
inlay_registry_add_token (InlayWork  *work,
                          gpointer    use_case,
                          GError    **error)
{
  InlayUseCase *self = use_case;
  JsonNode *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autofree char *secret = inlay_token_new ();
  g_autofree char *hash = inlay_token_hash (secret);
  g_autofree char *id = NULL;
  InlayRegistryToken token = {
    .hash = hash,
    .name = inlay_json_get_string (request, "name"),
    .role = inlay_json_get_string (request, "role"),
    .app = inlay_json_get_string (request, "app"),
    .environment = inlay_json_get_string (request, "environment"),
    .module = inlay_json_get_string (request, "module"),
  };

  if (!check_limits (request, error) || !read_expiry (request, self->now, &token.expires, error) ||
      !(id = inlay_registry_store_add_token (work->store, &write, &token, error)))
    return NULL;
  work->changed |= INLAY_PART_DOOR | INLAY_PART_CONTROL;
  work->status = 201;
  work->location = g_strconcat ("/api/v1/tokens/", id, NULL);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "id", inlay_json_new_string (id),
                                "token", inlay_json_new_string (secret), "name", inlay_json_new_string (token.name),
                                "role", inlay_json_new_string (token.role), NULL);
}

/**
 * inlay_registry_revoke_token:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a token's id
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_revoke_token (InlayWork  *work,
                             gpointer    use_case,
                             GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_revoke_token (work->store, &write, self->name, error))
    return NULL;
  work->changed |= INLAY_PART_DOOR | INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "message", inlay_json_new_string ("Token revoked"), NULL);
}

/**
 * inlay_registry_collect:
 * @work: the world
 * @use_case: an #InlayUseCase with an #InlayCollect
 * @error: return location
 *
 * Lets go of a part, so that no other write waits long; when all is done, of nothing.
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_collect (InlayWork  *work,
                        gpointer    use_case,
                        GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  InlayCollect *asked = self->request;
  InlayRegistryCollected *collected = &asked->collected;

  if (!collected->is_done)
    {
      if (!inlay_registry_store_collect (work->store, &write, asked->keep, INLAY_REGISTRY_COLLECT_AT_ONCE, collected, error))
        return NULL;
      work->changed |= INLAY_PART_CONTROL;
    }
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE),
                                "revisions", inlay_json_new_int (collected->n_revisions),
                                "files", inlay_json_new_int (collected->n_files),
                                "notes", inlay_json_new_int (collected->n_notes), NULL);
}
