/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-sql-private.h"

/**
 * inlay_sql_prepare:
 * @self: a connection
 * @sql: one statement
 *
 * Lends a statement, prepared now or kept from an earlier use. What is wrong with it is told by the
 * first step.
 *
 * Returns: (transfer full): the statement
 */
InlayStatement *
inlay_sql_prepare (InlaySql   *self,
                   const char *sql)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  return self->engine->statements->prepare (self, sql);
}

/**
 * inlay_statement_free:
 * @self: (transfer full): a statement
 *
 * Gives the statement back to its connection.
 */
void
inlay_statement_free (InlayStatement *self)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->free (self);
}

/**
 * inlay_statement_bind_int:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_int (InlayStatement *self,
                          int             index,
                          gint64          value)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->bind_int (self, index, value);
}

/**
 * inlay_statement_bind_double:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_double (InlayStatement *self,
                             int             index,
                             double          value)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->bind_double (self, index, value);
}

/**
 * inlay_statement_bind_text:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value, which is copied
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_text (InlayStatement *self,
                           int             index,
                           const char     *value)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->bind_text (self, index, value);
}

/**
 * inlay_statement_bind_bytes:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value
 *
 * Binds a parameter.
 */
void
inlay_statement_bind_bytes (InlayStatement *self,
                            int             index,
                            GBytes         *value)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->bind_bytes (self, index, value);
}

/**
 * inlay_statement_step:
 * @self: a statement
 * @error: return location of an error
 *
 * Goes to the next row. %FALSE means that there is none; inlay_statement_has_failed() tells an error
 * from the end.
 *
 * Returns: whether there is a row
 */
gboolean
inlay_statement_step (InlayStatement  *self,
                      GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->sql->engine->statements->step (self, error);
}

/**
 * inlay_statement_has_failed:
 * @self: a statement
 *
 * Returns: whether a bind or step went wrong
 */
gboolean
inlay_statement_has_failed (InlayStatement *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->sql->engine->statements->has_failed (self);
}

/**
 * inlay_statement_run:
 * @self: a statement
 * @error: return location of an error
 *
 * Runs a statement whose rows, if any, do not matter.
 *
 * Returns: whether it ran
 */
gboolean
inlay_statement_run (InlayStatement  *self,
                     GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  while (inlay_statement_step (self, error))
    continue;

  return !inlay_statement_has_failed (self);
}

/**
 * inlay_statement_reset:
 * @self: a statement that ran
 *
 * Makes it ready for another run with new values.
 */
void
inlay_statement_reset (InlayStatement *self)
{
  g_return_if_fail (self != NULL);

  self->sql->engine->statements->reset (self);
}

/**
 * inlay_statement_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the column is NULL
 */
gboolean
inlay_statement_is_null (InlayStatement *self,
                         int             column)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->sql->engine->statements->is_null (self, column);
}

/**
 * inlay_statement_get_int:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the column's value, 0 for NULL
 */
gint64
inlay_statement_get_int (InlayStatement *self,
                         int             column)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sql->engine->statements->get_int (self, column);
}

/**
 * inlay_statement_get_double:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the column's value, 0 for NULL
 */
double
inlay_statement_get_double (InlayStatement *self,
                            int             column)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sql->engine->statements->get_double (self, column);
}

/**
 * inlay_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (nullable): the column's value until the next step
 */
const char *
inlay_statement_get_text (InlayStatement *self,
                          int             column)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sql->engine->statements->get_text (self, column);
}

/**
 * inlay_statement_get_bytes:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): a copy of the column's value, %NULL for NULL
 */
GBytes *
inlay_statement_get_bytes (InlayStatement *self,
                           int             column)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sql->engine->statements->get_bytes (self, column);
}
