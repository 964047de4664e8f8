/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-changes.h"

#include <glib/gi18n.h>

#define MAX_VALUE 60
#define MAX_LEVELS 4

typedef struct
{
  JsonNode *before;
  JsonNode *after;
  GHashTable *modules;
  GPtrArray *changes;
} Run;

/* The list an instance stands in. */
typedef struct
{
  const char *collection;   /* "regions" or "instances" */
  const char *id;
  const char *slot;         /* nullable */
} Home;

void
inlay_publish_change_free (InlayPublishChange *self)
{
  g_free (self->instance);
  g_free (self->title);
  g_free (self->detail);
  g_free (self);
}

static void
add (Run                    *run,
     InlayPublishChangeKind  kind,
     const char             *instance,
     const char             *title,
     const char             *detail)
{
  InlayPublishChange *change = g_new0 (InlayPublishChange, 1);

  change->kind = kind;
  change->instance = g_strdup (instance);
  change->title = g_strdup (title);
  change->detail = g_strdup (detail);
  g_ptr_array_add (run->changes, change);
}

static JsonNode *
get_entry (JsonNode   *data,
           const char *collection,
           const char *id)
{
  JsonNode *entries = inlay_json_get_member (data, collection);

  return entries ? inlay_json_get_member (entries, id) : NULL;
}

static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\r\n\t", ' ');
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= MAX_VALUE)
    return g_steal_pointer (&line);

  start = g_utf8_substring (line, 0, MAX_VALUE);
  return g_strconcat (start, "…", NULL);
}

static char *
describe_value (JsonNode *value)
{
  g_autofree char *text = NULL;
  g_autofree char *brief = NULL;

  if (value == NULL)
    /* Translators: in place of a value that is not set */
    return g_strdup (_("not set"));
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (value) ? C_("setting", "on") : C_("setting", "off"));
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    {
      brief = shorten (json_node_get_string (value));
      /* Translators: quotation marks around a text of a user */
      return g_strdup_printf (_("“%s”"), brief);
    }
  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      guint n = json_array_get_length (json_node_get_array (value));

      return g_strdup_printf (ngettext ("%u entry", "%u entries", n), n);
    }

  text = inlay_json_write (value, INLAY_JSON_DEFAULT);
  return shorten (text);
}

static const char *
get_module_name (Run        *run,
                 const char *id)
{
  InlayModule *module = id && run->modules ? g_hash_table_lookup (run->modules, id) : NULL;

  return module ? inlay_module_get_name (module) : id;
}

static char *
dup_title (Run        *run,
           JsonNode   *instance,
           const char *id)
{
  const char *name = inlay_json_get_string (instance, "name");
  const char *module = get_module_name (run, inlay_json_get_string (instance, "module"));

  return g_strdup (name ? name : module ? module : id);
}

/* What the form calls a setting. */
static const char *
get_label (JsonNode   *schema,
           const char *key)
{
  g_autofree char *path = inlay_json_path ("properties", key, "title", NULL);
  JsonNode *title = schema ? inlay_json_get (schema, path) : NULL;

  if (title != NULL && JSON_NODE_HOLDS_VALUE (title) &&
      json_node_get_value_type (title) == G_TYPE_STRING)
    return json_node_get_string (title);

  return key;
}

static JsonNode *
get_schema (JsonNode   *schema,
            const char *key)
{
  g_autofree char *path = inlay_json_path ("properties", key, NULL);

  return schema ? inlay_json_get (schema, path) : NULL;
}

static gboolean
same (JsonNode *a,
      JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return inlay_json_equal (a, b);
}

static gboolean
is_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node);
}

typedef struct
{
  Run *run;
  const char *instance;
  const char *title;
} Subject;

static void
add_value (Subject    *subject,
           const char *label,
           JsonNode   *before,
           JsonNode   *after)
{
  g_autofree char *old = describe_value (before);
  g_autofree char *new = describe_value (after);
  g_autofree char *detail = NULL;

  if (g_str_equal (old, new))
    /* Translators: %s is the name of a setting */
    detail = g_strdup_printf (_("%s: changed inside"), label);
  else
    /* Translators: a setting, its value now and its value then */
    detail = g_strdup_printf (_("%s: %s → %s"), label, old, new);
  add (subject->run, INLAY_PUBLISH_CHANGED, subject->instance, subject->title, detail);
}

