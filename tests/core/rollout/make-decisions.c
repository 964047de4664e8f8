/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <stdio.h>

/* Writes tests/data/decisions.json: {"snapshots": […], "rows": [[snapshot, unit, groups, override,
 * decision], …]}, each decided by core. Usage: make-decisions > decisions.json */

#define N_ROWS 5600

static const char * const alphabets[] = { "abcdefghijklmnopqrstuvwxyz0123456789_-@.", "äöüßñéèçøåæ",
                                          "日本語ユーザー中文한국어", "😀🎉𝒳𐍈🦊" };
static const char * const names[] = { "blue", "green", "preview-7", "__proto__", "empty" };
static const char * const groups[] = { "staff", "beta", "äöü", "constructor", "" };
static const char * const flags[] = { "new-cart", "toString", "off", "🏁" };

static guint32 state = 7;

/* The same on every machine. */
static guint
below (guint n)
{
  state = state * 1103515245u + 12345u;
  return (state >> 16) % n;
}

static gboolean
chance (guint percent)
{
  return below (100) < percent;
}

#define pick(array) ((array)[below (G_N_ELEMENTS (array))])

static JsonNode *
make_environments (void)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *revision = g_strdup_printf ("sha256-%u", below (4));

      if (chance (85))
        json_object_set_member (object, names[i],
                                inlay_json_new_object ("revision", i + 1 < G_N_ELEMENTS (names) && chance (90)
                                                       ? inlay_json_new_string (revision) : inlay_json_new_null (), NULL));
    }
  return inlay_json_take_object (object);
}

static JsonNode *
make_rule (void)
{
  static const char * const types[] = { "user_group", "feature_flag", "percentage" };
  const char *type = pick (types);
  JsonArray *list = json_array_new ();
  JsonObject *rule = json_object_new ();

  for (guint n = below (3); n > 0; n--)
    json_array_add_string_element (list, pick (groups));
  if (chance (10))
    json_array_add_int_element (list, 5);
  json_object_set_string_member (rule, "type", type);
  json_object_set_array_member (rule, "groups", list);
  json_object_set_string_member (rule, "flag", pick (flags));
  json_object_set_double_member (rule, "percentage", chance (50) ? below (101) : below (1000) / 10.0);
  json_object_set_string_member (rule, "environment", pick (names));
  if (chance (20))
    json_object_set_boolean_member (rule, "enabled", chance (50));
  if (chance (5))
    json_object_set_string_member (rule, "enabled", "no");
  return inlay_json_take_object (rule);
}

static JsonNode *
make_rules (void)
{
  JsonArray *rules = json_array_new ();

  for (guint n = below (5); n > 0; n--)
    json_array_add_element (rules, make_rule ());
  return inlay_json_take_array (rules);
}

static JsonNode *
make_flags (void)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (chance (60))
      json_object_set_boolean_member (object, flags[i], chance (40));
  return inlay_json_take_object (object);
}

static JsonNode *
make_experiment (void)
{
  JsonArray *variants = json_array_new ();
  JsonObject *experiment = json_object_new ();
  guint left = 10000;

  for (guint n = 1 + below (3); n > 0; n--)
    {
      JsonObject *variant = json_object_new ();
      guint weight = below (left + 1);
      char name[] = { (char) ('A' + n), '\0' };

      left -= weight;
      json_object_set_string_member (variant, "name", name);
      json_object_set_int_member (variant, "weight", weight);
      if (chance (70))
        json_object_set_string_member (variant, "environment", pick (names));
      json_array_add_object_element (variants, variant);
    }
  json_object_set_array_member (experiment, "variants", variants);
  if (chance (60))
    json_object_set_string_member (experiment, "module", "@acme/cart");
  if (chance (50))
    json_object_set_string_member (experiment, "salt", chance (50) ? "sälz" : "");
  if (chance (20))
    json_object_set_boolean_member (experiment, "enabled", chance (50));
  return inlay_json_take_object (experiment);
}

static JsonNode *
make_experiments (void)
{
  static const char * const ids[] = { "z9", "e10", "e9", "Ex.1", "constructor" };
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    if (chance (40))
      json_object_set_member (object, ids[i], make_experiment ());
  return inlay_json_take_object (object);
}

static JsonNode *
make_rollout (void)
{
  static const guint weights[] = { 0, 1, 100, 1000, 2500, 5000, 9999, 10000 };
  JsonObject *object = json_object_new ();
  gboolean salted = chance (70);

  json_object_set_string_member (object, "environment", pick (names));
  if (chance (70))
    json_object_set_int_member (object, "weight", pick (weights));
  json_object_set_int_member (object, "percentage", below (101));
  if (salted)
    json_object_set_string_member (object, "salt", chance (80) ? "019b-7a" : "");
  if (chance (30))
    json_object_set_string_member (object, "hash", salted && chance (50) ? "m3" : "seed31");
  return inlay_json_take_object (object);
}

