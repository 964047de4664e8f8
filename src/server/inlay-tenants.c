/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-tenants.h"

#define REMEMBERED_CHANGES 256

struct _InlayTenants
{
  InlayRegistryStore *store;
  InlaySnapshotPlace *place;
  InlayEvents *events;
  InlayAuth *auth;
  InlayHosts *hosts;
  GHashTable *tenants;   /* application -> InlayTenant */
  void (*notify) (gpointer data);
  gpointer notify_data;
  GMutex notify_lock;    /* guards the two before */
  gint64 published;      /* atomic, monotonic */
};

static void
tenant_free (gpointer data)
{
  InlayTenant *tenant = data;

  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  g_free (tenant->app);
  g_free (tenant);
}

InlayTenant *
inlay_tenants_get (InlayTenants *self,
                   const char   *app)
{
  InlayTenant *tenant = g_hash_table_lookup (self->tenants, app);

  if (tenant == NULL)
    {
      tenant = g_new0 (InlayTenant, 1);
      tenant->app = g_strdup (app);
      g_hash_table_insert (self->tenants, tenant->app, tenant);
    }
  return tenant;
}

static void
tell (InlayTenants *self,
      InlayTenant *tenant)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes =
    inlay_registry_store_list_changes (self->store, tenant->told, REMEMBERED_CHANGES, &error);

  if (changes == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  for (guint i = 0; i < changes->len; i++)
    {
      InlayRegistryChange *change = g_ptr_array_index (changes, i);

      inlay_events_add (self->events, tenant->app, change);
      tenant->told = tenant->marks.generation = change->generation;
    }
}

/* What the door must know before it knows which application is meant. */
static gboolean
update_door (InlayTenants *self,
             GError      **error)
{
  g_autoptr (JsonNode) tokens = inlay_registry_store_list_tokens (self->store, error);
  g_autoptr (JsonNode) hosts = tokens != NULL ? inlay_registry_store_list_all_hosts (self->store, error) : NULL;

  if (hosts == NULL)
    return FALSE;
  inlay_auth_set_kept (self->auth, tokens);
  inlay_hosts_set (self->hosts, hosts);
  inlay_events_review (self->events);
  return TRUE;
}

/* What was deleted is not there for readers; who listens to it hears no more. */
static gboolean
withdraw (InlayTenants *self,
          InlayTenant *tenant)
{
  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  tenant->is_behind = FALSE;
  inlay_snapshot_place_set (self->place, tenant->app, NULL);
  inlay_events_end (self->events, tenant->app);
  return TRUE;
}

/* Puts what @tenant is now in place of what it was. */
static gboolean
publish (InlayTenants *self,
         InlayTenant  *tenant,
         GError      **error)
{
  g_autoptr (InlaySnapshot) before = inlay_snapshot_place_get (self->place, tenant->app);
  InlayParts changed = before == NULL || tenant->is_behind ? INLAY_PART_ALL : tenant->changed;
  InlaySnapshot *snapshot;
  g_autoptr (GError) unknown = NULL;

  tenant->changed = 0;
  tenant->is_behind = TRUE;
  inlay_registry_store_set_app (self->store, tenant->app);
  if ((changed & INLAY_PART_DOOR) && !update_door (self, error))
    return FALSE;
  if (!inlay_registry_store_has_app (self->store, &unknown) && unknown == NULL)
    return withdraw (self, tenant);
  if (unknown != NULL)
    {
      /* The database is away: what is known goes on being served. */
      g_propagate_error (error, g_steal_pointer (&unknown));
      return FALSE;
    }
  if (!(snapshot = inlay_snapshot_new (self->store, before, changed, error)))
    return FALSE;
  tenant->is_behind = FALSE;
  g_clear_pointer (&tenant->shelf, inlay_shelf_unref);
  tenant->shelf = inlay_shelf_ref (inlay_snapshot_get_shelf (snapshot));
  inlay_snapshot_place_set (self->place, tenant->app, snapshot);
  __atomic_store_n (&self->published, g_get_monotonic_time (), __ATOMIC_RELAXED);
  tell (self, tenant);
  return TRUE;
}

static gboolean
publish_changed (InlayTenants  *self,
                 GError       **error)
{
  GHashTableIter iter;
  gpointer tenant;
  gboolean done = TRUE, any = FALSE;

  g_hash_table_iter_init (&iter, self->tenants);
  while (done && g_hash_table_iter_next (&iter, NULL, &tenant))
    if (((InlayTenant *) tenant)->changed != 0)
      {
        any = TRUE;
        done = publish (self, tenant, error);
      }
  g_mutex_lock (&self->notify_lock);
  if (any && self->notify != NULL)
    self->notify (self->notify_data);
  g_mutex_unlock (&self->notify_lock);
  return done;
}

/* What of @tenant others changed since it was published. What does not say what it changed may have
 * changed anything. */
static InlayParts
compare_marks (InlayTenant              *tenant,
               const InlayRegistryMarks *marks)
{
  InlayParts changed = 0;

  for (guint i = 0; i < INLAY_REGISTRY_MAX_PARTS; i++)
    if (marks->parts[i] != tenant->marks.parts[i])
      changed |= 1u << i;
  return changed == 0 && marks->generation != tenant->marks.generation ? INLAY_PART_ALL : changed;
}

/* What others deleted. */
static void
find_gone (InlayTenants *self,
           GHashTable  *all)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      InlayTenant *tenant = value;
      g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, tenant->app);

      if (snapshot != NULL && !g_hash_table_contains (all, tenant->app))
        tenant->changed = INLAY_PART_ALL;
    }
}

