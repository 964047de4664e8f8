/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "json/inlay-json-document.h"

#include <math.h>
#include <string.h>

#include "json/inlay-json-private.h"

#define MAX_DEPTH 1024
#define FIRST_CELLS 64
#define FIRST_BYTES 512
#define N_NAMES 128
#define MULTIPLIER G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

struct _InlayJsonDocument
{
  gatomicrefcount ref_count;
  JsonNode *root;
  InlayJsonCell *cells;
  char *text; /* all strings, each name that is met again only once */
};

/* While it grows, its cells hold the place of their text in the place of a pointer. */
typedef struct
{
  InlayJsonCell *cells;
  gsize n_cells, n_room;
  char *text;
  gsize n_bytes, n_byte_room;
  gsize names[N_NAMES]; /* by hash: the cell of the name last met, plus one */
} Builder;

G_DEFINE_BOXED_TYPE (InlayJsonDocument, inlay_json_document, inlay_json_document_ref, inlay_json_document_unref)

static inline guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * MULTIPLIER;
  return hash ^ hash >> 32;
}

/**
 * inlay_json_hash_text:
 *
 * Returns: the #InlayJsonCell.hash of a string of @length bytes
 */
guint32
inlay_json_hash_text (const char *text,
                      gsize       length)
{
  guint64 hash = length, word;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = mix (hash, word);
    }
  word = 0;
  memcpy (&word, text, length);
  return (guint32) mix (hash, word);
}

/* Returns: a new cell, which moves when the next one is added */
static InlayJsonCell *
add_cell (Builder *self,
          guint8   types)
{
  InlayJsonCell *cell;

  if (self->n_cells == self->n_room)
    {
      self->n_room *= 2;
      self->cells = g_renew (InlayJsonCell, self->cells, self->n_room);
    }
  cell = &self->cells[self->n_cells++];
  *cell = (InlayJsonCell) { .types = types, .span = 1, .hash = types };
  return cell;
}

/* Returns: the place of a copy of @length bytes of @text, filled up with NUL to whole words */
static gint64
keep_text (Builder    *self,
           const char *text,
           gsize       length)
{
  gsize place = self->n_bytes;
  gsize size = length / sizeof (guint64) * sizeof (guint64) + sizeof (guint64);

  self->n_bytes += size;
  if (self->n_bytes > self->n_byte_room)
    {
      self->n_byte_room = MAX (2 * self->n_byte_room, self->n_bytes);
      self->text = g_realloc (self->text, self->n_byte_room);
    }
  memset (self->text + place + size - sizeof (guint64), 0, sizeof (guint64));
  memcpy (self->text + place, text, length);
  return (gint64) place;
}

static InlayJsonCell *
add_text (Builder    *self,
          const char *text)
{
  InlayJsonCell *cell = add_cell (self, INLAY_JSON_TYPE_STRING);

  cell->length = (guint32) strlen (text);
  cell->hash = inlay_json_hash_text (text, cell->length);
  return cell;
}

static void
add_string (Builder    *self,
            const char *text)
{
  InlayJsonCell *cell = add_text (self, text);

  cell->integer = keep_text (self, text, cell->length);
}

/* Returns: its hash */
static guint32
add_name (Builder    *self,
          const char *text)
{
  InlayJsonCell *cell = add_text (self, text);
  gsize *last = &self->names[cell->hash % N_NAMES];
  InlayJsonCell *other = *last > 0 ? &self->cells[*last - 1] : NULL;

  if (other != NULL && other->hash == cell->hash && other->length == cell->length &&
      memcmp (self->text + other->integer, text, cell->length) == 0)
    cell->integer = other->integer;
  else
    {
      cell->integer = keep_text (self, text, cell->length);
      *last = self->n_cells;
    }
  return cell->hash;
}

