/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "composition/inlay-composition-private.h"

#include <math.h>
#include <string.h>

#define MAX_CELLS 100
#define MAX_ROWS 1000
#define MAX_PIXELS 10000
#define MAX_ID_LENGTH 64

typedef enum
{
  SHAPE_STRING,
  SHAPE_TEXT,        /* a string that is not empty */
  SHAPE_ID,
  SHAPE_PATH,        /* a string that starts with a slash */
  SHAPE_BOOLEAN,
  SHAPE_COUNT,       /* an integer from 1 to MAX_CELLS */
  SHAPE_ROW,         /* an integer from 1 to MAX_ROWS */
  SHAPE_PIXELS,      /* a number from 0 to MAX_PIXELS */
  SHAPE_STRINGS,
  SHAPE_IDS,
  SHAPE_OBJECT,      /* with known members; others are kept */
  SHAPE_MAP,         /* of things by name */
  SHAPE_MAP_BY_ID,
  SHAPE_MAP_BY_BREAKPOINT,
} ShapeKind;

typedef struct _Shape Shape;

typedef struct
{
  const char  *name;
  const Shape *shape;
  gboolean     required;
} Member;

struct _Shape
{
  ShapeKind     kind;
  const Member *members;     /* of an object, ends with a NULL name */
  const Shape  *each;        /* in a map */
  guint         max_members; /* of a map, 0: INLAY_COMPOSITION_MAX_INSTANCES */
};

/* The way from the root to what is looked at, last step first. */
typedef struct _Step Step;

struct _Step
{
  const Step *parent;
  const char *token;
};

static const Shape string = { SHAPE_STRING };
static const Shape text = { SHAPE_TEXT };
static const Shape id = { SHAPE_ID };
static const Shape path = { SHAPE_PATH };
static const Shape boolean = { SHAPE_BOOLEAN };
static const Shape count = { SHAPE_COUNT };
static const Shape row = { SHAPE_ROW };
static const Shape pixels = { SHAPE_PIXELS };
static const Shape strings = { SHAPE_STRINGS };
static const Shape ids = { SHAPE_IDS };
static const Shape object = { SHAPE_OBJECT };
static const Shape objects = { SHAPE_MAP_BY_ID, .each = &object };
static const Shape names = { SHAPE_MAP, .each = &text };

static const Member cdn_members[] = { { "base", &text }, { "target", &text }, { NULL } };
static const Shape cdn = { SHAPE_OBJECT, cdn_members };

static const Member share_members[] = {
  { "version", &text }, { "singleton", &boolean }, { "strictVersion", &boolean }, { NULL }
};
static const Shape share = { SHAPE_OBJECT, share_members };
static const Shape shared = { SHAPE_MAP, .each = &share };

static const Member page_members[] = {
  { "path", &path, TRUE }, { "title", &string }, { "regions", &ids }, { NULL }
};
static const Shape page = { SHAPE_OBJECT, page_members };
static const Shape pages = {
  SHAPE_MAP_BY_ID, .each = &page, .max_members = INLAY_COMPOSITION_MAX_PAGES
};

static const Member grid_members[] = {
  { "columns", &count }, { "gap", &pixels }, { "rowHeight", &pixels }, { NULL }
};
static const Shape grid = { SHAPE_OBJECT, grid_members };
static const Shape layout = { SHAPE_MAP_BY_BREAKPOINT, .each = &grid };

static const Member region_members[] = {
  { "name", &string }, { "layout", &layout }, { "items", &ids }, { NULL }
};
static const Shape region = { SHAPE_OBJECT, region_members };
static const Shape regions = { SHAPE_MAP_BY_ID, .each = &region };

static const Member cell_members[] = {
  { "column", &count }, { "span", &count }, { "row", &row }, { "rowSpan", &count }, { NULL }
};
static const Shape cell = { SHAPE_OBJECT, cell_members };
static const Shape area = { SHAPE_MAP_BY_BREAKPOINT, .each = &cell };
static const Shape slots = { SHAPE_MAP, .each = &ids };

static const Member instance_members[] = {
  { "module", &text, TRUE }, { "name", &string }, { "config", &object }, { "area", &area },
  { "slots", &slots }, { "isolation", &text }, { "access", &strings }, { "locked", &boolean },
  { "hidden", &boolean }, { "critical", &boolean }, { NULL }
};
static const Shape instance = { SHAPE_OBJECT, instance_members };
static const Shape instances = { SHAPE_MAP_BY_ID, .each = &instance };

static const Member route_members[] = {
  { "prefix", &path, TRUE }, { "module", &text, TRUE }, { "config", &object }, { "page", &id },
  { NULL }
};
static const Shape route = { SHAPE_OBJECT, route_members };
static const Shape routes = { SHAPE_MAP_BY_ID, .each = &route };

