/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

/* Section 2 of the specification: the switches of an input. */

static gboolean
read_strict (JsonNode   *input,
             const char *name)
{
  JsonNode *strict = inlay_json_get_member (input, "strict");

  if (strict != NULL && JSON_NODE_HOLDS_OBJECT (strict))
    return inlay_json_get_boolean (strict, name, FALSE);
  return inlay_json_get_boolean (input, "strict", FALSE);
}

static JsonNode *
read_group (JsonNode   *input,
            const char *name,
            JsonNode   *empty)
{
  JsonNode *group = inlay_json_get_member (input, name);

  return group != NULL && JSON_NODE_HOLDS_OBJECT (group) ? group : empty;
}

static void
read_profile (InlayResolverOptions *self,
              JsonNode             *profile)
{
  const char *override = inlay_json_get_string (profile, "overrideCachedRemotes");
  JsonNode *pins = inlay_json_get_member (profile, "pins");

  self->documented = g_strcmp0 (inlay_json_get_string (profile, "election"), "peer") != 0;
  self->latest = inlay_json_get_boolean (profile, "latestSharedExternal", FALSE);
  self->skip_invalid = inlay_json_get_boolean (profile, "skipInvalidExternalVersions", FALSE);
  self->scope_uncovered = inlay_json_get_boolean (profile, "scopeUncoveredEntrypoints", FALSE);
  self->override_always = g_strcmp0 (override, "always") == 0;
  self->override_never = g_strcmp0 (override, "never") == 0 ||
                         (override == NULL && inlay_json_get_boolean (profile, "skipCachedRemotes", FALSE));
  self->override_same_url = inlay_json_get_boolean (profile, "overrideCachedRemotesIfURLMatches", FALSE);
  self->drop_unlisted = inlay_json_get_boolean (profile, "dropUnlistedRemotes", FALSE);
  self->cache_tag = g_strdup (inlay_json_get_string (profile, "cacheTag"));
  self->pins = pins != NULL && JSON_NODE_HOLDS_OBJECT (pins) ? json_node_ref (pins) : NULL;
}

void
inlay_resolver_options_read (InlayResolverOptions *self,
                             JsonNode             *input)
{
  g_autoptr (JsonNode) empty = inlay_json_new_object (NULL, NULL);
  JsonNode *feature = read_group (input, "feature", empty);

  inlay_resolver_options_clear (self);
  read_profile (self, read_group (input, "profile", empty));
  self->convert_flat = inlay_json_get_boolean (feature, "convertFlatSharedInfo", FALSE);
  self->auto_pools = inlay_json_get_boolean (feature, "useAutoExternalPooling", FALSE);
  self->strict_remote_entry = read_strict (input, "strictRemoteEntry");
  self->strict_compatibility = read_strict (input, "strictExternalCompatibility");
  self->strict_same_version = read_strict (input, "strictExternalSameVersionCompatibility");
  self->strict_version = read_strict (input, "strictExternalVersion");
  self->strict_import_map = read_strict (input, "strictImportMap");
  self->strict_coverage = read_strict (input, "strictEntryPointCoverage");
}

void
inlay_resolver_options_clear (InlayResolverOptions *self)
{
  g_clear_pointer (&self->cache_tag, g_free);
  g_clear_pointer (&self->pins, json_node_unref);
}