/**
 * inlay_tenants_catch_up:
 * @self: the applications, in a transaction
 * @wanted: (nullable): names; only of these. Whoever waits to write need not wait for the rest
 * @error: return location
 *
 * Publishes what other processes did.
 *
 * Returns: whether all of it can be seen
 */
gboolean
inlay_tenants_catch_up (InlayTenants  *self,
                        GHashTable    *wanted,
                        GError       **error)
{
  g_autoptr (GHashTable) all = inlay_registry_store_list_marks (self->store, error);
  GHashTableIter iter;
  gpointer app, marks;

  if (all == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &app, &marks))
    {
      InlayTenant *tenant = inlay_tenants_get (self, app);
      g_autoptr (InlaySnapshot) snapshot = inlay_snapshot_place_get (self->place, app);

      if (wanted != NULL && !g_hash_table_contains (wanted, app))
        continue;
      tenant->changed |= snapshot != NULL ? compare_marks (tenant, marks) : INLAY_PART_ALL;
      tenant->marks = *(InlayRegistryMarks *) marks;
    }
  find_gone (self, all);
  return publish_changed (self, error);
}

/**
 * inlay_tenants_publish:
 * @self: the applications, after a commit
 * @error: return location
 *
 * Lets readers see what it changed, as of one moment, whatever others do meanwhile.
 *
 * Returns: whether all of it can be seen
 */
gboolean
inlay_tenants_publish (InlayTenants  *self,
                       GError       **error)
{
  gboolean done = inlay_registry_store_begin_reading (self->store, error) && publish_changed (self, error);

  inlay_registry_store_abandon (self->store);
  return done;
}

/**
 * inlay_tenants_look:
 * @self: the applications, outside of a transaction
 * @error: return location
 *
 * As inlay_tenants_catch_up() with all, as of one moment.
 *
 * Returns: whether all of it can be seen
 */
gboolean
inlay_tenants_look (InlayTenants  *self,
                    GError       **error)
{
  gboolean done = inlay_registry_store_begin_reading (self->store, error) && inlay_tenants_catch_up (self, NULL, error);

  inlay_registry_store_abandon (self->store);
  return done;
}

/**
 * inlay_tenants_mark:
 * @self: the applications
 * @error: return location
 *
 * Tells other processes what the group changed; all of them have caught up with this one's marks.
 *
 * Returns: whether it is written
 */
gboolean
inlay_tenants_mark (InlayTenants  *self,
                    GError       **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      InlayTenant *tenant = value;

      inlay_registry_store_set_app (self->store, tenant->app);
      if (!inlay_registry_store_mark (self->store, tenant->changed, error))
        return FALSE;
      for (guint i = 0; i < INLAY_REGISTRY_MAX_PARTS; i++)
        tenant->marks.parts[i] += (tenant->changed >> i) & 1;
    }
  return TRUE;
}

/**
 * inlay_tenants_forget:
 * @self: the applications
 *
 * Nothing of the group came to be.
 */
void
inlay_tenants_forget (InlayTenants *self)
{
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    {
      g_clear_pointer (&((InlayTenant *) tenant)->shelf, inlay_shelf_unref);
      ((InlayTenant *) tenant)->changed = 0;
      ((InlayTenant *) tenant)->marks.generation = -1;
    }
}

gboolean
inlay_tenants_have_changed (InlayTenants *self)
{
  GHashTableIter iter;
  gpointer tenant;

  g_hash_table_iter_init (&iter, self->tenants);
  while (g_hash_table_iter_next (&iter, NULL, &tenant))
    if (((InlayTenant *) tenant)->changed != 0)
      return TRUE;
  return FALSE;
}

/**
 * inlay_tenants_set_notify:
 * @self: the applications
 * @notify: (nullable): is told, by whoever publishes, that something was
 * @data: for @notify
 */
void
inlay_tenants_set_notify (InlayTenants  *self,
                          void         (*notify) (gpointer data),
                          gpointer       data)
{
  g_mutex_lock (&self->notify_lock);
  self->notify = notify;
  self->notify_data = data;
  g_mutex_unlock (&self->notify_lock);
}

/* In microseconds; any thread may ask. */
gint64
inlay_tenants_get_age (InlayTenants *self)
{
  return g_get_monotonic_time () - __atomic_load_n (&self->published, __ATOMIC_RELAXED);
}

/**
 * inlay_tenants_new:
 * @store: the tables, which outlive this
 * @place: where snapshots go
 * @events: who is told
 * @auth: gets the tokens that are kept in @store
 * @hosts: gets the hosts that are
 *
 * Returns: (transfer full): the applications, none of which is published yet
 */
InlayTenants *
inlay_tenants_new (InlayRegistryStore *store,
                   InlaySnapshotPlace *place,
                   InlayEvents        *events,
                   InlayAuth          *auth,
                   InlayHosts         *hosts)
{
  InlayTenants *self = g_new0 (InlayTenants, 1);

  g_mutex_init (&self->notify_lock);
  self->store = store;
  self->place = place;
  self->events = events;
  self->auth = auth;
  self->hosts = hosts;
  self->tenants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tenant_free);
  return self;
}

void
inlay_tenants_free (InlayTenants *self)
{
  g_hash_table_unref (self->tenants);
  g_mutex_clear (&self->notify_lock);
  g_free (self);
}
