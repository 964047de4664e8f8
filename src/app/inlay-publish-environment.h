/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <gtk/gtk.h>
#include <inlay-wire.h>

G_BEGIN_DECLS

#define INLAY_TYPE_PUBLISH_ENVIRONMENT (inlay_publish_environment_get_type ())

/* One of the environments a release can be in: what it holds, how it fares, who gets it. Its buttons
 * activate publish.open and publish.switch with the environment's name. */
G_DECLARE_FINAL_TYPE (InlayPublishEnvironment, inlay_publish_environment,
                      INLAY, PUBLISH_ENVIRONMENT, GtkBox)

GtkWidget  *inlay_publish_environment_new  (void);
/* @digest: (nullable): of the document as it is, to tell whether it is there already. */
void        inlay_publish_environment_show (InlayPublishEnvironment *self,
                                            InlayEnvironment        *environment,
                                            const char              *digest);
/* "Blue" for "blue"; the caller frees. */
char       *inlay_publish_environment_dup_title (const char         *name);

G_END_DECLS
