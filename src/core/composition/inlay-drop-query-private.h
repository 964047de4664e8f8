/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-drop.h"

G_BEGIN_DECLS

/* One question: what is dragged over what. */
typedef struct
{
  InlayComposition   *composition;
  InlayGeometry      *geometry;     /* NULL where only the place counts */
  InlayModule        *module;       /* of what is dragged; NULL when nothing is known of it */
  const char         *instance_id;  /* of what is dragged; NULL for a new one */
  InlayContainer      origin;       /* where it is now */
  guint               origin_index;
  char               *title;
  InlayModuleLookup   lookup;
  gpointer            user_data;

  InlayContainer      list;         /* whose items these are: lists are asked for again and again */
  const char * const *items;
  guint               n_items;
} InlayDropQuery;

void        inlay_drop_query_clear                (InlayDropQuery         *self);
void        inlay_drop_query_init                 (InlayDropQuery         *self,
                                                   InlayComposition       *composition,
                                                   InlayGeometry          *geometry,
                                                   const InlayDropPayload *payload,
                                                   InlayModuleLookup       lookup,
                                                   gpointer                user_data);
gboolean    inlay_drop_query_is_from              (InlayDropQuery         *self,
                                                   const InlayContainer   *container);
guint       inlay_drop_query_count_items          (InlayDropQuery         *self,
                                                   const InlayContainer   *container);
const char *inlay_drop_query_get_item             (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   guint                   index);
/* Why a list does not take it, or NULL. */
char       *inlay_drop_query_dup_container_reason (InlayDropQuery         *self,
                                                   const InlayContainer   *container);
gboolean    inlay_drop_query_get_container_rect   (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   InlayRect              *rect);
InlayDrop  *inlay_drop_query_refuse               (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   const InlayRect        *indicator,
                                                   char                   *reason);
/* The dragged instance's area without the places in the grid it came from. */
JsonNode   *inlay_drop_query_dup_flowing_area     (InlayDropQuery         *self);
/* @index counts the list as it is, the dragged instance included. */
InlayDrop  *inlay_drop_query_at                   (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   guint                   index,
                                                   JsonNode               *cell_area,
                                                   const InlayRect        *indicator);
gboolean    inlay_drop_query_get_item_rect        (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   guint                   index,
                                                   InlayRect              *rect);
/* Whether the neighbours of an item stand beside it rather than above and below. */
gboolean    inlay_drop_query_flows_horizontally   (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   guint                   index);
InlayDrop  *inlay_drop_query_beside               (InlayDropQuery         *self,
                                                   const InlayContainer   *container,
                                                   guint                   index,
                                                   gboolean                behind);
/* The slots an instance has: those its module states, then those only the tree knows. */
GPtrArray  *inlay_drop_query_list_slots           (InlayDropQuery         *self,
                                                   const char             *instance_id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InlayDropQuery, inlay_drop_query_clear)

G_END_DECLS
