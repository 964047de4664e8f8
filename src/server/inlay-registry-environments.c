/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-registry-environments.h"

#include <inlay-wire.h>

#define LINK_LIFE (7 * G_TIME_SPAN_DAY)

/**
 * inlay_preview_sign:
 * @secret: the registry's
 * @app: an application
 * @environment: its preview
 * @until: seconds since 1970
 *
 * Returns: (transfer full): what makes a link to it good until then
 */
char *
inlay_preview_sign (const char *secret,
                    const char *app,
                    const char *environment,
                    gint64      until)
{
  g_autofree char *text = g_strdup_printf ("preview\n%s\n%s\n%" G_GINT64_FORMAT, app, environment, until);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret), text, -1);
}

/**
 * inlay_preview_check:
 * @secret: the registry's
 * @app: an application
 * @environment: its preview
 * @until: (nullable): what the link says
 * @signature: (nullable): what the link says
 * @now: the time
 *
 * Returns: whether the link is good
 */
gboolean
inlay_preview_check (const char *secret,
                     const char *app,
                     const char *environment,
                     const char *until,
                     const char *signature,
                     gint64      now)
{
  g_autofree char *expected = NULL;
  volatile guint8 difference = 0;
  guint64 seconds;

  if (until == NULL || signature == NULL || !g_ascii_string_to_unsigned (until, 10, 1, G_MAXINT64 / G_USEC_PER_SEC, &seconds, NULL) ||
      (gint64) seconds * G_USEC_PER_SEC <= now)
    return FALSE;
  expected = inlay_preview_sign (secret, app, environment, (gint64) seconds);
  if (strlen (expected) != strlen (signature))
    return FALSE;
  for (gsize i = 0; expected[i] != '\0'; i++)
    difference |= (guint8) (expected[i] ^ signature[i]);
  return difference == 0;
}

/* Below the first host of the application; where it has none, wherever it is. */
static gboolean
read_place (InlayWork   *work,
            char       **place,
            GError     **error)
{
  g_autoptr (JsonNode) hosts = inlay_registry_store_list_hosts (work->store, error);

  if (hosts == NULL)
    return FALSE;
  *place = json_array_get_length (json_node_get_array (hosts)) > 0
           ? g_strconcat ("//", json_array_get_string_element (json_node_get_array (hosts), 0), NULL) : g_strdup ("");
  return TRUE;
}

static JsonNode *
new_link (InlayWork   *work,
          const char  *environment,
          gint64       now,
          gint64       expires_at,
          GError     **error)
{
  g_autofree char *fresh = inlay_token_new ();
  g_autofree char *secret = inlay_registry_store_get_secret (work->store, INLAY_PREVIEW_SECRET, fresh, error);
  gint64 until = (expires_at > 0 ? MIN (expires_at, now + LINK_LIFE) : now + LINK_LIFE) / G_USEC_PER_SEC;
  g_autofree char *signature = NULL;
  g_autofree char *link = NULL;
  g_autofree char *place = NULL;

  if (secret == NULL || !read_place (work, &place, error))
    return NULL;
  signature = inlay_preview_sign (secret, inlay_registry_store_get_app (work->store), environment, until);
  link = g_strdup_printf ("%s" INLAY_PATH_PREVIEW "/%s?until=%" G_GINT64_FORMAT "&signature=%s", place, environment, until, signature);
  return inlay_json_new_string (link);
}

/* From “ttl”, in seconds from now; null is for ever. */
static gint64
read_expiry (JsonNode *request,
             gint64    now,
             gint64    otherwise)
{
  JsonNode *ttl = inlay_json_get_member (request, "ttl");

  if (ttl == NULL)
    return otherwise;
  return JSON_NODE_HOLDS_NULL (ttl) ? 0 : now + json_node_get_int (ttl) * G_USEC_PER_SEC;
}

static int
read_switch (JsonNode   *request,
             const char *member,
             int         otherwise)
{
  return inlay_json_get_member (request, member) != NULL ? inlay_json_get_boolean (request, member, FALSE) : otherwise;
}

static JsonNode *
answer_place (InlayWork   *work,
              const char  *name,
              JsonNode    *link)
{
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "name", inlay_json_new_string (name),
                                "previewUrl", link, NULL);
}

/**
 * inlay_registry_add_environment:
 * @work: the world
 * @use_case: an #InlayUseCase with {name, kind, branch, ttl, frozen, approval}
 * @error: return location
 *
 * Returns: (transfer full): the answer, for a preview with its signed link
 */
JsonNode *
inlay_registry_add_environment (InlayWork  *work,
                                gpointer    use_case,
                                GError    **error)
{
  InlayUseCase *self = use_case;
  JsonNode *request = self->request;
  InlayRegistryWrite write = { self->actor, self->now };
  InlayRegistryPlace place = {
    .name = inlay_json_get_string (request, "name"),
    .kind = inlay_json_get_string (request, "kind"),
    .branch = inlay_json_get_string (request, "branch"),
    .expires_at = read_expiry (request, self->now, 0),
    .frozen = read_switch (request, "frozen", FALSE),
    .approval = read_switch (request, "approval", FALSE),
  };
  JsonNode *link = NULL;

  if (place.kind == NULL)
    place.kind = "preview";
  if (strcmp (place.kind, "slot") == 0)
    place.expires_at = 0;
  if (!inlay_use_case_check_environment (self, place.name, error) ||
      !inlay_registry_store_add_environment (work->store, &write, &place, error) ||
      (strcmp (place.kind, "preview") == 0 && !(link = new_link (work, place.name, self->now, place.expires_at, error))))
    return NULL;
  work->status = 201;
  work->location = g_strdup_printf ("/api/v1/apps/%s/environments/%s", inlay_registry_store_get_app (work->store), place.name);
  return answer_place (work, place.name, link);
}