/* 1 and 1.0 are the same number, as are 0 and -0. */
static void
add_number (Builder  *self,
            JsonNode *node)
{
  InlayJsonCell *cell = add_cell (self, INLAY_JSON_TYPE_NUMBER);
  double real = json_node_get_double (node);
  guint64 bits;

  cell->is_real = json_node_get_value_type (node) == G_TYPE_DOUBLE;
  if (cell->is_real)
    cell->real = real;
  else
    cell->integer = json_node_get_int (node);
  if (!cell->is_real || (isfinite (real) && floor (real) == real))
    cell->types |= INLAY_JSON_TYPE_INTEGER;
  real += 0.0;
  memcpy (&bits, &real, sizeof bits);
  cell->hash = (guint32) mix (INLAY_JSON_TYPE_NUMBER, bits);
}

static gboolean add_value (Builder  *self,
                           JsonNode *node,
                           guint     depth);

static gboolean
add_items (Builder   *self,
           JsonArray *array,
           guint      depth)
{
  gsize index = self->n_cells;
  guint length = json_array_get_length (array);
  guint64 hash = INLAY_JSON_TYPE_ARRAY;

  add_cell (self, INLAY_JSON_TYPE_ARRAY);
  for (guint i = 0; i < length; i++)
    {
      gsize item = self->n_cells;

      if (!add_value (self, json_array_get_element (array, i), depth + 1))
        return FALSE;
      hash = mix (hash, self->cells[item].hash);
    }
  self->cells[index].length = length;
  self->cells[index].span = (guint32) (self->n_cells - index);
  self->cells[index].hash = (guint32) hash;
  return TRUE;
}

/* The order of members means nothing to the hash. */
static gboolean
add_members (Builder    *self,
             JsonObject *object,
             guint       depth)
{
  gsize index = self->n_cells;
  guint32 hash = INLAY_JSON_TYPE_OBJECT;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  add_cell (self, INLAY_JSON_TYPE_OBJECT);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      guint32 name_hash = add_name (self, name);
      gsize member = self->n_cells;

      if (!add_value (self, value, depth + 1))
        return FALSE;
      hash += (guint32) mix (name_hash, self->cells[member].hash);
    }
  self->cells[index].length = json_object_get_size (object);
  self->cells[index].span = (guint32) (self->n_cells - index);
  self->cells[index].hash = hash;
  return TRUE;
}

static gboolean
add_value (Builder  *self,
           JsonNode *node,
           guint     depth)
{
  GType type;

  if (depth > MAX_DEPTH)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return add_members (self, json_node_get_object (node), depth);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return add_items (self, json_node_get_array (node), depth);

  type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (type == G_TYPE_STRING)
    add_string (self, json_node_get_string (node));
  else if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    add_number (self, node);
  else if (type == G_TYPE_BOOLEAN)
    {
      InlayJsonCell *cell = add_cell (self, INLAY_JSON_TYPE_BOOLEAN);

      cell->integer = json_node_get_boolean (node);
      cell->hash += (guint32) cell->integer;
    }
  else
    add_cell (self, INLAY_JSON_TYPE_NULL);
  return TRUE;
}

/**
 * inlay_json_document_new:
 * @root: (transfer none): a sealed tree
 *
 * Values as JSON Schema 2020-12 core, section 4.2.1, has them.
 *
 * Returns: (transfer full) (nullable): the values of @root, or %NULL when they are nested more
 *   than 1024 deep
 */
