/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-automaton-private.h"

#include <string.h>

#define MAX_STATES 400
#define MAX_WORK 400000

/* States are positions in the table; two of them have no row, for nothing can follow. */
enum
{
  STATE_DEAD,
  STATE_MATCHED,
  STATE_FIRST,
};

struct _SchemaAutomaton
{
  guint8 classes[256];
  guint start;
  guint n_classes;
  /* A row for each state: where each class of bytes leads, then whether the text may end here. */
  guint16 rows[];
};

/* Building the states as sets of nodes: Rabin and Scott's construction. */
typedef struct
{
  const SchemaNode *nodes;
  guint n_nodes;
  guint16 start;
  guint n_classes;
  guint8 classes[256];
  guint8 samples[256]; /* a byte of each class */
  GPtrArray *sets;     /* of GBytes: the nodes of each state, in order of their numbers */
  GHashTable *numbers; /* from set to state, the first state left out */
  GArray *rows;
  GArray *stack;
  GArray *members; /* of guint16: the set that is being made */
  guint *seen;     /* for each node, the last set that it was come to in making */
  guint n_made;
  guint work; /* nodes looked at */
} Builder;

static void
begin_set (Builder *self)
{
  self->n_made++;
  g_array_set_size (self->members, 0);
}

/* Adds what can be come to from @node without reading. Returns: whether that is the end. */
static gboolean
reach (Builder  *self,
       guint16   node,
       gboolean  at_start,
       gboolean  at_end)
{
  g_array_set_size (self->stack, 0);
  g_array_append_val (self->stack, node);
  while (self->stack->len > 0)
    {
      guint16 index = g_array_index (self->stack, guint16, self->stack->len - 1);
      const SchemaNode *at = &self->nodes[index];

      g_array_set_size (self->stack, self->stack->len - 1);
      self->work++;
      if (self->seen[index] == self->n_made)
        continue;
      self->seen[index] = self->n_made;
      if (at->kind == SCHEMA_NODE_MATCH)
        return TRUE;
      if (at->kind == SCHEMA_NODE_BYTE || at->kind == SCHEMA_NODE_AT_END)
        g_array_append_val (self->members, index);
      if (at->kind == SCHEMA_NODE_JUMP || at->kind == SCHEMA_NODE_SPLIT ||
          (at->kind == SCHEMA_NODE_AT_START && at_start) || (at->kind == SCHEMA_NODE_AT_END && at_end))
        g_array_append_val (self->stack, at->next);
      if (at->kind == SCHEMA_NODE_SPLIT)
        g_array_append_val (self->stack, at->other);
    }
  return FALSE;
}

/* Returns: whether the text may end in a state */
static gboolean
may_end (Builder  *self,
         GBytes   *set,
         gboolean  at_start)
{
  gsize size;
  const guint16 *members = g_bytes_get_data (set, &size);

  begin_set (self);
  for (gsize i = 0; i < size / sizeof *members; i++)
    if (self->nodes[members[i]].kind == SCHEMA_NODE_AT_END &&
        reach (self, self->nodes[members[i]].next, at_start, TRUE))
      return TRUE;
  return FALSE;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return *(const guint16 *) a - *(const guint16 *) b;
}

/* Makes a state of the set. Returns: its number */
static guint16
add_state (Builder  *self,
           gboolean  at_start)
{
  guint16 ends, nothing = STATE_DEAD;
  gpointer number;
  GBytes *set;

  if (self->members->len == 0 && !at_start)
    return STATE_DEAD;
  g_array_sort (self->members, compare_numbers);
  set = g_bytes_new (self->members->data, self->members->len * sizeof (guint16));
  if (!at_start && g_hash_table_lookup_extended (self->numbers, set, NULL, &number))
    {
      g_bytes_unref (set);
      return (guint16) GPOINTER_TO_UINT (number);
    }

  g_ptr_array_add (self->sets, set);
  number = GUINT_TO_POINTER (STATE_FIRST + self->sets->len - 1);
  if (!at_start)
    g_hash_table_insert (self->numbers, set, number);
  ends = (guint16) may_end (self, set, at_start);
  for (guint i = 0; i < self->n_classes; i++)
    g_array_append_val (self->rows, nothing);
  g_array_append_val (self->rows, ends);
  return (guint16) GPOINTER_TO_UINT (number);
}

