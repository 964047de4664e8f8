/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-client-page.h"

#include "inlay-client-exchange.h"

static void
page_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(InlayReply) reply = NULL;
  GError *error = NULL;
  JsonNode *data = NULL;

  reply = inlay_exchange_finish (result, &error);
  if (reply != NULL && reply->status != 200)
    error = inlay_wire_error_from_reply (reply->status, reply->body);
  else if (reply != NULL)
    data = inlay_page_read_data (reply->bytes, &error);

  if (data != NULL)
    g_task_return_pointer (task, data, (GDestroyNotify) json_node_unref);
  else if (error->domain == INLAY_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      InlayClient *self = g_task_get_source_object (task);

      g_task_return_new_error (task, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE,
                               "%s cannot be reached: %s", inlay_client_get_base (self),
                               error->message);
      g_error_free (error);
    }
}

/**
 * inlay_client_get_page_async:
 * @environment: whose page
 * @cancellable: (nullable)
 *
 * Fetches the page of @environment as its preview has it. Pages are public: no token is sent.
 */
void
inlay_client_get_page_async (InlayClient         *self,
                             const char          *environment,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(SoupSession) session = NULL;
  g_autoptr(SoupMessage) message = NULL;
  g_autofree char *path = NULL;
  g_autofree char *address = NULL;

  g_return_if_fail (INLAY_IS_CLIENT (self));
  g_return_if_fail (environment != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_client_get_page_async);
  path = inlay_wire_path (INLAY_PATH_PREVIEW, environment);
  address = g_strconcat (inlay_client_get_base (self), path, NULL);
  message = soup_message_new ("GET", address);
  if (message == NULL)
    {
      g_task_return_new_error (task, INLAY_ERROR, INLAY_ERROR_INVALID, "%s is not an address", address);
      return;
    }

  session = soup_session_new_with_options ("timeout", INLAY_CLIENT_DEADLINE_SECONDS, NULL);
  inlay_exchange_async (session, message, cancellable, page_cb, g_steal_pointer (&task));
}

/**
 * inlay_client_get_page_finish:
 *
 * Returns: (transfer full): the data, or %NULL with %INLAY_ERROR_NOT_FOUND when nothing is deployed
 *   there
 */
JsonNode *
inlay_client_get_page_finish (InlayClient   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
