/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-private.h"
#include "json/inlay-json-tokens.h"

G_BEGIN_DECLS

/* What may come next. */
typedef enum
{
  INLAY_JSON_EXPECT_VALUE,
  INLAY_JSON_EXPECT_FIRST, /* a container has just been opened */
  INLAY_JSON_EXPECT_AFTER, /* a value has just ended */
} InlayJsonExpect;

/* A member's name: in the text, or a copy if it was written with escapes. */
typedef struct
{
  const char *text;
  gsize       length;
  char       *copy; /* nullable */
} InlayJsonName;

/* A container that is still open. */
typedef struct
{
  gboolean    is_object;
  guint       first_name; /* in the list of names */
  GHashTable *many;       /* nullable (element-type utf8): its names, once there are many */
} InlayJsonFrame;

struct _InlayJsonTokens
{
  const char      *text;
  const char      *end;
  const char      *at;
  guint            max_depth;
  InlayJsonFlags   flags;
  InlayJsonExpect  expect;
  InlayJsonToken   token;
  guint            depth;  /* of open containers */
  GArray          *walk;   /* nullable: where a tree is walked; there is no text then */
  JsonNode        *value;  /* nullable: of a tree, what comes next */
  JsonNode        *root;   /* nullable: the tree */
  InlayJsonFrame  *frames; /* the containers of a text that are open */
  guint            room_frames;
  InlayJsonName   *names;  /* of the open objects, to find one that is there twice */
  guint            n_names;
  guint            room_names;
  guint            n_copies; /* of names */
  GString         *buffer; /* the string being read, if it has escapes */
  GError         **error;
};

typedef InlayJsonTokens InlayJsonReader;

InlayJsonKind inlay_json_reader_walk     (InlayJsonReader  *self);
gboolean inlay_json_reader_read_string   (InlayJsonReader  *self);
gboolean inlay_json_reader_read_number   (InlayJsonReader  *self);
void     inlay_json_reader_fail_expected (InlayJsonReader  *self,
                                          const char       *expected);
void     inlay_json_reader_fail_at       (InlayJsonReader  *self,
                                          const char       *at,
                                          InlayError        code,
                                          const char       *format,
                                          ...) G_GNUC_PRINTF (4, 5);

#define inlay_json_reader_fail(self, ...) \
  inlay_json_reader_fail_at (self, (self)->at, INLAY_ERROR_INVALID, __VA_ARGS__)

static inline gboolean
inlay_json_reader_take (InlayJsonReader *self,
                        char             c)
{
  if (self->at == self->end || *self->at != c)
    return FALSE;

  self->at++;
  return TRUE;
}

G_END_DECLS
