/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry-store.h"

G_BEGIN_DECLS

/* One version of a module as it is published; immutable from then on. */
typedef struct
{
  const char *module_id;
  const char *version;
  const char *npm_package;       /* nullable */
  const char *entry_point;       /* nullable */
  JsonNode   *dependencies;      /* nullable */
  JsonNode   *peer_dependencies; /* nullable */
  JsonNode   *definition;        /* nullable */
  const char *digest;            /* of all that is published */
  GHashTable *files;             /* nullable; name -> GBytes */
} InlayRegistryPublish;

gboolean   inlay_registry_store_publish          (InlayRegistryStore         *self,
                                                  const InlayRegistryWrite   *write,
                                                  const InlayRegistryPublish *publish,
                                                  gboolean                   *is_new,
                                                  GError                    **error);
JsonNode  *inlay_registry_store_list_modules     (InlayRegistryStore         *self,
                                                  const char                 *module_id,
                                                  GError                    **error);
GHashTable *inlay_registry_store_mark_modules    (InlayRegistryStore         *self,
                                                  GError                    **error);
GBytes    *inlay_registry_store_get_blob         (InlayRegistryStore         *self,
                                                  const char                 *digest,
                                                  GError                    **error);

gboolean   inlay_registry_store_put_composition  (InlayRegistryStore         *self,
                                                  const InlayRegistryWrite   *write,
                                                  const char                 *id,
                                                  JsonNode                   *document,
                                                  gboolean                   *is_new,
                                                  GError                    **error);
GHashTable *inlay_registry_store_list_compositions (InlayRegistryStore       *self,
                                                  GError                    **error);
GHashTable *inlay_registry_store_mark_compositions (InlayRegistryStore       *self,
                                                  GError                    **error);

gboolean   inlay_registry_store_delete_composition (InlayRegistryStore       *self,
                                                  const InlayRegistryWrite   *write,
                                                  const char                 *id,
                                                  GError                    **error);
JsonNode  *inlay_registry_store_get_composition  (InlayRegistryStore         *self,
                                                  const char                 *id,
                                                  GError                    **error);
JsonNode  *inlay_registry_store_list_composition_history (InlayRegistryStore *self,
                                                  const char                 *id,
                                                  GError                    **error);
JsonNode  *inlay_registry_store_get_composition_revision (InlayRegistryStore *self,
                                                  const char                 *id,
                                                  gint64                      number,
                                                  GError                    **error);

gboolean   inlay_registry_store_deprecate        (InlayRegistryStore         *self,
                                                  const InlayRegistryWrite   *write,
                                                  const char                 *module_id,
                                                  const char                 *version,
                                                  const char                 *reason,
                                                  GError                    **error);
gboolean   inlay_registry_store_yank             (InlayRegistryStore         *self,
                                                  const InlayRegistryWrite   *write,
                                                  const char                 *module_id,
                                                  const char                 *version,
                                                  GError                    **error);

G_END_DECLS
