/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include "inlay-library.h"

G_BEGIN_DECLS

/* What comes with Inlay, from the resource /dev/inlay/samples: modules, a sample and templates. */

typedef struct
{
  char *name;         /* file name without its end */
  char *title;
  char *description;  /* nullable */
} InlayTemplate;

void              inlay_template_free      (InlayTemplate  *self);
/* (element-type InlayTemplate) */
GPtrArray        *inlay_samples_list_templates (void);
InlayComposition *inlay_samples_load_template (const char  *name,
                                               GError     **error);
InlayComposition *inlay_samples_load_sample   (GError     **error);
/* Puts the modules that come with Inlay into the library's cache where they are missing. */
gboolean          inlay_samples_install       (InlayLibrary  *library,
                                               GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InlayTemplate, inlay_template_free)

G_END_DECLS