/* Goes into objects, as a form does, but not for ever. */
static void
compare_settings (Subject    *subject,
                  const char *prefix,
                  JsonNode   *schema,
                  JsonNode   *before,
                  JsonNode   *after,
                  guint       level)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonNode *sides[] = { after, before };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      JsonObjectIter iter;
      const char *key;

      if (!is_object (sides[i]))
        continue;
      json_object_iter_init_ordered (&iter, json_node_get_object (sides[i]));
      while (json_object_iter_next_ordered (&iter, &key, NULL))
        {
          JsonNode *old = is_object (before) ? inlay_json_get_member (before, key) : NULL;
          JsonNode *new = is_object (after) ? inlay_json_get_member (after, key) : NULL;
          const char *own = get_label (schema, key);
          g_autofree char *label = prefix ? g_strconcat (prefix, " › ", own, NULL) : g_strdup (own);

          if (!g_hash_table_add (seen, (char *) key) || same (old, new))
            continue;
          if (is_object (old) && is_object (new) && level < MAX_LEVELS)
            compare_settings (subject, label, get_schema (schema, key), old, new, level + 1);
          else
            add_value (subject, label, old, new);
        }
    }
}

static gboolean
lists_id (JsonArray  *array,
          const char *id)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      if (g_strcmp0 (json_array_get_string_element (array, i), id) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
find_in_slots (JsonNode    *instance,
               const char  *id,
               const char **slot)
{
  JsonObject *slots = inlay_json_get_object (instance, "slots");
  JsonObjectIter iter;
  JsonNode *items;

  if (slots == NULL)
    return FALSE;

  json_object_iter_init (&iter, slots);
  while (json_object_iter_next (&iter, slot, &items))
    {
      if (JSON_NODE_HOLDS_ARRAY (items) && lists_id (json_node_get_array (items), id))
        return TRUE;
    }

  return FALSE;
}

static Home
find_home (JsonNode   *data,
           const char *id)
{
  JsonObject *regions = inlay_json_get_object (data, "regions");
  JsonObject *instances = inlay_json_get_object (data, "instances");
  JsonObjectIter iter;
  Home home = { NULL };
  JsonNode *node;

  if (regions != NULL)
    {
      json_object_iter_init (&iter, regions);
      while (json_object_iter_next (&iter, &home.id, &node))
        {
          if (lists_id (inlay_json_get_array (node, "items"), id))
            return (Home) { "regions", home.id, NULL };
        }
    }
  if (instances != NULL)
    {
      json_object_iter_init (&iter, instances);
      while (json_object_iter_next (&iter, &home.id, &node))
        {
          if (find_in_slots (node, id, &home.slot))
            return (Home) { "instances", home.id, home.slot };
        }
    }

  return (Home) { NULL };
}

static char *
describe_home (Run      *run,
               JsonNode *data,
               Home     *home)
{
  JsonNode *parent = home->id ? get_entry (data, home->collection, home->id) : NULL;
  g_autofree char *title = NULL;

  if (parent == NULL)
    return g_strdup (_("nowhere"));
  if (home->slot == NULL)
    return g_strdup (home->id);

  title = dup_title (run, parent, home->id);
  /* Translators: an instance and one of its slots */
  return g_strdup_printf (_("%s, %s"), title, home->slot);
}

static void
compare_home (Subject *subject)
{
  Run *run = subject->run;
  Home before = find_home (run->before, subject->instance);
  Home after = find_home (run->after, subject->instance);
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autofree char *detail = NULL;

  if (g_strcmp0 (before.collection, after.collection) == 0 && g_strcmp0 (before.id, after.id) == 0 &&
      g_strcmp0 (before.slot, after.slot) == 0)
    return;

  old = describe_home (run, run->before, &before);
  new = describe_home (run, run->after, &after);
  /* Translators: where an instance was and where it is now */
  detail = g_strdup_printf (_("Moved: %s → %s"), old, new);
  add (run, INLAY_PUBLISH_CHANGED, subject->instance, subject->title, detail);
}

/* What both have, in the order of @items. */
static GPtrArray *
list_common (JsonArray *items,
             JsonArray *others)
{
  GPtrArray *common = g_ptr_array_new ();

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      const char *id = json_array_get_string_element (items, i);

      if (id != NULL && lists_id (others, id))
        g_ptr_array_add (common, (char *) id);
    }

  return common;
}

