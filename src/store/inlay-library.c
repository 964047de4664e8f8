/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-library-private.h"

/* "INLY" */
#define APPLICATION_ID 0x494e4c59u

/* Patches hold trees: an array, an object and a value deeper than these. */
#define MAX_DEPTH (INLAY_JSON_MAX_DEPTH + 4)

struct _InlayLibrary
{
  GObject parent_instance;

  InlaySql *sqlite;
  InlayLibraryClock clock;
};

G_DEFINE_FINAL_TYPE (InlayLibrary, inlay_library, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (InlayLibraryEntry, inlay_library_entry,
                     inlay_library_entry_copy, inlay_library_entry_free)

static void
inlay_library_finalize (GObject *object)
{
  InlayLibrary *self = INLAY_LIBRARY (object);

  g_clear_pointer (&self->sqlite, inlay_sql_close);

  G_OBJECT_CLASS (inlay_library_parent_class)->finalize (object);
}

static void
inlay_library_class_init (InlayLibraryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inlay_library_finalize;
}

static void
inlay_library_init (InlayLibrary *self)
{
  self->clock = g_get_real_time;
}

InlayLibraryEntry *
inlay_library_entry_copy (const InlayLibraryEntry *self)
{
  InlayLibraryEntry *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (InlayLibraryEntry, 1);
  *copy = *self;
  copy->key = g_strdup (self->key);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  return copy;
}

void
inlay_library_entry_free (InlayLibraryEntry *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->key);
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/**
 * inlay_library_open:
 * @path: (nullable): the file, made when missing; %NULL for a library in memory
 * @error: return location of an error naming @path: %INLAY_ERROR_INVALID when it is damaged, is
 *   another program's or was made by a newer Inlay, and those of %G_IO_ERROR
 *
 * Returns: (transfer full): the library
 */
InlayLibrary *
inlay_library_open (const char  *path,
                    GError     **error)
{
  g_autoptr (InlayLibrary) self = g_object_new (INLAY_TYPE_LIBRARY, NULL);

  self->sqlite = inlay_sqlite_open (path, error);
  if (self->sqlite == NULL ||
      !inlay_sql_migrate (self->sqlite, "migrations-library", APPLICATION_ID, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * inlay_library_set_clock:
 * @self: a library
 * @clock: gives microseconds UTC
 *
 * Sets what journalled edits are dated by.
 */
void
inlay_library_set_clock (InlayLibrary      *self,
                         InlayLibraryClock  clock)
{
  g_return_if_fail (INLAY_IS_LIBRARY (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
}

InlaySql *
inlay_library_get_sqlite (InlayLibrary *self)
{
  return self->sqlite;
}

gint64
inlay_library_get_time (InlayLibrary *self)
{
  return self->clock ();
}

/* JSON that this program wrote: when it cannot be read, the file is damaged. */
JsonNode *
inlay_library_parse (InlayLibrary  *self,
                     const char    *text,
                     const char    *what,
                     GError       **error)
{
  g_autoptr (GError) local = NULL;
  JsonNode *node = NULL;

  if (text != NULL)
    node = inlay_json_read_full (text, strlen (text), MAX_DEPTH, INLAY_JSON_DEFAULT, &local);
  if (node == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is damaged: %s: %s",
                 inlay_sql_get_name (self->sqlite), what,
                 local != NULL ? local->message : "it is missing");

  return node;
}

/* Runs a statement that must change a row. */
gboolean
inlay_library_touched (InlayLibrary    *self,
                       InlayStatement  *statement,
                       const char      *what,
                       GError         **error)
{
  if (!inlay_statement_run (statement, error))
    return FALSE;

  if (inlay_sql_get_n_changed (self->sqlite) == 0)
    {
      g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, "the library has no %s", what);
      return FALSE;
    }

  return TRUE;
}