/* Where a byte leads from the nodes of a state; a match may begin anew behind it. */
static guint16
follow (Builder *self,
        GBytes  *set,
        guint8   byte)
{
  gsize size;
  const guint16 *members = g_bytes_get_data (set, &size);

  begin_set (self);
  self->work += (guint) (size / sizeof *members);
  for (gsize i = 0; i < size / sizeof *members; i++)
    {
      const SchemaNode *node = &self->nodes[members[i]];

      if (node->kind == SCHEMA_NODE_BYTE && byte >= node->least && byte <= node->most &&
          reach (self, node->next, FALSE, FALSE))
        return STATE_MATCHED;
    }
  if (reach (self, self->start, FALSE, FALSE))
    return STATE_MATCHED;
  return add_state (self, FALSE);
}

/* Bytes that no node tells apart are one class; 0, which ends the text, is one of its own. */
static void
classify (Builder *self)
{
  gboolean begins[257] = { TRUE, TRUE };

  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].kind == SCHEMA_NODE_BYTE)
      {
        begins[self->nodes[i].least] = TRUE;
        begins[self->nodes[i].most + 1] = TRUE;
      }
  for (guint byte = 0; byte < 256; byte++)
    {
      if (begins[byte])
        self->samples[self->n_classes++] = (guint8) byte;
      self->classes[byte] = (guint8) (self->n_classes - 1);
    }
}

/* Returns: whether there are not too many states, and finding them does not take too long */
static gboolean
add_states (Builder *self)
{
  for (guint i = 0; i < self->sets->len; i++)
    for (guint class = 0; class < self->n_classes; class++)
      {
        guint16 next = follow (self, g_ptr_array_index (self->sets, i), self->samples[class]);

        if (self->sets->len > MAX_STATES || self->work > MAX_WORK)
          return FALSE;
        g_array_index (self->rows, guint16, i * (self->n_classes + 1) + class) = next;
      }
  return TRUE;
}

/* Turns numbers of states into places of rows, which do for numbers below the first as well. */
static SchemaAutomaton *
lay_out (Builder *self,
         guint    start)
{
  SchemaAutomaton *automaton;
  guint width = self->n_classes + 1;

  if (self->rows->len + STATE_FIRST > G_MAXUINT16)
    return NULL;
  automaton = g_malloc0 (sizeof (SchemaAutomaton) + self->rows->len * sizeof (guint16));
  memcpy (automaton->classes, self->classes, sizeof self->classes);
  automaton->n_classes = self->n_classes;
  automaton->start = start;
  for (guint i = 0; i < self->rows->len; i++)
    {
      guint16 entry = g_array_index (self->rows, guint16, i);
      gboolean leads_on = i % width != self->n_classes && entry >= STATE_FIRST;

      automaton->rows[i] = leads_on ? (guint16) ((entry - STATE_FIRST) * width + STATE_FIRST) : entry;
    }
  return automaton;
}

static SchemaAutomaton *
build (Builder *self)
{
  guint start = STATE_MATCHED;

  classify (self);
  begin_set (self);
  if (!reach (self, self->start, TRUE, FALSE))
    start = add_state (self, TRUE);
  return add_states (self) ? lay_out (self, start) : NULL;
}

SchemaAutomaton *
inlay_schema_automaton_new (const PatternNode *root,
                            const PatternNode *skip,
                            gboolean           at_start)
{
  guint16 start;
  g_autoptr (GArray) nodes = inlay_schema_automaton_graph (root, skip, at_start, &start);
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (guint16));
  g_autofree guint *seen = NULL;
  Builder self = { .sets = sets, .numbers = numbers, .rows = rows, .stack = stack, .members = members };

  if (nodes == NULL)
    return NULL;
  seen = g_new0 (guint, nodes->len);
  self.nodes = (const SchemaNode *) (gpointer) nodes->data;
  self.n_nodes = nodes->len;
  self.start = start;
  self.seen = seen;
  return build (&self);
}

/* Returns: whether @text, which is valid UTF-8, holds a match */
gboolean
inlay_schema_automaton_match (const SchemaAutomaton *self,
                              const char            *text)
{
  guint state = self->start;

  for (; *text != '\0' && state >= STATE_FIRST; text++)
    state = self->rows[state - STATE_FIRST + self->classes[(guint8) *text]];
  if (state < STATE_FIRST)
    return state == STATE_MATCHED;
  return self->rows[state - STATE_FIRST + self->n_classes];
}
