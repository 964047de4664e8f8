/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

#include <string.h>

/* Which packages belong together: those a remote ties by a label or, on request, by their npm scope.
 * Each tie is one remote's, so pools meet only in a package that both have. */

/* A remote's label or npm scope, which ties all packages it is on. */
typedef struct
{
  const InlayWord *remote;
  const InlayWord *name;
  gboolean         is_label;
} Tie;

typedef struct
{
  InlayResolver         *resolver;
  const InlayShareScope *scope;
  guint                 *parents; /* of packages, a forest */
  gboolean              *joined;
  gboolean              *labelled;
  GHashTable            *ties; /* (element-type Tie guint): the first package's number and one */
} Graph;

static guint
tie_hash (gconstpointer data)
{
  const Tie *self = data;

  return g_direct_hash (self->remote) * 31 + g_direct_hash (self->name) + (self->is_label ? 1 : 0);
}

static gboolean
tie_equal (gconstpointer a,
           gconstpointer b)
{
  const Tie *x = a, *y = b;

  return x->remote == y->remote && x->name == y->name && x->is_label == y->is_label;
}

static guint
find_root (Graph *self,
           guint  package)
{
  while (self->parents[package] != package)
    {
      self->parents[package] = self->parents[self->parents[package]];
      package = self->parents[package];
    }
  return package;
}

/* The lower number becomes the root, which keeps the order of arrival. */
static void
unite (Graph *self,
       guint  a,
       guint  b)
{
  a = find_root (self, a);
  b = find_root (self, b);
  self->parents[MAX (a, b)] = MIN (a, b);
}

static void
tie (Graph           *self,
     guint            package,
     const InlayWord *remote,
     const InlayWord *name,
     gboolean         is_label)
{
  Tie key = { remote, name, is_label };
  gpointer first = g_hash_table_lookup (self->ties, &key);

  self->joined[package] = TRUE;
  if (first == NULL)
    g_hash_table_insert (self->ties, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (package + 1));
  else
    unite (self, package, GPOINTER_TO_UINT (first) - 1);
}

/* Returns: (nullable): `@scope` of `@scope/…`, where packages are pooled by it. */
static InlayWord *
npm_scope_of (InlayResolver   *resolver,
              const InlayWord *name)
{
  const char *slash = strchr (name->text, '/');

  if (!resolver->options.auto_pools || *name->text != '@' || slash == NULL || slash == name->text + 1)
    return NULL;
  return inlay_words_get_length (resolver->words, name->text, (gsize) (slash - name->text));
}

/* A label takes its remote's packages of that npm scope out of the pooling by scope. */
static GHashTable *
find_labelled_scopes (Graph *self)
{
  GHashTable *labelled = g_hash_table_new_full (tie_hash, tie_equal, g_free, NULL);

  for (guint p = 0; p < self->scope->packages->len; p++)
    {
      const InlaySharedPackage *package = g_ptr_array_index (self->scope->packages, p);
      InlayWord *npm_scope = npm_scope_of (self->resolver, package->name);

      for (guint r = 0; npm_scope != NULL && r < package->rows->len; r++)
        for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
          {
            const InlayCopy *copy = inlay_row_get (inlay_shared_package_get (package, r), i);
            Tie key = { copy->remote, npm_scope, FALSE };

            if (copy->build->pool != NULL)
              g_hash_table_add (labelled, g_memdup2 (&key, sizeof key));
          }
    }
  return labelled;
}

static void
tie_package (Graph      *self,
             guint       number,
             GHashTable *labelled_scopes)
{
  const InlaySharedPackage *package = g_ptr_array_index (self->scope->packages, number);
  InlayWord *npm_scope = npm_scope_of (self->resolver, package->name);

  for (guint r = 0; r < package->rows->len; r++)
    for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
      {
        const InlayCopy *copy = inlay_row_get (inlay_shared_package_get (package, r), i);
        Tie key = { copy->remote, npm_scope, FALSE };

        if (copy->build->pool != NULL)
          {
            self->labelled[number] = TRUE;
            tie (self, number, copy->remote, copy->build->pool, TRUE);
          }
        if (npm_scope != NULL && !g_hash_table_contains (labelled_scopes, &key))
          tie (self, number, copy->remote, npm_scope, FALSE);
      }
}

