/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-handlers.h"

#include <inlay-wire.h>

#define OVERRIDE_HEADER "Inlay-Override"
#define MAX_UNIT 4096
#define MAX_GROUPS 64
#define TTL 30 /* seconds for which a decision may be kept */

/* Who asks, as far as the request tells. */
typedef struct
{
  char *unit;
  char **groups;
  char *override;
} Asker;

static void
asker_clear (Asker *asker)
{
  g_clear_pointer (&asker->unit, g_free);
  g_clear_pointer (&asker->groups, g_strfreev);
  g_clear_pointer (&asker->override, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asker, asker_clear)

static gboolean
check_asker (InlayRequest *request,
             const Asker  *asker)
{
  if (asker->unit != NULL && strlen (asker->unit) > MAX_UNIT)
    inlay_request_refuse (request, 422, "invalid", "“unit” is longer than %d bytes", MAX_UNIT);
  else if (asker->groups != NULL && g_strv_length (asker->groups) > MAX_GROUPS)
    inlay_request_refuse (request, 422, "invalid", "there are more than %d groups", MAX_GROUPS);
  else
    return TRUE;
  return FALSE;
}

/* What nobody was told of yet is shown only to those who may look into the registry. */
static char *
dup_override (InlayRequest *request)
{
  const char *override = inlay_request_get_header (request, OVERRIDE_HEADER);

  return override != NULL && inlay_request_may_look (request) && g_utf8_validate (override, -1, NULL) ? g_strdup (override) : NULL;
}

static gboolean
read_asker (InlayRequest *request,
            Asker        *asker)
{
  g_autofree char *groups = NULL;

  if (!inlay_request_dup_query (request, "unit", &asker->unit) || !inlay_request_dup_query (request, "groups", &groups))
    return FALSE;
  if (asker->unit == NULL)
    asker->unit = inlay_visitor_dup (request);
  asker->groups = groups != NULL && *groups != '\0' ? g_strsplit (groups, ",", -1) : NULL;
  asker->override = dup_override (request);
  return check_asker (request, asker);
}

static JsonNode *
string_or_null (const char *text)
{
  return text != NULL ? inlay_json_new_string (text) : inlay_json_new_null ();
}

static JsonNode *
describe (InlayRequest  *request,
          InlaySnapshot *snapshot,
          InlayDecision *decision,
          const char    *wanted)
{
  const char *revision = inlay_decision_get_revision (decision);
  g_autofree char *address = revision != NULL ? g_strdup_printf ("/api/v1/apps/%s/revisions/%s/import-map.json", request->app,
                                                                 revision) : NULL;

  return inlay_json_new_object (
    "environment", inlay_json_new_string (inlay_decision_get_environment (decision)),
    "revision", string_or_null (revision),
    "variant", string_or_null (inlay_decision_get_variant (decision)),
    "reason", inlay_json_new_string (inlay_reason_to_string (inlay_decision_get_reason (decision))),
    "rule", string_or_null (inlay_decision_get_rule (decision)),
    "assignments", json_node_ref (inlay_decision_get_assignments (decision)),
    "variants", inlay_traffic_build_variants (inlay_snapshot_get_traffic (snapshot), decision, wanted),
    "rollout", string_or_null (inlay_snapshot_get_rollout (snapshot)),
    "generation", inlay_json_new_int (inlay_snapshot_get_generation (snapshot)),
    "mapUrl", string_or_null (address),
    "ttl", inlay_json_new_int (TTL), NULL);
}

/* Somebody looks at a revision that nobody has to be assigned: only what is asked for is shown. */
static JsonNode *
describe_preview (InlaySnapshot *snapshot,
                  const char    *revision,
                  const char    *wanted)
{
  return inlay_json_new_object (
    "environment", inlay_json_new_null (),
    "revision", inlay_json_new_string (revision),
    "variant", inlay_json_new_null (),
    "reason", inlay_json_new_string (inlay_reason_to_string (INLAY_REASON_OVERRIDE)),
    "rule", inlay_json_new_null (),
    "assignments", inlay_json_new_object (NULL, NULL),
    "variants", inlay_traffic_build_variants (inlay_snapshot_get_traffic (snapshot), NULL, wanted),
    "rollout", inlay_json_new_null (),
    "generation", inlay_json_new_int (inlay_snapshot_get_generation (snapshot)),
    "mapUrl", inlay_json_new_null (),
    "ttl", inlay_json_new_int (TTL), NULL);
}

/* Who asks for somebody else shows what is decided, unless it is not what would be decided; who asks
 * for itself, by its cookie, is a page that reports what it showed. */
static JsonNode *
decide (InlayRequest *request,
        const char   *unit,
        const char   *wanted)
{
  InlaySnapshot *snapshot = request->snapshot;
  g_autoptr (InlayDecision) decision = NULL;
  g_auto (Asker) asker = { 0 };

  if (!read_asker (request, &asker))
    return NULL;
  decision = inlay_traffic_decide (inlay_snapshot_get_traffic (snapshot), asker.unit, (const char * const *) asker.groups,
                                   asker.override);
  if (unit != NULL && wanted == NULL && asker.override == NULL)
    inlay_exposures_add (inlay_snapshot_get_exposures (snapshot), decision, unit);
  return describe (request, snapshot, decision, wanted);
}

/* From the snapshot: no lock and no database. */
void
inlay_handle_decision (InlayRequest *request)
{
  g_autofree char *unit = NULL;
  g_autofree char *preview = NULL;
  g_autofree char *wanted = NULL;
  JsonNode *answer;

  if (!inlay_request_dup_query (request, "unit", &unit) || !inlay_request_dup_query (request, "preview", &preview) ||
      !inlay_variants_dup (request, &wanted))
    return;
  if (preview != NULL && !inlay_digest_is_valid (preview))
    {
      inlay_request_refuse (request, 422, "invalid", "“preview” is not the digest of a revision");
      return;
    }
  answer = preview != NULL ? describe_preview (request->snapshot, preview, wanted) : decide (request, unit, wanted);
  if (answer == NULL)
    return;
  inlay_request_answer_json (request, 200, answer);
  /* Nobody's but this visitor's, also for caches that store what they should not. */
  MHD_del_response_header (request->response, "Cache-Control", "no-store");
  MHD_add_response_header (request->response, "Cache-Control", "private, no-store");
  MHD_add_response_header (request->response, "Access-Control-Allow-Origin", "*");
}

/* What the body of an explanation asks. */
typedef struct
{
  Asker asker;
  gint64 at;   /* 0: now */
} Question;

static char **
read_groups (JsonNode *node)
{
  JsonArray *array = inlay_json_get_array (node, "groups");
  g_autoptr (GStrvBuilder) groups = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *group = json_array_get_element (array, i);

      if (json_node_get_value_type (group) == G_TYPE_STRING)
        g_strv_builder_add (groups, json_node_get_string (group));
    }
  return g_strv_builder_end (groups);
}

