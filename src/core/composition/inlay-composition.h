/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "json/inlay-json.h"

G_BEGIN_DECLS

#define INLAY_TYPE_COMPOSITION (inlay_composition_get_type ())

/* One composition: its JSON tree, checked against the contract, with an index of who stands where.
 * Immutable; data/schemas/composition.schema.json is the contract of the tree. */
typedef struct _InlayComposition InlayComposition;

#define INLAY_COMPOSITION_FORMAT 1

/**
 * InlayContainerKind:
 * @INLAY_CONTAINER_NONE: nowhere: an instance that no list names
 * @INLAY_CONTAINER_REGION: a region of one or more pages
 * @INLAY_CONTAINER_SLOT: a named slot of another instance
 */
typedef enum
{
  INLAY_CONTAINER_NONE,
  INLAY_CONTAINER_REGION,
  INLAY_CONTAINER_SLOT,
} InlayContainerKind;

/**
 * InlayContainer:
 * @kind: what holds the list
 * @id: the region's id, or that of the instance that has the slot
 * @slot: (nullable): the slot's name
 *
 * Names one ordered list of instances. The strings live as long as whoever filled it in says.
 */
typedef struct
{
  InlayContainerKind  kind;
  const char         *id;
  const char         *slot;
} InlayContainer;

GType             inlay_composition_get_type       (void);
InlayComposition *inlay_composition_new            (JsonNode              *root,
                                                    GError               **error);
InlayComposition *inlay_composition_read           (GBytes                *bytes,
                                                    GError               **error);
InlayComposition *inlay_composition_ref            (InlayComposition      *self);
void              inlay_composition_unref          (InlayComposition      *self);
JsonNode         *inlay_composition_get_root       (InlayComposition      *self);
GBytes           *inlay_composition_write          (InlayComposition      *self);
char             *inlay_composition_dup_digest     (InlayComposition      *self);
const char       *inlay_composition_get_id         (InlayComposition      *self);
const char       *inlay_composition_get_name       (InlayComposition      *self);
const char       *inlay_composition_get_cdn_base   (InlayComposition      *self);

/* Members of the tree; (transfer none) (nullable). Lists of ids are NULL-terminated and owned by self. */
JsonNode         *inlay_composition_get_page       (InlayComposition      *self,
                                                    const char            *page_id);
JsonNode         *inlay_composition_get_region     (InlayComposition      *self,
                                                    const char            *region_id);
JsonNode         *inlay_composition_get_instance   (InlayComposition      *self,
                                                    const char            *instance_id);
const char * const *inlay_composition_get_pages    (InlayComposition      *self);
const char * const *inlay_composition_get_regions  (InlayComposition      *self,
                                                    const char            *page_id);
const char * const *inlay_composition_get_items    (InlayComposition      *self,
                                                    const InlayContainer  *container);
const char * const *inlay_composition_get_slots    (InlayComposition      *self,
                                                    const char            *instance_id);
const char       *inlay_composition_get_module     (InlayComposition      *self,
                                                    const char            *instance_id);
gboolean          inlay_composition_find           (InlayComposition      *self,
                                                    const char            *instance_id,
                                                    InlayContainer        *container,
                                                    guint                 *index);
gboolean          inlay_composition_is_inside      (InlayComposition      *self,
                                                    const char            *instance_id,
                                                    const char            *ancestor_id);
guint             inlay_composition_get_n_instances (InlayComposition     *self);
char             *inlay_composition_dup_title      (InlayComposition      *self,
                                                    const char            *instance_id);
char             *inlay_composition_dup_container_title (InlayComposition *self,
                                                    const InlayContainer  *container);

/* Foreign and older forms: {id, modules: [{moduleId, version, config}]}, a bare import map. */
JsonNode         *inlay_composition_upgrade        (JsonNode              *root,
                                                    GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayComposition, inlay_composition_unref)

G_END_DECLS
