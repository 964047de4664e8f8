/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <json-glib/json-glib.h>

#include "inlay-error.h"

G_BEGIN_DECLS

/* Trees are immutable once built: what the reader, the patch and the setters return is sealed, and
 * an edit copies only the path from the root to the change. A snapshot is a reference. Threads may
 * share a tree: json_node_ref() is atomic. json_object_ref() and json_array_ref() are not, nor is
 * json_node_copy(), which calls them: refer to nodes only. */

#define INLAY_JSON_MAX_DEPTH 64
#define INLAY_JSON_MAX_SIZE (16 * 1024 * 1024)

/**
 * InlayJsonFlags:
 * @INLAY_JSON_DEFAULT: strict reading; compact writing
 * @INLAY_JSON_PRETTY: write with two spaces of indentation and a final newline
 * @INLAY_JSON_ROUND: read integers past 64 bits as the nearest double instead of refusing them
 * @INLAY_JSON_SCRIPT_SAFE: write `<`, `>`, `&`, U+2028 and U+2029 escaped, so that the text may
 *   stand inside an HTML script element
 * @INLAY_JSON_LAST_WINS: of members with the same name read the last, as JavaScript does, instead
 *   of refusing them; for texts that a browser reads, too
 */
typedef enum
{
  INLAY_JSON_DEFAULT = 0,
  INLAY_JSON_PRETTY = 1 << 0,
  INLAY_JSON_ROUND = 1 << 1,
  INLAY_JSON_SCRIPT_SAFE = 1 << 2,
  INLAY_JSON_LAST_WINS = 1 << 3,
} InlayJsonFlags;

/* Reading: RFC 8259, without its liberties. */
JsonNode *inlay_json_read              (GBytes          *bytes,
                                        GError         **error);
JsonNode *inlay_json_read_text         (const char      *text,
                                        gssize           length,
                                        GError         **error);
JsonNode *inlay_json_read_full         (const char      *text,
                                        gsize            length,
                                        guint            max_depth,
                                        InlayJsonFlags   flags,
                                        GError         **error);

/* Writing: shortest exact numbers, keys in their own order. */
char     *inlay_json_write             (JsonNode        *node,
                                        InlayJsonFlags   flags);
GBytes   *inlay_json_write_bytes       (JsonNode        *node,
                                        InlayJsonFlags   flags);
void      inlay_json_append            (GString         *text,
                                        JsonNode        *node,
                                        InlayJsonFlags   flags);
void      inlay_json_append_string     (GString         *text,
                                        const char      *string,
                                        InlayJsonFlags   flags);
void      inlay_json_append_escaped    (GString         *text,
                                        const char      *string,
                                        gsize            length,
                                        InlayJsonFlags   flags);
char     *inlay_json_write_canonical   (JsonNode        *node);

/* Digest: "sha256-" and 64 lower-case hexadecimal digits. */
char     *inlay_json_digest            (JsonNode        *node);
char     *inlay_digest_bytes           (GBytes          *bytes);
gboolean  inlay_digest_is_valid        (const char      *digest);

/* Looking: RFC 6901. */
JsonNode *inlay_json_get               (JsonNode        *root,
                                        const char      *pointer);
char     *inlay_json_path              (const char      *first,
                                        ...) G_GNUC_NULL_TERMINATED;
char     *inlay_json_path_append       (const char      *pointer,
                                        const char      *token);
char    **inlay_json_path_split        (const char      *pointer,
                                        GError         **error);

/* Reading members without ceremony; a member of another type counts as absent. */
const char *inlay_json_get_string      (JsonNode        *object,
                                        const char      *member);
gint64      inlay_json_get_int         (JsonNode        *object,
                                        const char      *member,
                                        gint64           fallback);
double      inlay_json_get_double      (JsonNode        *object,
                                        const char      *member,
                                        double           fallback);
gboolean    inlay_json_get_boolean     (JsonNode        *object,
                                        const char      *member,
                                        gboolean         fallback);
JsonNode   *inlay_json_get_member      (JsonNode        *object,
                                        const char      *member);
JsonObject *inlay_json_get_object      (JsonNode        *object,
                                        const char      *member);
JsonArray  *inlay_json_get_array       (JsonNode        *object,
                                        const char      *member);

/* Building: sealed values ready to be put in a tree. The containers take what is put into them; a
 * member whose value is NULL is left out; an empty object is inlay_json_new_object (NULL, NULL). */
JsonNode *inlay_json_new_string        (const char      *string);
JsonNode *inlay_json_new_int           (gint64           value);
JsonNode *inlay_json_new_double        (double           value);
JsonNode *inlay_json_new_boolean       (gboolean         value);
JsonNode *inlay_json_new_null          (void);
JsonNode *inlay_json_new_object        (const char      *first_member,
                                        ...) G_GNUC_NULL_TERMINATED;
JsonNode *inlay_json_new_array         (JsonNode        *first_element,
                                        ...) G_GNUC_NULL_TERMINATED;
JsonNode *inlay_json_take_object       (JsonObject      *object);
JsonNode *inlay_json_take_array        (JsonArray       *array);
JsonNode *inlay_json_new_strv          (const char * const *strings);

/* Changing: a new tree that shares everything off the path. The value is not taken. */
JsonNode *inlay_json_set               (JsonNode        *root,
                                        const char      *pointer,
                                        JsonNode        *value,
                                        GError         **error);
JsonNode *inlay_json_remove            (JsonNode        *root,
                                        const char      *pointer,
                                        GError         **error);

/* Comparing. */
gboolean  inlay_json_equal             (JsonNode        *a,
                                        JsonNode        *b);
gboolean  inlay_json_identical         (JsonNode        *a,
                                        JsonNode        *b);

G_END_DECLS
