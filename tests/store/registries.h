/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <inlay-store.h>

#include "databases.h"

/* A registry's tables with something deployed to them. */

#define NOW G_GINT64_CONSTANT (1700000000000000)

static const InlayRegistryWrite write_by = { "tester", NOW };

static inline InlayRegistryStore *
open_store (const char *address)
{
  g_autofree char *fresh = address == NULL ? new_database () : NULL;
  g_autoptr (GError) error = NULL;
  InlayRegistryStore *store = inlay_registry_store_open (address != NULL ? address : fresh, NOW, &error);

  g_assert_no_error (error);
  return store;
}

static inline InlayRegistryModule *
new_module (const char *id,
            gboolean    is_held)
{
  InlayRegistryModule *module = g_new0 (InlayRegistryModule, 1);

  module->module_id = g_strdup (id);
  module->version = g_strdup ("1.0.0");
  module->esm_url = g_strdup_printf ("https://cdn.example/%s.js", id);
  module->is_held = is_held;
  return module;
}

/* Deploys five modules, @n_held of them held by the registry. */
static inline InlayRegistryOutcome *
deploy (InlayRegistryStore  *store,
        const char          *environment,
        const char          *version,
        guint                n_held,
        GError             **error)
{
  g_autoptr (GPtrArray) modules = g_ptr_array_new_with_free_func ((GDestroyNotify) inlay_registry_module_free);
  g_autofree char *manifest = g_strdup_printf ("{\"version\":\"%s\"}", version);
  g_autofree char *revision = g_strdup_printf ("sha256-%s", version);
  g_autoptr (GBytes) page = g_bytes_new (version, strlen (version));
  InlayRegistryDeploy what = { environment, version, NULL, revision, "shop", manifest, page, modules };

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);

      g_ptr_array_add (modules, new_module (id, i < n_held));
    }
  return inlay_registry_store_deploy (store, &write_by, &what, error);
}

static inline void
deploy_and_switch (InlayRegistryStore *store,
                   const char         *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayRegistryOutcome) deployed = deploy (store, NULL, version, 5, &error);
  g_autoptr (InlayRegistryOutcome) switched = NULL;

  g_assert_no_error (error);
  switched = inlay_registry_store_switch (store, &write_by, deployed->to, 80, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (switched->to, ==, deployed->to);
}
