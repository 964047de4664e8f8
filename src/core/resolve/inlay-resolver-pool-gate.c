/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

/* The gates of section 12 of the specification: who may take what everyone has, who is given another
 * build, and who stays with its own. */

/* While builds are given out. */
typedef struct
{
  InlayPool *pool;
  guint64  **servers; /* of each remote that waits; NULL for the others */
  guint     *counts;  /* how many of those that wait each build could serve */
  gboolean  *given;   /* remotes that another serves */
  gboolean  *anchors; /* remotes that serve others */
} Giving;

/* Gate 1: what the election left on its own for one member is on its own for all. */
static void
island_scoped (InlayPool *self)
{
  for (guint i = 0; i < self->remotes->len; i++)
    {
      InlayPoolRemote *remote = inlay_pool_get_remote (self, i);

      for (guint k = 0; k < remote->copies->len; k++)
        if (g_array_index (remote->copies, InlayPoolCopy, k).row->action == INLAY_ROW_SCOPE)
          remote->cause = INLAY_CAUSE_ISLANDED;
    }
}

/* Whether one build serves every member and has whatever anybody needs. */
static gboolean
has_one_build (InlayPool *self)
{
  guint sole = inlay_pool_find_basis (self, 0, FALSE);

  if (sole == INLAY_POOL_NOBODY)
    return FALSE;
  for (guint m = 1; m < self->members->len; m++)
    if (inlay_pool_find_basis (self, m, FALSE) != sole)
      return FALSE;
  for (guint i = 0; i < self->remotes->len; i++)
    {
      const InlayPoolRemote *remote = inlay_pool_get_remote (self, i);

      for (guint k = 0; remote->cause == INLAY_CAUSE_NONE && k < remote->points->len; k++)
        if (inlay_pool_remote_find (inlay_pool_get_remote (self, sole),
                                    g_array_index (remote->points, InlayPoolPoint, k).specifier) == NULL)
          return FALSE;
    }
  return TRUE;
}

static void
count_servers (Giving *self,
               guint   consumer,
               gint    change)
{
  const guint64 *set = self->servers[consumer];

  for (guint word = 0; word < self->pool->n_words; word++)
    for (guint64 left = set[word]; left != 0; left &= left - 1)
      {
        guint build = word * 64 + (guint) __builtin_ctzll (left);

        if (build != consumer)
          self->counts[build] += (guint) change;
      }
}

static void
stop_waiting (Giving *self,
              guint   remote)
{
  if (self->servers[remote] == NULL)
    return;
  count_servers (self, remote, -1);
  g_clear_pointer (&self->servers[remote], g_free);
}

/* Gives a build to all it can serve of those that wait; it stays on its own itself. */
static void
give (Giving *self,
      guint   build)
{
  InlayPool *pool = self->pool;

  stop_waiting (self, build);
  for (guint i = 0; i < pool->remotes->len; i++)
    {
      if (self->servers[i] == NULL || !inlay_pool_set_has (self->servers[i], build))
        continue;
      stop_waiting (self, i);
      inlay_pool_get_remote (pool, i)->serving = build;
      self->given[i] = TRUE;
      self->anchors[build] = TRUE;
    }
}

/* The host first, then again and again the build that serves most. */
static void
give_all (Giving *self)
{
  InlayPool *pool = self->pool;

  for (guint i = 0; i < pool->remotes->len; i++)
    if (inlay_pool_get_remote (pool, i)->host)
      give (self, i);
  for (;;)
    {
      guint best = INLAY_POOL_NOBODY;

      for (guint i = 0; i < pool->remotes->len; i++)
        if (!self->given[i] && self->counts[i] > (best == INLAY_POOL_NOBODY ? 0 : self->counts[best]))
          best = i;
      if (best == INLAY_POOL_NOBODY)
        return;
      give (self, best);
    }
}

/* Who needs a build and got none, and gives none, is an island, too. Says whether there was one. */
static gboolean
island_rest (Giving         *self,
             const gboolean *needs)
{
  gboolean islanded = FALSE;

  for (guint i = 0; i < self->pool->remotes->len; i++)
    {
      InlayPoolRemote *remote = inlay_pool_get_remote (self->pool, i);

      if (!needs[i] || self->given[i])
        continue;
      if (self->anchors[i] || remote->host)
        remote->serving = i;
      else
        {
          remote->cause = INLAY_CAUSE_UNCOVERED;
          islanded = TRUE;
        }
    }
  return islanded;
}