/**
 * inlay_registry_change_environment:
 * @work: the world
 * @use_case: an #InlayUseCase with {ttl, frozen, approval} whose name is an environment
 * @error: return location
 *
 * Returns: (transfer full): the answer, for a preview with a new link
 */
JsonNode *
inlay_registry_change_environment (InlayWork  *work,
                                   gpointer    use_case,
                                   GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };
  g_autoptr (GPtrArray) environments = inlay_registry_store_list_environments (work->store, error);
  InlayRegistryEnvironment *environment = environments != NULL ? inlay_registry_find_environment (environments, self->name) : NULL;
  gint64 expires_at = read_expiry (self->request, self->now, -1);
  InlayRegistryPlace place = {
    .name = self->name,
    .expires_at = expires_at,
    .frozen = read_switch (self->request, "frozen", -1),
    .approval = read_switch (self->request, "approval", -1),
  };
  JsonNode *link = NULL;

  if (environments == NULL || !inlay_registry_store_change_environment (work->store, &write, &place, error) ||
      (strcmp (environment->kind, "preview") == 0 &&
       !(link = new_link (work, self->name, self->now, expires_at >= 0 ? expires_at : environment->expires_at, error))))
    return NULL;
  return answer_place (work, self->name, link);
}

/**
 * inlay_registry_delete_environment:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is an environment
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_delete_environment (InlayWork  *work,
                                   gpointer    use_case,
                                   GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!inlay_registry_store_delete_environment (work->store, &write, self->name, error))
    return NULL;
  return answer_place (work, self->name, NULL);
}

/* One that is not there is told of where it is looked for. */
static gboolean
check_schedule (InlayWork     *work,
                InlayUseCase  *self,
                GError       **error)
{
  g_autoptr (JsonNode) rows = inlay_registry_store_list_schedules (work->store, -1, error);
  gboolean may = rows != NULL;

  for (guint i = 0; may && i < json_array_get_length (json_node_get_array (rows)); i++)
    {
      JsonNode *row = json_array_get_element (json_node_get_array (rows), i);

      if (strcmp (inlay_json_get_string (row, "id"), self->name) == 0)
        may = inlay_use_case_check_environment (self, inlay_json_get_string (row, "to"), error);
    }
  return may;
}

/**
 * inlay_registry_cancel_schedule:
 * @work: the world
 * @use_case: an #InlayUseCase whose name is a switch that waits
 * @error: return location
 *
 * Returns: (transfer full): the answer
 */
JsonNode *
inlay_registry_cancel_schedule (InlayWork  *work,
                                gpointer    use_case,
                                GError    **error)
{
  InlayUseCase *self = use_case;
  InlayRegistryWrite write = { self->actor, self->now };

  if (!check_schedule (work, self, error) || !inlay_registry_store_cancel_schedule (work->store, &write, self->name, error))
    return NULL;
  work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_object ("success", inlay_json_new_boolean (TRUE), "message", inlay_json_new_string ("The switch will not happen"),
                                NULL);
}

/* Judged anew when its time has come: by health, and by what is active then. */
static void
carry_out (InlayWork *work,
           JsonNode  *schedule,
           gint64     now)
{
  InlayRegistryWrite write = { inlay_json_get_string (schedule, "createdBy"), now };
  const char *id = inlay_json_get_string (schedule, "id");
  const char *target = inlay_json_get_string (schedule, "to");
  const char *expected = inlay_json_get_string (schedule, "expectActive");
  g_autoptr (InlayRegistryRoute) route = inlay_registry_store_get_route (work->store, NULL);
  g_autoptr (InlayRegistryOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  if (route != NULL && expected != NULL && strcmp (route->active_env, expected) != 0)
    g_set_error (&error, INLAY_ERROR, INLAY_ERROR_STALE, "%s is active, not %s", route->active_env, expected);
  else
    outcome = inlay_registry_store_switch (work->store, &write, target, INLAY_VERDICT_PERCENTAGE, &error);
  if (error != NULL && error->domain != INLAY_ERROR)
    return;
  inlay_registry_store_finish_schedule (work->store, &write, id, target, error != NULL ? error->message : NULL, NULL);
  work->changed |= INLAY_PART_CONTROL;
}

/**
 * inlay_registry_tidy:
 * @work: the world
 * @now: a pointer to the time
 * @error: return location
 *
 * Carries out switches whose time has come and takes away environments whose time is over.
 *
 * Returns: (transfer full): something, since a job that fails says so
 */
JsonNode *
inlay_registry_tidy (InlayWork  *work,
                     gpointer    now,
                     GError    **error)
{
  gint64 time = *(gint64 *) now;
  InlayRegistryWrite write = { "registry", time };
  g_autoptr (JsonNode) due = inlay_registry_store_list_schedules (work->store, time, error);
  g_auto (GStrv) expired = due != NULL ? inlay_registry_store_list_expired (work->store, time, error) : NULL;

  if (expired == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (due)); i++)
    carry_out (work, json_array_get_element (json_node_get_array (due), i), time);
  for (guint i = 0; expired[i] != NULL; i++)
    if (inlay_registry_store_delete_environment (work->store, &write, expired[i], NULL))
      work->changed |= INLAY_PART_CONTROL;
  return inlay_json_new_null ();
}
