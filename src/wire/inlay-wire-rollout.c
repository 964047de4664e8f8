/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-rollout.h"

#include "inlay-wire-names.h"
#include "inlay-wire-read-private.h"

static gboolean
check_environment (const char  *name,
                   GError     **error)
{
  if (name == NULL || inlay_wire_is_environment (name))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the name of an environment", name);
  return FALSE;
}

/* “targetEnvironment” is what older clients call it. */
static gboolean
read_target (JsonNode  *node,
             char     **target,
             GError   **error)
{
  return inlay_wire_read_string (node, "to", INLAY_WIRE_OPTIONAL, target, error) &&
         (*target != NULL || inlay_wire_read_string (node, "targetEnvironment", INLAY_WIRE_REQUIRED, target, error)) &&
         check_environment (*target, error);
}

/* RFC 3339, with an offset. */
static gboolean
read_time (JsonNode    *node,
           const char  *member,
           gint64      *time,
           GError     **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GDateTime) moment = NULL;

  if (!inlay_wire_read_string (node, member, INLAY_WIRE_OPTIONAL, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if ((moment = g_date_time_new_from_iso8601 (text, NULL)) != NULL)
    {
      *time = g_date_time_to_unix (moment) * G_USEC_PER_SEC + g_date_time_get_microsecond (moment);
      return TRUE;
    }
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not a time with an offset", member);
  return FALSE;
}

void
inlay_switch_request_free (InlaySwitchRequest *self)
{
  g_free (self->target);
  g_free (self->expect_active);
  g_free (self);
}

/**
 * inlay_switch_request_parse:
 * @node: the body of POST /api/switch
 * @error: return location
 *
 * Returns: (transfer full): the request
 */
InlaySwitchRequest *
inlay_switch_request_parse (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (InlaySwitchRequest) self = g_new0 (InlaySwitchRequest, 1);

  if (!inlay_wire_check_object (node, "the request", error) || !read_target (node, &self->target, error) ||
      !inlay_wire_read_string (node, "expectActive", INLAY_WIRE_OPTIONAL, &self->expect_active, error) ||
      !check_environment (self->expect_active, error) || !read_time (node, "at", &self->at, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_switch_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_switch_request_build (InlaySwitchRequest *self)
{
  return inlay_json_new_object ("targetEnvironment", inlay_json_new_string (self->target), NULL);
}

void
inlay_switch_reply_free (InlaySwitchReply *self)
{
  g_free (self->previous);
  g_free (self->current);
  g_free (self->message);
  g_free (self);
}

/**
 * inlay_switch_reply_parse:
 * @node: the body of a successful answer
 * @error: return location
 *
 * Returns: (transfer full): what is active now, and was before
 */
InlaySwitchReply *
inlay_switch_reply_parse (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (InlaySwitchReply) self = g_new0 (InlaySwitchReply, 1);

  if (!inlay_wire_check_object (node, "the answer", error) ||
      !inlay_wire_read_string (node, "previousEnvironment", INLAY_WIRE_OPTIONAL, &self->previous, error) ||
      !inlay_wire_read_string (node, "currentEnvironment", INLAY_WIRE_REQUIRED, &self->current, error) ||
      !inlay_wire_read_int (node, "generation", INLAY_WIRE_OPTIONAL, 0, G_MAXINT64, &self->generation, error) ||
      !inlay_wire_read_string (node, "message", INLAY_WIRE_OPTIONAL, &self->message, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_switch_reply_build:
 * @self: a reply
 *
 * Returns: (transfer full): the body to answer with
 */
JsonNode *
inlay_switch_reply_build (InlaySwitchReply *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "success", TRUE);
  inlay_wire_add_string (object, "previousEnvironment", self->previous);
  inlay_wire_add_string (object, "currentEnvironment", self->current);
  json_object_set_int_member (object, "generation", self->generation);
  inlay_wire_add_string (object, "message", self->message);
  return inlay_json_take_object (object);
}

void
inlay_canary_request_free (InlayCanaryRequest *self)
{
  g_free (self->target);
  g_free (self);
}

/**
 * inlay_canary_start_parse:
 * @node: the body of POST /api/canary/start
 * @error: return location
 *
 * Returns: (transfer full): the request; 10 % when it names no percentage
 */
InlayCanaryRequest *
inlay_canary_start_parse (JsonNode  *node,
                          GError   **error)
{
  g_autoptr (InlayCanaryRequest) self = g_new0 (InlayCanaryRequest, 1);
  gint64 percentage = INLAY_CANARY_DEFAULT_PERCENTAGE;

  if (!inlay_wire_check_object (node, "the request", error) || !read_target (node, &self->target, error) ||
      !inlay_wire_read_int (node, "percentage", INLAY_WIRE_OPTIONAL, 0, 100, &percentage, error))
    return NULL;
  self->percentage = (guint) percentage;
  return g_steal_pointer (&self);
}

/**
 * inlay_canary_increase_parse:
 * @node: the body of POST /api/canary/increase
 * @error: return location
 *
 * Returns: (transfer full): the request
 */
InlayCanaryRequest *
inlay_canary_increase_parse (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (InlayCanaryRequest) self = g_new0 (InlayCanaryRequest, 1);
  gint64 percentage;

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_int (node, "percentage", INLAY_WIRE_REQUIRED, 0, 100, &percentage, error))
    return NULL;
  self->percentage = (guint) percentage;
  return g_steal_pointer (&self);
}

/**
 * inlay_canary_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_canary_request_build (InlayCanaryRequest *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "targetEnvironment", self->target);
  json_object_set_int_member (object, "percentage", self->percentage);
  return inlay_json_take_object (object);
}

void
inlay_rollback_request_free (InlayRollbackRequest *self)
{
  g_free (self->reason);
  g_free (self->to);
  g_free (self);
}

/**
 * inlay_rollback_request_parse:
 * @node: (nullable): the body of POST /api/rollback, which may be absent
 * @error: return location
 *
 * Returns: (transfer full): the request
 */
InlayRollbackRequest *
inlay_rollback_request_parse (JsonNode  *node,
                              GError   **error)
{
  g_autoptr (InlayRollbackRequest) self = g_new0 (InlayRollbackRequest, 1);

  self->reason = g_strdup ("Manual rollback");
  if (node != NULL &&
      (!inlay_wire_check_object (node, "the request", error) ||
       !inlay_wire_read_string (node, "reason", INLAY_WIRE_OPTIONAL, &self->reason, error) ||
       !inlay_wire_read_string (node, "to", INLAY_WIRE_OPTIONAL, &self->to, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_rollback_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_rollback_request_build (InlayRollbackRequest *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "reason", self->reason);
  inlay_wire_add_string (object, "to", self->to);
  return inlay_json_take_object (object);
}

void
inlay_rollback_reply_free (InlayRollbackReply *self)
{
  g_free (self->rolled_back_to);
  g_free (self->revision);
  g_free (self->message);
  g_free (self);
}

/**
 * inlay_rollback_reply_parse:
 * @node: the body of a successful answer
 * @error: return location
 *
 * Returns: (transfer full): what is active again
 */
InlayRollbackReply *
inlay_rollback_reply_parse (JsonNode  *node,
                            GError   **error)
{
  g_autoptr (InlayRollbackReply) self = g_new0 (InlayRollbackReply, 1);

  if (!inlay_wire_check_object (node, "the answer", error) ||
      !inlay_wire_read_string (node, "rolledBackTo", INLAY_WIRE_REQUIRED, &self->rolled_back_to, error) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &self->revision, error) ||
      !inlay_wire_read_int (node, "generation", INLAY_WIRE_OPTIONAL, 0, G_MAXINT64, &self->generation, error) ||
      !inlay_wire_read_string (node, "message", INLAY_WIRE_OPTIONAL, &self->message, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * inlay_rollback_reply_build:
 * @self: a reply
 *
 * Returns: (transfer full): the body to answer with
 */
JsonNode *
inlay_rollback_reply_build (InlayRollbackReply *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "success", TRUE);
  inlay_wire_add_string (object, "rolledBackTo", self->rolled_back_to);
  inlay_wire_add_string (object, "revision", self->revision);
  json_object_set_int_member (object, "generation", self->generation);
  inlay_wire_add_string (object, "message", self->message);
  return inlay_json_take_object (object);
}

void
inlay_rollout_request_free (InlayRolloutRequest *self)
{
  g_free (self->environment);
  g_free (self->revision);
  g_free (self->salt);
  g_clear_pointer (&self->plan, inlay_plan_unref);
  g_free (self);
}

static gboolean
check_rollout (InlayRolloutRequest  *self,
               GError              **error)
{
  if (self->environment == NULL && self->revision == NULL)
    g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the rollout names neither “revision” nor “environment”");
  else if (self->environment != NULL && !inlay_wire_is_environment (self->environment))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“%s” is not the name of an environment", self->environment);
  else if (self->salt != NULL && (*self->salt == '\0' || strlen (self->salt) > INLAY_MAX_SALT))
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "“salt” is empty or longer than %d bytes", INLAY_MAX_SALT);
  else
    return TRUE;
  return FALSE;
}

/**
 * inlay_rollout_request_parse:
 * @node: the body of POST ~/rollouts
 * @error: return location
 *
 * Returns: (transfer full): the request
 */
InlayRolloutRequest *
inlay_rollout_request_parse (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (InlayRolloutRequest) self = g_new0 (InlayRolloutRequest, 1);
  JsonNode *steps;

  if (!inlay_wire_check_object (node, "the request", error) ||
      !inlay_wire_read_string (node, "environment", INLAY_WIRE_OPTIONAL, &self->environment, error) ||
      !inlay_wire_read_string (node, "revision", INLAY_WIRE_OPTIONAL, &self->revision, error) ||
      !inlay_wire_read_string (node, "salt", INLAY_WIRE_OPTIONAL, &self->salt, error) || !check_rollout (self, error))
    return NULL;
  if (!(steps = inlay_json_get_member (node, "steps")))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the rollout has no “steps”");
      return NULL;
    }
  return (self->plan = inlay_plan_new (steps, error)) != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * inlay_rollout_request_build:
 * @self: a request
 *
 * Returns: (transfer full): the body to send
 */
JsonNode *
inlay_rollout_request_build (InlayRolloutRequest *self)
{
  JsonObject *object = json_object_new ();

  inlay_wire_add_string (object, "environment", self->environment);
  inlay_wire_add_string (object, "revision", self->revision);
  inlay_wire_add_string (object, "salt", self->salt);
  json_object_set_member (object, "steps", inlay_plan_to_json (self->plan));
  return inlay_json_take_object (object);
}
