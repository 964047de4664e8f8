/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <string.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

/* Room for any double in ECMAScript's form, the sign, ".0" and the final NUL. */
#define INLAY_JSON_NUMBER_SIZE 40

typedef enum
{
  INLAY_JSON_CHANGE_SET,     /* add or replace; an array element is replaced */
  INLAY_JSON_CHANGE_ADD,     /* RFC 6902 add: an array element is inserted */
  INLAY_JSON_CHANGE_REPLACE, /* it must be there */
  INLAY_JSON_CHANGE_REMOVE,
} InlayJsonChangeKind;

/* One change at one place, and what was there before. */
typedef struct
{
  InlayJsonChangeKind  kind;
  JsonNode            *value;  /* not for remove */
  const char          *before; /* member to stand in front of, or NULL */

  /* Filled in, to be cleared. */
  JsonNode            *old;    /* what was replaced or removed, or NULL */
  char                *next;   /* the member that followed a removed one, or NULL */
  gint64               index;  /* the array index meant by "-", else -1 */
} InlayJsonChange;

JsonNode *inlay_json_change         (JsonNode        *root,
                                     const char      *pointer,
                                     InlayJsonChange *change,
                                     GError         **error);
gboolean  inlay_json_check_change   (const char      *pointer,
                                     InlayJsonChange *change,
                                     GError         **error);
void      inlay_json_change_clear   (InlayJsonChange *change);
gboolean  inlay_json_parse_index    (const char      *token,
                                     guint            length,
                                     guint           *index);
gboolean  inlay_json_is_deeper_than (JsonNode        *node,
                                     gsize            limit);
void      inlay_json_format_double  (char            *buffer,
                                     double           value);
gboolean  inlay_json_integer_equals (gint64           integer,
                                     double           number);

/* To the next byte that does not simply stand for itself in a string: a quote, a backslash or one
 * below a blank. Eight at a time; a byte is marked wrongly only behind one that is marked rightly. */
static inline const char *
inlay_json_skip_plain (const char *at,
                       const char *end)
{
  const guint64 low = G_GUINT64_CONSTANT (0x0101010101010101);
  const guint64 high = G_GUINT64_CONSTANT (0x8080808080808080);

  while (end - at >= 8)
    {
      guint64 bytes, quote, slash, found;

      memcpy (&bytes, at, sizeof bytes);
      bytes = GUINT64_FROM_LE (bytes);
      quote = bytes ^ (low * '"');
      slash = bytes ^ (low * '\\');
      found = (((quote - low) & ~quote) | ((slash - low) & ~slash) | ((bytes - low * ' ') & ~bytes)) & high;
      if (found != 0)
        return at + __builtin_ctzll (found) / 8;
      at += sizeof bytes;
    }
  while (at < end && *at != '"' && *at != '\\' && (guchar) *at >= ' ')
    at++;
  return at;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InlayJsonChange, inlay_json_change_clear)

G_END_DECLS
