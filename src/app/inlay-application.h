/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>
#include <inlay-store.h>

#include "inlay-publish-outbox.h"

G_BEGIN_DECLS

#define INLAY_TYPE_APPLICATION (inlay_application_get_type ())

/* The process: settings, the user's library and the windows. INLAY_DATA_DIR moves all it keeps. */
G_DECLARE_FINAL_TYPE (InlayApplication, inlay_application, INLAY, APPLICATION, AdwApplication)

InlayApplication *inlay_application_new          (void);
/* The one that runs; NULL in a test without one. */
InlayApplication *inlay_application_get          (void);
GSettings        *inlay_application_get_settings (InlayApplication *self);
const char       *inlay_application_get_data_dir (InlayApplication *self);
InlayLibrary     *inlay_application_get_library  (InlayApplication *self);
/* What is on its way to registries; there is one as long as there is a library. */
InlayPublishOutbox *inlay_application_get_outbox (InlayApplication *self);

G_END_DECLS
