/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-exposures.h"

#include <inlay-core.h>

typedef struct
{
  gatomicrefcount ref_count;
  char *experiment;
  char *variant;
  gint count;
} Counter;

struct _InlayExposures
{
  gatomicrefcount ref_count;
  GHashTable *counters;   /* Counter, its own key */
};

static guint
counter_hash (gconstpointer data)
{
  const Counter *counter = data;

  return g_str_hash (counter->experiment) * 31 + g_str_hash (counter->variant);
}

static gboolean
counter_equal (gconstpointer a,
               gconstpointer b)
{
  const Counter *one = a, *other = b;

  return strcmp (one->experiment, other->experiment) == 0 && strcmp (one->variant, other->variant) == 0;
}

static void
counter_unref (gpointer data)
{
  Counter *counter = data;

  if (!g_atomic_ref_count_dec (&counter->ref_count))
    return;
  g_free (counter->experiment);
  g_free (counter->variant);
  g_free (counter);
}

static void
add_counter (InlayExposures *self,
             InlayExposures *before,
             const char     *experiment,
             const char     *variant)
{
  Counter key = { .experiment = (char *) experiment, .variant = (char *) variant };
  Counter *counter = before != NULL ? g_hash_table_lookup (before->counters, &key) : NULL;

  if (counter != NULL)
    g_atomic_ref_count_inc (&counter->ref_count);
  else
    {
      counter = g_new0 (Counter, 1);
      g_atomic_ref_count_init (&counter->ref_count);
      counter->experiment = g_strdup (experiment);
      counter->variant = g_strdup (variant);
    }
  g_hash_table_add (self->counters, counter);
}

InlayExposures *
inlay_exposures_new (InlayTraffic   *traffic,
                     InlayExposures *before)
{
  InlayExposures *self = g_new0 (InlayExposures, 1);
  g_autoptr (JsonNode) snapshot = inlay_traffic_to_json (traffic);
  JsonNode *experiments = inlay_json_get_member (snapshot, "experiments");
  JsonObjectIter iter;
  const char *id;
  JsonNode *experiment;

  g_atomic_ref_count_init (&self->ref_count);
  self->counters = g_hash_table_new_full (counter_hash, counter_equal, counter_unref, NULL);
  json_object_iter_init (&iter, json_node_get_object (experiments));
  while (json_object_iter_next (&iter, &id, &experiment))
    {
      JsonArray *variants = inlay_json_get_array (experiment, "variants");

      for (guint i = 0; i < json_array_get_length (variants); i++)
        add_counter (self, before, id, inlay_json_get_string (json_array_get_element (variants, i), "name"));
    }
  return self;
}

InlayExposures *
inlay_exposures_ref (InlayExposures *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inlay_exposures_unref (InlayExposures *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->counters);
  g_free (self);
}

/**
 * inlay_exposures_count_variant:
 * @self: the counters
 * @experiment: an experiment; one that is not counted here is passed over
 * @variant: one of its variants
 */
void
inlay_exposures_count_variant (InlayExposures *self,
                               const char     *experiment,
                               const char     *variant)
{
  Counter key = { .experiment = (char *) experiment, .variant = (char *) variant };
  Counter *counter = g_hash_table_lookup (self->counters, &key);

  if (counter != NULL)
    g_atomic_int_inc (&counter->count);
}

/**
 * inlay_exposures_count:
 * @self: the counters
 * @decision: what somebody was told to get
 * @with_modules: whether that is all there will be to hear of its modules, too; pages report what
 *   they mounted themselves
 *
 * Counts the variants in it.
 */
void
inlay_exposures_count (InlayExposures *self,
                       InlayDecision  *decision,
                       gboolean        with_modules)
{
  JsonNode *assigned = inlay_decision_get_assignments (decision);
  JsonObjectIter iter;
  const char *id;
  JsonNode *variant;

  if (inlay_decision_get_variant (decision) != NULL && inlay_decision_get_rule (decision) != NULL)
    inlay_exposures_count_variant (self, inlay_decision_get_rule (decision), inlay_decision_get_variant (decision));
  if (!with_modules)
    return;
  json_object_iter_init (&iter, json_node_get_object (assigned));
  while (json_object_iter_next (&iter, &id, &variant))
    inlay_exposures_count_variant (self, id, json_node_get_string (variant));
}

/**
 * inlay_exposures_flush:
 * @self: the counters
 * @store: where to
 * @now: the time
 * @error: return location
 *
 * Writes down what was counted. What cannot be written is lost, not counted twice.
 *
 * Returns: whether all of it was written
 */
gboolean
inlay_exposures_flush (InlayExposures      *self,
                       InlayRegistryStore  *store,
                       gint64               now,
                       GError             **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->counters);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      Counter *counter = key;
      gint count = g_atomic_int_get (&counter->count);

      if (count == 0)
        continue;
      g_atomic_int_add (&counter->count, -count);
      if (!inlay_registry_store_add_exposures (store, now, counter->experiment, counter->variant, (guint) count, error))
        return FALSE;
    }
  return TRUE;
}