static const Member from_members[] = {
  { "instance", &id, TRUE }, { "event", &text, TRUE }, { NULL }
};
static const Member to_members[] = {
  { "instance", &id }, { "prop", &text }, { "state", &string }, { NULL }
};
static const Shape from = { SHAPE_OBJECT, from_members };
static const Shape to = { SHAPE_OBJECT, to_members };
static const Member wire_members[] = { { "from", &from, TRUE }, { "to", &to, TRUE }, { NULL } };
static const Shape wire = { SHAPE_OBJECT, wire_members };
static const Shape wires = { SHAPE_MAP_BY_ID, .each = &wire };

static const Member state_members[] = { { "initial", &object }, { NULL } };
static const Shape state = { SHAPE_OBJECT, state_members };

static const Member context_members[] = { { "theme", &text }, { "locale", &text }, { NULL } };
static const Shape context = { SHAPE_OBJECT, context_members };

static const Member lock_members[] = {
  { "versions", &object }, { "importMap", &object }, { "digest", &string }, { NULL }
};
static const Shape lock = { SHAPE_OBJECT, lock_members };

static const Member composition_members[] = {
  { "$schema", &string }, { "id", &id, TRUE }, { "name", &string }, { "cdn", &cdn },
  { "modules", &names }, { "shared", &shared }, { "pages", &pages }, { "pageOrder", &ids },
  { "regions", &regions }, { "instances", &instances }, { "routes", &routes }, { "state", &state },
  { "context", &context }, { "wires", &wires }, { "experiments", &objects },
  { "environments", &objects }, { "lock", &lock }, { NULL }
};
static const Shape composition = { SHAPE_OBJECT, composition_members };

/**
 * inlay_composition_is_id:
 * @id: a string
 *
 * Returns: whether pages, regions, instances and the like may be called so
 */
gboolean
inlay_composition_is_id (const char *candidate)
{
  gsize length = strlen (candidate);

  if (length > MAX_ID_LENGTH || !g_ascii_isalnum (*candidate))
    return FALSE;

  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isalnum (candidate[i]) && strchr ("._-", candidate[i]) == NULL)
      return FALSE;

  return TRUE;
}

static char *
step_to_pointer (const Step *step)
{
  g_autofree char *parent = NULL;

  if (step == NULL)
    return g_strdup ("");

  parent = step_to_pointer (step->parent);
  return inlay_json_path_append (parent, step->token);
}

