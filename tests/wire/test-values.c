/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <inlay-wire.h>

static JsonNode *
json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_names (gboolean           (*check) (const char *text),
              const char * const  *good,
              const char * const  *bad)
{
  for (; *good != NULL; good++)
    if (!check (*good))
      g_error ("refused: %s", *good);
  for (; *bad != NULL; bad++)
    if (check (*bad))
      g_error ("accepted: %s", *bad);
  g_assert_false (check (NULL));
  g_assert_false (check (""));
}

static void
test_names (void)
{
  assert_names (inlay_module_is_id,
                (const char *[]) { "cart", "@acme/cart", "a.b-c_d", "UserProfile", "7zip", NULL },
                (const char *[]) { "@acme", "@/x", "@a/", "a/b", "../x", "@a/../b", ".x", "a b", "a\n", "é", "<script>", "a%2f", NULL });
  assert_names (inlay_wire_is_version,
                (const char *[]) { "0.0.0", "1.2.3", "1.2.3-rc.1", "1.2.3+build.5", NULL },
                (const char *[]) { "1", "1.2", "^1.2.3", "01.2.3", "1.2.3-", "1.2.3 ", "1.2.3/..", "latest", "1.2.x", "1..3",
                                   "99999999999999999.0.0", NULL });
  assert_names (inlay_wire_is_environment,
                (const char *[]) { "blue", "green", "pr-12", NULL },
                (const char *[]) { "active", "standby", "switch", "rollback", "-a", "a/b", "a b", "..", NULL });
  assert_names (inlay_module_is_file_name,
                (const char *[]) { "hero.js", "img/a.svg", "_x.js", NULL },
                (const char *[]) { "/a", "../a", "a/../b", ".env", "a//b", "a/", "a\\b", "a b", "a%2e", NULL });
  assert_names (inlay_wire_is_url,
                (const char *[]) { "https://esm.sh/react@18.2.0", "http://localhost:8080/x.js", "/modules/a@1.0.0/a.js", NULL },
                (const char *[]) { "javascript:alert(1)", "data:text/javascript,1", "//evil/x.js", "ftp://x/y", "https://", "x.js",
                                   "https://a b/", "https://x/\"", "https://x/<", "https://user:secret@x/", NULL });
}

static void
test_paths (void)
{
  g_autofree char *file = inlay_wire_module_file ("@inlay/hero", "1.0.0", "hero.js");
  g_autofree char *path = inlay_wire_path (INLAY_PATH_COMPOSITIONS, "a b?c");

  g_assert_cmpstr (file, ==, "/modules/@inlay/hero@1.0.0/hero.js");
  g_assert_cmpstr (path, ==, "/api/compositions/a%20b%3Fc");
}

