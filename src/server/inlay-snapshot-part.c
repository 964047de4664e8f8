/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-snapshot-private.h"

/* What a path answers; written when it is first asked for. */
typedef struct
{
  InlayBody *body;      /* atomic, nullable */
  InlayPartWrite write;
  gconstpointer item;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->body, inlay_body_unref);
  g_free (answer);
}

void
inlay_part_deployment_unref (InlayPartDeployment *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->status);
  g_free (self->text);
  g_free (self);
}

InlayPart *
inlay_part_new (void)
{
  InlayPart *part = g_new0 (InlayPart, 1);

  g_atomic_ref_count_init (&part->ref_count);
  part->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  part->sites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) inlay_site_unref);
  part->compositions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) inlay_part_composition_unref);
  part->deployments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  part->history = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) inlay_part_deployment_unref);
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

  g_hash_table_unref (part->answers);
  g_hash_table_unref (part->sites);
  g_hash_table_unref (part->compositions);
  g_hash_table_unref (part->deployments);
  g_hash_table_unref (part->history);
  g_clear_pointer (&part->list, json_node_unref);
  g_clear_pointer (&part->shelf, inlay_shelf_unref);
  g_free (part->app);
  g_clear_pointer (&part->route, inlay_registry_route_free);
  g_clear_pointer (&part->rules, json_node_unref);
  g_clear_pointer (&part->environments, g_ptr_array_unref);
  g_clear_pointer (&part->traffic, inlay_traffic_unref);
  g_clear_pointer (&part->usual, inlay_decision_unref);
  g_clear_pointer (&part->exposures, inlay_exposures_unref);
  g_free (part->rollout);
  g_free (part);
}

void
inlay_part_add (InlayPart      *part,
                InlayPartWrite  write,
                gconstpointer   item,
                const char     *base,
                const char     *name)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->write = write;
  answer->item = item;
  g_hash_table_insert (part->answers, name != NULL ? g_strconcat (base, "/", name, NULL) : g_strdup (base), answer);
}

/* Two threads may write the same; the first one's stays. */
InlayBody *
inlay_part_lookup (InlayPart  *part,
                   const char *path)
{
  Answer *answer = g_hash_table_lookup (part->answers, path);
  InlayBody *body;

  if (answer == NULL || (body = g_atomic_pointer_get (&answer->body)) != NULL)
    return answer != NULL ? body : NULL;

  body = answer->write (part, answer->item);
  if (!g_atomic_pointer_compare_and_exchange (&answer->body, NULL, body))
    inlay_body_unref (body);
  return g_atomic_pointer_get (&answer->body);
}

/**
 * inlay_site_new:
 * @page: what visitors get
 * @csp: its policy
 * @import_map: (transfer full): what it imports
 * @document: the composition it was made of
 * @revision: (nullable): the digest of all of it, when it was deployed
 *
 * Returns: (transfer full): the site
 */
InlaySite *
inlay_site_new (GBytes     *page,
                const char *csp,
                JsonNode   *import_map,
                JsonNode   *document,
                const char *revision)
{
  InlaySite *site = g_new0 (InlaySite, 1);
  g_autoptr (GBytes) map = inlay_json_write_bytes (import_map, INLAY_JSON_DEFAULT);

  g_atomic_ref_count_init (&site->ref_count);
  site->body = inlay_body_new (INLAY_BODY_PAGE, "text/html; charset=utf-8", page, csp);
  /* Of what nobody is served yet, an old one is no better than none. */
  site->import_map = inlay_body_new (revision != NULL ? INLAY_BODY_MAP : INLAY_BODY_DATA, INLAY_TYPE_JSON, map, NULL);
  site->document = json_node_ref (document);
  site->id = inlay_json_get_string (document, "id");
  site->revision = g_strdup (revision);
  json_node_unref (import_map);
  return site;
}

InlaySite *
inlay_site_new_of (InlayAssembly *assembly,
                   const char    *revision)
{
  InlayRelease *release = assembly->release;

  return inlay_site_new (inlay_assembly_get_page (assembly), inlay_release_get_csp (release),
                         inlay_assemble_map (inlay_release_get_import_map (release), NULL),
                         inlay_release_get_document (release), revision);
}

InlaySite *
inlay_site_ref (InlaySite *site)
{
  g_atomic_ref_count_inc (&site->ref_count);
  return site;
}

void
inlay_site_unref (InlaySite *site)
{
  if (!g_atomic_ref_count_dec (&site->ref_count))
    return;

  inlay_body_unref (site->body);
  inlay_body_unref (site->import_map);
  json_node_unref (site->document);
  g_free (site->revision);
  g_free (site);
}
