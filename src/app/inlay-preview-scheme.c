/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-preview-scheme.h"

#include <string.h>

/* A module that never stops asking for memory takes its own process down, not the machine. */
#define MEMORY_LIMIT_MB 2048

static WebKitURISchemeResponse *
response_new (GBytes     *body,
              const char *type,
              guint       status)
{
  g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes (body);
  WebKitURISchemeResponse *response =
    webkit_uri_scheme_response_new (stream, (gint64) g_bytes_get_size (body));
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  /* Frames that are sandboxed have an origin of their own and ask across. */
  soup_message_headers_append (headers, "Access-Control-Allow-Origin", "*");
  soup_message_headers_append (headers, "Cache-Control", "no-store");
  webkit_uri_scheme_response_set_content_type (response, type);
  webkit_uri_scheme_response_set_status (response, status, NULL);
  webkit_uri_scheme_response_set_http_headers (response, headers);

  return response;
}

static void
request_cb (WebKitURISchemeRequest *request,
            gpointer                user_data)
{
  InlayPreviewSite *site = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(WebKitURISchemeResponse) response = NULL;
  const char *type;

  if (inlay_preview_is_inside (webkit_uri_scheme_request_get_uri (request)))
    body = inlay_preview_site_get_file (site, webkit_uri_scheme_request_get_path (request),
                                        &type, &error);

  if (body != NULL)
    {
      response = response_new (body, type, 200);
    }
  else
    {
      const char *message = error ? error->message : "nothing stands there";

      body = g_bytes_new (message, strlen (message));
      response = response_new (body, "text/plain", 404);
    }

  webkit_uri_scheme_request_finish_with_response (request, response);
}

WebKitWebContext *
inlay_preview_context_new (InlayPreviewSite *site)
{
  WebKitMemoryPressureSettings *memory;
  WebKitWebContext *context;
  WebKitSecurityManager *security;

  g_return_val_if_fail (INLAY_IS_PREVIEW_SITE (site), NULL);

  memory = webkit_memory_pressure_settings_new ();
  webkit_memory_pressure_settings_set_memory_limit (memory, MEMORY_LIMIT_MB);
  context = g_object_new (WEBKIT_TYPE_WEB_CONTEXT, "memory-pressure-settings", memory, NULL);
  webkit_memory_pressure_settings_free (memory);

  security = webkit_web_context_get_security_manager (context);
  webkit_security_manager_register_uri_scheme_as_secure (security, "inlay");
  webkit_security_manager_register_uri_scheme_as_cors_enabled (security, "inlay");
  webkit_web_context_register_uri_scheme (context, "inlay", request_cb,
                                          g_object_ref (site), g_object_unref);

  return context;
}

gboolean
inlay_preview_is_inside (const char *uri)
{
  gsize length = strlen (INLAY_PREVIEW_ORIGIN);

  return uri != NULL && strncmp (uri, INLAY_PREVIEW_ORIGIN, length) == 0 &&
         (uri[length] == '/' || uri[length] == '\0');
}
