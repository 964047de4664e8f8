/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <math.h>
#include <string.h>

static JsonNode *
read_json (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_seed31 (void)
{
  static const struct {
    const char *unit;
    gint64 hash;
    guint bucket;
  } cases[] = {
    { "", 0, 0 }, { "a", 97, 97 }, { "user_abc123def", 453561345, 45 },
    { "alice@example.com", 2145772861, 61 }, { "ünïcode-ß", 1471493252, 52 },
    { "😀smile", 1220768891, 91 }, { "日本語ユーザー", 303612813, 13 },
    { "AaAa", 2031744, 44 }, { "BBBB", 2031744, 44 },
    { "polygenelubricants", 2147483648, 48 }, { "user_0", 836030276, 76 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (ABS ((gint64) inlay_hash_seed31 (cases[i].unit)), ==, cases[i].hash);
      g_assert_cmpuint (inlay_bucket_seed31 (cases[i].unit), ==, cases[i].bucket);
    }
  g_assert_cmpint (inlay_hash_seed31 ("\xff"), ==, 0xfffd);
  g_assert_cmpint (inlay_hash_seed31 ("\xf0\x9f"), ==, 31 * 0xfffd + 0xfffd);
}

static void
test_murmur3 (void)
{
  static const struct {
    const char *text;
    guint32 seed, hash;
  } cases[] = {
    { "", 0, 0 }, { "", 1, 0x514e28b7 }, { "", 0xffffffff, 0x81f16f39 },
    { "aaaa", 0x9747b28c, 0x5a97808a }, { "aaa", 0x9747b28c, 0x283e0130 },
    { "aa", 0x9747b28c, 0x5d211726 }, { "a", 0x9747b28c, 0x7fa09ea6 },
    { "Hello, world!", 0x9747b28c, 0x24884cba },
    { "The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmphex (inlay_murmur3 (cases[i].text, strlen (cases[i].text), cases[i].seed), ==,
                     cases[i].hash);
}

/* tests/data/buckets.json was made by another implementation. */
static void
test_vectors (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "buckets.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) vectors = NULL;
  const char *salt;
  JsonArray *rows;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  vectors = read_json (text);
  salt = inlay_json_get_string (vectors, "salt");
  rows = inlay_json_get_array (vectors, "rows");
  g_assert_cmpuint (json_array_get_length (rows), >=, 5000);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      const char *unit = json_array_get_string_element (row, 0);

      g_assert_cmpint (inlay_hash_seed31 (unit), ==, json_array_get_int_element (row, 1));
      g_assert_cmpint (inlay_bucket_m3 (salt, unit), ==, json_array_get_int_element (row, 2));
      g_assert_cmpint (inlay_bucket_m3_seeded (salt, unit, INLAY_SEED_VARIANT), ==,
                       json_array_get_int_element (row, 3));
    }
}

static void
test_evenness (void)
{
  static const struct {
    guint percent;
    double tolerance;
  } cases[] = { { 1, 0.10 }, { 10, 0.31 }, { 25, 0.45 }, { 50, 0.52 } };
  guint counts[100] = { 0 };
  double chi = 0;

  for (guint i = 0; i < 100000; i++)
    {
      char unit[32];

      g_snprintf (unit, sizeof unit, "user_%u", i);
      counts[inlay_bucket_m3 ("salt", unit) / 100]++;
    }

  for (guint i = 0; i < 100; i++)
    chi += (counts[i] - 1000.0) * (counts[i] - 1000.0) / 1000.0;
  g_assert_cmpfloat (chi, <, 148.2);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint below = 0;

      for (guint bucket = 0; bucket < cases[i].percent; bucket++)
        below += counts[bucket];
      g_assert_cmpfloat (fabs (below / 1000.0 - cases[i].percent), <=, cases[i].tolerance);
    }
}

#define ENVIRONMENTS "\"environments\":{\"blue\":{\"revision\":\"sha256-b\"}," \
                     "\"green\":{\"revision\":\"sha256-g\"},\"empty\":{\"revision\":null}}"

/* "a" has the bucket 97, "user_abc123def" 45, "alice@example.com" 61, "日本語ユーザー" 13. */
static void
test_decide (void)
{
  static const struct {
    const char *rest, *unit, *groups, *override;
    const char *environment, *reason, *variant, *rule;
  } cases[] = {
    { "", "a", "", NULL, "blue", "active", NULL, NULL },
    { "", NULL, NULL, NULL, "blue", "active", NULL, NULL },
    { "", "a", "", "green", "green", "override", NULL, NULL },
    { "", "a", "", "sha256-g", "green", "override", NULL, NULL },
    { "", "a", "", "nowhere", "blue", "active", NULL, NULL },
    { "", "a", "", "empty", "blue", "active", NULL, NULL },
    { "\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\",1],\"environment\":\"green\"}]",
      "a", "guest,staff", NULL, "green", "group", NULL, "staff" },
    { "\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\"],\"environment\":\"green\"}]",
      "a", "guest", NULL, "blue", "active", NULL, NULL },
    { "\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\"],\"environment\":\"green\","
      "\"enabled\":false}]", "a", "staff", NULL, "blue", "active", NULL, NULL },
    { "\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\"],\"environment\":\"empty\"}]",
      "a", "staff", NULL, "blue", "active", NULL, NULL },
    { "\"enabled\":false,\"rules\":[{\"type\":\"user_group\",\"groups\":[\"staff\"],"
      "\"environment\":\"green\"}]", "a", "staff", NULL, "blue", "active", NULL, NULL },
    { "\"flags\":{\"f\":true},\"rules\":[{\"type\":\"feature_flag\",\"flag\":\"f\","
      "\"environment\":\"green\"}]", NULL, NULL, NULL, "green", "flag", NULL, "f" },
    { "\"flags\":{\"f\":false},\"rules\":[{\"type\":\"feature_flag\",\"flag\":\"f\","
      "\"environment\":\"green\"}]", "a", NULL, NULL, "blue", "active", NULL, NULL },
    { "\"flags\":{\"f\":true},\"rules\":[{\"type\":\"feature_flag\",\"flag\":\"f\","
      "\"environment\":\"blue\"},{\"type\":\"user_group\",\"groups\":[\"x\"],"
      "\"environment\":\"green\"}]", "a", "x", NULL, "green", "group", NULL, "x" },
    { "\"rules\":[{\"type\":\"percentage\",\"percentage\":98,\"environment\":\"green\"}]",
      "a", NULL, NULL, "green", "rollout", NULL, NULL },
    { "\"rules\":[{\"type\":\"percentage\",\"percentage\":97,\"environment\":\"green\"}]",
      "a", NULL, NULL, "blue", "active", NULL, NULL },
    { "\"rollout\":{\"environment\":\"green\",\"percentage\":14}", "日本語ユーザー", NULL, NULL,
      "green", "rollout", NULL, NULL },
    { "\"rollout\":{\"environment\":\"green\",\"percentage\":13}", "日本語ユーザー", NULL, NULL,
      "blue", "active", NULL, NULL },
    { "\"rollout\":{\"environment\":\"green\",\"percentage\":100}", NULL, NULL, NULL,
      "blue", "active", NULL, NULL },
    { "\"rollout\":{\"environment\":\"green\",\"weight\":10000,\"salt\":\"s\",\"hash\":\"m3\"}",
      "a", NULL, NULL, "green", "rollout", NULL, NULL },
    { "\"rollout\":{\"environment\":\"green\",\"weight\":0,\"salt\":\"s\"}", "a", NULL, NULL,
      "blue", "active", NULL, NULL },
    { "\"rollout\":null", "a", NULL, NULL, "blue", "active", NULL, NULL },
    { "\"strategy\":\"ab_test\"", "a", NULL, NULL, "green", "experiment", "green", "ab_test" },
    { "\"strategy\":\"ab_test\"", "AaAa", NULL, NULL, "blue", "experiment", "blue", "ab_test" },
    { "\"experiments\":{\"e\":{\"variants\":[{\"name\":\"A\",\"weight\":10000}]}}",
      "a", NULL, NULL, "blue", "experiment", "A", "e" },
    { "\"experiments\":{\"e\":{\"variants\":[{\"name\":\"A\",\"weight\":0},{\"name\":\"B\","
      "\"weight\":10000,\"environment\":\"green\"}]}},"
      "\"rollout\":{\"environment\":\"blue\",\"percentage\":100}",
      "a", NULL, NULL, "green", "experiment", "B", "e" },
    { "\"experiments\":{\"e\":{\"enabled\":false,\"variants\":[{\"name\":\"A\",\"weight\":10000}]}}",
      "a", NULL, NULL, "blue", "active", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("{\"active\":\"blue\"," ENVIRONMENTS,
                                           *cases[i].rest != '\0' ? "," : "", cases[i].rest, "}",
                                           NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) snapshot = read_json (text);
      g_autoptr(InlayTraffic) traffic = inlay_traffic_new (snapshot, &error);
      g_auto(GStrv) groups = cases[i].groups ? g_strsplit (cases[i].groups, ",", -1) : NULL;
      g_autoptr(InlayDecision) decision = NULL;

      g_assert_no_error (error);
      decision = inlay_traffic_decide (traffic, cases[i].unit, (const char * const *) groups,
                                       cases[i].override);
      g_test_message ("%s", text);
      g_assert_cmpstr (inlay_decision_get_environment (decision), ==, cases[i].environment);
      g_assert_cmpstr (inlay_reason_to_string (inlay_decision_get_reason (decision)), ==,
                       cases[i].reason);
      g_assert_cmpstr (inlay_decision_get_variant (decision), ==, cases[i].variant);
      g_assert_cmpstr (inlay_decision_get_rule (decision), ==, cases[i].rule);
      g_assert_cmpstr (inlay_decision_get_revision (decision), ==,
                       g_str_equal (cases[i].environment, "blue") ? "sha256-b" : "sha256-g");
    }
}

/* What a page is told to do with its modules. */
static void
test_variants (void)
{
  static const char snapshot[] =
    "{\"active\":\"blue\"," ENVIRONMENTS ",\"enabled\":%s,\"experiments\":{"
    "\"e2\":{\"module\":\"m\",\"variants\":[{\"name\":\"y\",\"weight\":10000,\"use\":\"n\"},{\"name\":\"z\",\"weight\":0}]},"
    "\"e1\":{\"module\":\"m\",\"variants\":[{\"name\":\"x\",\"weight\":10000,\"config\":{\"a\":1}}]},"
    "\"off\":{\"enabled\":false,\"module\":\"m\",\"variants\":[{\"name\":\"x\",\"weight\":10000}]},"
    "\"page\":{\"variants\":[{\"name\":\"x\",\"weight\":10000}]}}}";
  static const char x[] = "{\"experiment\":\"e1\",\"variant\":\"x\",\"module\":\"m\",\"config\":{\"a\":1}}";
  static const char y[] = "{\"experiment\":\"e2\",\"variant\":\"y\",\"module\":\"m\",\"use\":\"n\"}";
  static const char z[] = "{\"experiment\":\"e2\",\"variant\":\"z\",\"module\":\"m\"}";
  const struct
  {
    const char *enabled, *unit, *wanted, *first, *second;
  } cases[] = {
    { "true", "a", NULL, x, y },
    { "true", "a", "e2:z,e2:none,page:x,off:x,,e1", x, z },
    { "true", NULL, NULL, NULL, NULL },
    { "true", NULL, "e2:z", NULL, z },
    { "false", "a", "e2:z", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (snapshot, cases[i].enabled);
      g_autoptr(JsonNode) node = read_json (text);
      g_autoptr(InlayTraffic) traffic = inlay_traffic_new (node, NULL);
      g_autoptr(InlayDecision) decision = inlay_traffic_decide (traffic, cases[i].unit, NULL, NULL);
      g_autoptr(JsonNode) variants = inlay_traffic_build_variants (traffic, decision, cases[i].wanted);
      g_autofree char *found = inlay_json_write (variants, INLAY_JSON_DEFAULT);
      g_autofree char *wanted = g_strdup_printf ("[%s%s%s]", cases[i].first ? cases[i].first : "",
                                                 cases[i].first && cases[i].second ? "," : "",
                                                 cases[i].second ? cases[i].second : "");

      g_assert_cmpstr (found, ==, wanted);
      g_assert_cmpint (inlay_traffic_varies_modules (traffic), ==, g_str_equal (cases[i].enabled, "true"));
    }
}

/* tests/data/decisions.json is what every copy of the decision answers. */
static void
test_decisions (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "decisions.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) vectors = NULL;
  g_autoptr(GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_traffic_unref);
  JsonArray *array, *rows;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  vectors = read_json (text);
  array = inlay_json_get_array (vectors, "snapshots");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      InlayTraffic *traffic = inlay_traffic_new (json_array_get_element (array, i), NULL);

      g_assert_nonnull (traffic);
      g_ptr_array_add (snapshots, traffic);
    }

  rows = inlay_json_get_array (vectors, "rows");
  g_assert_cmpuint (json_array_get_length (rows), >=, 5000);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      JsonNode *unit = json_array_get_element (row, 1), *override = json_array_get_element (row, 3);
      JsonArray *members = json_array_get_array_element (row, 2);
      const char *groups[8] = { NULL };
      g_autoptr(InlayDecision) decision = NULL;
      g_autoptr(JsonNode) json = NULL;

      for (guint j = 0; j < json_array_get_length (members); j++)
        groups[j] = json_array_get_string_element (members, j);
      decision = inlay_traffic_decide (g_ptr_array_index (snapshots, json_array_get_int_element (row, 0)),
                                       JSON_NODE_HOLDS_NULL (unit) ? NULL : json_node_get_string (unit), groups,
                                       JSON_NODE_HOLDS_NULL (override) ? NULL : json_node_get_string (override));
      json = inlay_decision_to_json (decision);
      g_assert_true (inlay_json_identical (json, json_array_get_element (row, 4)));
    }
}

static void
test_decide_empty (void)
{
  g_autoptr(JsonNode) snapshot = read_json ("{\"active\":\"blue\",\"strategy\":\"ab_test\"}");
  g_autoptr(InlayTraffic) traffic = inlay_traffic_new (snapshot, NULL);
  g_autoptr(InlayDecision) decision = inlay_traffic_decide (traffic, "a", NULL, "blue");
  g_autoptr(JsonNode) json = inlay_decision_to_json (decision);
  g_autofree char *text = inlay_json_write (json, INLAY_JSON_DEFAULT);

  g_assert_cmpstr (text, ==, "{\"environment\":\"blue\",\"revision\":null,\"variant\":null,"
                             "\"reason\":\"active\",\"rule\":null,\"assignments\":{}}");
}

static void
test_explain (void)
{
  static const struct {
    const char *rest, *unit, *override, *expected;
  } cases[] = {
    { "", "a", NULL, "override passes: none was asked for|group passes: nothing applies|flag passes: nothing applies|"
      "experiment passes: nothing applies|rollout passes: nothing applies|active decides: blue is active" },
    { "", "a", "empty", "override passes: empty was asked for; no environment is or holds it|group passes: nothing applies|"
      "flag passes: nothing applies|experiment passes: nothing applies|rollout passes: nothing applies|"
      "active decides: blue is active" },
    { "\"flags\":{\"f\":true},\"rules\":[{\"type\":\"feature_flag\",\"flag\":\"f\",\"environment\":\"empty\"}],"
      "\"rollout\":{\"environment\":\"green\",\"percentage\":98}", "a", NULL,
      "override passes: none was asked for|group passes: nothing applies|flag passes: flag f is on; empty holds no revision|"
      "experiment passes: nothing applies|rollout decides: bucket 9700 of 10000 against weight 9800|"
      "active unreached: decided before" },
    { "\"enabled\":false,\"rollout\":{\"environment\":\"green\",\"percentage\":98}", "a", NULL,
      "override passes: none was asked for|group passes: rules, experiments and rollouts are off|"
      "flag passes: rules, experiments and rollouts are off|experiment passes: rules, experiments and rollouts are off|"
      "rollout passes: rules, experiments and rollouts are off|active decides: blue is active" },
    { "\"rollout\":{\"environment\":\"green\",\"percentage\":98}", NULL, "green",
      "override decides: green was asked for|group unreached: decided before|flag unreached: decided before|"
      "experiment unreached: decided before|rollout unreached: decided before|active unreached: decided before" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat ("{\"active\":\"blue\"," ENVIRONMENTS, *cases[i].rest != '\0' ? "," : "",
                                           cases[i].rest, "}", NULL);
      g_autoptr(JsonNode) snapshot = read_json (text);
      g_autoptr(InlayTraffic) traffic = inlay_traffic_new (snapshot, NULL);
      g_autoptr(JsonNode) explanation = inlay_traffic_explain (traffic, cases[i].unit, NULL, cases[i].override);
      g_autoptr(InlayDecision) decision = inlay_traffic_decide (traffic, cases[i].unit, NULL, cases[i].override);
      g_autoptr(JsonNode) decided = inlay_decision_to_json (decision);
      g_autoptr(GString) steps = g_string_new (NULL);
      JsonArray *array = inlay_json_get_array (explanation, "steps");

      for (guint j = 0; j < json_array_get_length (array); j++)
        {
          JsonNode *step = json_array_get_element (array, j);

          g_string_append_printf (steps, "%s%s %s: %s", j > 0 ? "|" : "", inlay_json_get_string (step, "step"),
                                  inlay_json_get_string (step, "verdict"), inlay_json_get_string (step, "why"));
        }
      g_assert_cmpstr (steps->str, ==, cases[i].expected);
      g_assert_true (inlay_json_identical (inlay_json_get_member (explanation, "decision"), decided));
    }
}

/* Raising a weight moves nobody back. */
static void
test_monotony (void)
{
  static const char * const salts[] = { "", ",\"salt\":\"s\"" };

  for (gsize s = 0; s < G_N_ELEMENTS (salts); s++)
    {
      g_autoptr(GHashTable) taken = g_hash_table_new (NULL, NULL);

      for (guint weight = 0; weight <= 10000; weight += 500)
        {
          g_autofree char *text = g_strdup_printf (
            "{\"active\":\"blue\"," ENVIRONMENTS ",\"rollout\":{\"environment\":\"green\","
            "\"weight\":%u%s}}", weight, salts[s]);
          g_autoptr(JsonNode) snapshot = read_json (text);
          g_autoptr(InlayTraffic) traffic = inlay_traffic_new (snapshot, NULL);

          for (guint i = 0; i < 1000; i++)
            {
              char unit[16];
              g_autoptr(InlayDecision) decision = NULL;

              g_snprintf (unit, sizeof unit, "u%u", i);
              decision = inlay_traffic_decide (traffic, unit, NULL, NULL);
              if (inlay_decision_get_reason (decision) == INLAY_REASON_ROLLOUT)
                g_hash_table_add (taken, GUINT_TO_POINTER (i));
              else
                g_assert_false (g_hash_table_contains (taken, GUINT_TO_POINTER (i)));
            }
        }
      g_assert_cmpuint (g_hash_table_size (taken), ==, 1000);
    }
}

static void
test_traffic_refused (void)
{
  static const char * const cases[][2] = {
    { "[]", "traffic: the snapshot is not an object" },
    { "{}", "traffic: /active names no environment" },
    { "{\"active\":\"b\",\"environments\":[]}", "traffic: /environments is not an object" },
    { "{\"active\":\"b\",\"flags\":1}", "traffic: /flags is not an object" },
    { "{\"active\":\"b\",\"rules\":{}}", "traffic: /rules is not an array" },
    { "{\"active\":\"b\",\"rules\":[1]}", "traffic: /rules/0 is not an object" },
    { "{\"active\":\"b\",\"rules\":[{\"type\":\"percentage\"}]}",
      "traffic: /rules/0 names no environment" },
    { "{\"active\":\"b\",\"rules\":[{\"type\":\"moon\",\"environment\":\"b\"}]}",
      "traffic: /rules/0 has a type other than percentage, user_group and feature_flag" },
    { "{\"active\":\"b\",\"rules\":[{\"type\":\"percentage\",\"environment\":\"b\","
      "\"percentage\":101}]}", "traffic: /rules/0 has no percentage from 0 to 100" },
    { "{\"active\":\"b\",\"rollout\":{\"environment\":\"b\",\"percentage\":-1}}",
      "traffic: /rollout has no percentage from 0 to 100" },
    { "{\"active\":\"b\",\"rollout\":{\"environment\":\"b\",\"percentage\":1,\"hash\":\"m3\"}}",
      "traffic: /rollout has no salt" },
    { "{\"active\":\"b\",\"rollout\":{\"environment\":\"b\",\"percentage\":1,\"hash\":\"md5\"}}",
      "traffic: /rollout/hash is neither m3 nor seed31" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{}}}", "traffic: /experiments/e has no variants" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"variants\":[{\"name\":\"a\",\"weight\":6000},"
      "{\"name\":\"b\",\"weight\":6000}]}}}",
      "traffic: /experiments/e has weights above 10000 together" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"variants\":[{\"weight\":1}]}}}",
      "traffic: /experiments/e/variants/0 has no name" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"module\":\"m\",\"variants\":[{\"name\":\"a\",\"weight\":1,\"config\":[]}]}}}",
      "traffic: /experiments/e/variants/0 has a config that is not an object" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"module\":\"m\",\"variants\":[{\"name\":\"a\",\"weight\":1,\"use\":7}]}}}",
      "traffic: /experiments/e/variants/0 uses what is not an id" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"variants\":[{\"name\":\"a\",\"weight\":1,\"config\":{}}]}}}",
      "traffic: /experiments/e/variants/0 has a config or another module, but its experiment is on no module" },
    { "{\"active\":\"b\",\"experiments\":{\"1\":{\"variants\":[]}}}", "traffic: /experiments/1 is not a letter and up to"
      " 63 letters, digits, dots, dashes and underscores" },
    { "{\"active\":\"b\",\"experiments\":{\"e\":{\"module\":1,\"variants\":[]}}}",
      "traffic: /experiments/e has a module that is not an id" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) snapshot = read_json (cases[i][0]);

      g_assert_null (inlay_traffic_new (snapshot, &error));
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, cases[i][1]);
    }
}