static void
test_deploy (void)
{
  g_autoptr (JsonNode) node = json ("{\"modules\":[{\"moduleId\":\"@acme/cart\",\"version\":\"1.0.0\",\"esmUrl\":\"https://esm.sh/x\","
                                    "\"config\":{\"a\":1},\"dependencies\":{\"react\":\"^18.0.0\"}}],\"version\":\"2.0\",\"deployedBy\":\"me\","
                                    "\"env\":\"green\",\"strategy\":\"canary\",\"dryRun\":true,"
                                    "\"steps\":[{\"weight\":500,\"pause\":60,\"analysis\":true},{\"weight\":5000,\"pause\":true,\"analysis\":true}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayDeployRequest) request = inlay_deploy_request_parse (node, &error);
  g_autoptr (JsonNode) back = NULL;

  g_assert_no_error (error);
  back = inlay_deploy_request_build (request);
  g_assert_true (inlay_json_equal (node, back));
}

static void
test_bad_deploy (void)
{
  static const char * const cases[] = {
    "[]", "null", "{}", "{\"version\":\"1\"}", "{\"modules\":[],\"version\":\"1\"}", "{\"modules\":{},\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\"}]}", "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\"}],\"version\":7}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\"}],\"version\":\"\"}", "{\"modules\":[7],\"version\":\"1\"}",
    "{\"modules\":[{\"version\":\"1.0.0\"}],\"version\":\"1\"}", "{\"modules\":[{\"moduleId\":\"../a\",\"version\":\"1.0.0\"}],\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"^1\"}],\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"esmUrl\":\"javascript:1\"}],\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"config\":[]}],\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"dependencies\":{\"b\":1}}],\"version\":\"1\"}",
    "{\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\"},{\"moduleId\":\"a\",\"version\":\"1.0.1\"}],\"version\":\"1\"}",
    "{\"composition\":\"a/b\",\"version\":\"1\"}", "{\"composition\":7,\"version\":\"1\"}",
    "{\"composition\":\"a\",\"modules\":[{\"moduleId\":\"a\",\"version\":\"1.0.0\"}],\"version\":\"1\"}",
    "{\"composition\":\"a\",\"version\":\"1\",\"environment\":\"active\"}",
    "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":\"rolling\"}", "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":7}",
    "{\"composition\":\"a\",\"version\":\"1\",\"steps\":[{\"weight\":1}]}",
    "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":\"direct\",\"steps\":[{\"weight\":1}]}",
    "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":\"canary\",\"steps\":[]}",
    "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":\"canary\",\"steps\":[{\"weight\":10001}]}",
    "{\"composition\":\"a\",\"version\":\"1\",\"strategy\":\"canary\",\"steps\":\"10\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json (cases[i]);
      g_autoptr (GError) error = NULL;

      if (inlay_deploy_request_parse (node, &error) != NULL)
        g_error ("accepted: %s", cases[i]);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

static void
test_canary (void)
{
  g_autoptr (JsonNode) plain = json ("{\"targetEnvironment\":\"green\"}");
  g_autoptr (InlayCanaryRequest) start = inlay_canary_start_parse (plain, NULL);
  static const char * const bad[] = { "{}", "{\"targetEnvironment\":\"green\",\"percentage\":101}",
    "{\"targetEnvironment\":\"green\",\"percentage\":-1}", "{\"targetEnvironment\":\"green\",\"percentage\":\"10\"}",
    "{\"targetEnvironment\":\"green\",\"percentage\":1.5}", "{\"targetEnvironment\":7}" };

  g_assert_cmpuint (start->percentage, ==, INLAY_CANARY_DEFAULT_PERCENTAGE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonNode) node = json (bad[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (inlay_canary_start_parse (node, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

static void
test_publish (void)
{
  g_autoptr (JsonNode) node = json ("{\"definition\":{\"id\":\"@inlay/hero\",\"version\":\"1.0.0\",\"entry\":\"hero.js\"},"
                                    "\"files\":{\"hero.js\":{\"encoding\":\"utf8\",\"content\":\"export {}\"},"
                                    "\"a.png\":{\"encoding\":\"base64\",\"content\":\"iVAA/w==\"}}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayPublishRequest) request = inlay_publish_request_parse (node, &error);
  g_autoptr (InlayPublishRequest) again = NULL;
  g_autoptr (JsonNode) back = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *same = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (request->module_id, ==, "@inlay/hero");
  g_assert_cmpuint (g_bytes_get_size (g_hash_table_lookup (request->files, "a.png")), ==, 4);

  back = inlay_publish_request_build (request);
  again = inlay_publish_request_parse (back, &error);
  g_assert_no_error (error);
  digest = inlay_publish_request_dup_digest (request);
  same = inlay_publish_request_dup_digest (again);
  g_assert_cmpstr (digest, ==, same);
}

static void
test_bad_publish (void)
{
  static const char * const cases[] = {
    "{}", "{\"moduleId\":\"a\"}", "{\"moduleId\":\"a\",\"version\":\"latest\"}", "{\"moduleId\":\"a b\",\"version\":\"1.0.0\"}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"definition\":{\"id\":\"b\",\"version\":\"1.0.0\"}}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"entryPoint\":\"data:x\"}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":{\"../x\":{\"encoding\":\"utf8\",\"content\":\"\"}}}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":{\"x\":{\"encoding\":\"utf16\",\"content\":\"\"}}}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":{\"x\":{\"encoding\":\"base64\",\"content\":\"ab!=\"}}}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":{\"x\":{\"encoding\":\"base64\",\"content\":\"abc\"}}}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":{\"x\":\"y\"}}", "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"files\":[]}",
    "{\"moduleId\":\"a\",\"version\":\"1.0.0\",\"dependencies\":{\"b\":{}}}", "{\"definition\":{\"version\":\"1.0.0\"}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json (cases[i]);
      g_autoptr (GError) error = NULL;

      if (inlay_publish_request_parse (node, &error) != NULL)
        g_error ("accepted: %s", cases[i]);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
    }
}

static void
test_health_reports (void)
{
  g_autoptr (JsonNode) one = json ("{\"environment\":\"blue\",\"moduleId\":\"a\",\"status\":\"healthy\"}");
  g_autoptr (JsonNode) many = json ("{\"environment\":\"blue\",\"reports\":[{\"moduleId\":\"a\",\"status\":\"failed\",\"error\":\"x\"}]}");
  g_autoptr (GPtrArray) reports = inlay_health_reports_parse (one, NULL);
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new ("{\"reports\":[");

  g_assert_cmpuint (reports->len, ==, 1);
  g_ptr_array_unref (reports);
  reports = inlay_health_reports_parse (many, NULL);
  g_assert_cmpstr (((InlayHealthReport *) g_ptr_array_index (reports, 0))->environment, ==, "blue");
  g_assert_false (((InlayHealthReport *) g_ptr_array_index (reports, 0))->healthy);

  for (guint i = 0; i <= INLAY_MAX_HEALTH_REPORTS; i++)
    g_string_append_printf (text, "%s{\"moduleId\":\"a\",\"status\":\"healthy\"}", i > 0 ? "," : "");
  g_string_append (text, "]}");
  {
    g_autoptr (JsonNode) node = json (text->str);

    g_assert_null (inlay_health_reports_parse (node, &error));
    g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
  }
  g_string_free (text, TRUE);
}

static void
test_health (void)
{
  g_autoptr (JsonNode) node = json ("{\"healthy\":false,\"healthyPercentage\":66.5,\"stats\":{\"total_modules\":3,\"healthy_modules\":2,"
                                    "\"unhealthy_modules\":1},\"reason\":\"cart does not answer\"}");
  g_autoptr (JsonNode) bad = json ("{\"healthy\":true,\"stats\":{\"total_modules\":\"3\"}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayVerdict) verdict = inlay_health_parse (node, &error);
  g_autoptr (JsonNode) back = NULL;

  g_assert_no_error (error);
  back = inlay_health_build (verdict);
  g_assert_true (inlay_json_equal (node, back));
  g_assert_null (inlay_health_parse (bad, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
}

static void
test_environment (void)
{
  g_autoptr (JsonNode) node = json ("{\"id\":\"blue\",\"name\":\"blue\",\"status\":\"active\",\"version\":null,\"revision\":null,\"composition\":null,"
                                    "\"deployed_at\":null,\"deployed_by\":null,\"module_count\":1,\"traffic_percentage\":90,\"modules\":[{"
                                    "\"module_id\":\"a\",\"version\":\"1.0.0\",\"npm_package\":\"a\",\"esm_url\":\"/x\",\"config\":{},\"dependencies\":{},"
                                    "\"health_status\":\"unknown\",\"critical\":true}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayEnvironment) environment = inlay_environment_parse (node, &error);
  g_autoptr (JsonNode) back = NULL;

  g_assert_no_error (error);
  back = inlay_environment_build (environment);
  g_assert_true (inlay_json_equal (node, back));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/names", test_names);
  g_test_add_func ("/wire/paths", test_paths);
  g_test_add_func ("/wire/deploy", test_deploy);
  g_test_add_func ("/wire/deploy/bad", test_bad_deploy);
  g_test_add_func ("/wire/canary", test_canary);
  g_test_add_func ("/wire/publish", test_publish);
  g_test_add_func ("/wire/publish/bad", test_bad_publish);
  g_test_add_func ("/wire/health-reports", test_health_reports);
  g_test_add_func ("/wire/health", test_health);
  g_test_add_func ("/wire/environment", test_environment);
  return g_test_run ();
}