/* What came, went or moved away is told where it is told of itself. */
static gboolean
is_reordered (JsonArray *before,
              JsonArray *after)
{
  g_autoptr(GPtrArray) old = list_common (before, after);
  g_autoptr(GPtrArray) new = list_common (after, before);

  for (guint i = 0; i < MIN (old->len, new->len); i++)
    {
      if (!g_str_equal (g_ptr_array_index (old, i), g_ptr_array_index (new, i)))
        return TRUE;
    }

  return FALSE;
}

static void
compare_slots (Subject  *subject,
               JsonNode *before,
               JsonNode *after)
{
  JsonNode *old = inlay_json_get_member (before, "slots");
  JsonObject *slots = inlay_json_get_object (after, "slots");
  JsonObjectIter iter;
  const char *slot;
  JsonNode *items;

  if (slots == NULL || !is_object (old))
    return;

  json_object_iter_init_ordered (&iter, slots);
  while (json_object_iter_next_ordered (&iter, &slot, &items))
    {
      g_autofree char *detail = NULL;

      if (!JSON_NODE_HOLDS_ARRAY (items) ||
          !is_reordered (inlay_json_get_array (old, slot), json_node_get_array (items)))
        continue;
      /* Translators: %s is the name of a slot */
      detail = g_strdup_printf (_("Order in “%s”"), slot);
      add (subject->run, INLAY_PUBLISH_CHANGED, subject->instance, subject->title, detail);
    }
}

static void
compare_instance (Run        *run,
                  const char *id,
                  JsonNode   *before,
                  JsonNode   *after)
{
  static const struct { const char *member, *label; } members[] = {
    { "module", N_("Module") }, { "name", N_("Name") }, { "hidden", N_("Hidden") },
    { "isolation", N_("Isolation") }, { "critical", N_("Critical") }, { "access", N_("Access") },
  };
  const char *module_id = inlay_json_get_string (after, "module");
  InlayModule *module = module_id && run->modules ? g_hash_table_lookup (run->modules, module_id) : NULL;
  g_autofree char *title = dup_title (run, after, id);
  Subject subject = { run, id, title };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *old = inlay_json_get_member (before, members[i].member);
      JsonNode *new = inlay_json_get_member (after, members[i].member);

      if (!same (old, new))
        add_value (&subject, _(members[i].label), old, new);
    }
  compare_settings (&subject, NULL, module ? inlay_module_get_config_schema (module) : NULL,
                    inlay_json_get_member (before, "config"),
                    inlay_json_get_member (after, "config"), 0);
  compare_slots (&subject, before, after);
  compare_home (&subject);
  if (!same (inlay_json_get_member (before, "area"), inlay_json_get_member (after, "area")))
    add (run, INLAY_PUBLISH_CHANGED, id, title, _("Place or size in the grid"));
}

static char *
describe_module (Run        *run,
                 JsonNode   *data,
                 JsonNode   *instance)
{
  const char *id = inlay_json_get_string (instance, "module");
  JsonNode *facts = id ? get_entry (data, "modules", id) : NULL;
  const char *version = facts ? inlay_json_get_string (facts, "version") : NULL;

  if (id == NULL)
    return NULL;

  return version ? g_strdup_printf ("%s %s", get_module_name (run, id), version)
                 : g_strdup (get_module_name (run, id));
}

static void
compare_instances (Run *run)
{
  JsonObject *old = inlay_json_get_object (run->before, "instances");
  JsonObject *new = inlay_json_get_object (run->after, "instances");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (new != NULL)
    {
      json_object_iter_init_ordered (&iter, new);
      while (json_object_iter_next_ordered (&iter, &id, &node))
        {
          JsonNode *before = old && json_object_has_member (old, id) ? json_object_get_member (old, id)
                                                                     : NULL;
          g_autofree char *title = dup_title (run, node, id);
          g_autofree char *detail = describe_module (run, run->after, node);

          if (before == NULL)
            add (run, INLAY_PUBLISH_ADDED, id, title, detail);
          else
            compare_instance (run, id, before, node);
        }
    }
  if (old == NULL)
    return;

  json_object_iter_init_ordered (&iter, old);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      g_autofree char *title = dup_title (run, node, id);
      g_autofree char *detail = describe_module (run, run->before, node);

      if (new == NULL || !json_object_has_member (new, id))
        add (run, INLAY_PUBLISH_REMOVED, NULL, title, detail);
    }
}