static JsonNode *
make_snapshot (void)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "active", pick (names));
  json_object_set_member (object, "environments", make_environments ());
  if (chance (10))
    json_object_set_boolean_member (object, "enabled", chance (20));
  if (chance (60))
    json_object_set_member (object, "rules", make_rules ());
  if (chance (70))
    json_object_set_member (object, "flags", make_flags ());
  if (chance (50))
    json_object_set_member (object, "experiments", make_experiments ());
  if (chance (15))
    json_object_set_string_member (object, "strategy", "ab_test");
  if (chance (70))
    json_object_set_member (object, "rollout", chance (90) ? make_rollout () : inlay_json_new_null ());
  return inlay_json_take_object (object);
}

/* The units that implementations stumble over, then ordinary ones in four scripts. */
static char *
make_unit (guint row)
{
  static const char * const odd[] = {
    "", "a", "user_abc123def", "alice@example.com", "ünïcode-ß", "😀smile", "日本語ユーザー", "AaAa", "BBBB",
    "polygenelubricants", "-2147483648", "2147483648", "9007199254740993", "\x01", "\"\\/", "\xef\xbf\xbf", "\xef\xbb\xbfx",
    "\xee\x80\x80\xf4\x8f\xbf\xbf", "e\xcc\x81", "é", "\xe2\x80\xa8", "__proto__", " ", "null",
  };
  GString *unit;
  const char *letters;

  if (row % 40 < G_N_ELEMENTS (odd))
    return g_strdup (odd[row % 40]);
  if (row % 200 == 39)
    return g_strnfill (4096, 'x');
  if (row % 1000 == 79)
    {
      unit = g_string_new (NULL);
      for (guint i = 0; i < 1024; i++)
        g_string_append (unit, "😀");
      return g_string_free (unit, FALSE);
    }
  unit = g_string_new (NULL);
  letters = alphabets[below (8) < 5 ? 0 : 1 + below (3)];
  for (guint n = 1 + below (24); n > 0; n--)
    g_string_append_unichar (unit, g_utf8_get_char (g_utf8_offset_to_pointer (letters, below ((guint) g_utf8_strlen (letters, -1)))));
  return g_string_free (unit, FALSE);
}

static JsonNode *
make_row (guint         row,
          guint         number,
          InlayTraffic *traffic)
{
  g_autofree char *unit = chance (4) ? NULL : make_unit (row);
  const char *members[3] = { NULL };
  g_autofree char *revision = g_strdup_printf ("sha256-%u", below (5));
  const char *override = chance (85) ? NULL : chance (50) ? pick (names) : revision;
  g_autoptr (InlayDecision) decision = NULL;

  for (guint i = 0, n = below (3); i < n; i++)
    members[i] = pick (groups);
  decision = inlay_traffic_decide (traffic, unit, members, override);
  return inlay_json_new_array (inlay_json_new_int (number),
                               unit != NULL ? inlay_json_new_string (unit) : inlay_json_new_null (),
                               inlay_json_new_strv (members),
                               override != NULL ? inlay_json_new_string (override) : inlay_json_new_null (),
                               inlay_decision_to_json (decision), NULL);
}

static void
print (JsonNode   *node,
       const char *after)
{
  g_autoptr (JsonNode) owned = node;
  g_autofree char *text = inlay_json_write (owned, INLAY_JSON_DEFAULT);

  fputs (text, stdout);
  fputs (after, stdout);
}

int
main (void)
{
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_traffic_unref);

  for (guint i = 0; i < 160; i++)
    {
      g_autoptr (JsonNode) node = make_snapshot ();
      g_autoptr (GError) error = NULL;
      InlayTraffic *traffic = inlay_traffic_new (node, &error);

      if (traffic == NULL)
        g_error ("%s", error->message);
      g_ptr_array_add (snapshots, traffic);
    }
  fputs ("{\"snapshots\": [\n", stdout);
  for (guint i = 0; i < snapshots->len; i++)
    print (inlay_traffic_to_json (g_ptr_array_index (snapshots, i)), i + 1 < snapshots->len ? ",\n" : "\n], \"rows\": [\n");
  for (guint i = 0; i < N_ROWS; i++)
    print (make_row (i, i % snapshots->len, g_ptr_array_index (snapshots, i % snapshots->len)), i + 1 < N_ROWS ? ",\n" : "\n]}\n");
  return 0;
}