/* A flat entry point goes where its package goes. */
static void
tie_entry_points (Graph *self)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint p = 0; p < self->scope->packages->len; p++)
    g_hash_table_insert (numbers, ((InlaySharedPackage *) g_ptr_array_index (self->scope->packages, p))->name,
                         GUINT_TO_POINTER (p + 1));
  for (guint p = 0; p < self->scope->packages->len; p++)
    {
      const char *name = ((InlaySharedPackage *) g_ptr_array_index (self->scope->packages, p))->name->text;
      gsize length = inlay_resolver_package_length (name);
      gpointer owner = NULL;

      if (name[length] != '\0')
        owner = g_hash_table_lookup (numbers, inlay_words_get_length (self->resolver->words, name, length));
      if (owner != NULL)
        unite (self, p, GPOINTER_TO_UINT (owner) - 1);
    }
}

static gint
compare_packages (gconstpointer a,
                  gconstpointer b)
{
  return inlay_word_compare ((*(InlaySharedPackage *const *) a)->name, (*(InlaySharedPackage *const *) b)->name);
}

static gint
compare_pools (gconstpointer a,
               gconstpointer b)
{
  return compare_packages (&(*(GPtrArray *const *) a)->pdata[0], &(*(GPtrArray *const *) b)->pdata[0]);
}

static GPtrArray *
collect_pools (Graph    *self,
               gboolean  warn)
{
  GPtrArray *pools = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint n = self->scope->packages->len;
  g_autofree GPtrArray **by_root = g_new0 (GPtrArray *, n);

  for (guint p = 0; p < n; p++)
    self->joined[find_root (self, p)] |= self->joined[p];
  for (guint p = 0; p < n; p++)
    {
      guint root = find_root (self, p);

      if (!self->joined[root])
        continue;
      if (by_root[root] == NULL)
        by_root[root] = g_ptr_array_new ();
      g_ptr_array_add (by_root[root], g_ptr_array_index (self->scope->packages, p));
    }
  for (guint p = 0; p < n; p++)
    {
      if (by_root[p] == NULL)
        continue;
      g_ptr_array_sort (by_root[p], compare_packages);
      if (by_root[p]->len > 1)
        g_ptr_array_add (pools, g_steal_pointer (&by_root[p]));
      else if (warn && self->labelled[p])
        inlay_resolver_warn (self->resolver, "pool-tag-alone", "% has a pool label that nothing else shares",
                             ((InlaySharedPackage *) g_ptr_array_index (by_root[p], 0))->name, NULL);
      g_clear_pointer (&by_root[p], g_ptr_array_unref);
    }
  g_ptr_array_sort (pools, compare_pools);
  return pools;
}

/* Where pooling looks at all: not where each exact version is shared, and without the switch only
 * where somebody wrote a label. */
gboolean
inlay_resolver_can_pool (InlayResolver         *self,
                         const InlayShareScope *scope)
{
  if (inlay_share_scope_is_exact (scope))
    return FALSE;
  self->record->pooled |= self->options.auto_pools;
  if (self->options.auto_pools || !self->record->pooled)
    return self->options.auto_pools;
  for (guint p = 0; p < scope->packages->len; p++)
    {
      const InlaySharedPackage *package = g_ptr_array_index (scope->packages, p);

      for (guint r = 0; r < package->rows->len; r++)
        for (guint i = 0; i < inlay_shared_package_get (package, r)->copies->len; i++)
          if (inlay_row_get (inlay_shared_package_get (package, r), i)->build->pool != NULL)
            return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full): a list of lists of two or more packages, each by name. */
GPtrArray *
inlay_resolver_find_pools (InlayResolver         *self,
                           const InlayShareScope *scope,
                           gboolean               warn)
{
  guint n = scope->packages->len;
  g_autofree guint *parents = g_new (guint, n);
  g_autofree gboolean *joined = g_new0 (gboolean, n);
  g_autofree gboolean *labelled = g_new0 (gboolean, n);
  g_autoptr (GHashTable) ties = g_hash_table_new_full (tie_hash, tie_equal, g_free, NULL);
  Graph graph = { self, scope, parents, joined, labelled, ties };
  g_autoptr (GHashTable) labelled_scopes = find_labelled_scopes (&graph);

  for (guint p = 0; p < n; p++)
    parents[p] = p;
  for (guint p = 0; p < n; p++)
    tie_package (&graph, p, labelled_scopes);
  tie_entry_points (&graph);
  return collect_pools (&graph, warn);
}
