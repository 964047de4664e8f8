/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

static void
inlay_site_free (gpointer data)
{
  InlaySite *site = data;

  inlay_body_unref (site->body);
  json_node_unref (site->document);
  g_free (site->revision);
  g_free (site);
}

static void
inlay_part_composition_free (gpointer data)
{
  InlayPartComposition *composition = data;

  g_clear_pointer (&composition->site, inlay_site_free);
  g_clear_pointer (&composition->import_map, inlay_body_unref);
  g_clear_pointer (&composition->document, json_node_unref);
  g_free (composition->problem);
  g_free (composition);
}

InlayPart *
inlay_part_new (void)
{
  InlayPart *part = g_new0 (InlayPart, 1);

  g_atomic_ref_count_init (&part->ref_count);
  part->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_body_unref);
  part->sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, inlay_site_free);
  part->import_maps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_body_unref);
  part->compositions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, inlay_part_composition_free);
  part->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  part->deployments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  part->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);
  return part;
}

InlayPart *
inlay_part_ref (InlayPart *part)
{
  g_atomic_ref_count_inc (&part->ref_count);
  return part;
}

void
inlay_part_unref (InlayPart *part)
{
  if (!g_atomic_ref_count_dec (&part->ref_count))
    return;

  g_hash_table_unref (part->bodies);
  g_hash_table_unref (part->sites);
  g_hash_table_unref (part->import_maps);
  g_hash_table_unref (part->compositions);
  g_hash_table_unref (part->files);
  g_hash_table_unref (part->deployments);
  g_hash_table_unref (part->history);
  g_clear_pointer (&part->list, json_node_unref);
  g_clear_pointer (&part->environments, g_ptr_array_unref);
  g_clear_pointer (&part->traffic, inlay_traffic_unref);
  g_clear_pointer (&part->usual, inlay_decision_unref);
  g_clear_pointer (&part->exposures, inlay_exposures_unref);
  g_free (part->rollout);
  g_free (part);
}

void
inlay_part_add_json (InlayPart  *part,
                     JsonNode   *node,
                     const char *base,
                     const char *name)
{
  g_hash_table_insert (part->bodies, name != NULL ? g_strconcat (base, "/", name, NULL) : g_strdup (base),
                       inlay_body_new_json (node));
}

InlaySite *
inlay_site_new (InlayBody  *body,
                JsonNode   *document,
                const char *revision)
{
  InlaySite *site = g_new0 (InlaySite, 1);

  site->body = body;
  site->document = json_node_ref (document);
  site->id = inlay_json_get_string (document, "id");
  site->revision = g_strdup (revision);
  return site;
}