/* One round of gate 2; TRUE when there is a new island, so that it must be asked again. */
static gboolean
assign_once (InlayPool *pool)
{
  guint n = pool->remotes->len;
  g_autofree guint64 **servers = g_new0 (guint64 *, n);
  g_autofree guint *counts = g_new0 (guint, n);
  g_autofree gboolean *given = g_new0 (gboolean, n);
  g_autofree gboolean *anchors = g_new0 (gboolean, n);
  g_autofree gboolean *needs = g_new0 (gboolean, n);
  Giving giving = { pool, servers, counts, given, anchors };
  gboolean again;

  for (guint i = 0; i < n; i++)
    inlay_pool_get_remote (pool, i)->serving = INLAY_POOL_NOBODY;
  inlay_pool_claim (pool);
  if (has_one_build (pool))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const InlayPoolRemote *remote = inlay_pool_get_remote (pool, i);

      if (remote->cause != INLAY_CAUSE_NONE || inlay_pool_is_witnessed (pool, remote))
        continue;
      needs[i] = TRUE;
      servers[i] = inlay_pool_find_servers (pool, remote);
      count_servers (&giving, i, 1);
    }
  give_all (&giving);
  again = island_rest (&giving, needs);
  for (guint i = 0; i < n; i++)
    g_free (servers[i]);
  return again;
}

/* Gate 2, until nobody new is an island. */
void
inlay_pool_assign (InlayPool *self)
{
  while (assign_once (self))
    ;
}

/* Before the election: a pool is elected whole, so that what stands alone does so by this election. */
void
inlay_resolver_mark_pools (InlayResolver *self)
{
  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      const InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);
      g_autoptr (GPtrArray) pools = NULL;
      gboolean dirty = FALSE;

      for (guint p = 0; p < scope->packages->len; p++)
        dirty |= ((InlaySharedPackage *) g_ptr_array_index (scope->packages, p))->dirty;
      if (dirty && inlay_resolver_can_pool (self, scope))
        pools = inlay_resolver_find_pools (self, scope, FALSE);
      for (guint i = 0; pools != NULL && i < pools->len; i++)
        {
          GPtrArray *members = g_ptr_array_index (pools, i);

          dirty = FALSE;
          for (guint m = 0; m < members->len; m++)
            dirty |= ((InlaySharedPackage *) g_ptr_array_index (members, m))->dirty;
          for (guint m = 0; dirty && m < members->len; m++)
            ((InlaySharedPackage *) g_ptr_array_index (members, m))->dirty = TRUE;
        }
    }
}

static gboolean
pool_members (InlayResolver    *self,
              InlayShareScope  *scope,
              GPtrArray        *members,
              GError          **error)
{
  g_autoptr (InlayPool) pool = NULL;
  gboolean elected = FALSE;

  for (guint m = 0; m < members->len; m++)
    elected |= ((InlaySharedPackage *) g_ptr_array_index (members, m))->elected;
  if (!elected)
    return TRUE;
  pool = inlay_pool_new (self, scope, members);
  if (pool->remotes->len < 2)
    return TRUE;
  island_scoped (pool);
  inlay_pool_assign (pool);
  return inlay_pool_write (pool, error);
}

/* After the election: each pool with an elected member. */
gboolean
inlay_resolver_pool (InlayResolver  *self,
                     GError        **error)
{
  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);
      g_autoptr (GPtrArray) pools = NULL;
      gboolean elected = FALSE;

      for (guint p = 0; p < scope->packages->len; p++)
        elected |= ((InlaySharedPackage *) g_ptr_array_index (scope->packages, p))->elected;
      if (!elected || !inlay_resolver_can_pool (self, scope))
        continue;
      pools = inlay_resolver_find_pools (self, scope, TRUE);
      for (guint i = 0; i < pools->len; i++)
        if (!pool_members (self, scope, g_ptr_array_index (pools, i), error))
          return FALSE;
    }
  return TRUE;
}
