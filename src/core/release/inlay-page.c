/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-page.h"

#include <string.h>

#include "release/inlay-release-private.h"

/* In JSON these stand only inside strings, where an escape means the same. */
char *
inlay_page_script_safe (const char *json)
{
  GString *safe = g_string_sized_new (strlen (json) + 64);

  for (const char *at = json; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029)
        g_string_append_printf (safe, "\\u%04x", c);
      else
        g_string_append_len (safe, at, g_utf8_next_char (at) - at);
    }
  return g_string_free (safe, FALSE);
}

/* Appends what is fixed with every %s escaped. */
static void
append_html (GString    *html,
             const char *format,
             ...) G_GNUC_PRINTF (2, 3);

static void
append_html (GString    *html,
             const char *format,
             ...)
{
  g_autofree char *escaped = NULL;
  va_list args;

  va_start (args, format);
  escaped = g_markup_vprintf_escaped (format, args);
  va_end (args);
  g_string_append (html, escaped);
}

static void
append_head (GString      *html,
             InlayRelease *release)
{
  JsonNode *context = inlay_json_get_member (inlay_release_get_document (release), "context");
  const char *locale = inlay_json_get_string (context, "locale");
  const char *theme = inlay_json_get_string (context, "theme");

  append_html (html, "<!doctype html>\n<html lang=\"%s\"", locale != NULL ? locale : "en");
  if (g_strcmp0 (theme, "light") == 0 || g_strcmp0 (theme, "dark") == 0)
    append_html (html, " data-theme=\"%s\"", theme);
  append_html (html,
               ">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<title>%s</title>\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
               "<meta name=\"inlay-revision\" content=\"%s\">\n",
               inlay_release_get_name (release), inlay_release_get_csp (release),
               inlay_release_get_digest (release));
}

static void
append_preload (GString      *html,
                InlayRelease *release,
                const char   *address)
{
  JsonNode *integrity = inlay_json_get_member (inlay_release_get_import_map (release), "integrity");
  const char *hash = inlay_json_get_string (integrity, address);

  if (hash != NULL)
    append_html (html, "<link rel=\"modulepreload\" href=\"%s\" integrity=\"%s\">\n", address,
                 hash);
  else
    append_html (html, "<link rel=\"modulepreload\" href=\"%s\">\n", address);
}

static void
queue_ids (GQueue   *queue,
           JsonNode *ids)
{
  JsonArray *array;

  if (ids == NULL || !JSON_NODE_HOLDS_ARRAY (ids))
    return;

  array = json_node_get_array (ids);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *id = json_array_get_element (array, i);

      if (json_node_get_value_type (id) == G_TYPE_STRING)
        g_queue_push_tail (queue, (gpointer) json_node_get_string (id));
    }
}

static void
queue_slots (GQueue   *queue,
             JsonNode *instance)
{
  JsonObject *slots = inlay_json_get_object (instance, "slots");
  g_autoptr(GList) names = slots != NULL ? json_object_get_members (slots) : NULL;

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    queue_ids (queue, json_object_get_member (slots, name->data));
}

/* The instances of the first page, outermost first. */
static void
queue_first_page (GQueue   *queue,
                  JsonNode *data)
{
  JsonArray *order = inlay_json_get_array (data, "pageOrder");
  JsonNode *regions = inlay_json_get_member (data, "regions");
  g_autoptr(GQueue) ids = g_queue_new ();
  JsonNode *first, *page = NULL;
  const char *id;

  first = order != NULL && json_array_get_length (order) > 0 ? json_array_get_element (order, 0)
                                                             : NULL;
  if (first != NULL && json_node_get_value_type (first) == G_TYPE_STRING)
    page = inlay_json_get_member (inlay_json_get_member (data, "pages"),
                                  json_node_get_string (first));
  queue_ids (ids, inlay_json_get_member (page, "regions"));
  while ((id = g_queue_pop_head (ids)) != NULL)
    queue_ids (queue, inlay_json_get_member (inlay_json_get_member (regions, id), "items"));
}

/* The shell and what the first page is made of: its modules load while the shell still does. */
static void
append_preloads (GString      *html,
                 InlayRelease *release,
                 JsonNode     *data)
{
  JsonNode *instances = inlay_json_get_member (data, "instances");
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) loaded = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GQueue) queue = g_queue_new ();
  const char *id;

  append_preload (html, release, "/shell/shell.js");
  queue_first_page (queue, data);
  while ((id = g_queue_pop_head (queue)) != NULL)
    {
      JsonNode *instance = inlay_json_get_member (instances, id);
      const char *module = inlay_json_get_string (instance, "module");
      const char *address;

      if (module == NULL || !g_hash_table_add (seen, (gpointer) id))
        continue;
      address = inlay_release_get_address (release, module);
      if (address != NULL && g_hash_table_add (loaded, (gpointer) address))
        append_preload (html, release, address);
      queue_slots (queue, instance);
    }
}

/**
 * inlay_page_write:
 * @release: a release
 *
 * Writes the page of @release. Equal releases give equal bytes. The import map comes before every
 * script; the policy allows it by its hash and nothing else inline.
 *
 * Returns: (transfer full): the page as HTML in UTF-8
 */
GBytes *
inlay_page_write (InlayRelease *release)
{
  g_autoptr(JsonNode) data = NULL;
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;
  GString *html;

  g_return_val_if_fail (release != NULL, NULL);

  data = inlay_page_data_release (release);
  text = inlay_json_write_canonical (data);
  safe = inlay_page_script_safe (text);

  html = g_string_sized_new (strlen (safe) + 4096);
  append_head (html, release);
  g_string_append (html, "<script type=\"importmap\">");
  g_string_append (html, inlay_release_get_map_text (release));
  g_string_append (html, "</script>\n");
  append_preloads (html, release, data);
  g_string_append (html, "<link rel=\"stylesheet\" href=\"/shell/shell.css\">\n"
                         "<script type=\"application/json\" id=\"inlay-page\">");
  g_string_append (html, safe);
  g_string_append (html, "</script>\n"
                         "<script type=\"module\" src=\"/shell/shell.js\"></script>\n"
                         "</head>\n<body>\n<div id=\"inlay-root\"></div>\n</body>\n</html>\n");
  return g_string_free_to_bytes (html);
}