static void
compare_entry (Subject  *subject,
               JsonNode *before,
               JsonNode *after)
{
  g_autoptr(JsonNode) old = NULL;
  g_autoptr(JsonNode) new = NULL;

  if (inlay_json_get_array (before, "items") == NULL || inlay_json_get_array (after, "items") == NULL)
    {
      compare_settings (subject, NULL, NULL, before, after, 0);
      return;
    }

  old = inlay_json_remove (before, "/items", NULL);
  new = inlay_json_remove (after, "/items", NULL);
  compare_settings (subject, NULL, NULL, old, new, 0);
  if (is_reordered (inlay_json_get_array (before, "items"), inlay_json_get_array (after, "items")))
    add (subject->run, INLAY_PUBLISH_CHANGED, NULL, subject->title, _("Order"));
}

/* What is told by its id or title alone. */
static void
compare_collection (Run        *run,
                    const char *collection,
                    const char *kind,
                    const char *label_member)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonNode *sides[] = { run->after, run->before };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      JsonObject *entries = inlay_json_get_object (sides[i], collection);
      JsonObjectIter iter;
      const char *id;
      JsonNode *node;

      if (entries == NULL)
        continue;
      json_object_iter_init_ordered (&iter, entries);
      while (json_object_iter_next_ordered (&iter, &id, &node))
        {
          JsonNode *old = get_entry (run->before, collection, id);
          JsonNode *new = get_entry (run->after, collection, id);
          const char *label = label_member ? inlay_json_get_string (node, label_member) : NULL;
          g_autofree char *title = g_strdup_printf ("%s “%s”", kind, label ? label : id);
          Subject subject = { run, NULL, title };

          if (!g_hash_table_add (seen, (char *) id) || same (old, new))
            continue;
          if (old == NULL || new == NULL)
            add (run, new ? INLAY_PUBLISH_ADDED : INLAY_PUBLISH_REMOVED, NULL, title, NULL);
          else
            compare_entry (&subject, old, new);
        }
    }
}

static void
compare_modules (Run *run)
{
  JsonObject *modules = inlay_json_get_object (run->after, "modules");
  JsonObjectIter iter;
  const char *id;
  JsonNode *node;

  if (modules == NULL)
    return;

  json_object_iter_init_ordered (&iter, modules);
  while (json_object_iter_next_ordered (&iter, &id, &node))
    {
      JsonNode *before = get_entry (run->before, "modules", id);
      Subject subject = { run, NULL, get_module_name (run, id) };
      JsonNode *old = before ? inlay_json_get_member (before, "version") : NULL;
      JsonNode *new = inlay_json_get_member (node, "version");

      if (before != NULL && !same (old, new))
        add_value (&subject, _("Module version"), old, new);
    }
}

static void
compare_whole (Run *run)
{
  static const struct { const char *member, *label; } members[] = {
    { "name", N_("Name") }, { "pageOrder", N_("Order of pages") },
    { "state", N_("Initial state") }, { "context", N_("Theme and language") },
  };
  const char *name = inlay_json_get_string (run->after, "name");
  Subject subject = { run, NULL, name ? name : inlay_json_get_string (run->after, "id") };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonNode *old = inlay_json_get_member (run->before, members[i].member);
      JsonNode *new = inlay_json_get_member (run->after, members[i].member);

      if (same (old, new))
        continue;
      if (is_object (old) && is_object (new))
        compare_settings (&subject, _(members[i].label), NULL, old, new, 0);
      else
        add_value (&subject, _(members[i].label), old, new);
    }
}

static int
compare_kinds (gconstpointer a,
               gconstpointer b)
{
  const InlayPublishChange *one = *(InlayPublishChange * const *) a;
  const InlayPublishChange *other = *(InlayPublishChange * const *) b;

  return (int) one->kind - (int) other->kind;
}

GPtrArray *
inlay_publish_changes_list (JsonNode   *before,
                            JsonNode   *after,
                            GHashTable *modules)
{
  Run run = { before, after, modules, NULL };

  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  run.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_publish_change_free);
  compare_whole (&run);
  compare_collection (&run, "pages", _("Page"), "title");
  compare_instances (&run);
  compare_modules (&run);
  compare_collection (&run, "routes", _("Route"), "prefix");
  compare_collection (&run, "wires", _("Wire"), NULL);
  compare_collection (&run, "regions", _("Region"), NULL);
  /* Stable: a merge sort in GLib. */
  g_ptr_array_sort (run.changes, compare_kinds);

  return run.changes;
}
