/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <libsoup/soup.h>

#include "inlay-registry-client.h"

G_BEGIN_DECLS

struct _InlayClient
{
  GObject      parent_instance;

  SoupSession *session;
  char        *base;          /* without a final slash */
  char        *token;         /* nullable */
  char        *if_match;      /* nullable: what writes are bound to */
  char        *etag;          /* nullable: of the last answer */
  gboolean     repeatable;    /* writes carry a key of their own, by which they are done once */
  guint        deadline;
};

/* For what is not one question and one answer. */
SoupMessage *inlay_client_new_message (InlayClient  *self,
                                       const char   *method,
                                       const char   *path,
                                       const char   *accept,
                                       GError      **error);

G_END_DECLS
