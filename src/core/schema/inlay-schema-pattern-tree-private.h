/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PATTERN_CHARACTER, /* exactly one code point: text */
  PATTERN_EDGE,      /* between two: text */
  PATTERN_SEQUENCE,
  PATTERN_CHOICE,
  PATTERN_GROUP,     /* that captures */
  PATTERN_LOOK,
  PATTERN_REPEAT,
  PATTERN_REFERENCE,
} PatternKind;

#define PATTERN_UNBOUNDED G_MAXUINT

/* A part of a pattern, as ECMA-262 groups it; `text` is already PCRE2's. */
typedef struct _PatternNode PatternNode;

struct _PatternNode
{
  PatternKind kind;
  PatternNode *parent;
  PatternNode *first;
  PatternNode *last;
  PatternNode *next;
  char *text;
  char *name;          /* of a group, or of what a reference names */
  guint number;        /* of a group, or of what a reference names */
  guint at;            /* byte of the source */
  guint least, most;   /* of a repetition */
  gboolean lazy;
  gboolean behind;     /* a look */
  gboolean negated;
  PatternNode *target; /* of a reference; NULL: it always matches nothing */
  gboolean needed;     /* a group that a reference looks at */
  guint printed;       /* the number that PCRE2 gives a group */
  guint narrow, wide;  /* how many code points it matches */
};

typedef struct
{
  const char *source;
  const char *cursor;
  gboolean strict;
  guint depth;
  GPtrArray *nodes;
  GPtrArray *groups;
  GPtrArray *references;
  const char *unsupported; /* why PCRE2 cannot be told, although it is right */
} PatternReader;

void         inlay_pattern_reader_init    (PatternReader  *self,
                                           const char     *source,
                                           gboolean        strict);
void         inlay_pattern_reader_clear   (PatternReader  *self);
PatternNode *inlay_pattern_reader_parse   (PatternReader  *self,
                                           GError        **error);
PatternNode *inlay_pattern_reader_add     (PatternReader  *self,
                                           PatternKind     kind,
                                           PatternNode    *parent);
gboolean     inlay_pattern_reader_refuse  (PatternReader  *self,
                                           const char     *reason,
                                           GError        **error);

/* Atoms: the cursor stands on their first byte. */
gboolean     inlay_pattern_read_character (PatternReader  *self,
                                           gunichar       *c,
                                           GError        **error);
char        *inlay_pattern_read_set       (PatternReader  *self,
                                           gboolean       *is_set,
                                           GError        **error);
char        *inlay_pattern_read_class     (PatternReader  *self,
                                           GError        **error);
char        *inlay_pattern_read_name      (PatternReader  *self,
                                           GError        **error);
char        *inlay_pattern_print_one      (gunichar        c);

void         inlay_pattern_measure        (PatternNode    *node);
gboolean     inlay_pattern_link           (PatternReader  *self,
                                           GError        **error);
gboolean     inlay_pattern_print          (PatternNode    *node,
                                           GString        *out,
                                           guint          *n_groups,
                                           const char    **reason);
gboolean     inlay_pattern_print_behind   (PatternNode    *look,
                                           GString        *out,
                                           guint          *n_groups,
                                           const char    **reason);
void         inlay_pattern_lead           (PatternNode    *root);
gboolean     inlay_pattern_is_capturing   (PatternNode    *node);

G_END_DECLS
