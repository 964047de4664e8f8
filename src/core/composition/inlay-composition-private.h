/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "composition/inlay-composition.h"

G_BEGIN_DECLS

#define INLAY_COMPOSITION_MAX_INSTANCES 10000
#define INLAY_COMPOSITION_MAX_PAGES 1000
#define INLAY_COMPOSITION_MAX_NESTING 64

/* Where one instance stands. Strings belong to the tree. */
typedef struct
{
  const char     *id;
  JsonNode       *node;
  InlayContainer  container;
  guint           index;
  guint           first_slot;  /* in InlayIndex.slots */
  guint           n_slots;
  guint           slot_names;  /* in InlayIndex.pool */
} InlayPlace;

/* A page, or a region with its list. */
typedef struct
{
  JsonNode *node;
  guint     list;              /* in InlayIndex.pool */
  guint     mark;              /* number of the last list that named it */
} InlayListed;

typedef struct
{
  const char *name;
  guint       list;            /* in InlayIndex.pool */
} InlaySlotEntry;

/* Who stands where in a tree. Lists of ids are runs of the pool that end with NULL. */
typedef struct
{
  InlayPlace *places;
  guint       n_places;
  GHashTable *instances;       /* id -> InlayPlace */
  GHashTable *regions;         /* id -> InlayListed */
  GHashTable *pages;           /* id -> InlayListed */
  GArray     *slots;           /* of InlaySlotEntry */
  GPtrArray  *pool;
  guint       page_order;      /* in pool */
  guint       unplaced;        /* in pool */
} InlayIndex;

gboolean          inlay_composition_check      (JsonNode          *root,
                                                JsonNode          *checked,
                                                GError           **error);
gboolean          inlay_composition_is_id      (const char        *id);

InlayIndex       *inlay_index_new              (JsonNode          *root,
                                                GError           **error);
void              inlay_index_free             (InlayIndex        *self);
const InlayPlace *inlay_index_get_place        (InlayIndex        *self,
                                                const char        *instance_id);
const InlayListed *inlay_index_get_region      (InlayIndex        *self,
                                                const char        *region_id);
const InlayListed *inlay_index_get_page        (InlayIndex        *self,
                                                const char        *page_id);
const char * const *inlay_index_get_list       (InlayIndex        *self,
                                                guint              list);

InlayComposition *inlay_composition_update     (InlayComposition  *self,
                                                JsonNode          *root,
                                                GError           **error);

/* Names for people and for machines. */
char             *inlay_name_from_id           (const char        *id);
char             *inlay_name_from_module       (const char        *module_id);
char             *inlay_id_from_name           (const char        *name,
                                                const char        *fallback,
                                                GHashTable        *taken,
                                                JsonObject        *members);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayIndex, inlay_index_free)

G_END_DECLS
