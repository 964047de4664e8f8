/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-patch.h"
#include "resolve/inlay-resolution-private.h"
#include "resolve/inlay-resolver-private.h"

G_BEGIN_DECLS

/* Where a remote stands in the input, and those of its externals that are meant. */
typedef struct
{
  InlayResolver *resolver;
  JsonNode      *input;
  GHashTable    *places;    /* from a remote's name to its number in the list of @input, plus one */
  char          *place;     /* JSON pointer to what is listed; the input itself for a later remote */
  JsonNode      *remote;    /* nullable: what is there */
  GArray        *externals; /* guint: numbers in its file's list */
} InlayWayTarget;

/* Returns: the scope an external of an input is shared in, as the resolver reads it */
const char *
     inlay_way_external_get_scope (JsonNode           *external);
void inlay_way_target_remove     (InlayResolveProblem  *problem,
                                  const char           *pointer,
                                  char                 *label);
void inlay_way_target_stay       (const InlayWayTarget *self,
                                  InlayResolveProblem  *problem,
                                  const InlayNote      *note);
void inlay_way_target_part       (const InlayWayTarget *self,
                                  InlayResolveProblem  *problem,
                                  const InlayNote      *note);
void inlay_way_target_leave_pool (const InlayWayTarget *self,
                                  InlayResolveProblem  *problem,
                                  const InlayWord      *package);

G_END_DECLS
