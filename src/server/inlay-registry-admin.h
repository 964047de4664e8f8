/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-registry.h"

G_BEGIN_DECLS

/* Use cases about the registry as a whole: applications, their hosts, tokens, upkeep. */
JsonNode *inlay_registry_add_app       (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
JsonNode *inlay_registry_add_token     (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
JsonNode *inlay_registry_revoke_token  (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
JsonNode *inlay_registry_delete_app    (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
/* Also when visitors get something of it. */
JsonNode *inlay_registry_force_delete_app (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
JsonNode *inlay_registry_put_hosts     (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);
/* What is asked, and what was done of it so far. */
typedef struct
{
  gint64 keep;      /* how long pages stay open, in microseconds */
  InlayRegistryCollected collected;
} InlayCollect;

/* Its request is an InlayCollect; goes a part of the way, and answers how far it came. */
JsonNode *inlay_registry_collect       (InlayWork  *work,
                                        gpointer    use_case,
                                        GError    **error);

G_END_DECLS
