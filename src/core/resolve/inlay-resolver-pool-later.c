/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

/* Section 12 for a remote loaded later: the page's map is fixed, so only this remote can move. */

/* A build that could serve the remote. */
typedef struct
{
  guint                  number;
  guint                  rank; /* 0: its files are in use; 1: the host; 2: another */
  const InlayPoolRemote *remote;
} Candidate;

static gint
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return inlay_word_compare (x->remote->name, y->remote->name);
}

/* The modules of such a build are bound to each other: it serves all it has to everyone, or all of it
 * to itself. */
static gboolean
is_whole (const InlayPool       *pool,
          const InlayPoolRemote *remote,
          guint                  number)
{
  gboolean wins = TRUE, scoped = TRUE;

  for (guint i = 0; i < remote->copies->len; i++)
    {
      const InlayPoolCopy *copy = &g_array_index (remote->copies, InlayPoolCopy, i);

      if (copy->copy->served_by != NULL)
        return FALSE;
      scoped = scoped && copy->row->action == INLAY_ROW_SCOPE;
      wins = wins && inlay_pool_find_basis (pool, copy->member, FALSE) == number;
    }
  return wins || scoped;
}

static const InlayPoolRemote *
find_anchor (const InlayPool       *pool,
             const InlayPoolRemote *remote)
{
  g_autofree guint64 *servers = inlay_pool_find_servers (pool, remote);
  g_autofree gboolean *used = g_new0 (gboolean, pool->remotes->len);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < pool->specifiers->len; i++)
    if (inlay_pool_get_specifier (pool, i)->version != NULL)
      used[inlay_pool_get_specifier (pool, i)->remote] = TRUE;
  for (guint i = 0; i < pool->remotes->len; i++)
    {
      Candidate candidate = { i, 2, inlay_pool_get_remote (pool, i) };

      candidate.rank = used[i] ? 0 : candidate.remote->host ? 1 : 2;
      if (candidate.remote != remote && inlay_pool_set_has (servers, i))
        g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);

      if (is_whole (pool, candidate->remote, candidate->number))
        return candidate->remote;
    }
  return NULL;
}

/* The record says for the next page load what the verdict was. */
static void
move_choice (InlayLaterChoice *choice,
             InlayRowAction    action)
{
  InlaySharedPackage *package = choice->package;
  InlayRow *row;
  guint at;

  for (guint r = 0; r < package->rows->len; r++)
    if (g_ptr_array_find (inlay_shared_package_get (package, r)->copies, choice->copy, &at))
      {
        if ((inlay_shared_package_get (package, r)->action == INLAY_ROW_SCOPE) == (action == INLAY_ROW_SCOPE))
          return;
        g_ptr_array_steal_index (inlay_shared_package_get (package, r)->copies, at);
        break;
      }
  inlay_shared_package_drop_empty (package);
  row = inlay_shared_package_find_text (package, choice->text, action == INLAY_ROW_SCOPE);
  if (row == NULL)
    row = inlay_shared_package_new_row (package, choice->text, action);
  g_ptr_array_add (row->copies, choice->copy);
  inlay_shared_package_sort (package);
}

/* The remote keeps its own copy. */
static void
scope_choice (InlayLaterChoice *choice,
              InlayScopeCause   cause)
{
  if (choice->copy->cause == INLAY_CAUSE_NONE)
    choice->copy->cause = cause;
  choice->action = INLAY_ROW_SCOPE;
  choice->copy->served = TRUE;
  move_choice (choice, INLAY_ROW_SCOPE);
}

/* The remote uses the anchor's files, where it does not already. */
static void
redirect_choice (InlayLaterChoice      *choice,
                 const InlayPool       *pool,
                 const InlayPoolRemote *anchor)
{
  const InlayBuild *build = choice->copy->build;
  gboolean global = inlay_share_scope_is_global (choice->scope);

  if (choice->action != INLAY_ROW_SKIP)
    return;
  move_choice (choice, INLAY_ROW_SKIP);
  choice->anchor = anchor->name;
  choice->copy->served_by = anchor->name;
  choice->redirects = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < build->n_points; i++)
    {
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (pool->by_text, build->points[i].specifier)) - 1;
      const InlayPoolSpecifier *specifier = inlay_pool_get_specifier (pool, at);
      const InlayPoolPoint *point = inlay_pool_remote_find (anchor, at);

      if (!global || specifier->version == NULL || inlay_pool_get_remote (pool, specifier->remote) != anchor)
        g_hash_table_insert (choice->redirects, build->points[i].specifier, point->file);
    }
}

static GPtrArray *
choices_of (GPtrArray             *choices,
            const InlayShareScope *scope,
            GPtrArray             *members)
{
  GPtrArray *mine = g_ptr_array_new ();

  for (guint i = 0; i < choices->len; i++)
    {
      InlayLaterChoice *choice = g_ptr_array_index (choices, i);

      if (choice->scope == scope && g_ptr_array_find (members, choice->package, NULL))
        g_ptr_array_add (mine, choice);
    }
  return mine;
}

static void
scope_all (GPtrArray       *mine,
           InlayScopeCause  cause)
{
  for (guint i = 0; i < mine->len; i++)
    scope_choice (g_ptr_array_index (mine, i), cause);
}

static void
pool_choices (InlayResolver    *self,
              const InlayEntry *entry,
              InlayShareScope  *scope,
              GPtrArray        *members,
              GPtrArray        *mine)
{
  g_autoptr (InlayPool) pool = NULL;
  const InlayPoolRemote *remote, *anchor;

  for (guint i = 0; i < mine->len; i++)
    if (((InlayLaterChoice *) g_ptr_array_index (mine, i))->action == INLAY_ROW_SCOPE)
      {
        scope_all (mine, INLAY_CAUSE_ISLANDED);
        return;
      }
  pool = inlay_pool_new (self, scope, members);
  inlay_pool_claim (pool);
  remote = inlay_pool_find_remote (pool, entry->name);
  if (inlay_pool_is_witnessed (pool, remote))
    return;
  anchor = find_anchor (pool, remote);
  for (guint i = 0; anchor != NULL && i < mine->len; i++)
    redirect_choice (g_ptr_array_index (mine, i), pool, anchor);
  if (anchor != NULL)
    return;
  inlay_resolver_warn (self, "pool-uncovered",
                       "% keeps its own packages around %, as no other build has all it needs in versions it accepts",
                       entry->name, ((InlaySharedPackage *) g_ptr_array_index (members, 0))->name, NULL);
  scope_all (mine, INLAY_CAUSE_UNCOVERED);
}

/* Changes the verdicts of @choices, which the record holds already, where the packages are pooled. */
void
inlay_resolver_pool_later (InlayResolver    *self,
                           const InlayEntry *entry,
                           GPtrArray        *choices)
{
  for (guint s = 0; s < self->record->scopes->len; s++)
    {
      InlayShareScope *scope = g_ptr_array_index (self->record->scopes, s);
      g_autoptr (GPtrArray) pools = NULL;
      gboolean listed = FALSE;

      for (guint i = 0; i < choices->len; i++)
        listed |= ((InlayLaterChoice *) g_ptr_array_index (choices, i))->scope == scope;
      if (!listed || !inlay_resolver_can_pool (self, scope))
        continue;
      pools = inlay_resolver_find_pools (self, scope, FALSE);
      for (guint i = 0; i < pools->len; i++)
        {
          g_autoptr (GPtrArray) mine = choices_of (choices, scope, g_ptr_array_index (pools, i));

          if (mine->len > 0)
            pool_choices (self, entry, scope, g_ptr_array_index (pools, i), mine);
        }
    }
}
