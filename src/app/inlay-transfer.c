/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-transfer.h"

#define CHUNK (256 * 1024)

/* Reads one byte more than is allowed at most, so that a file that grows or lies about its size is
 * noticed, too. */
static GBytes *
read_capped (GFile         *file,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize n;

  if (stream == NULL)
    return NULL;

  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), chunk, CHUNK, cancellable, error)) > 0)
    {
      if (bytes->len + n > INLAY_JSON_MAX_SIZE)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT,
                       "the file is larger than %d MiB", INLAY_JSON_MAX_SIZE / (1024 * 1024));
          return NULL;
        }
      g_byte_array_append (bytes, chunk, n);
    }

  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static InlayComposition *
read_composition (GFile         *file,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr(GBytes) bytes = read_capped (file, cancellable, error);
  g_autoptr(JsonNode) root = bytes ? inlay_json_read (bytes, error) : NULL;
  g_autoptr(JsonNode) upgraded = root ? inlay_composition_upgrade (root, error) : NULL;

  return upgraded ? inlay_composition_new (upgraded, error) : NULL;
}

static void
import_thread (GTask        *task,
               gpointer      source,
               gpointer      task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;
  InlayComposition *composition = read_composition (task_data, cancellable, &error);

  if (composition != NULL)
    g_task_return_pointer (task, composition, (GDestroyNotify) inlay_composition_unref);
  else
    g_task_return_error (task, error);
}

static void
export_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (object), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * inlay_import_file_async:
 *
 * Reads @file in a thread: a composition of this format, or an older or foreign form of one.
 */
void
inlay_import_file_async (GFile               *file,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_import_file_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, import_thread);
}

InlayComposition *
inlay_import_file_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_import_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
inlay_export_file_async (InlayComposition    *composition,
                         GFile               *file,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GBytes) bytes = NULL;
  GTask *task;

  g_return_if_fail (composition != NULL);
  g_return_if_fail (G_IS_FILE (file));

  bytes = inlay_composition_write (composition);
  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_export_file_async);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       cancellable, export_cb, task);
}

gboolean
inlay_export_file_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, inlay_export_file_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
