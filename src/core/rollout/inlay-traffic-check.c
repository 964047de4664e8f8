/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "rollout/inlay-bucket.h"
#include "rollout/inlay-traffic-private.h"

#include <string.h>

#define MAX_ID 64
#define ID_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"

static gboolean
fail (GError     **error,
      const char  *path,
      const char  *reason)
{
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "traffic: %s %s", path, reason);
  return FALSE;
}

static gboolean
check_target (JsonNode    *node,
              const char  *path,
              gboolean     optional,
              GError     **error)
{
  JsonNode *environment;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, path, "is not an object");

  environment = inlay_json_get_member (node, "environment");
  if (environment == NULL && optional)
    return TRUE;
  return inlay_json_get_string (node, "environment") != NULL ||
         fail (error, path, "names no environment");
}

static gboolean
check_number (JsonNode    *node,
              const char  *member,
              double       highest,
              const char  *path,
              GError     **error)
{
  double number = inlay_json_get_double (node, member, -1);

  if (number >= 0 && number <= highest)
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "traffic: %s has no %s from 0 to %g", path,
               member, highest);
  return FALSE;
}

static gboolean
check_rule (JsonNode    *rule,
            const char  *path,
            GError     **error)
{
  const char *type;

  if (!check_target (rule, path, FALSE, error))
    return FALSE;

  type = inlay_json_get_string (rule, "type");
  if (g_strcmp0 (type, "percentage") == 0)
    return check_number (rule, "percentage", 100, path, error);
  if (g_strcmp0 (type, "user_group") == 0)
    return inlay_json_get_array (rule, "groups") != NULL || fail (error, path, "has no groups");
  if (g_strcmp0 (type, "feature_flag") == 0)
    return inlay_json_get_string (rule, "flag") != NULL || fail (error, path, "names no flag");
  return fail (error, path, "has a type other than percentage, user_group and feature_flag");
}

static gboolean
check_rules (JsonNode  *snapshot,
             GError   **error)
{
  JsonNode *rules = inlay_json_get_member (snapshot, "rules");
  JsonArray *array;

  if (rules == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (rules))
    return fail (error, "/rules", "is not an array");

  array = json_node_get_array (rules);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("/rules/%u", i);

      if (!check_rule (json_array_get_element (array, i), path, error))
        return FALSE;
    }
  return TRUE;
}

/* What a variant does to a module, which only one of an experiment on a module can. */
static gboolean
check_effect (JsonNode    *variant,
              gboolean     of_module,
              const char  *path,
              GError     **error)
{
  JsonNode *config = inlay_json_get_member (variant, "config");
  JsonNode *use = inlay_json_get_member (variant, "use");

  if (!of_module && (config != NULL || use != NULL))
    return fail (error, path, "has a config or another module, but its experiment is on no module");
  if (config != NULL && !JSON_NODE_HOLDS_OBJECT (config))
    return fail (error, path, "has a config that is not an object");
  return use == NULL || inlay_json_get_string (variant, "use") != NULL || fail (error, path, "uses what is not an id");
}

static gboolean
check_experiment (JsonNode    *experiment,
                  const char  *path,
                  GError     **error)
{
  JsonArray *variants = inlay_json_get_array (experiment, "variants");
  double sum = 0;
  JsonNode *module = inlay_json_get_member (experiment, "module");

  if (variants == NULL)
    return fail (error, path, "has no variants");
  if (module != NULL && inlay_json_get_string (experiment, "module") == NULL)
    return fail (error, path, "has a module that is not an id");

  for (guint i = 0; i < json_array_get_length (variants); i++)
    {
      JsonNode *variant = json_array_get_element (variants, i);
      g_autofree char *place = g_strdup_printf ("%s/variants/%u", path, i);

      if (!check_target (variant, place, TRUE, error) ||
          !check_number (variant, "weight", INLAY_BUCKETS_M3, place, error) ||
          !check_effect (variant, module != NULL, place, error))
        return FALSE;
      if (inlay_json_get_string (variant, "name") == NULL)
        return fail (error, place, "has no name");
      sum += inlay_json_get_double (variant, "weight", 0);
    }
  return sum <= INLAY_BUCKETS_M3 || fail (error, path, "has weights above 10000 together");
}

/* Ids begin with a letter: what looks like a number has another place in the objects of JavaScript. */
static gboolean
is_id (const char *text)
{
  gsize length = strlen (text);

  return g_ascii_isalpha (*text) && length <= MAX_ID && strspn (text, ID_LETTERS) == length;
}

static gboolean
check_experiments (JsonNode  *snapshot,
                   GError   **error)
{
  JsonNode *experiments = inlay_json_get_member (snapshot, "experiments");
  JsonObjectIter iter;
  const char *id;
  JsonNode *experiment;

  if (experiments == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (experiments))
    return fail (error, "/experiments", "is not an object");

  json_object_iter_init_ordered (&iter, json_node_get_object (experiments));
  while (json_object_iter_next_ordered (&iter, &id, &experiment))
    {
      g_autofree char *path = inlay_json_path ("experiments", id, NULL);

      if (!is_id (id))
        return fail (error, path, "is not a letter and up to 63 letters, digits, dots, dashes and underscores");
      if (!check_experiment (experiment, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_rollout (JsonNode  *snapshot,
               GError   **error)
{
  JsonNode *rollout = inlay_json_get_member (snapshot, "rollout");
  const char *hash, *salt;

  if (rollout == NULL || JSON_NODE_HOLDS_NULL (rollout))
    return TRUE;
  if (!check_target (rollout, "/rollout", FALSE, error))
    return FALSE;

  hash = inlay_json_get_string (rollout, "hash");
  salt = inlay_json_get_string (rollout, "salt");
  if (hash != NULL && !g_str_equal (hash, "m3") && !g_str_equal (hash, "seed31"))
    return fail (error, "/rollout/hash", "is neither m3 nor seed31");
  if (g_strcmp0 (hash, "m3") == 0 && salt == NULL)
    return fail (error, "/rollout", "has no salt");
  if (inlay_json_get_member (rollout, "weight") != NULL)
    return check_number (rollout, "weight", INLAY_BUCKETS_M3, "/rollout", error);
  return check_number (rollout, "percentage", 100, "/rollout", error);
}

static gboolean
check_environments (JsonNode  *snapshot,
                    GError   **error)
{
  JsonNode *environments = inlay_json_get_member (snapshot, "environments");
  JsonNode *flags = inlay_json_get_member (snapshot, "flags");

  if (environments != NULL && !JSON_NODE_HOLDS_OBJECT (environments))
    return fail (error, "/environments", "is not an object");
  if (flags != NULL && !JSON_NODE_HOLDS_OBJECT (flags))
    return fail (error, "/flags", "is not an object");
  return TRUE;
}

/* Says what the first thing is that a snapshot gets wrong. */
gboolean
inlay_traffic_check (JsonNode  *snapshot,
                     GError   **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (snapshot))
    return fail (error, "the snapshot", "is not an object");
  if (inlay_json_get_string (snapshot, "active") == NULL)
    return fail (error, "/active", "names no environment");
  return check_environments (snapshot, error) && check_rules (snapshot, error) &&
         check_experiments (snapshot, error) && check_rollout (snapshot, error);
}