G_GNUC_PRINTF (4, 5)
static gboolean
refuse (GError     **error,
        InlayError   code,
        const Step  *step,
        const char  *format,
        ...)
{
  g_autofree char *pointer = step_to_pointer (step);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error, INLAY_ERROR, code, "%s %s",
               *pointer != '\0' ? pointer : "the composition", reason);
  return FALSE;
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static gboolean
is_integer (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

static gboolean
is_number (JsonNode *node)
{
  return is_integer (node) ||
         (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

static gboolean
check_string (const Shape  *shape,
              JsonNode     *node,
              const Step   *step,
              GError      **error)
{
  const char *value;

  if (!is_string (node))
    return refuse (error, INLAY_ERROR_INVALID, step, "is not a string");

  value = json_node_get_string (node);
  if (shape->kind == SHAPE_TEXT && *value == '\0')
    return refuse (error, INLAY_ERROR_INVALID, step, "is empty");
  if (shape->kind == SHAPE_PATH && *value != '/')
    return refuse (error, INLAY_ERROR_INVALID, step, "does not start with a slash");
  if (shape->kind == SHAPE_ID && !inlay_composition_is_id (value))
    return refuse (error, INLAY_ERROR_INVALID, step,
                   "is not an id of 1 to %d letters, digits, dots, dashes and underscores that "
                   "starts with a letter or digit", MAX_ID_LENGTH);

  return TRUE;
}

static gboolean
check_scalar (const Shape  *shape,
              JsonNode     *node,
              const Step   *step,
              GError      **error)
{
  int max;

  switch (shape->kind)
    {
    case SHAPE_BOOLEAN:
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return refuse (error, INLAY_ERROR_INVALID, step, "is neither true nor false");
      return TRUE;

    case SHAPE_COUNT:
    case SHAPE_ROW:
      max = shape->kind == SHAPE_ROW ? MAX_ROWS : MAX_CELLS;
      if (!is_integer (node) || json_node_get_int (node) < 1 || json_node_get_int (node) > max)
        return refuse (error, INLAY_ERROR_INVALID, step, "is not an integer from 1 to %d", max);
      return TRUE;

    case SHAPE_PIXELS:
      if (!is_number (node) || !(json_node_get_double (node) >= 0) ||
          json_node_get_double (node) > MAX_PIXELS)
        return refuse (error, INLAY_ERROR_INVALID, step, "is not a number from 0 to %d",
                       MAX_PIXELS);
      return TRUE;

    default:
      return check_string (shape, node, step, error);
    }
}

static gboolean
check_list (const Shape  *shape,
            JsonNode     *node,
            const Step   *step,
            GError      **error)
{
  const Shape *each = shape->kind == SHAPE_IDS ? &id : &string;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, INLAY_ERROR_INVALID, step, "is not an array");

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      char number[16];
      Step below = { step, number };

      g_snprintf (number, sizeof number, "%u", i);
      if (!check_string (each, json_array_get_element (array, i), &below, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_key (const Shape  *shape,
           const char   *key,
           const Step   *step,
           GError      **error)
{
  if (shape->kind == SHAPE_MAP_BY_BREAKPOINT)
    {
      gsize length = strlen (key);

      if (strcmp (key, "base") == 0 ||
          (length > 0 && length <= 5 && *key != '0' && strspn (key, "0123456789") == length))
        return TRUE;
      return refuse (error, INLAY_ERROR_INVALID, step, "is neither “base” nor a width in pixels");
    }

  if (shape->kind == SHAPE_MAP_BY_ID && !inlay_composition_is_id (key))
    return refuse (error, INLAY_ERROR_INVALID, step,
                   "has a name that is no id: 1 to %d letters, digits, dots, dashes and "
                   "underscores, first a letter or digit", MAX_ID_LENGTH);

  if (*key == '\0')
    return refuse (error, INLAY_ERROR_INVALID, step, "has no name");

  return TRUE;
}

static JsonNode *
get_member (JsonNode   *node,
            const char *name)
{
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  return json_object_get_member (json_node_get_object (node), name);
}

static gboolean check (const Shape  *shape,
                       JsonNode     *node,
                       JsonNode     *checked,
                       const Step   *step,
                       GError      **error);

static gboolean
check_map (const Shape  *shape,
           JsonNode     *node,
           JsonNode     *checked,
           const Step   *step,
           GError      **error)
{
  guint max = shape->max_members != 0 ? shape->max_members : INLAY_COMPOSITION_MAX_INSTANCES;
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (json_object_get_size (json_node_get_object (node)) > max)
    return refuse (error, INLAY_ERROR_LIMIT, step, "has more than %u members", max);

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      Step below = { step, key };

      if (!check_key (shape, key, &below, error) ||
          !check (shape->each, value, get_member (checked, key), &below, error))
        return FALSE;
    }

  return TRUE;
}

static const Member *
find_member (const Shape *shape,
             const char  *name)
{
  for (const Member *member = shape->members; member->name != NULL; member++)
    if (strcmp (member->name, name) == 0)
      return member;

  return NULL;
}

/* Goes by what is there: that is less than what could be. */
static gboolean
check_object (const Shape  *shape,
              JsonNode     *node,
              JsonNode     *checked,
              const Step   *step,
              GError      **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (shape->members == NULL)
    return TRUE;

  for (const Member *member = shape->members; member->name != NULL; member++)
    {
      Step below = { step, member->name };

      if (member->required && get_member (node, member->name) == NULL)
        return refuse (error, INLAY_ERROR_INVALID, &below, "is missing");
    }

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    {
      const Member *member = find_member (shape, name);
      Step below = { step, name };

      if (member != NULL &&
          !check (member->shape, value, get_member (checked, name), &below, error))
        return FALSE;
    }

  return TRUE;
}

/* Recursion goes as deep as the shapes above, never as deep as the input. */
static gboolean
check (const Shape  *shape,
       JsonNode     *node,
       JsonNode     *checked,
       const Step   *step,
       GError      **error)
{
  if (node == checked)
    return TRUE;

  if (shape->kind == SHAPE_STRINGS || shape->kind == SHAPE_IDS)
    return check_list (shape, node, step, error);
  if (shape->kind < SHAPE_STRINGS)
    return check_scalar (shape, node, step, error);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, INLAY_ERROR_INVALID, step, "is not an object");
  if (shape->each != NULL)
    return check_map (shape, node, checked, step, error);

  return check_object (shape, node, checked, step, error);
}

static gboolean
check_format (JsonNode  *root,
              GError   **error)
{
  JsonNode *format = get_member (root, "format");
  Step step = { NULL, "format" };

  if (!JSON_NODE_HOLDS_OBJECT (root))
    return refuse (error, INLAY_ERROR_INVALID, NULL, "is not an object");
  if (format == NULL)
    return TRUE;
  if (!is_integer (format) || json_node_get_int (format) < 1)
    return refuse (error, INLAY_ERROR_INVALID, &step, "is not an integer from 1 on");

  if (json_node_get_int (format) > INLAY_COMPOSITION_FORMAT)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID,
                   "the composition was made by a newer Inlay (format %" G_GINT64_FORMAT
                   ", this one knows %d)", json_node_get_int (format), INLAY_COMPOSITION_FORMAT);
      return FALSE;
    }

  return TRUE;
}

/**
 * inlay_composition_check:
 * @root: a tree
 * @checked: (nullable): an older tree that passed; what @root shares with it is not looked at again
 * @error: return location of an error naming the place
 *
 * Checks the shape and the types of every known member, not what ids refer to.
 *
 * Returns: whether @root has the shape of a composition
 */
gboolean
inlay_composition_check (JsonNode  *root,
                         JsonNode  *checked,
                         GError   **error)
{
  return check_format (root, error) && check (&composition, root, checked, NULL, error);
}
