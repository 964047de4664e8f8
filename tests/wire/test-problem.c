/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <inlay-wire.h>

/* Every code survives the way to the client and back. */
static void
test_round_trip (void)
{
  for (int code = INLAY_ERROR_INVALID; code <= INLAY_ERROR_UNAVAILABLE; code++)
    {
      g_autoptr (GError) error = g_error_new (INLAY_ERROR, code, "cart@2.1.0 needs ui-kit ^3");
      g_autoptr (GError) back = NULL;
      g_autoptr (JsonNode) problem = inlay_wire_problem_from_error (error, "/api/deploy");
      guint status = inlay_wire_error_to_status (error);

      g_assert_cmpuint (status, >=, 400);
      g_assert_cmpint (inlay_json_get_int (problem, "status", 0), ==, status);
      g_assert_cmpstr (inlay_json_get_string (problem, "error"), ==, error->message);
      g_assert_cmpstr (inlay_json_get_string (problem, "detail"), ==, error->message);
      g_assert_false (inlay_json_get_boolean (problem, "success", TRUE));

      back = inlay_wire_error_from_reply (status, problem);
      g_assert_error (back, INLAY_ERROR, code);
      g_assert_cmpstr (back->message, ==, error->message);
    }
}

static void
test_foreign (void)
{
  static const struct { guint status; const char *body; InlayError code; } cases[] = {
    { 400, NULL, INLAY_ERROR_INVALID },
    { 401, "{\"error\":\"no\"}", INLAY_ERROR_DENIED },
    { 403, "[]", INLAY_ERROR_DENIED },
    { 404, "{}", INLAY_ERROR_NOT_FOUND },
    { 405, NULL, INLAY_ERROR_NOT_FOUND },
    { 409, "{\"code\":\"unhealthy\"}", INLAY_ERROR_UNHEALTHY },
    { 409, "{\"code\":7}", INLAY_ERROR_CONFLICT },
    { 412, NULL, INLAY_ERROR_STALE },
    { 413, NULL, INLAY_ERROR_LIMIT },
    { 418, NULL, INLAY_ERROR_INVALID },
    { 429, NULL, INLAY_ERROR_LIMIT },
    { 500, NULL, INLAY_ERROR_UNAVAILABLE },
    { 502, "\"x\"", INLAY_ERROR_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) body = cases[i].body != NULL ? inlay_json_read_text (cases[i].body, -1, NULL) : NULL;
      g_autoptr (GError) error = inlay_wire_error_from_reply (cases[i].status, body);

      g_assert_error (error, INLAY_ERROR, (int) cases[i].code);
      g_assert_cmpstr (error->message, !=, "");
    }
}

/* What went wrong inside is nobody's business outside. */
static void
test_inside (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "/var/lib/secret.db: no space is left");
  g_autoptr (JsonNode) problem = inlay_wire_problem_from_error (error, NULL);
  g_autofree char *text = inlay_json_write (problem, INLAY_JSON_DEFAULT);

  g_assert_cmpuint (inlay_wire_error_to_status (error), ==, 500);
  g_assert_null (strstr (text, "secret"));
}

static void
test_bad_utf8 (void)
{
  g_autoptr (JsonNode) problem = inlay_wire_problem_new (400, "invalid", "\xff bad", "/\xc3\x28");
  g_autofree char *text = inlay_json_write (problem, INLAY_JSON_DEFAULT);
  g_autoptr (JsonNode) back = inlay_json_read_text (text, -1, NULL);

  g_assert_nonnull (back);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/problem/round-trip", test_round_trip);
  g_test_add_func ("/wire/problem/foreign", test_foreign);
  g_test_add_func ("/wire/problem/inside", test_inside);
  g_test_add_func ("/wire/problem/bad-utf8", test_bad_utf8);
  return g_test_run ();
}
