/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "release/inlay-page.h"

#include <string.h>

#include "release/inlay-release-private.h"

#define PAGE_FORMAT 1

static const char * const page_members[] = { "path", "title", "regions", NULL };
static const char * const region_members[] = { "layout", "items", NULL };
static const char * const instance_members[] = {
  "module", "config", "area", "slots", "isolation", "access", "name", "hidden", NULL
};
static const char * const route_members[] = { "prefix", "module", "config", "page", NULL };
static const char * const wire_members[] = { "from", "to", NULL };

/* What the shell has no use for does not go to every visitor. */
static JsonObject *
pick_members (JsonNode           *node,
              const char * const *names)
{
  JsonObject *picked = json_object_new ();

  for (; *names != NULL; names++)
    {
      JsonNode *member = inlay_json_get_member (node, *names);

      if (member != NULL)
        json_object_set_member (picked, *names, json_node_ref (member));
    }
  return picked;
}

/* An instance says how it is isolated, else its module does, else it gets a shadow root. */
static void
add_isolation (JsonObject *instance,
               JsonNode   *facts)
{
  const char *module = NULL;
  const char *isolation = NULL;

  if (json_object_has_member (instance, "isolation"))
    return;
  if (json_object_has_member (instance, "module"))
    module = json_node_get_string (json_object_get_member (instance, "module"));
  if (module != NULL)
    isolation = inlay_json_get_string (inlay_json_get_member (facts, module), "isolation");
  json_object_set_member (
    instance, "isolation",
    inlay_json_new_string (isolation != NULL
                             ? isolation : inlay_isolation_to_string (INLAY_ISOLATION_SHADOW)));
}

/* Trees share what an edit left alone, so the same node is the same value. */
static gboolean
is_kept (JsonObject *before,
         const char *id,
         JsonNode   *node)
{
  return before != NULL && json_object_has_member (before, id) &&
         json_object_get_member (before, id) == node;
}

/* The things of one kind, by id, without those that @before (nullable) has, too. With @facts they
 * are instances. */
static JsonNode *
pick_changed (JsonNode           *document,
              const char         *kind,
              const char * const *names,
              JsonNode           *facts,
              JsonObject         *before)
{
  JsonObject *object = inlay_json_get_object (document, kind);
  JsonObject *all = json_object_new ();
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (object == NULL)
    return inlay_json_take_object (all);

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      JsonObject *picked;

      if (!JSON_NODE_HOLDS_OBJECT (node) || is_kept (before, id, node))
        continue;
      picked = pick_members (node, names);
      if (facts != NULL)
        add_isolation (picked, facts);
      json_object_set_member (all, id, inlay_json_take_object (picked));
    }
  return inlay_json_take_object (all);
}

static JsonNode *
pick_all (JsonNode           *document,
          const char         *kind,
          const char * const *names)
{
  return pick_changed (document, kind, names, NULL, NULL);
}

/* The instances of @before that @document does not have. */
static JsonNode *
pick_gone (JsonNode   *document,
           JsonObject *before)
{
  JsonObject *instances = inlay_json_get_object (document, "instances");
  JsonArray *gone = json_array_new ();
  JsonObjectIter iter;
  const char *id;

  json_object_iter_init_ordered (&iter, before);
  while (json_object_iter_next_ordered (&iter, &id, NULL))
    {
      if (instances == NULL || !json_object_has_member (instances, id))
        json_array_add_string_element (gone, id);
    }
  return inlay_json_take_array (gone);
}

static JsonNode *
page_order (JsonNode *document)
{
  JsonNode *order = inlay_json_get_member (document, "pageOrder");
  JsonObject *pages = inlay_json_get_object (document, "pages");
  JsonArray *ids;

  if (order != NULL && JSON_NODE_HOLDS_ARRAY (order))
    return json_node_ref (order);

  ids = json_array_new ();
  if (pages != NULL)
    {
      JsonObjectIter iter;
      const char *id;

      json_object_iter_init_ordered (&iter, pages);
      while (json_object_iter_next_ordered (&iter, &id, NULL))
        json_array_add_string_element (ids, id);
    }
  return inlay_json_take_array (ids);
}

static JsonNode *
page_state (JsonNode *document)
{
  JsonNode *initial = inlay_json_get_member (inlay_json_get_member (document, "state"), "initial");

  return inlay_json_new_object (
    "initial", initial != NULL ? json_node_ref (initial) : inlay_json_new_object (NULL, NULL),
    NULL);
}