static gboolean
read_at (InlayRequest *request,
         JsonNode     *node,
         gint64       *at)
{
  const char *text = inlay_json_get_string (node, "at");
  g_autoptr (GDateTime) moment = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  *at = moment != NULL ? g_date_time_to_unix (moment) * G_USEC_PER_SEC + g_date_time_get_microsecond (moment) : 0;
  if (text == NULL || moment != NULL)
    return TRUE;
  inlay_request_refuse (request, 422, "invalid", "“at” is not a time with a zone: %.64s", text);
  return FALSE;
}

static gboolean
read_question (InlayRequest *request,
               JsonNode     *node,
               Question     *question)
{
  JsonNode *headers = inlay_json_get_member (node, "headers");

  question->asker.unit = g_strdup (inlay_json_get_string (node, "unit"));
  question->asker.groups = read_groups (node);
  if (headers != NULL && JSON_NODE_HOLDS_OBJECT (headers))
    question->asker.override = g_strdup (inlay_json_get_string (headers, OVERRIDE_HEADER));
  return read_at (request, node, &question->at) && check_asker (request, &question->asker);
}

static JsonNode *
explain (InlayTraffic *traffic,
         Question     *question,
         gint64        generation)
{
  g_autoptr (JsonNode) explained = inlay_traffic_explain (traffic, question->asker.unit,
                                                          (const char * const *) question->asker.groups, question->asker.override);
  g_autoptr (JsonNode) number = inlay_json_new_int (generation);

  return inlay_json_set (explained, "/generation", number, NULL);
}

static JsonNode *
read_past (InlayRegistryStore  *store,
           gpointer             data,
           GError             **error)
{
  Question *question = data;
  gint64 generation;
  g_autoptr (JsonNode) node = inlay_registry_store_get_traffic_at (store, question->at, &generation, error);
  g_autoptr (InlayTraffic) traffic = node != NULL ? inlay_traffic_new (node, error) : NULL;

  return traffic != NULL ? explain (traffic, question, generation) : NULL;
}

void
inlay_handle_explain (InlayRequest *request)
{
  g_autoptr (JsonNode) node = inlay_request_read_json (request);
  InlaySnapshot *snapshot = request->snapshot;
  Question question = { { NULL }, 0 };

  if (node == NULL)
    return;
  if (read_question (request, node, &question))
    {
      if (question.at != 0)
        inlay_request_answer_read (request, read_past, &question);
      else
        inlay_request_answer_json (request, 200, explain (inlay_snapshot_get_traffic (snapshot), &question,
                                                          inlay_snapshot_get_generation (snapshot)));
    }
  asker_clear (&question.asker);
}
