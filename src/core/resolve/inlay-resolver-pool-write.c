/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-pool-private.h"

/* Section 12, writing: what the gates decided, into the rows of the members. */

/* The remote whose build is to be named for a remote's copies of a member; nobody where what
 * everyone has is right already. */
static guint
find_serving (const InlayPoolRemote *remote,
              guint                  member,
              const guint           *bases)
{
  if (remote->cause != INLAY_CAUSE_NONE || remote->serving == bases[member])
    return INLAY_POOL_NOBODY;
  return remote->serving;
}

static gboolean
serves_itself (const InlayPoolRemote *remote,
               const InlayPoolCopy   *copy,
               const guint           *bases)
{
  return copy->row->action == INLAY_ROW_SCOPE || (bases[copy->member] == INLAY_POOL_NOBODY &&
                                                  find_serving (remote, copy->member, bases) == INLAY_POOL_NOBODY);
}

/* Returns: (nullable): the version of a specifier that a remote would get. */
static InlayWord *
find_given (const InlayPool       *self,
            const InlayPoolRemote *remote,
            const InlayPoolCopy   *copy,
            guint                  specifier,
            const guint           *bases)
{
  guint serving = find_serving (remote, copy->member, bases);
  const InlayPoolRemote *server = serving != INLAY_POOL_NOBODY ? inlay_pool_get_remote (self, serving) : NULL;
  const InlayPoolPoint *point;

  if (server == remote || serves_itself (remote, copy, bases))
    return copy->row->text;
  if (server == NULL)
    return inlay_pool_get_specifier (self, specifier)->version;
  point = inlay_pool_remote_find (server, specifier);
  return point != NULL ? point->version : NULL;
}

/* What a remote would get, InlayPoolPoint without files; each specifier once. */
static GArray *
collect_given (const InlayPool       *self,
               const InlayPoolRemote *remote,
               const guint           *bases)
{
  GArray *given = g_array_new (FALSE, FALSE, sizeof (InlayPoolPoint));
  g_autofree gboolean *seen = g_new0 (gboolean, self->specifiers->len);
  guint last = G_MAXUINT;

  for (guint i = 0; i < remote->copies->len; i++)
    {
      const InlayPoolCopy *copy = &g_array_index (remote->copies, InlayPoolCopy, i);

      for (guint k = 0; copy->member != last && k < copy->copy->build->n_points; k++)
        {
          InlayWord *name = copy->copy->build->points[k].specifier;
          guint specifier = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_text, name)) - 1;
          InlayPoolPoint point = { specifier, find_given (self, remote, copy, specifier, bases), NULL };

          if (seen[specifier] || point.version == NULL)
            continue;
          seen[specifier] = TRUE;
          g_array_append_val (given, point);
        }
      last = copy->member;
    }
  return given;
}

static gboolean
ships (const InlayPoolRemote *build,
       const GArray          *given)
{
  for (guint i = 0; i < given->len; i++)
    {
      const InlayPoolPoint *wanted = &g_array_index (given, InlayPoolPoint, i);
      const InlayPoolPoint *own = inlay_pool_remote_find (build, wanted->specifier);

      if (own == NULL || own->version != wanted->version)
        return FALSE;
    }
  return TRUE;
}

