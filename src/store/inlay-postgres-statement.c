/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <string.h>

#include <inlay-core.h>

#include "inlay-postgres-private.h"

/* As in the server's catalog pg_type; libpq has no names for them. */
#define OID_BOOL 16
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25
#define OID_FLOAT8 701

typedef struct
{
  char *value;     /* NULL is NULL */
  GBytes *bytes;   /* instead of value */
  Oid type;        /* 0: the server decides */
} Parameter;

typedef struct
{
  guint n_parameters;
  char sql[];
} Text;

typedef struct
{
  InlayStatement parent;
  const Text *text;      /* owned by the connection */
  Parameter *parameters;
  PGresult *result;      /* all rows, once it ran */
  int row;
  gboolean failed;
} Statement;

static const Text *
find_text (InlayPostgres *self,
           const char    *sql)
{
  Text *text = g_hash_table_lookup (self->texts, sql);

  if (text == NULL)
    {
      guint n_parameters;
      g_autofree char *numbered = inlay_sql_number_parameters (sql, &n_parameters);
      gsize size = strlen (numbered) + 1;

      text = g_malloc (sizeof *text + size);
      text->n_parameters = n_parameters;
      memcpy (text->sql, numbered, size);
      g_hash_table_insert (self->texts, g_strdup (sql), text);
    }
  return text;
}

static InlayStatement *
postgres_prepare (InlaySql   *sql,
                  const char *text)
{
  Statement *self = g_new0 (Statement, 1);

  self->parent.sql = sql;
  self->text = find_text ((InlayPostgres *) sql, text);
  self->parameters = g_new0 (Parameter, self->text->n_parameters);
  return &self->parent;
}

static void
parameter_clear (Parameter *parameter)
{
  g_clear_pointer (&parameter->value, g_free);
  g_clear_pointer (&parameter->bytes, g_bytes_unref);
  parameter->type = 0;
}

static void
postgres_reset (InlayStatement *statement)
{
  Statement *self = (Statement *) statement;

  for (guint i = 0; i < self->text->n_parameters; i++)
    parameter_clear (&self->parameters[i]);
  g_clear_pointer (&self->result, PQclear);
  self->failed = FALSE;
}

static void
postgres_free (InlayStatement *statement)
{
  Statement *self = (Statement *) statement;

  postgres_reset (statement);
  g_free (self->parameters);
  g_free (self);
}

/* Takes @value and @bytes. */
static void
bind (InlayStatement *statement,
      int             index,
      Oid             type,
      char           *value,
      GBytes         *bytes)
{
  Statement *self = (Statement *) statement;
  Parameter parameter = { value, bytes, type };

  if (index < 1 || (guint) index > self->text->n_parameters)
    {
      self->failed = TRUE;
      parameter_clear (&parameter);
      return;
    }
  parameter_clear (&self->parameters[index - 1]);
  self->parameters[index - 1] = parameter;
}

static void
postgres_bind_int (InlayStatement *statement,
                   int             index,
                   gint64          value)
{
  bind (statement, index, OID_INT8, g_strdup_printf ("%" G_GINT64_FORMAT, value), NULL);
}

static void
postgres_bind_double (InlayStatement *statement,
                      int             index,
                      double          value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  bind (statement, index, OID_FLOAT8, g_strdup (g_ascii_dtostr (text, sizeof text, value)), NULL);
}

static void
postgres_bind_text (InlayStatement *statement,
                    int             index,
                    const char     *value)
{
  bind (statement, index, OID_TEXT, g_strdup (value), NULL);
}

static void
postgres_bind_bytes (InlayStatement *statement,
                     int             index,
                     GBytes         *value)
{
  bind (statement, index, OID_BYTEA, NULL, value != NULL ? g_bytes_ref (value) : NULL);
}

/* The same text with parameters of other types is another statement to the server. */
static const char *
prepare (Statement  *self,
         GError    **error)
{
  InlayPostgres *postgres = (InlayPostgres *) self->parent.sql;
  g_autoptr (GString) key = g_string_new (self->text->sql);
  g_autofree Oid *types = g_new0 (Oid, self->text->n_parameters + 1);
  g_autoptr (InlayPostgresResult) result = NULL;
  g_autofree char *name = NULL;
  const char *known;

  for (guint i = 0; i < self->text->n_parameters; i++)
    {
      types[i] = self->parameters[i].type;
      g_string_append_printf (key, "\n%u", types[i]);
    }
  if ((known = g_hash_table_lookup (postgres->prepared, key->str)) != NULL)
    return known;

  name = g_strdup_printf ("s%u", g_hash_table_size (postgres->prepared));
  result = PQprepare (postgres->connection, name, self->text->sql, (int) self->text->n_parameters, types);
  if (!inlay_postgres_check (postgres, result, error))
    return NULL;
  known = name;
  g_hash_table_insert (postgres->prepared, g_strdup (key->str), g_steal_pointer (&name));
  return known;
}

