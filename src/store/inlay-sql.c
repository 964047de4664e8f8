/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sql-private.h"

/**
 * inlay_sql_close:
 * @self: (transfer full): a connection none of whose statements is on loan
 *
 * Closes the connection.
 */
void
inlay_sql_close (InlaySql *self)
{
  g_return_if_fail (self != NULL);

  self->engine->close (self);
}

/**
 * inlay_sql_get_name:
 * @self: a connection
 *
 * Returns: what errors call the database
 */
const char *
inlay_sql_get_name (InlaySql *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * inlay_sql_is_server:
 * @self: a connection
 *
 * Returns: whether the database is a server, which many machines may use and which may be away
 */
gboolean
inlay_sql_is_server (InlaySql *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->is_server;
}

/**
 * inlay_sql_exec:
 * @self: a connection
 * @sql: statements without parameters, of this program and never of its input
 * @error: return location of an error
 *
 * Returns: whether all of them ran
 */
gboolean
inlay_sql_exec (InlaySql    *self,
                const char  *sql,
                GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->exec (self, sql, error);
}

/**
 * inlay_sql_get_n_changed:
 * @self: a connection
 *
 * Returns: how many rows the last insert, update or delete touched
 */
guint
inlay_sql_get_n_changed (InlaySql *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_changed;
}

/**
 * inlay_sql_begin:
 * @self: a connection without a transaction
 * @error: return location of an error
 *
 * Begins a write transaction, waiting a few seconds for another writer.
 *
 * Returns: (transfer full): the guard, to be given to inlay_sql_commit()
 */
InlaySqlGuard *
inlay_sql_begin (InlaySql  *self,
                 GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (!inlay_sql_is_writing (self), NULL);

  self->n_saved = 0;
  self->has_spare = FALSE;
  return self->engine->begin (self, error) ? (InlaySqlGuard *) self : NULL;
}

/**
 * inlay_sql_begin_reading:
 * @self: a connection without a transaction
 * @error: return location of an error
 *
 * Begins a transaction that waits for nobody.
 *
 * Returns: (transfer full): the guard, to be given to inlay_sql_commit() or freed
 */
InlaySqlGuard *
inlay_sql_begin_reading (InlaySql  *self,
                         GError   **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (!inlay_sql_is_writing (self), NULL);

  return self->engine->begin_reading (self, error) ? (InlaySqlGuard *) self : NULL;
}

/**
 * inlay_sql_commit:
 * @guard: (transfer full): the transaction
 * @error: return location of an error
 *
 * Makes the transaction durable, or rolls it back. When a server goes away at this very moment,
 * nobody knows which; it is told as an error.
 *
 * Returns: whether it is durable
 */
gboolean
inlay_sql_commit (InlaySqlGuard  *guard,
                  GError        **error)
{
  InlaySql *self = (InlaySql *) guard;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->engine->commit (self, error))
    return TRUE;

  inlay_sql_guard_free (guard);
  return FALSE;
}

/**
 * inlay_sql_guard_free:
 * @guard: (transfer full): a transaction that is not to be
 *
 * Rolls the transaction back.
 */
void
inlay_sql_guard_free (InlaySqlGuard *guard)
{
  InlaySql *self = (InlaySql *) guard;

  self->engine->roll_back (self);
}

/**
 * inlay_sql_is_writing:
 * @self: a connection
 *
 * Some errors (a full disk, a server that is gone) end a transaction by themselves.
 *
 * Returns: whether a transaction is under way
 */
gboolean
inlay_sql_is_writing (InlaySql *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->is_writing (self);
}

/**
 * inlay_sql_save:
 * @self: a connection with a transaction
 * @error: return location of an error
 *
 * Sets a savepoint, to be ended by inlay_sql_release() or inlay_sql_undo(), which mean the last one.
 *
 * Returns: whether it is set
 */
