/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "importmap/inlay-url.h"

G_BEGIN_DECLS

/* A parsed URL. All texts stand in the one block behind the struct, or are constants. */
struct _InlayUrl
{
  gatomicrefcount  ref_count;
  int              port; /* -1: none, or the scheme's own */
  gboolean         opaque; /* the path is one text, not a list of segments */
  const char      *scheme;
  const char      *username;
  const char      *password;
  const char      *host; /* serialised; NULL is no host, "" an empty one */
  const char      *path; /* serialised */
  const char      *query;
  const char      *fragment;
  const char      *href;
};

/* The URL record of the standard, while it is being parsed. */
typedef struct
{
  char            *scheme;
  char            *username;
  char            *password;
  char            *host;
  int              port;
  GPtrArray       *segments; /* (element-type utf8); NULL for an opaque path */
  char            *path;
  char            *query;
  char            *fragment;
} InlayUrlRecord;

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
InlayUrl *inlay_url_new_record   (InlayUrlRecord *record);
InlayUrl *inlay_url_new_plain    (const char   *text,
                                  gsize         length);
InlayUrl *inlay_url_new_plain_relative
                                 (const char     *text,
                                  gsize           length,
                                  const InlayUrl *base);

G_END_DECLS