/* Whether pooling changes what a remote gets. */
static gboolean
is_moved (const InlayPoolRemote *remote,
          const guint           *bases)
{
  for (guint i = 0; i < remote->copies->len; i++)
    {
      const InlayPoolCopy *copy = &g_array_index (remote->copies, InlayPoolCopy, i);

      if (bases[copy->member] == INLAY_POOL_NOBODY || copy->row->action == INLAY_ROW_SCOPE ||
          find_serving (remote, copy->member, bases) != INLAY_POOL_NOBODY)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_torn (const InlayPool       *self,
         const InlayPoolRemote *remote,
         const guint           *bases)
{
  g_autoptr (GArray) given = NULL;

  if (remote->cause != INLAY_CAUSE_NONE || remote->host || !is_moved (remote, bases))
    return FALSE;
  given = collect_given (self, remote, bases);
  if (ships (remote, given) ||
      (remote->serving != INLAY_POOL_NOBODY && ships (inlay_pool_get_remote (self, remote->serving), given)))
    return FALSE;
  for (guint i = 0; i < self->remotes->len; i++)
    if (inlay_pool_get_remote (self, i)->cause == INLAY_CAUSE_NONE && ships (inlay_pool_get_remote (self, i), given))
      return FALSE;
  return TRUE;
}

static void
find_bases (const InlayPool *self,
            guint           *bases)
{
  for (guint m = 0; m < self->members->len; m++)
    bases[m] = inlay_pool_find_basis (self, m, TRUE);
}

/* The last check: no remote may get a mixture that nobody shipped. Says whether there was one, which
 * is then an island. */
static gboolean
island_torn (InlayPool *self,
             guint     *bases)
{
  g_autoptr (GPtrArray) torn = g_ptr_array_new ();

  find_bases (self, bases);
  for (guint i = 0; i < self->remotes->len; i++)
    if (is_torn (self, inlay_pool_get_remote (self, i), bases))
      g_ptr_array_add (torn, inlay_pool_get_remote (self, i));
  for (guint i = 0; i < torn->len; i++)
    ((InlayPoolRemote *) g_ptr_array_index (torn, i))->cause = INLAY_CAUSE_TORN;
  return torn->len > 0;
}

static gboolean
report_islands (InlayPool  *self,
                GError    **error)
{
  InlayWord *first = inlay_pool_get_member (self, 0)->name;

  for (guint i = 0; i < self->remotes->len; i++)
    {
      const InlayPoolRemote *remote = inlay_pool_get_remote (self, i);

      if (remote->cause == INLAY_CAUSE_ISLANDED && self->resolver->options.strict_compatibility)
        return inlay_resolver_refuse (self->resolver, error, "pool-islanded",
                                      "% cannot share the packages around %", remote->name, first, NULL);
      if (remote->cause == INLAY_CAUSE_ISLANDED)
        inlay_resolver_warn (self->resolver, "pool-islanded",
                             "% has its own version of one of the packages around %, so it keeps its own of all",
                             remote->name, first, NULL);
      else if (remote->cause == INLAY_CAUSE_UNCOVERED)
        inlay_resolver_warn (self->resolver, "pool-uncovered",
                             "% keeps its own packages around %, as no other build has all it needs in versions it accepts",
                             remote->name, first, NULL);
      else if (remote->cause == INLAY_CAUSE_TORN)
        inlay_resolver_warn (self->resolver, "pool-torn",
                             "% keeps its own packages around %, as it would get a mixture that no build shipped",
                             remote->name, first, NULL);
    }
  return TRUE;
}

/* A member's rows while they are made anew: shared, skipped and scoped ones. */
typedef struct
{
  GPtrArray  *rows[3];
  GHashTable *by_text[3];
} Remade;

static void
put_copy (Remade         *self,
          const InlayRow *from,
          InlayRowAction  action,
          InlayCopy      *copy)
{
  InlayRow *row = g_hash_table_lookup (self->by_text[action], from->text);

  if (row == NULL)
    {
      row = inlay_row_new (from->text, action);
      row->host = from->host;
      row->cost = from->cost;
      g_ptr_array_add (self->rows[action], row);
      g_hash_table_insert (self->by_text[action], row->text, row);
    }
  g_ptr_array_add (row->copies, copy);
}

/* Islands keep their own; the others keep their verdict, or are told whose files they use. What had
 * them from a basis that is gone keeps its own, too. */
static InlayRowAction
judge_copy (const InlayPool *self,
            guint            member,
            const InlayRow  *row,
            InlayCopy       *copy,
            const guint     *bases)
{
  const InlayPoolRemote *remote = inlay_pool_find_remote (self, copy->remote);
  guint serving = find_serving (remote, member, bases);
  gboolean scoped = remote->cause != INLAY_CAUSE_NONE || row->action == INLAY_ROW_SCOPE;

  copy->served_by = NULL;
  if (remote->cause != INLAY_CAUSE_NONE)
    copy->cause = remote->cause;
  if (scoped)
    return INLAY_ROW_SCOPE;
  if (serving != INLAY_POOL_NOBODY)
    copy->served_by = inlay_pool_get_remote (self, serving)->name;
  if (bases[member] != INLAY_POOL_NOBODY)
    return row->action;
  if (copy->served_by != NULL)
    return INLAY_ROW_SKIP;
  copy->cause = INLAY_CAUSE_NO_BASIS;
  return INLAY_ROW_SCOPE;
}

/* The basis serves first, and those that stand behind it keep their order. */
static void
put_basis_first (const Remade    *self,
                 const InlayWord *basis)
{
  InlayRow *shared = self->rows[INLAY_ROW_SHARE]->len > 0 ? g_ptr_array_index (self->rows[INLAY_ROW_SHARE], 0) : NULL;
  guint place = 0;

  for (guint i = 0; shared != NULL && i < shared->copies->len; i++)
    if (inlay_row_get (shared, i)->remote == basis)
      {
        InlayCopy *copy = g_ptr_array_steal_index (shared->copies, i);

        g_ptr_array_insert (shared->copies, (gint) place++, copy);
      }
}

static void
take_rows (InlaySharedPackage *package,
           Remade             *remade)
{
  static const InlayRowAction order[] = { INLAY_ROW_SHARE, INLAY_ROW_SKIP, INLAY_ROW_SCOPE };

  for (guint r = 0; r < package->rows->len; r++)
    g_ptr_array_set_free_func (inlay_shared_package_get (package, r)->copies, NULL);
  g_ptr_array_set_size (package->rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_ptr_array_extend (package->rows, remade->rows[order[i]], NULL, NULL);
      g_ptr_array_unref (remade->rows[order[i]]);
      g_hash_table_unref (remade->by_text[order[i]]);
    }
  inlay_shared_package_sort (package);
}

static gboolean
has_island (const InlayPool *self,
            const InlayRow  *row)
{
  for (guint i = 0; row != NULL && i < row->copies->len; i++)
    if (inlay_pool_find_remote (self, inlay_row_get (row, i)->remote)->cause != INLAY_CAUSE_NONE)
      return TRUE;
  return FALSE;
}

/* Sharing was possible and is lost: several remotes load a copy each, and no island explains it. */
static void
warn_scoped_only (const InlayPool          *self,
                  const InlaySharedPackage *package)
{
  g_autoptr (GHashTable) remotes = g_hash_table_new (NULL, NULL);

  for (guint r = 0; r < package->rows->len; r++)
    {
      const InlayRow *row = inlay_shared_package_get (package, r);

      for (guint i = 0; row->action == INLAY_ROW_SCOPE && i < row->copies->len; i++)
        g_hash_table_add (remotes, inlay_row_get (row, i)->remote);
    }
  if (g_hash_table_size (remotes) > 1)
    inlay_resolver_warn (self->resolver, "pool-scoped-only",
                         "no build provides % together with what belongs to it, so each remote keeps its own",
                         package->name, NULL);
}

static void
rewrite_member (const InlayPool *self,
                guint            member,
                const guint     *bases)
{
  InlaySharedPackage *package = inlay_pool_get_member (self, member);
  gboolean explained = has_island (self, inlay_shared_package_find (package, INLAY_ROW_SHARE));
  Remade remade;

  for (guint i = 0; i < G_N_ELEMENTS (remade.rows); i++)
    {
      remade.rows[i] = g_ptr_array_new ();
      remade.by_text[i] = g_hash_table_new (NULL, NULL);
    }
  for (guint r = 0; r < package->rows->len; r++)
    {
      const InlayRow *row = inlay_shared_package_get (package, r);

      for (guint i = 0; i < row->copies->len; i++)
        put_copy (&remade, row, judge_copy (self, member, row, inlay_row_get (row, i), bases), inlay_row_get (row, i));
    }
  if (bases[member] != INLAY_POOL_NOBODY)
    put_basis_first (&remade, inlay_pool_get_remote (self, bases[member])->name);
  take_rows (package, &remade);
  if (!explained && inlay_shared_package_find (package, INLAY_ROW_SHARE) == NULL)
    warn_scoped_only (self, package);
}

/* Whether there is anything to write, or something of an earlier page load to take back. */
static gboolean
is_changed (const InlayPool *self)
{
  for (guint i = 0; i < self->remotes->len; i++)
    {
      const InlayPoolRemote *remote = inlay_pool_get_remote (self, i);

      if (remote->cause != INLAY_CAUSE_NONE || remote->serving != INLAY_POOL_NOBODY)
        return TRUE;
      for (guint k = 0; k < remote->copies->len; k++)
        if (g_array_index (remote->copies, InlayPoolCopy, k).copy->served_by != NULL)
          return TRUE;
    }
  return FALSE;
}

gboolean
inlay_pool_write (InlayPool  *self,
                  GError    **error)
{
  g_autofree guint *bases = g_new (guint, self->members->len);

  if (!is_changed (self))
    return TRUE;
  while (island_torn (self, bases))
    inlay_pool_assign (self);
  if (!report_islands (self, error))
    return FALSE;
  for (guint m = 0; m < self->members->len; m++)
    rewrite_member (self, m, bases);
  return TRUE;
}