static void
test_verdict (void)
{
  static const struct {
    const char *states; /* h healthy, u unhealthy, ? unknown; capitals and ! are critical */
    double percentage;
    const char *reason;
  } cases[] = {
    { "", 0, "nothing is deployed" },
    { "h", 100, NULL },
    { "hhhhu", 80, NULL },
    { "hhhu", 75, "3 of 4 modules are healthy, less than 80 %" },
    { "hhh?", 75, "3 of 4 modules are healthy, less than 80 %" },
    { "HHHHU", 80, "m4 is critical and not healthy" },
    { "hhhh!", 80, "m4 is critical and nothing is known of it" },
    { "HHHHu", 80, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const char * const ids[] = { "m0", "m1", "m2", "m3", "m4" };
      InlayHealthSample samples[5];
      gsize n = strlen (cases[i].states);
      g_autoptr(InlayVerdict) verdict = NULL;

      for (gsize j = 0; j < n; j++)
        {
          char state = cases[i].states[j];

          samples[j].id = ids[j];
          samples[j].critical = g_ascii_isupper (state) || state == '!';
          samples[j].state = g_ascii_tolower (state) == 'h' ? INLAY_HEALTH_HEALTHY
                             : g_ascii_tolower (state) == 'u' ? INLAY_HEALTH_UNHEALTHY
                                                              : INLAY_HEALTH_UNKNOWN;
        }
      verdict = inlay_health_evaluate (n > 0 ? samples : NULL, n);
      g_assert_cmpstr (verdict->reason, ==, cases[i].reason);
      g_assert_true (verdict->healthy == (cases[i].reason == NULL));
      g_assert_cmpfloat (verdict->percentage, ==, cases[i].percentage);
      g_assert_cmpuint (verdict->n_total, ==, n);
    }
}

static void
test_observe (void)
{
  guint failures = 0;
  InlayHealthState state = INLAY_HEALTH_UNKNOWN;

  state = inlay_health_observe (state, &failures, 0);
  g_assert_cmpint (state, ==, INLAY_HEALTH_HEALTHY);
  state = inlay_health_observe (state, &failures, 2);
  g_assert_cmpint (state, ==, INLAY_HEALTH_HEALTHY);
  g_assert_cmpuint (failures, ==, 0);
  state = inlay_health_observe (state, &failures, 3);
  g_assert_cmpint (state, ==, INLAY_HEALTH_HEALTHY);
  state = inlay_health_observe (state, &failures, 3);
  g_assert_cmpint (state, ==, INLAY_HEALTH_UNHEALTHY);
  state = inlay_health_observe (state, &failures, 1);
  g_assert_cmpint (state, ==, INLAY_HEALTH_HEALTHY);
  failures = 0;
  g_assert_cmpint (inlay_health_observe (INLAY_HEALTH_UNKNOWN, &failures, 3), ==,
                   INLAY_HEALTH_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bucket/seed31", test_seed31);
  g_test_add_func ("/bucket/murmur3", test_murmur3);
  g_test_add_func ("/bucket/vectors", test_vectors);
  g_test_add_func ("/bucket/evenness", test_evenness);
  g_test_add_func ("/traffic/decide", test_decide);
  g_test_add_func ("/traffic/variants", test_variants);
  g_test_add_func ("/traffic/decisions", test_decisions);
  g_test_add_func ("/traffic/decide/empty", test_decide_empty);
  g_test_add_func ("/traffic/explain", test_explain);
  g_test_add_func ("/traffic/monotony", test_monotony);
  g_test_add_func ("/traffic/refused", test_traffic_refused);
  g_test_add_func ("/health/verdict", test_verdict);
  g_test_add_func ("/health/observe", test_observe);

  return g_test_run ();
}
