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

typedef struct
{
  char *segments[MAX_SEGMENTS];
  guint count;
} Path;

static void
path_clear (Path *path)
{
  for (guint i = 0; i < path->count; i++)
    g_free (path->segments[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return FALSE;
  return TRUE;
}

/* Decoded here and nowhere else; dots that would climb are refused, not resolved. */
static gboolean
path_split (Path       *path,
            const char *raw)
{
  if (*raw != '/')
    return FALSE;
  for (raw++; ; raw = strchr (raw, '/') + 1)
    {
      gsize length = strcspn (raw, "/");
      char *segment = g_uri_unescape_segment (raw, raw + length, NULL);

      if (segment == NULL || path->count == MAX_SEGMENTS || !g_utf8_validate (segment, -1, NULL) || !is_printable (segment) ||
          strcmp (segment, ".") == 0 || strcmp (segment, "..") == 0)
        {
          g_free (segment);
          return FALSE;
        }
      path->segments[path->count++] = segment;
      if (raw[length] == '\0')
        return TRUE;
    }
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

static void
add_route (Node             *root,
           const InlayRoute *route)
{
  g_autofree char *path = inlay_route_dup_path (route);
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  Node *node = root;

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
choose_route (Node            *node,
              const char      *method,
              InlayRouteMatch *match,
              GString         *methods)
{
  for (guint i = 0; i < node->routes->len; i++)
    {
      const InlayRoute *route = g_ptr_array_index (node->routes, i);

      if (method_matches (route, method))
        {
          match->route = route;
          return TRUE;
        }
      if (strstr (methods->str, route->method) == NULL)
        g_string_append_printf (methods, ", %s", strcmp (route->method, "GET") == 0 ? "GET, HEAD" : route->method);
    }
  return FALSE;
}

static gboolean
walk (Node            *node,
      const Path      *path,
      guint            at,
      const char      *method,
      InlayRouteMatch *match,
      GString         *methods);

static char *
join (const Path *path,
      guint       from,
      guint       count)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < from + count; i++)
    g_string_append_printf (text, "%s%s", i > from ? "/" : "", path->segments[i]);
  return g_string_free (text, FALSE);
}

static gboolean
walk_named (Named           *named,
            const Path      *path,
            guint            at,
            guint            count,
            const char      *method,
            InlayRouteMatch *match,
            GString         *methods)
{
  guint index = match->n_arguments;

  g_assert (index < INLAY_MAX_ARGUMENTS);
  match->names[index] = named->name;
  match->values[index] = join (path, at, count);
  match->n_arguments++;
  if (walk (named->node, path, at + count, method, match, methods))
    return TRUE;
  g_clear_pointer (&match->values[index], g_free);
  match->n_arguments = index;
  return FALSE;
}

/* Literal segments win over named ones, those over the rest of a path. What takes all the rest does
 * not answer for another method of a path that has a row of its own. */
static gboolean
walk (Node            *node,
      const Path      *path,
      guint            at,
      const char      *method,
      InlayRouteMatch *match,
      GString         *methods)
{
  const char *segment = at < path->count ? path->segments[at] : NULL;
  Node *next = segment != NULL ? g_hash_table_lookup (node->literal, segment) : NULL;

  if (segment == NULL)
    return choose_route (node, method, match, methods);
  if (next != NULL && walk (next, path, at + 1, method, match, methods))
    return TRUE;
  for (guint i = 0; i < node->named->len; i++)
    {
      Named *named = g_ptr_array_index (node->named, i);
      gboolean scoped = named->is_module && *segment == '@' && strchr (segment, '/') == NULL && at + 1 < path->count;

      if (named->is_rest ? methods->len > 0 : *segment == '\0')
        continue;
      if (walk_named (named, path, at, named->is_rest ? path->count - at : scoped ? 2 : 1, method, match, methods))
        return TRUE;
    }
  return FALSE;
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
 * @match: (out): the row, if there is one
 * @methods: the methods there are at that path are appended, with commas in front
 *
 * Returns: %FALSE when the path is not well formed
 */
gboolean
inlay_routes_match (const char      *method,
                    const char      *path,
                    InlayRouteMatch *match,
                    GString         *methods)
{
  g_auto (Path) split = { .count = 0 };

  if (!path_split (&split, path))
    return FALSE;
  walk (get_tree (), &split, 0, method, match, methods);
  return TRUE;
}

void
inlay_route_match_clear (InlayRouteMatch *match)
{
  for (guint i = 0; i < match->n_arguments; i++)
    g_clear_pointer (&match->values[i], g_free);
  match->n_arguments = 0;
}