static gboolean
execute (Statement  *self,
         GError    **error)
{
  InlayPostgres *postgres = (InlayPostgres *) self->parent.sql;
  guint n = self->text->n_parameters;
  g_autofree const char **values = g_new0 (const char *, n + 1);
  g_autofree int *lengths = g_new0 (int, n + 1);
  g_autofree int *formats = g_new0 (int, n + 1);
  const char *name;

  if (!inlay_postgres_ensure (postgres, error) || !(name = prepare (self, error)))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      Parameter *parameter = &self->parameters[i];
      gsize size = 0;

      values[i] = parameter->value;
      if (parameter->bytes == NULL)
        continue;
      values[i] = g_bytes_get_data (parameter->bytes, &size);
      values[i] = values[i] != NULL ? values[i] : "";
      lengths[i] = (int) size;
      formats[i] = 1;
    }
  g_clear_pointer (&self->result, PQclear);
  self->result = PQexecPrepared (postgres->connection, name, (int) n, values, lengths, formats, 0);
  return inlay_postgres_check (postgres, self->result, error);
}

static gboolean
run (Statement  *self,
     GError    **error)
{
  InlayPostgres *postgres = (InlayPostgres *) self->parent.sql;
  g_autoptr (GError) first = NULL;
  const char *n_changed;

  if (!execute (self, &first) && !(inlay_postgres_may_retry (postgres) && execute (self, NULL)))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  n_changed = PQcmdTuples (self->result);
  self->parent.sql->n_changed = (guint) g_ascii_strtoull (n_changed, NULL, 10);
  self->row = -1;
  return TRUE;
}

static gboolean
postgres_step (InlayStatement  *statement,
               GError         **error)
{
  Statement *self = (Statement *) statement;

  if (self->failed)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: a statement was used wrongly", statement->sql->name);
      return FALSE;
    }
  if (self->result == NULL && !run (self, error))
    {
      self->failed = TRUE;
      return FALSE;
    }
  if (self->row < PQntuples (self->result))
    self->row++;
  return self->row < PQntuples (self->result);
}

static gboolean
postgres_has_failed (InlayStatement *statement)
{
  return ((Statement *) statement)->failed;
}

static gboolean
postgres_is_null (InlayStatement *statement,
                  int             column)
{
  Statement *self = (Statement *) statement;

  return PQgetisnull (self->result, self->row, column) == 1;
}

static gint64
postgres_get_int (InlayStatement *statement,
                  int             column)
{
  Statement *self = (Statement *) statement;
  const char *value = PQgetvalue (self->result, self->row, column);

  if (PQftype (self->result, column) == OID_BOOL)
    return *value == 't';
  return g_ascii_strtoll (value, NULL, 10);
}

static double
postgres_get_double (InlayStatement *statement,
                     int             column)
{
  Statement *self = (Statement *) statement;

  return g_ascii_strtod (PQgetvalue (self->result, self->row, column), NULL);
}

static const char *
postgres_get_text (InlayStatement *statement,
                   int             column)
{
  Statement *self = (Statement *) statement;

  return postgres_is_null (statement, column) ? NULL : PQgetvalue (self->result, self->row, column);
}

static GBytes *
postgres_get_bytes (InlayStatement *statement,
                    int             column)
{
  Statement *self = (Statement *) statement;
  const unsigned char *value;
  unsigned char *bytes;
  size_t size;

  if (postgres_is_null (statement, column))
    return NULL;
  value = (const unsigned char *) PQgetvalue (self->result, self->row, column);
  if (PQftype (self->result, column) != OID_BYTEA)
    return g_bytes_new (value, (gsize) PQgetlength (self->result, self->row, column));
  bytes = PQunescapeBytea (value, &size);
  return g_bytes_new_with_free_func (bytes, size, (GDestroyNotify) PQfreemem, bytes);
}

const InlayStatementEngine inlay_postgres_statements = {
  .prepare = postgres_prepare,
  .free = postgres_free,
  .bind_int = postgres_bind_int,
  .bind_double = postgres_bind_double,
  .bind_text = postgres_bind_text,
  .bind_bytes = postgres_bind_bytes,
  .step = postgres_step,
  .has_failed = postgres_has_failed,
  .reset = postgres_reset,
  .is_null = postgres_is_null,
  .get_int = postgres_get_int,
  .get_double = postgres_get_double,
  .get_text = postgres_get_text,
  .get_bytes = postgres_get_bytes,
};
