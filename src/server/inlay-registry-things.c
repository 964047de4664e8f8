/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-things.h"

static JsonNode *
answer_done (const char *message)
{
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "message", inlay_json_new_string (message), NULL);
}

/**
 * inlay_registry_mark_version:
 * @work: the world
 * @use_case: an #InlayUseCase with {deprecated}, a reason or null, about a module's version
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_mark_version (InlayWork  *work,
                             gpointer    use_case,
                             GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  const char *reason = inlay_json_get_string (self->request, "deprecated");

  if (!inlay_registry_store_deprecate (work->store, &write, self->parent, self->name, reason, error))
    return NULL;
  work->changed |= INLAY_PART_MODULES | INLAY_PART_CONTROL;
  return answer_done (reason != NULL ? "Version deprecated" : "Version may be used again");
}

/**
 * inlay_registry_yank:
 * @work: the world
 * @use_case: an #InlayUseCase about a module's version
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_yank (InlayWork  *work,
                     gpointer    use_case,
                     GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_yank (work->store, &write, self->parent, self->name, error))
    return NULL;
  work->changed |= INLAY_PART_MODULES | INLAY_PART_CONTROL;
  return answer_done ("Version yanked");
}

/**
 * inlay_registry_delete_composition:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a composition
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_delete_composition (InlayWork  *work,
                                   gpointer    use_case,
                                   GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_delete_composition (work->store, &write, self->name, error))
    return NULL;
  work->changed |= INLAY_PART_COMPOSITIONS | INLAY_PART_CONTROL;
  return answer_done ("Composition deleted");
}

/**
 * inlay_registry_add_webhook:
 * @work: the world
 * @use_case: an #InlayUseCase with {url, events}
 * @error: return location
 *
 * Returns: (transfer full): the answer, the only one that ever holds the secret
 */
JsonNode *
inlay_registry_add_webhook (InlayWork  *work,
                            gpointer    use_case,
                            GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  JsonNode *given = inlay_json_get_member (self->request, "events");
  g_autoptr (JsonNode) events = given != NULL ? json_node_ref (given) : inlay_json_new_array (inlay_json_new_string ("*"), NULL);
  g_autofree char *secret = inlay_token_new ();
  g_autofree char *id = inlay_registry_store_add_webhook (work->store, &write, inlay_json_get_string (self->request, "url"), secret,
                                                          events, error);

  if (id == NULL)
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  work->status = 201;
  work->location = g_strdup_printf ("/api/v1/apps/%s/webhooks/%s", inlay_registry_store_get_app (work->store), id);
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "id", inlay_json_new_string (id),
                                "secret", inlay_json_new_string (secret), NULL);
}

/**
 * inlay_registry_change_webhook:
 * @work: the world
 * @use_case: an #InlayUseCase with {url, events, active} whose name is a webhook
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_change_webhook (InlayWork  *work,
                               gpointer    use_case,
                               GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  gboolean says_active = inlay_json_get_member (self->request, "active") != NULL;

  if (!inlay_registry_store_change_webhook (work->store, &write, self->name, inlay_json_get_string (self->request, "url"),
                                            inlay_json_get_member (self->request, "events"),
                                            says_active ? inlay_json_get_boolean (self->request, "active", TRUE) : -1, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return answer_done ("Webhook changed");
}

/**
 * inlay_registry_delete_webhook:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a webhook
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_delete_webhook (InlayWork  *work,
                               gpointer    use_case,
                               GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_delete_webhook (work->store, &write, self->name, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return answer_done ("Webhook deleted");
}

/**
 * inlay_registry_redeliver:
 * @work: the world
 * @use_case: an #InlayUseCase about a webhook's delivery
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_redeliver (InlayWork  *work,
                          gpointer    use_case,
                          GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_redeliver (work->store, &write, self->parent, self->name, error))
    return NULL;
  work->status = 202;
  return answer_done ("It is going to be sent again");
}