InlayJsonDocument *
inlay_json_document_new (JsonNode *root)
{
  InlayJsonDocument *self;
  Builder builder = { .n_room = FIRST_CELLS, .n_byte_room = FIRST_BYTES };

  g_return_val_if_fail (root != NULL, NULL);

  builder.cells = g_new (InlayJsonCell, builder.n_room);
  builder.text = g_malloc (builder.n_byte_room);
  if (!add_value (&builder, root, 0))
    {
      g_free (builder.cells);
      g_free (builder.text);
      return NULL;
    }

  self = g_new0 (InlayJsonDocument, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->root = json_node_ref (root);
  self->cells = builder.cells;
  self->text = builder.text;
  for (gsize i = 0; i < builder.n_cells; i++)
    if (self->cells[i].types == INLAY_JSON_TYPE_STRING)
      self->cells[i].text = self->text + self->cells[i].integer;
  return self;
}

InlayJsonDocument *
inlay_json_document_ref (InlayJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_json_document_unref (InlayJsonDocument *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  json_node_unref (self->root);
  g_free (self->cells);
  g_free (self->text);
  g_free (self);
}

/**
 * inlay_json_document_get_root:
 *
 * Returns: (transfer none): the first of its cells
 */
const InlayJsonCell *
inlay_json_document_get_root (InlayJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cells;
}

/**
 * inlay_json_document_get_tree:
 *
 * Returns: (transfer none): what it was made of
 */
JsonNode *
inlay_json_document_get_tree (InlayJsonDocument *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->root;
}

static gboolean
numbers_are_equal (const InlayJsonCell *a,
                   const InlayJsonCell *b)
{
  if (a->is_real && b->is_real)
    return a->real == b->real;
  if (a->is_real)
    return inlay_json_integer_equals (b->integer, a->real);
  if (b->is_real)
    return inlay_json_integer_equals (a->integer, b->real);
  return a->integer == b->integer;
}

static const InlayJsonCell *
find_member (const InlayJsonCell *object,
             const char          *name,
             guint32              length,
             guint32              hash)
{
  const InlayJsonCell *cell = object + 1;

  for (guint i = 0; i < object->length; i++, cell = inlay_json_cell_next (cell + 1))
    if (cell->hash == hash && cell->length == length && memcmp (cell->text, name, length) == 0)
      return cell + 1;
  return NULL;
}

static gboolean
members_are_equal (const InlayJsonCell *a,
                   const InlayJsonCell *b)
{
  const InlayJsonCell *name = a + 1;

  for (guint i = 0; i < a->length; i++, name = inlay_json_cell_next (name + 1))
    {
      const InlayJsonCell *other = find_member (b, name->text, name->length, name->hash);

      if (other == NULL || !inlay_json_cell_equal (name + 1, other))
        return FALSE;
    }
  return TRUE;
}

static gboolean
items_are_equal (const InlayJsonCell *a,
                 const InlayJsonCell *b)
{
  guint length = a->length;

  for (a++, b++; length > 0; length--, a = inlay_json_cell_next (a), b = inlay_json_cell_next (b))
    if (!inlay_json_cell_equal (a, b))
      return FALSE;
  return TRUE;
}

/**
 * inlay_json_cell_equal:
 *
 * Returns: whether both are the same value (JSON Schema 2020-12 core, section 4.2.2): as
 *   inlay_json_equal() has it
 */
gboolean
inlay_json_cell_equal (const InlayJsonCell *a,
                       const InlayJsonCell *b)
{
  if (a->hash != b->hash || a->types != b->types || a->length != b->length)
    return FALSE;
  if (a->types & INLAY_JSON_TYPE_STRING)
    return inlay_json_text_equal (a->text, b->text, a->length);
  if (a->types & INLAY_JSON_TYPE_NUMBER)
    return numbers_are_equal (a, b);
  if (a->types & INLAY_JSON_TYPE_OBJECT)
    return members_are_equal (a, b);
  if (a->types & INLAY_JSON_TYPE_ARRAY)
    return items_are_equal (a, b);
  return a->types & INLAY_JSON_TYPE_NULL || a->integer == b->integer;
}

/**
 * inlay_json_cell_get:
 * @token: a member's name or an item's position, as in a JSON Pointer (RFC 6901, section 4)
 *
 * Returns: (nullable): the member or item of @self
 */
const InlayJsonCell *
inlay_json_cell_get (const InlayJsonCell *self,
                     const char          *token)
{
  gsize length = strlen (token);
  guint index;

  if (self->types & INLAY_JSON_TYPE_OBJECT)
    return length <= G_MAXUINT32 ? find_member (self, token, (guint32) length, inlay_json_hash_text (token, length))
                                 : NULL;
  if (!(self->types & INLAY_JSON_TYPE_ARRAY) || !inlay_json_parse_index (token, G_MAXINT, &index) ||
      index >= self->length)
    return NULL;
  for (self++; index > 0; index--)
    self = inlay_json_cell_next (self);
  return self;
}
