/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <string.h>

#include "json/inlay-json.h"

G_BEGIN_DECLS

/**
 * InlayJsonKind:
 * @INLAY_JSON_KIND_ERROR: the text is refused; nothing comes after it
 * @INLAY_JSON_KIND_END: the text is read
 * @INLAY_JSON_KIND_NAME: the name of a member, whose value comes next
 */
typedef enum
{
  INLAY_JSON_KIND_ERROR,
  INLAY_JSON_KIND_END,
  INLAY_JSON_KIND_OBJECT,
  INLAY_JSON_KIND_END_OBJECT,
  INLAY_JSON_KIND_ARRAY,
  INLAY_JSON_KIND_END_ARRAY,
  INLAY_JSON_KIND_NAME,
  INLAY_JSON_KIND_STRING,
  INLAY_JSON_KIND_INTEGER,
  INLAY_JSON_KIND_DOUBLE,
  INLAY_JSON_KIND_TRUE,
  INLAY_JSON_KIND_FALSE,
  INLAY_JSON_KIND_NULL,
} InlayJsonKind;

/**
 * InlayJsonToken:
 * @kind: what it is
 * @text: (array length=length): of a name or string, not terminated and good until the next token
 * @length: its bytes
 * @lasts: whether @text stands in what is read, and so stays good as long as that does
 * @integer: the integer
 * @number: the double
 */
typedef struct
{
  InlayJsonKind  kind;
  const char    *text;
  gsize          length;
  gboolean       lasts;
  gint64         integer;
  double         number;
} InlayJsonToken;

/* The strict reader, token by token, for who needs no tree; and the same of a tree, for who takes
 * both. */
typedef struct _InlayJsonTokens InlayJsonTokens;

InlayJsonTokens      *inlay_json_tokens_new  (const char       *text,
                                              gsize             length,
                                              guint             max_depth,
                                              InlayJsonFlags    flags,
                                              GError          **error);
InlayJsonTokens      *inlay_json_tokens_new_from_node
                                             (JsonNode         *node);
void                  inlay_json_tokens_free (InlayJsonTokens  *self);
const InlayJsonToken *inlay_json_tokens_next (InlayJsonTokens  *self,
                                              GError          **error);
gboolean              inlay_json_tokens_skip (InlayJsonTokens  *self,
                                              GError          **error);

/* Whether a name or string says just that; of a literal the length is known. */
static inline gboolean
inlay_json_token_is (const InlayJsonToken *token,
                     const char           *text)
{
  return token->length == strlen (text) && memcmp (token->text, text, strlen (text)) == 0;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayJsonTokens, inlay_json_tokens_free)

G_END_DECLS
