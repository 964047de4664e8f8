/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-library-private.h"

void
inlay_outbox_item_free (InlayOutboxItem *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->registry);
  g_free (self->key);
  g_free (self->kind);
  g_clear_pointer (&self->payload, json_node_unref);
  g_free (self->last_error);
  g_free (self);
}

/**
 * inlay_library_outbox_add:
 * @self: a library
 * @registry: its base URL
 * @key: of the document
 * @kind: what is to be done: "publish"
 * @payload: what is to be sent
 * @now: microseconds UTC
 * @error: return location of an error
 *
 * Keeps what is to be sent until inlay_library_outbox_done().
 *
 * Returns: the item's number, from 1; 0 with an error
 */
gint64
inlay_library_outbox_add (InlayLibrary  *self,
                          const char    *registry,
                          const char    *key,
                          const char    *kind,
                          JsonNode      *payload,
                          gint64         now,
                          GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), 0);
  g_return_val_if_fail (registry != NULL && key != NULL && kind != NULL, 0);
  g_return_val_if_fail (payload != NULL, 0);

  text = inlay_json_write (payload, INLAY_JSON_DEFAULT);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT INTO outbox (registry, document, kind, payload, "
                                    "created) VALUES (?1, ?2, ?3, ?4, ?5)");
  inlay_statement_bind_text (statement, 1, registry);
  inlay_statement_bind_text (statement, 2, key);
  inlay_statement_bind_text (statement, 3, kind);
  inlay_statement_bind_text (statement, 4, text);
  inlay_statement_bind_int (statement, 5, now);
  if (!inlay_statement_run (statement, error))
    return 0;

  return inlay_sqlite_get_last_id (inlay_library_get_sqlite (self));
}

static InlayOutboxItem *
read_item (InlayLibrary    *self,
           InlayStatement  *statement,
           GError         **error)
{
  InlayOutboxItem *item;
  JsonNode *payload;

  payload = inlay_library_parse (self, inlay_statement_get_text (statement, 4),
                                 "something in the outbox", error);
  if (payload == NULL)
    return NULL;

  item = g_new0 (InlayOutboxItem, 1);
  item->id = inlay_statement_get_int (statement, 0);
  item->registry = g_strdup (inlay_statement_get_text (statement, 1));
  item->key = g_strdup (inlay_statement_get_text (statement, 2));
  item->kind = g_strdup (inlay_statement_get_text (statement, 3));
  item->payload = payload;
  item->created = inlay_statement_get_int (statement, 5);
  item->tries = (guint) inlay_statement_get_int (statement, 6);
  item->last_error = g_strdup (inlay_statement_get_text (statement, 7));
  return item;
}

/**
 * inlay_library_outbox_list:
 * @self: a library
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type InlayOutboxItem): what is to be sent, oldest first
 */
GPtrArray *
inlay_library_outbox_list (InlayLibrary  *self,
                           GError       **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);

  items = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_outbox_item_free);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT id, registry, document, kind, payload, created, tries, "
                                    "last_error FROM outbox ORDER BY id");
  while (inlay_statement_step (statement, error))
    {
      InlayOutboxItem *item = read_item (self, statement, error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }

  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&items);
}

/**
 * inlay_library_outbox_failed:
 * @self: a library
 * @id: an item
 * @message: why it was not taken
 * @error: return location of an error
 *
 * Counts a try that went wrong.
 *
 * Returns: whether that is kept
 */
gboolean
inlay_library_outbox_failed (InlayLibrary  *self,
                             gint64         id,
                             const char    *message,
                             GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "UPDATE outbox SET tries = tries + 1, last_error = ?2 "
                                    "WHERE id = ?1");
  inlay_statement_bind_int (statement, 1, id);
  inlay_statement_bind_text (statement, 2, message);
  return inlay_library_touched (self, statement, "such item in its outbox", error);
}

/**
 * inlay_library_outbox_done:
 * @self: a library
 * @id: an item
 * @error: return location of an error
 *
 * Forgets an item that was taken.
 *
 * Returns: whether it is gone
 */
gboolean
inlay_library_outbox_done (InlayLibrary  *self,
                           gint64         id,
                           GError       **error)
{
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);

  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "DELETE FROM outbox WHERE id = ?1");
  inlay_statement_bind_int (statement, 1, id);
  return inlay_library_touched (self, statement, "such item in its outbox", error);
}

/**
 * inlay_library_log_publish:
 * @self: a library
 * @key: a document
 * @event: an object that says what happened
 * @now: microseconds UTC
 * @error: return location of an error
 *
 * Returns: whether that is kept
 */
gboolean
inlay_library_log_publish (InlayLibrary  *self,
                           const char    *key,
                           JsonNode      *event,
                           gint64         now,
                           GError       **error)
{
  g_autofree char *text = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), FALSE);
  g_return_val_if_fail (key != NULL && event != NULL, FALSE);

  text = inlay_json_write (event, INLAY_JSON_DEFAULT);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "INSERT INTO publish_log (document, at, event) "
                                    "VALUES (?1, ?2, ?3)");
  inlay_statement_bind_text (statement, 1, key);
  inlay_statement_bind_int (statement, 2, now);
  inlay_statement_bind_text (statement, 3, text);
  return inlay_statement_run (statement, error);
}

/**
 * inlay_library_list_publish:
 * @self: a library
 * @key: a document
 * @error: return location of an error
 *
 * Returns: (transfer full) (element-type JsonNode): what happened, newest first
 */
GPtrArray *
inlay_library_list_publish (InlayLibrary  *self,
                            const char    *key,
                            GError       **error)
{
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (InlayStatement) statement = NULL;

  g_return_val_if_fail (INLAY_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  statement = inlay_sql_prepare (inlay_library_get_sqlite (self),
                                    "SELECT event FROM publish_log WHERE document = ?1 "
                                    "ORDER BY id DESC");
  inlay_statement_bind_text (statement, 1, key);
  while (inlay_statement_step (statement, error))
    {
      JsonNode *event = inlay_library_parse (self, inlay_statement_get_text (statement, 0),
                                             "a published event", error);

      if (event == NULL)
        return NULL;
      g_ptr_array_add (events, event);
    }

  return inlay_statement_has_failed (statement) ? NULL : g_steal_pointer (&events);
}
