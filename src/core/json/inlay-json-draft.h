/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json-private.h"

G_BEGIN_DECLS

/* A tree on its way through many changes. To take a member out of an object of n costs n steps, and
 * so does a copy of an array: a container that is changed many times in a row is taken apart once,
 * and put together when something else is looked at. */
typedef struct
{
  JsonNode   *root;     /* without what was done to the parts */
  char       *parent;   /* the container changed last, or NULL */
  guint       streak;   /* changes of it in a row */

  /* Its parts, while it is apart. */
  GHashTable *links;    /* of an object: name -> link of @members */
  GQueue      members;
  GPtrArray  *elements; /* of an array */
} InlayJsonDraft;

void      inlay_json_draft_init     (InlayJsonDraft   *self,
                                     JsonNode         *root);
void      inlay_json_draft_clear    (InlayJsonDraft   *self);
gboolean  inlay_json_draft_change   (InlayJsonDraft   *self,
                                     const char       *pointer,
                                     InlayJsonChange  *change,
                                     GError          **error);
JsonNode *inlay_json_draft_get_root (InlayJsonDraft   *self);

G_END_DECLS