gboolean
inlay_sql_save (InlaySql  *self,
                GError   **error)
{
  if (!inlay_sql_exec (self, self->has_spare ? "RELEASE SAVEPOINT use_case; SAVEPOINT use_case" : "SAVEPOINT use_case", error))
    return FALSE;
  self->has_spare = FALSE;
  self->n_saved++;
  return TRUE;
}

/**
 * inlay_sql_release:
 * @self: a connection with a savepoint
 * @error: return location of an error
 *
 * Keeps what was done since inlay_sql_save().
 *
 * Returns: whether it is kept, as far as the transaction is
 */
gboolean
inlay_sql_release (InlaySql  *self,
                   GError   **error)
{
  /* The outermost one is released with the next, or by the commit: that is one way to a server less. */
  self->has_spare = --self->n_saved == 0 && inlay_sql_is_server (self);
  return self->has_spare || inlay_sql_exec (self, "RELEASE SAVEPOINT use_case", error);
}

/**
 * inlay_sql_undo:
 * @self: a connection with a savepoint
 *
 * Undoes what was done since inlay_sql_save().
 */
void
inlay_sql_undo (InlaySql *self)
{
  self->n_saved--;
  inlay_sql_exec (self, "ROLLBACK TO SAVEPOINT use_case; RELEASE SAVEPOINT use_case", NULL);
}

/**
 * inlay_sql_notify:
 * @self: a connection with a transaction
 * @channel: a name
 *
 * Wakes those who listen to @channel once the transaction is committed.
 */
void
inlay_sql_notify (InlaySql   *self,
                  const char *channel)
{
  g_return_if_fail (self != NULL);

  self->engine->notify (self, channel);
}

/**
 * inlay_sql_listen:
 * @self: a connection used for nothing else
 * @channel: a name
 * @error: return location of an error
 *
 * Makes inlay_sql_wait() wake at once when @channel is notified. SQLite has no channels: there any
 * commit of another connection is noticed.
 *
 * Returns: whether it listens
 */
gboolean
inlay_sql_listen (InlaySql    *self,
                  const char  *channel,
                  GError     **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->listen (self, channel, error);
}

/**
 * inlay_sql_wait:
 * @self: a connection
 * @timeout_ms: how long at most
 * @cancellable: (nullable): ends the wait early
 * @changed: (out): whether others may have committed something
 * @error: return location of an error
 *
 * Waits for others.
 *
 * Returns: whether the database is there
 */
gboolean
inlay_sql_wait (InlaySql      *self,
                int            timeout_ms,
                GCancellable  *cancellable,
                gboolean      *changed,
                GError       **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *changed = FALSE;
  return self->engine->wait (self, timeout_ms, cancellable, changed, error);
}

/**
 * inlay_sql_hold:
 * @self: a connection
 * @held: (out): whether it has the lock
 * @is_new: (out): whether it did not have it before
 * @error: return location of an error
 *
 * Keeps the one lock that lasts as long as the connection, or takes it when nobody else has it. A
 * server takes it away from a connection that is silent for ten seconds.
 *
 * Returns: whether the answer is known
 */
gboolean
inlay_sql_hold (InlaySql  *self,
                gboolean  *held,
                gboolean  *is_new,
                GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *held = *is_new = FALSE;
  return self->engine->hold (self, held, is_new, error);
}

/**
 * inlay_sql_is_gone:
 * @self: a connection
 *
 * Returns: whether its server went away; only inlay_sql_reconnect() helps then
 */
gboolean
inlay_sql_is_gone (InlaySql *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->engine->is_gone (self);
}

/**
 * inlay_sql_reconnect:
 * @self: a connection none of whose statements is on loan
 * @error: return location of an error
 *
 * Tries once to reach the server again. What was listened to must be listened to again.
 *
 * Returns: whether it is there
 */
gboolean
inlay_sql_reconnect (InlaySql  *self,
                     GError   **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->engine->reconnect (self, error);
}
