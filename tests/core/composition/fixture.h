/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <string.h>

#include <inlay-core.h>

/* What the tests of this room start from: two pages, a shared region, nested slots, wires, a lock. */
static const char fixture_text[] =
  "{\"$schema\":\"https://inlay.dev/schema/composition/1\",\"format\":1,\"id\":\"shop\","
  "\"name\":\"Shop\",\"modules\":{\"@acme/hero\":\"^1.0.0\",\"@acme/product-grid\":\"^2.1.0\","
  "\"@acme/cart\":\"1.4.2\"},"
  "\"pages\":{\"home\":{\"path\":\"/\",\"title\":\"Home\",\"regions\":[\"header\",\"main\"]},"
  "\"about\":{\"path\":\"/about\",\"title\":\"About\",\"regions\":[\"header\",\"story\"]}},"
  "\"pageOrder\":[\"home\",\"about\"],"
  "\"regions\":{\"header\":{\"layout\":{\"base\":{\"columns\":12}},\"items\":[\"hero\"]},"
  "\"main\":{\"layout\":{\"base\":{\"columns\":12,\"gap\":16},\"768\":{\"columns\":6}},"
  "\"items\":[\"grid\",\"cart\"]},\"story\":{}},"
  "\"instances\":{\"hero\":{\"module\":\"@acme/hero\",\"config\":{\"title\":\"Hello\","
  "\"size\":1.0,\"tags\":[\"a\",\"b\"]}},"
  "\"grid\":{\"module\":\"@acme/product-grid\",\"config\":{\"pageSize\":12},"
  "\"area\":{\"base\":{\"column\":1,\"span\":8}},\"x-note\":\"kept\","
  "\"slots\":{\"toolbar\":[\"search\"],\"empty\":[]}},"
  "\"search\":{\"module\":\"@acme/search\",\"config\":{},\"slots\":{\"inner\":[\"badge\"]}},"
  "\"badge\":{\"module\":\"@acme/badge\",\"name\":\"Big badge\"},"
  "\"cart\":{\"module\":\"@acme/cart\",\"config\":{},\"locked\":true}},"
  "\"routes\":{\"r\":{\"prefix\":\"/about\",\"module\":\"@acme/hero\",\"page\":\"about\"}},"
  "\"wires\":{\"w1\":{\"from\":{\"instance\":\"grid\",\"event\":\"select\"},"
  "\"to\":{\"instance\":\"cart\",\"prop\":\"product\"}},"
  "\"w2\":{\"from\":{\"instance\":\"search\",\"event\":\"query\"},"
  "\"to\":{\"instance\":\"grid\",\"prop\":\"query\"}}},"
  "\"environments\":{\"staging\":{\"instances\":{\"search\":{\"config\":{\"x\":1}}}}},"
  "\"unknown\":{\"z\":1,\"a\":[null]}}";

static inline InlayComposition *
fixture_parse (const char  *text,
               GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return inlay_composition_read (bytes, error);
}

static inline InlayComposition *
fixture_new (void)
{
  g_autoptr (GError) error = NULL;
  InlayComposition *composition = fixture_parse (fixture_text, &error);

  g_assert_no_error (error);
  return composition;
}

static inline JsonNode *
fixture_json (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = inlay_json_read_text (text, -1, &error);

  g_assert_no_error (error);
  return node;
}

static inline char *
fixture_text_of (InlayComposition *composition)
{
  return inlay_json_write (inlay_composition_get_root (composition), INLAY_JSON_DEFAULT);
}

static inline InlayContainer
fixture_region (const char *id)
{
  return (InlayContainer) { INLAY_CONTAINER_REGION, id, NULL };
}

static inline InlayContainer
fixture_slot (const char *id,
              const char *slot)
{
  return (InlayContainer) { INLAY_CONTAINER_SLOT, id, slot };
}

static inline char *
fixture_items (InlayComposition *composition,
               InlayContainer    container)
{
  const char * const *items = inlay_composition_get_items (composition, &container);

  return items != NULL ? g_strjoinv (" ", (char **) items) : NULL;
}

/* A region with @n instances, for what has to be quick. */
static inline InlayComposition *
fixture_new_large (guint n)
{
  g_autoptr (GString) text = g_string_new (
    "{\"format\":1,\"id\":\"large\",\"pages\":{\"p\":{\"path\":\"/\",\"regions\":[\"main\"]}},"
    "\"pageOrder\":[\"p\"],\"regions\":{\"main\":{\"items\":[");
  g_autoptr (GError) error = NULL;
  InlayComposition *composition;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"i%u\"", i > 0 ? "," : "", i);
  g_string_append (text, "]}},\"instances\":{");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s\"i%u\":{\"module\":\"@acme/card\",\"config\":{\"title\":\"%u\"},"
                            "\"area\":{\"base\":{\"span\":%u}}}",
                            i > 0 ? "," : "", i, i, i % 4 + 1);
  g_string_append (text, "}}");

  composition = fixture_parse (text->str, &error);
  g_assert_no_error (error);
  return composition;
}
