/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A named form of strings. @phrase follows "must be". */
typedef struct
{
  const char *name;
  gboolean (*check) (const char *text);
  const char *phrase;
} SchemaFormat;

/* Returns: (nullable): the format, when it is one we know */
const SchemaFormat *inlay_schema_format_find (const char *name);

/* One function per family of formats, shared where one contains another. */
gboolean inlay_schema_is_date              (const char *text);
gboolean inlay_schema_is_time              (const char *text);
gboolean inlay_schema_is_date_time         (const char *text);
gboolean inlay_schema_is_duration          (const char *text);
gboolean inlay_schema_is_ipv4              (const char *text);
gboolean inlay_schema_is_ipv6              (const char *text);
gboolean inlay_schema_is_hostname          (const char *text);
gboolean inlay_schema_is_idn_hostname      (const char *text);
gboolean inlay_schema_is_a_label           (const char *label);
gboolean inlay_schema_is_u_label           (const char *label);
gboolean inlay_schema_is_email             (const char *text);
gboolean inlay_schema_is_idn_email         (const char *text);
gboolean inlay_schema_is_uri               (const char *text);
gboolean inlay_schema_is_uri_reference     (const char *text);
gboolean inlay_schema_is_iri               (const char *text);
gboolean inlay_schema_is_iri_reference     (const char *text);
gboolean inlay_schema_is_uri_template      (const char *text);
gboolean inlay_schema_is_json_pointer      (const char *text);
gboolean inlay_schema_is_relative_pointer  (const char *text);

G_END_DECLS
