/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-request.h"

#include <inlay-core.h>
#include <string.h>

/* The lines that say where a request ends and for whom it is. The library takes the first of each. */
typedef struct
{
  const char *host;
  const char *length;
  const char *coding;
  gboolean is_repeated;
  gboolean is_malformed;
} Head;

static void
take (Head        *head,
      const char **place,
      const char  *value)
{
  head->is_repeated |= *place != NULL;
  *place = value;
}

static enum MHD_Result
look (void               *data,
      enum MHD_ValueKind  kind,
      const char         *name,
      size_t              size,
      const char         *value,
      size_t              value_size)
{
  Head *head = data;

  if (size == 4 && g_ascii_strcasecmp (name, "Host") == 0)
    take (head, &head->host, value);
  else if (size == 14 && g_ascii_strcasecmp (name, "Content-Length") == 0)
    take (head, &head->length, value);
  else if (size == 17 && g_ascii_strcasecmp (name, "Transfer-Encoding") == 0)
    take (head, &head->coding, value);
  /* To some “Transfer-Encoding :” is that line, to others it is none. */
  if (size == 0 || g_ascii_isspace (name[size - 1]))
    head->is_malformed = TRUE;
  return MHD_YES;
}

/* RFC 9112, 3.2.2: a target with scheme and host is as good as one without. FALSE: it is for a host
 * that the Host line does not name. */
static gboolean
cut_origin (InlayRequest *self,
            const char   *host)
{
  gsize scheme = g_ascii_strncasecmp (self->path, "http://", 7) == 0 ? 7 : g_ascii_strncasecmp (self->path, "https://", 8) == 0 ? 8 : 0;
  gsize length = strcspn (self->path + scheme, "/");

  if (scheme == 0)
    return TRUE;
  if (host == NULL || strlen (host) != length || g_ascii_strncasecmp (self->path + scheme, host, length) != 0)
    return FALSE;
  self->path += scheme + length;
  if (*self->path == '\0')
    self->path = "/";
  return TRUE;
}

/**
 * inlay_request_check_head:
 * @self: a request whose headers have come
 *
 * Two that read a request must agree where it ends (RFC 9112, 6.3 and 11.2): what a proxy in front may
 * have read otherwise is refused, and nothing that follows it is read.
 *
 * Returns: whether it may go on; otherwise it is answered
 */
gboolean
inlay_request_check_head (InlayRequest *self)
{
  Head head = { NULL };

  MHD_get_connection_values_n (self->connection, MHD_HEADER_KIND, look, &head);
  self->length = head.length;
  if (head.is_malformed)
    inlay_request_refuse (self, 400, "invalid", "the name of a header ends in a space");
  else if (head.is_repeated)
    inlay_request_refuse (self, 400, "invalid", "Host, Content-Length and Transfer-Encoding may be there only once");
  else if (head.coding != NULL && head.length != NULL)
    inlay_request_refuse (self, 400, "invalid", "there is a Content-Length and a Transfer-Encoding");
  else if (head.coding != NULL && g_ascii_strcasecmp (head.coding, "chunked") != 0)
    inlay_request_refuse (self, 501, "unsupported", "Transfer-Encoding %.40s is not understood", head.coding);
  else if (!cut_origin (self, head.host))
    inlay_request_refuse (self, 400, "invalid", "the address and the Host header name different hosts");
  else
    return TRUE;
  MHD_add_response_header (self->response, "Connection", "close");
  return FALSE;
}
