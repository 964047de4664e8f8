/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

/* Portfolios drawn at random. */
#include "inlay-core.h"

#define REMOTES 5

static const char *const names[] = { "@fw/core", "@fw/router", "@fw/forms", "react", "x" };
static const char *const ranges[] = { "^1.0.0", "~1.1.0", ">=1.1.0", "*", "^1.0.0 || ^2.0.0", "1.1.1", "^2.0.0", "next" };

static char *
draw_version (GRand *rand)
{
  return g_strdup_printf ("%d.%d.%d%s", g_rand_int_range (rand, 1, 3), g_rand_int_range (rand, 0, 2),
                          g_rand_int_range (rand, 0, 2), g_rand_int_range (rand, 0, 9) == 0 ? "-rc.1" : "");
}

static JsonNode *
draw_external (GRand      *rand,
               const char *name)
{
  g_autofree char *version = draw_version (rand);
  g_autofree char *file = g_strdup_printf ("%s@%s.js", name, version);
  g_autofree char *sub = g_strdup_printf ("%s/sub", name);
  g_autofree char *sub_file = g_strdup_printf ("%s/sub@%s.js", name, version);
  gboolean dense = g_rand_int_range (rand, 0, 4) == 0;

  return inlay_json_new_object (
    "packageName", inlay_json_new_string (name), "version", inlay_json_new_string (version),
    "requiredVersion", inlay_json_new_string (ranges[g_rand_int_range (rand, 0, G_N_ELEMENTS (ranges))]),
    "singleton", inlay_json_new_boolean (g_rand_int_range (rand, 0, 12) > 0),
    "strictVersion", inlay_json_new_boolean (g_rand_boolean (rand)),
    "outFileName", dense ? NULL : inlay_json_new_string (file),
    "entries", !dense ? NULL : inlay_json_new_object (name, inlay_json_new_string (file),
                                                      sub, inlay_json_new_string (sub_file), NULL),
    "shareScope", g_rand_int_range (rand, 0, 9) == 0 ? inlay_json_new_string ("team") : NULL, NULL);
}

static JsonNode *
draw_remote (GRand *rand,
             guint  number)
{
  g_autofree char *name = g_strdup_printf ("r%u", number);
  g_autofree char *url = g_strdup_printf ("https://r%u.example/remoteEntry.json", number);
  JsonArray *shared = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_rand_int_range (rand, 0, 3) > 0)
      json_array_add_element (shared, draw_external (rand, names[i]));
  return inlay_json_new_object ("name", inlay_json_new_string (name), "url", inlay_json_new_string (url),
                                "remoteEntry", inlay_json_new_object ("name", inlay_json_new_string (name),
                                                                      "shared", inlay_json_take_array (shared), NULL), NULL);
}

static JsonNode *
draw_input (GRand *rand)
{
  JsonArray *remotes = json_array_new ();

  for (guint i = 0; i < REMOTES; i++)
    json_array_add_element (remotes, draw_remote (rand, i));
  return inlay_json_new_object (
    "remotes", inlay_json_take_array (remotes),
    "feature", inlay_json_new_object ("useAutoExternalPooling", inlay_json_new_boolean (g_rand_boolean (rand)), NULL),
    "profile", inlay_json_new_object ("election", inlay_json_new_string (g_rand_boolean (rand) ? "peer" : "documented"), NULL),
    NULL);
}
