/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-core.h>

G_BEGIN_DECLS

/* Strict reading of members: present with another type is an error, unlike inlay_json_get_*(). */
typedef enum
{
  INLAY_WIRE_OPTIONAL,
  INLAY_WIRE_REQUIRED,
} InlayWireNeed;

#define INLAY_WIRE_MAX_TEXT 4096

gboolean  inlay_wire_check_object (JsonNode       *node,
                                   const char     *what,
                                   GError        **error);
gboolean  inlay_wire_read_string  (JsonNode       *object,
                                   const char     *member,
                                   InlayWireNeed   need,
                                   char          **value,
                                   GError        **error);
gboolean  inlay_wire_read_int     (JsonNode       *object,
                                   const char     *member,
                                   InlayWireNeed   need,
                                   gint64          minimum,
                                   gint64          maximum,
                                   gint64         *value,
                                   GError        **error);
gboolean  inlay_wire_read_object  (JsonNode       *object,
                                   const char     *member,
                                   InlayWireNeed   need,
                                   JsonNode      **value,
                                   GError        **error);
gboolean  inlay_wire_read_array   (JsonNode       *object,
                                   const char     *member,
                                   InlayWireNeed   need,
                                   guint           maximum,
                                   JsonArray     **value,
                                   GError        **error);

/* Building: a member only when there is something to say. */
void      inlay_wire_add_string   (JsonObject     *object,
                                   const char     *member,
                                   const char     *value);
void      inlay_wire_add_node     (JsonObject     *object,
                                   const char     *member,
                                   JsonNode       *value);

G_END_DECLS
