/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-body.h"

#include <inlay-wire.h>

struct _InlayBody
{
  gatomicrefcount ref_count;
  GBytes *bytes;
  char *etag;
  struct MHD_Response *response;
  struct MHD_Response *not_modified;
};

static const struct
{
  const char *cache;
  gboolean is_open; /* to scripts of other sites */
} kinds[] = {
  [INLAY_BODY_DATA] = { "public, max-age=0, must-revalidate", TRUE },
  [INLAY_BODY_MAP] = { "public, max-age=0, must-revalidate, stale-if-error=86400", TRUE },
  [INLAY_BODY_FILE] = { "public, max-age=31536000, immutable", TRUE },
  [INLAY_BODY_SHELL] = { "public, max-age=0, must-revalidate", FALSE },
  [INLAY_BODY_PAGE] = { "private, no-cache", FALSE },
};

/* What browsers must be told for the file to work; the rest is bytes to download. */
static const struct
{
  const char *suffix;
  const char *type;
} types[] = {
  { ".js", "text/javascript; charset=utf-8" },
  { ".mjs", "text/javascript; charset=utf-8" },
  { ".css", "text/css; charset=utf-8" },
  { ".json", "application/json" },
  { ".map", "application/json" },
  { ".wasm", "application/wasm" },
  { ".svg", "image/svg+xml" },
  { ".png", "image/png" },
  { ".jpg", "image/jpeg" },
  { ".jpeg", "image/jpeg" },
  { ".webp", "image/webp" },
  { ".avif", "image/avif" },
  { ".gif", "image/gif" },
  { ".ico", "image/x-icon" },
  { ".woff2", "font/woff2" },
  { ".woff", "font/woff" },
  { ".ttf", "font/ttf" },
  { ".mp4", "video/mp4" },
  { ".webm", "video/webm" },
  { ".txt", "text/plain; charset=utf-8" },
  { ".md", "text/plain; charset=utf-8" },
};

/**
 * inlay_content_type:
 * @file: a file name
 *
 * HTML is none of the types a module's file may have: a file must not become a page of this origin.
 *
 * Returns: its content type
 */
const char *
inlay_content_type (const char *file)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_has_suffix (file, types[i].suffix))
      return types[i].type;
  return "application/octet-stream";
}

void
inlay_response_secure (struct MHD_Response *response)
{
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header (response, "Referrer-Policy", "same-origin");
  MHD_add_response_header (response, "X-Frame-Options", "SAMEORIGIN");
}

static void
unref_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

/**
 * inlay_response_new_bare:
 * @bytes: the content
 *
 * Returns: (transfer full): an answer without any headers, and without a copy of @bytes
 */
struct MHD_Response *
inlay_response_new_bare (GBytes *bytes)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return MHD_create_response_from_buffer_with_free_callback_cls (size, (void *) (size > 0 ? data : ""), unref_bytes,
                                                                 g_bytes_ref (bytes));
}

/**
 * inlay_response_new:
 * @bytes: the content
 * @type: its type
 *
 * Returns: (transfer full): an answer without a copy of @bytes
 */
struct MHD_Response *
inlay_response_new (GBytes     *bytes,
                    const char *type)
{
  struct MHD_Response *response = inlay_response_new_bare (bytes);

  MHD_add_response_header (response, "Content-Type", type);
  inlay_response_secure (response);
  return response;
}

static void
add_headers (InlayBody           *self,
             struct MHD_Response *response,
             InlayBodyKind        kind,
             const char          *csp)
{
  MHD_add_response_header (response, "ETag", self->etag);
  MHD_add_response_header (response, "Cache-Control", kinds[kind].cache);
  if (kinds[kind].is_open)
    {
      MHD_add_response_header (response, "Access-Control-Allow-Origin", "*");
      MHD_add_response_header (response, "Access-Control-Expose-Headers", "ETag");
      MHD_add_response_header (response, "Cross-Origin-Resource-Policy", "cross-origin");
    }
  if (kind == INLAY_BODY_PAGE)
    MHD_add_response_header (response, "Vary", "Cookie");
  MHD_add_response_header (response, "Content-Security-Policy",
                           csp != NULL ? csp : "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");
}

static InlayBody *
new_tagged (InlayBodyKind  kind,
            const char    *type,
            GBytes        *bytes,
            const char    *csp,
            const char    *etag)
{
  InlayBody *self = g_new0 (InlayBody, 1);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->etag = g_strdup (etag);
  self->response = inlay_response_new (bytes, type);
  self->not_modified = inlay_response_new (nothing, type);
  add_headers (self, self->response, kind, csp);
  add_headers (self, self->not_modified, kind, csp);
  return self;
}

/**
 * inlay_body_new:
 * @kind: how it may be kept and by whom read
 * @type: the content type
 * @bytes: the content
 * @csp: (nullable): the policy of a page
 *
 * Returns: (transfer full): the answer
 */
InlayBody *
inlay_body_new (InlayBodyKind  kind,
                const char    *type,
                GBytes        *bytes,
                const char    *csp)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *etag = g_strdup_printf ("\"%.43s\"", digest);

  return new_tagged (kind, type, bytes, csp, etag);
}

/**
 * inlay_body_new_json:
 * @node: (transfer full): what to say
 *
 * Returns: (transfer full): the answer
 */
InlayBody *
inlay_body_new_json (JsonNode *node)
{
  G_GNUC_UNUSED g_autoptr (JsonNode) owned = node;
  g_autoptr (GBytes) bytes = inlay_json_write_bytes (node, INLAY_JSON_DEFAULT);

  return inlay_body_new (INLAY_BODY_DATA, INLAY_TYPE_JSON, bytes, NULL);
}

/**
 * inlay_body_new_json_tagged:
 * @node: (transfer full): what to say
 * @etag: its entity tag, with quotes
 *
 * Returns: (transfer full): the answer
 */
InlayBody *
inlay_body_new_json_tagged (JsonNode   *node,
                            const char *etag)
{
  G_GNUC_UNUSED g_autoptr (JsonNode) owned = node;
  g_autoptr (GBytes) bytes = inlay_json_write_bytes (node, INLAY_JSON_DEFAULT);

  return new_tagged (INLAY_BODY_DATA, INLAY_TYPE_JSON, bytes, NULL, etag);
}

const char *
inlay_body_get_etag (InlayBody *self)
{
  return self->etag;
}

InlayBody *
inlay_body_ref (InlayBody *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_body_unref (InlayBody *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  MHD_destroy_response (self->response);
  MHD_destroy_response (self->not_modified);
  g_bytes_unref (self->bytes);
  g_free (self->etag);
  g_free (self);
}

GBytes *
inlay_body_get_bytes (InlayBody *self)
{
  return self->bytes;
}

/* RFC 9110, 13.1.2: weak comparison, any of a list. */
static gboolean
matches (const char *if_none_match,
         const char *etag)
{
  gsize length = strlen (etag);

  if (strcmp (if_none_match, "*") == 0)
    return TRUE;
  for (const char *at = if_none_match; (at = strstr (at, etag)) != NULL; at += length)
    if (strchr (", \t", at[length]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * inlay_body_choose:
 * @self: an answer
 * @if_none_match: (nullable): what the client has
 * @status: (out): the status to send it with
 *
 * Returns: (transfer none): the whole answer, or that nothing changed
 */
struct MHD_Response *
inlay_body_choose (InlayBody  *self,
                   const char *if_none_match,
                   guint      *status)
{
  gboolean same = if_none_match != NULL && matches (if_none_match, self->etag);

  *status = same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
  return same ? self->not_modified : self->response;
}
