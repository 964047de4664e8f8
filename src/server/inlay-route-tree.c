/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-route.h"

#include <inlay-core.h>
#include <string.h>

#define MAX_SEGMENTS 16

/* A segment of the table's paths, by what may follow. */
typedef struct _Node Node;

struct _Node
{
  GHashTable *literal;   /* segment -> Node */
  GPtrArray *named;      /* of Named */
  GPtrArray *routes;     /* of InlayRoute, which end here */
};

typedef struct
{
  char *name;
  gboolean is_module;
  gboolean is_rest;
  Node *node;
} Named;

/* A path taken apart where it stands. */
typedef struct
{
  char *segments[MAX_SEGMENTS];
  guint count;
} Path;

/* What a name in braces stands for, as long as the walk may still turn back. */
typedef struct
{
  guint from;
  guint count;
} Span;

typedef struct
{
  const Path *path;
  const char *method;
  InlayRouteMatch *match;
  Span spans[INLAY_MAX_ARGUMENTS];
} Walk;

/* The names in which refusals tell them. */
static const char * const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };

/* The byte at @at, decoded; @at moves behind it. 0: there is none that may stand in a path. */
static guchar
next_byte (const char **at)
{
  guchar byte = (guchar) **at;
  int high, low;

  if (byte == '%')
    {
      high = g_ascii_xdigit_value ((*at)[1]);
      low = high >= 0 ? g_ascii_xdigit_value ((*at)[2]) : -1;
      byte = low >= 0 ? (guchar) (high << 4 | low) : 0;
      *at += low >= 0 ? 2 : 0;
    }
  *at += 1;
  return byte < 0x20 || byte == 0x7f ? 0 : byte;
}

/* Decoded here and nowhere else, into @text; dots that would climb are refused, not resolved. */
static gboolean
path_split (Path       *path,
            const char *raw,
            char       *text)
{
  guchar all = 0;

  if (*raw != '/')
    return FALSE;
  for (path->count = 0; path->count < MAX_SEGMENTS; )
    {
      char *segment = text;

      for (raw++; *raw != '/' && *raw != '\0'; text++)
        {
          guchar byte = next_byte (&raw);

          if (byte == 0)
            return FALSE;
          all |= byte;
          *text = (char) byte;
        }
      *text++ = '\0';
      if ((all >= 0x80 && !g_utf8_validate (segment, -1, NULL)) || strcmp (segment, ".") == 0 || strcmp (segment, "..") == 0)
        return FALSE;
      path->segments[path->count++] = segment;
      if (*raw == '\0')
        return TRUE;
    }
  return FALSE;
}

static Node *
node_new (void)
{
  Node *node = g_new0 (Node, 1);

  node->literal = g_hash_table_new (g_str_hash, g_str_equal);
  node->named = g_ptr_array_new ();
  node->routes = g_ptr_array_new ();
  return node;
}

static Node *
follow_named (Node       *node,
              const char *text)
{
  Named *named;
  gsize length = strlen (text) - 2;
  g_autofree char *name = g_strndup (text + 1, length);
  gboolean is_rest = name[length - 1] == '*';

  if (is_rest)
    name[length - 1] = '\0';
  for (guint i = 0; i < node->named->len; i++)
    {
      named = g_ptr_array_index (node->named, i);
      if (strcmp (named->name, name) == 0 && named->is_rest == is_rest)
        return named->node;
    }

  named = g_new0 (Named, 1);
  named->is_rest = is_rest;
  named->is_module = strcmp (name, "module") == 0;
  named->name = g_steal_pointer (&name);
  named->node = node_new ();
  /* What takes all that follows is asked last. */
  g_ptr_array_insert (node->named, is_rest ? -1 : 0, named);
  return named->node;
}

static guint
method_bit (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i], method) == 0)
      return 1u << i;
  return 0;
}

static void
add_route (Node             *root,
           const InlayRoute *route)
{
  g_autofree char *path = inlay_route_dup_path (route);
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  Node *node = root;

  g_assert (method_bit (route->method) != 0);
  g_assert (route->role <= INLAY_ROLE_ADMIN && route->scope != 0 && route->cache != 0 && route->summary != NULL);
  for (guint i = 1; segments[i] != NULL; i++)
    if (*segments[i] == '{')
      node = follow_named (node, segments[i]);
    else
      {
        Node *next = g_hash_table_lookup (node->literal, segments[i]);

        if (next == NULL)
          g_hash_table_insert (node->literal, g_strdup (segments[i]), next = node_new ());
        node = next;
      }
  for (guint i = 0; i < node->routes->len; i++)
    g_assert (strcmp (((const InlayRoute *) g_ptr_array_index (node->routes, i))->method, route->method) != 0);
  g_ptr_array_add (node->routes, (gpointer) route);
}

