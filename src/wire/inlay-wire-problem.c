/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-wire-problem.h"

/* Several codes share a status; the problem's `code` keeps them apart on the way back. */
static const struct
{
  InlayError  error;
  guint       status;
  const char *code;
} errors[] = {
  { INLAY_ERROR_INVALID, 422, "invalid" },
  { INLAY_ERROR_NOT_FOUND, 404, "not_found" },
  { INLAY_ERROR_CONFLICT, 409, "conflict" },
  { INLAY_ERROR_UNRESOLVED, 422, "unresolved" },
  { INLAY_ERROR_DENIED, 403, "denied" },
  { INLAY_ERROR_LIMIT, 413, "limit" },
  { INLAY_ERROR_STALE, 412, "stale" },
  { INLAY_ERROR_UNHEALTHY, 409, "unhealthy" },
  { INLAY_ERROR_GONE, 410, "gone" },
  { INLAY_ERROR_UNAVAILABLE, 503, "unavailable" },
};

/* Statuses without a row above: what a caller can decide on them. */
static const struct
{
  guint      status;
  InlayError error;
} other_statuses[] = {
  { 400, INLAY_ERROR_INVALID },
  { 401, INLAY_ERROR_DENIED },
  { 405, INLAY_ERROR_NOT_FOUND },
  { 408, INLAY_ERROR_UNAVAILABLE },
  { 414, INLAY_ERROR_LIMIT },
  { 415, INLAY_ERROR_INVALID },
  { 428, INLAY_ERROR_STALE },
  { 429, INLAY_ERROR_LIMIT },
  { 431, INLAY_ERROR_LIMIT },
};

static const struct
{
  guint       status;
  const char *title;
} titles[] = {
  { 400, "Bad Request" },
  { 401, "Unauthorized" },
  { 403, "Forbidden" },
  { 404, "Not Found" },
  { 405, "Method Not Allowed" },
  { 408, "Request Timeout" },
  { 409, "Conflict" },
  { 410, "Gone" },
  { 412, "Precondition Failed" },
  { 413, "Content Too Large" },
  { 414, "URI Too Long" },
  { 415, "Unsupported Media Type" },
  { 422, "Unprocessable Content" },
  { 428, "Precondition Required" },
  { 429, "Too Many Requests" },
  { 500, "Internal Server Error" },
  { 501, "Not Implemented" },
  { 503, "Service Unavailable" },
};

/**
 * inlay_wire_error_to_status:
 * @error: what went wrong
 *
 * Returns: the HTTP status to answer with; 500 for an error of another domain
 */
guint
inlay_wire_error_to_status (const GError *error)
{
  if (error->domain != INLAY_ERROR)
    return 500;

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].error == (InlayError) error->code)
      return errors[i].status;
  return 500;
}

static InlayError
code_for_reply (guint       status,
                const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].status == status && g_strcmp0 (errors[i].code, code) == 0)
      return errors[i].error;
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].status == status)
      return errors[i].error;
  for (guint i = 0; i < G_N_ELEMENTS (other_statuses); i++)
    if (other_statuses[i].status == status)
      return other_statuses[i].error;
  return status >= 500 ? INLAY_ERROR_UNAVAILABLE : INLAY_ERROR_INVALID;
}

/**
 * inlay_wire_error_from_reply:
 * @status: the HTTP status of an answer that is no success
 * @body: (nullable): its body when that was JSON
 *
 * The way back of inlay_wire_error_to_status().
 *
 * Returns: (transfer full): an error in INLAY_ERROR that says what the server said
 */
GError *
inlay_wire_error_from_reply (guint     status,
                             JsonNode *body)
{
  gboolean is_object = body != NULL && JSON_NODE_HOLDS_OBJECT (body);
  const char *detail = NULL, *code = NULL;

  if (is_object)
    {
      code = inlay_json_get_string (body, "code");
      detail = inlay_json_get_string (body, "detail");
      if (detail == NULL)
        detail = inlay_json_get_string (body, "error");
    }
  if (detail == NULL)
    return g_error_new (INLAY_ERROR, code_for_reply (status, code), "the registry answered %u (%s)",
                        status, inlay_wire_status_title (status));
  return g_error_new_literal (INLAY_ERROR, code_for_reply (status, code), detail);
}

/**
 * inlay_wire_status_title:
 * @status: an HTTP status
 *
 * Returns: its name by RFC 9110
 */
const char *
inlay_wire_status_title (guint status)
{
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i].status == status)
      return titles[i].title;
  return "Error";
}

/**
 * inlay_wire_problem_new:
 * @status: the HTTP status
 * @code: a short word for programs
 * @detail: what and why, for people
 * @instance: (nullable): the path that was asked for
 *
 * Returns: (transfer full): the body of a refusal, by RFC 9457
 */
JsonNode *
inlay_wire_problem_new (guint       status,
                        const char *code,
                        const char *detail,
                        const char *instance)
{
  g_autofree char *valid = g_utf8_make_valid (detail, -1);
  g_autofree char *place = instance != NULL ? g_utf8_make_valid (instance, -1) : NULL;

  return inlay_json_new_object ("type", inlay_json_new_string ("about:blank"),
                                "title", inlay_json_new_string (inlay_wire_status_title (status)),
                                "status", inlay_json_new_int (status),
                                "detail", inlay_json_new_string (valid),
                                "instance", place != NULL ? inlay_json_new_string (place) : inlay_json_new_null (),
                                "code", inlay_json_new_string (code),
                                "success", inlay_json_new_boolean (FALSE),
                                "error", inlay_json_new_string (valid),
                                NULL);
}

/**
 * inlay_wire_problem_from_error:
 * @error: what went wrong
 * @instance: (nullable): the path that was asked for
 *
 * An error of another domain says nothing about its inside.
 *
 * Returns: (transfer full): the body of a refusal
 */
JsonNode *
inlay_wire_problem_from_error (const GError *error,
                               const char   *instance)
{
  guint status = inlay_wire_error_to_status (error);

  if (error->domain == INLAY_ERROR)
    for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
      if (errors[i].error == (InlayError) error->code)
        return inlay_wire_problem_new (status, errors[i].code, error->message, instance);
  return inlay_wire_problem_new (status, "internal", "the registry met an internal error", instance);
}