static JsonNode *
page_context (JsonNode *document)
{
  JsonNode *context = inlay_json_get_member (document, "context");
  const char *theme = inlay_json_get_string (context, "theme");
  const char *locale = inlay_json_get_string (context, "locale");

  return inlay_json_new_object (
    "theme", inlay_json_new_string (theme != NULL ? theme : "system"),
    "locale", inlay_json_new_string (locale != NULL ? locale : "en"),
    NULL);
}

static JsonNode *
build (JsonNode   *document,
       JsonNode   *facts,
       const char *revision,
       JsonObject *before)
{
  const char *id = inlay_json_get_string (document, "id");
  const char *name = inlay_json_get_string (document, "name");

  return inlay_json_new_object (
    "format", inlay_json_new_int (PAGE_FORMAT),
    "id", inlay_json_new_string (id != NULL ? id : ""),
    "name", name != NULL ? inlay_json_new_string (name) : NULL,
    "revision", revision != NULL ? inlay_json_new_string (revision) : NULL,
    "pages", pick_all (document, "pages", page_members),
    "pageOrder", page_order (document),
    "regions", pick_all (document, "regions", region_members),
    "instances", pick_changed (document, "instances", instance_members, facts, before),
    "gone", before != NULL ? pick_gone (document, before) : NULL,
    "modules", json_node_ref (facts),
    "routes", pick_all (document, "routes", route_members),
    "state", page_state (document),
    "context", page_context (document),
    "wires", pick_all (document, "wires", wire_members),
    NULL);
}

/* The data of a page (data/shell/types.d.ts: PageData). */
JsonNode *
inlay_page_data_build (JsonNode   *document,
                       JsonNode   *facts,
                       const char *revision)
{
  return build (document, facts, revision, NULL);
}

/**
 * inlay_page_data:
 * @composition: the root of a composition
 * @modules: (nullable) (element-type InlayModule): the modules that are known
 * @before: (nullable): the root of a composition whose data the shell has, made with the same modules
 *
 * Makes what the shell works from, for a composition that is still edited: there is no revision.
 * What is not formed as it should be is left out, never an error.
 *
 * With @before only those instances are in it that an edit has changed since, and the member `gone`
 * lists the ids of those that are no more.
 *
 * Returns: (transfer full): the page's data
 */
JsonNode *
inlay_page_data (JsonNode  *composition,
                 GPtrArray *modules,
                 JsonNode  *before)
{
  g_autoptr(JsonNode) facts = NULL;

  g_return_val_if_fail (composition != NULL, NULL);

  facts = inlay_release_facts (composition, modules);
  return build (composition, facts, NULL,
                before != NULL ? inlay_json_get_object (before, "instances") : NULL);
}

/**
 * inlay_page_data_release:
 * @release: a release
 *
 * Returns: (transfer full): the data that stands in the release's page
 */
JsonNode *
inlay_page_data_release (InlayRelease *release)
{
  g_return_val_if_fail (release != NULL, NULL);

  return inlay_page_data_build (inlay_release_get_document (release),
                                inlay_release_get_modules (release),
                                inlay_release_get_digest (release));
}

/**
 * inlay_page_read_data:
 * @page: a page that inlay_page_write() made, perhaps elsewhere
 *
 * Returns: (transfer full): what inlay_page_data_release() gave for it, or %NULL with
 *   %INLAY_ERROR_INVALID when @page is no such page
 */
JsonNode *
inlay_page_read_data (GBytes  *page,
                      GError **error)
{
  static const char mark[] = "id=\"inlay-page\">";
  gsize size;
  const char *text = g_bytes_get_data (page, &size);
  const char *start = text != NULL ? memmem (text, size, mark, strlen (mark)) : NULL;
  const char *end = NULL;
  g_autoptr(JsonNode) data = NULL;

  if (start != NULL)
    {
      start += strlen (mark);
      end = memmem (start, size - (gsize) (start - text), "</script>", strlen ("</script>"));
    }
  if (end == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "this is no page of Inlay");
      return NULL;
    }

  data = inlay_json_read_text (start, end - start, error);
  if (data != NULL && !JSON_NODE_HOLDS_OBJECT (data))
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_INVALID, "the data of the page is no object");
      return NULL;
    }
  return g_steal_pointer (&data);
}
