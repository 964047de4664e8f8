/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <adwaita.h>

#include "inlay-application.h"

G_BEGIN_DECLS

#define INLAY_TYPE_PREFERENCES (inlay_preferences_get_type ())

/* Appearance, CDN and registries. */
G_DECLARE_FINAL_TYPE (InlayPreferences, inlay_preferences, INLAY, PREFERENCES, AdwPreferencesWindow)

InlayPreferences *inlay_preferences_new (InlayApplication *application);

G_END_DECLS
