/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "importmap/inlay-url.h"

G_BEGIN_DECLS

/* The URL record of the standard. A path is a list of segments, or opaque: one text. */
struct _InlayUrl
{
  gatomicrefcount  ref_count;
  char            *scheme;
  char            *username;
  char            *password;
  char            *host; /* serialised; NULL is no host, "" an empty one */
  int              port; /* -1: none, or the scheme's own */
  GPtrArray       *segments; /* (element-type utf8); NULL for an opaque path */
  char            *path; /* serialised */
  char            *query;
  char            *fragment;
  char            *href;
};

/* Who needs `%XX`; each set holds the one before it where the standard says so. */
typedef enum
{
  INLAY_URL_SET_CONTROL,
  INLAY_URL_SET_FRAGMENT,
  INLAY_URL_SET_QUERY,
  INLAY_URL_SET_SPECIAL_QUERY,
  INLAY_URL_SET_PATH,
  INLAY_URL_SET_USERINFO,
} InlayUrlSet;

void  inlay_url_append_encoded  (GString      *text,
                                 const char   *bytes,
                                 gsize         length,
                                 InlayUrlSet   set);
char *inlay_url_host_parse      (const char   *bytes,
                                 gsize         length,
                                 gboolean      special);
char *inlay_url_domain_to_ascii (const char   *domain);
int   inlay_url_default_port    (const char   *scheme);
void  inlay_url_serialize       (InlayUrl     *self);

G_END_DECLS