/* Made once, kept to the end. */
static Node *
get_tree (void)
{
  static gsize tree;

  if (g_once_init_enter (&tree))
    {
      Node *root = node_new ();
      guint n_routes;
      const InlayRoute *routes = inlay_routes_get_all (&n_routes);

      for (guint i = 0; i < n_routes; i++)
        add_route (root, &routes[i]);
      g_once_init_leave (&tree, (gsize) root);
    }
  return (Node *) tree;
}

static gboolean
method_matches (const InlayRoute *route,
                const char       *method)
{
  return strcmp (route->method, method) == 0 || (strcmp (route->method, "GET") == 0 && strcmp (method, "HEAD") == 0);
}

static gboolean
choose_route (Walk *walk,
              Node *node)
{
  for (guint i = 0; i < node->routes->len; i++)
    {
      const InlayRoute *route = g_ptr_array_index (node->routes, i);

      if (method_matches (route, walk->method))
        {
          walk->match->route = route;
          return TRUE;
        }
      walk->match->methods |= method_bit (route->method);
    }
  return FALSE;
}

static gboolean
walk_on (Walk  *walk,
         Node  *node,
         guint  at);

static gboolean
walk_named (Walk  *walk,
            Named *named,
            guint  at,
            guint  count)
{
  InlayRouteMatch *match = walk->match;
  guint index = match->n_arguments;

  g_assert (index < INLAY_MAX_ARGUMENTS);
  match->names[index] = named->name;
  walk->spans[index] = (Span) { at, count };
  match->n_arguments++;
  if (walk_on (walk, named->node, at + count))
    return TRUE;
  match->n_arguments = index;
  return FALSE;
}

/* Literal segments win over named ones, those over the rest of a path. What takes all the rest does
 * not answer for another method of a path that has a row of its own. */
static gboolean
walk_on (Walk  *walk,
         Node  *node,
         guint  at)
{
  const Path *path = walk->path;
  const char *segment = at < path->count ? path->segments[at] : NULL;
  Node *next = segment != NULL ? g_hash_table_lookup (node->literal, segment) : NULL;

  if (segment == NULL)
    return choose_route (walk, node);
  if (next != NULL && walk_on (walk, next, at + 1))
    return TRUE;
  for (guint i = 0; i < node->named->len; i++)
    {
      Named *named = g_ptr_array_index (node->named, i);
      gboolean scoped = named->is_module && *segment == '@' && strchr (segment, '/') == NULL && at + 1 < path->count;

      if (named->is_rest ? walk->match->methods != 0 : *segment == '\0')
        continue;
      if (walk_named (walk, named, at, named->is_rest ? path->count - at : scoped ? 2 : 1))
        return TRUE;
    }
  return FALSE;
}

/* The segments of a path stand behind each other: those that belong together are joined there. */
static void
take_arguments (Walk *walk)
{
  InlayRouteMatch *match = walk->match;

  for (guint i = 0; i < match->n_arguments; i++)
    {
      const Span *span = &walk->spans[i];

      match->values[i] = walk->path->segments[span->from];
      for (guint at = span->from + 1; at < span->from + span->count; at++)
        walk->path->segments[at][-1] = '/';
    }
}

/**
 * inlay_route_dup_path:
 * @route: a row
 *
 * Returns: (transfer full): its path, written out
 */
char *
inlay_route_dup_path (const InlayRoute *route)
{
  return *route->path == '~' ? g_strconcat (INLAY_ROUTE_APP_PREFIX, route->path + 1, NULL) : g_strdup (route->path);
}

/**
 * inlay_routes_match:
 * @method: how it is asked
 * @path: for what, as it came
 * @match: (out caller-allocates): the row, if there is one, and what stands for its names
 * @text: (out caller-allocates): as long as @path; the values of @match point into it
 *
 * Returns: %FALSE when the path is not well formed
 */
gboolean
inlay_routes_match (const char      *method,
                    const char      *path,
                    InlayRouteMatch *match,
                    char            *text)
{
  Path split;
  Walk walk = { .path = &split, .method = method, .match = match };

  *match = (InlayRouteMatch) { NULL };
  if (!path_split (&split, path, text))
    return FALSE;
  if (walk_on (&walk, get_tree (), 0))
    take_arguments (&walk);
  return TRUE;
}

/**
 * inlay_route_match_dup_methods:
 * @match: of a path, but not of a method
 *
 * Returns: (transfer full): the methods there are, as in an Allow header
 */
char *
inlay_route_match_dup_methods (const InlayRouteMatch *match)
{
  GString *text = g_string_new ("OPTIONS");

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (match->methods & (1u << i))
      g_string_append_printf (text, ", %s", i == 0 ? "GET, HEAD" : methods[i]);
  return g_string_free (text, FALSE);
}
