/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <string.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_JSON_DOCUMENT (inlay_json_document_get_type ())

/* A tree laid out flat for reading it many times: immutable, counted, shareable between threads. */
typedef struct _InlayJsonDocument InlayJsonDocument;

/**
 * InlayJsonTypes:
 * @INLAY_JSON_TYPE_NULL: `null`
 * @INLAY_JSON_TYPE_BOOLEAN: `true` or `false`
 * @INLAY_JSON_TYPE_INTEGER: a number without a fraction, however it is written
 * @INLAY_JSON_TYPE_NUMBER: any number
 * @INLAY_JSON_TYPE_STRING: a string, or the name of a member
 * @INLAY_JSON_TYPE_ARRAY: an array
 * @INLAY_JSON_TYPE_OBJECT: an object
 *
 * The types of the JSON Schema data model (2020-12 core, section 4.2.1): an integer is a number.
 */
typedef enum
{
  INLAY_JSON_TYPE_NULL = 1 << 0,
  INLAY_JSON_TYPE_BOOLEAN = 1 << 1,
  INLAY_JSON_TYPE_INTEGER = 1 << 2,
  INLAY_JSON_TYPE_NUMBER = 1 << 3,
  INLAY_JSON_TYPE_STRING = 1 << 4,
  INLAY_JSON_TYPE_ARRAY = 1 << 5,
  INLAY_JSON_TYPE_OBJECT = 1 << 6,
} InlayJsonTypes;

/**
 * InlayJsonCell:
 * @types: what the value is: #InlayJsonTypes
 * @is_real: whether a number is kept in @real
 * @hash: the same for equal values
 * @length: bytes of a string; items of an array; members of an object
 * @span: how many cells the value takes, this one included
 * @text: of a string, ending in NUL and filled up with NUL to a whole number of eight bytes
 * @integer: of a number within 64 bits; 0 or 1 for a boolean
 * @real: of any other number
 *
 * One value. Its items follow it; of an object each member is a name, which is a string cell,
 * followed by its value. What follows the value itself stands @span cells on.
 */
typedef struct
{
  guint8 types;
  guint8 is_real;
  guint32 hash;
  guint32 length;
  guint32 span;
  union
  {
    const char *text;
    gint64 integer;
    double real;
  };
} InlayJsonCell;

GType                inlay_json_document_get_type (void);
InlayJsonDocument   *inlay_json_document_new      (JsonNode            *root);
InlayJsonDocument   *inlay_json_document_ref      (InlayJsonDocument   *self);
void                 inlay_json_document_unref    (InlayJsonDocument   *self);
const InlayJsonCell *inlay_json_document_get_root (InlayJsonDocument   *self);
JsonNode            *inlay_json_document_get_tree (InlayJsonDocument   *self);

gboolean             inlay_json_cell_equal        (const InlayJsonCell *a,
                                                   const InlayJsonCell *b);
const InlayJsonCell *inlay_json_cell_get          (const InlayJsonCell *self,
                                                   const char          *token);
guint32              inlay_json_hash_text         (const char          *text,
                                                   gsize                length);

/* Returns: whether two texts of cells, of the same length, are the same. Most are a word or two. */
static inline gboolean
inlay_json_text_equal (const char *a,
                       const char *b,
                       guint32     length)
{
  guint64 one, other;

  for (guint32 i = 0; i <= length; i += sizeof one)
    {
      memcpy (&one, a + i, sizeof one);
      memcpy (&other, b + i, sizeof other);
      if (one != other)
        return FALSE;
    }
  return TRUE;
}

/* Returns: the cell after a value. */
static inline const InlayJsonCell *
inlay_json_cell_next (const InlayJsonCell *self)
{
  return self + self->span;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayJsonDocument, inlay_json_document_unref)

G_END_DECLS
