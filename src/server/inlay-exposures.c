/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-exposures.h"

#include <inlay-core.h>
#include <string.h>

#define MAX_WAITING 65536
#define LATELY 512 /* a power of two */

typedef struct _Exposure Exposure;

/* The three texts stand behind it. */
struct _Exposure
{
  Exposure *next;
  const char *experiment;
  const char *variant;
  const char *unit;
};

struct _InlayExposures
{
  gatomicrefcount ref_count;
  Exposure *waiting;        /* atomic */
  Exposure *taken;          /* the writer's: being written */
  gint n_waiting;           /* atomic; with those taken */
  guint64 lately[LATELY];   /* atomic each; hashes of what was added */
};

InlayExposures *
inlay_exposures_new (void)
{
  InlayExposures *self = g_new0 (InlayExposures, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

InlayExposures *
inlay_exposures_ref (InlayExposures *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static guint
free_all (Exposure *first)
{
  guint n = 0;

  for (Exposure *next; first != NULL; first = next, n++)
    {
      next = first->next;
      g_free (first);
    }
  return n;
}

void
inlay_exposures_unref (InlayExposures *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  free_all (self->waiting);
  free_all (self->taken);
  g_free (self);
}

/* FNV-1a, with the end of each text. */
static guint64
hash_texts (const char *texts[3])
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (guint i = 0; i < 3; i++)
    for (const char *at = texts[i]; ; at++)
      {
        hash = (hash ^ (guchar) *at) * G_GUINT64_CONSTANT (0x100000001b3);
        if (*at == '\0')
          break;
      }
  return hash;
}

static Exposure *
exposure_new (const char *texts[3])
{
  gsize sizes[3];
  Exposure *exposure;
  char *at;

  for (guint i = 0; i < 3; i++)
    sizes[i] = strlen (texts[i]) + 1;
  exposure = g_malloc (sizeof (Exposure) + sizes[0] + sizes[1] + sizes[2]);
  at = (char *) (exposure + 1);
  exposure->experiment = memcpy (at, texts[0], sizes[0]);
  exposure->variant = memcpy (at + sizes[0], texts[1], sizes[1]);
  exposure->unit = memcpy (at + sizes[0] + sizes[1], texts[2], sizes[2]);
  return exposure;
}

static void
add (InlayExposures *self,
     const char     *experiment,
     const char     *variant,
     const char     *unit)
{
  const char *texts[] = { experiment, variant, unit };
  guint64 hash = hash_texts (texts);
  guint64 *seen = &self->lately[hash & (LATELY - 1)];
  Exposure *exposure;

  if (__atomic_load_n (seen, __ATOMIC_RELAXED) == hash)
    return;
  if (g_atomic_int_add (&self->n_waiting, 1) >= MAX_WAITING)
    {
      g_atomic_int_add (&self->n_waiting, -1);
      return;
    }
  __atomic_store_n (seen, hash, __ATOMIC_RELAXED);
  exposure = exposure_new (texts);
  exposure->next = __atomic_load_n (&self->waiting, __ATOMIC_RELAXED);
  while (!__atomic_compare_exchange_n (&self->waiting, &exposure->next, exposure, TRUE, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
    continue;
}

/**
 * inlay_exposures_add:
 * @self: the exposures
 * @decision: what was told
 * @unit: of whom
 *
 * Notes the variants in it. Beyond a number that waits to be written, those told now are passed over
 * until they are told again.
 */
void
inlay_exposures_add (InlayExposures *self,
                     InlayDecision  *decision,
                     const char     *unit)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *variant;

  if (inlay_decision_get_variant (decision) != NULL && inlay_decision_get_rule (decision) != NULL)
    add (self, inlay_decision_get_rule (decision), inlay_decision_get_variant (decision), unit);
  json_object_iter_init (&iter, json_node_get_object (inlay_decision_get_assignments (decision)));
  while (json_object_iter_next (&iter, &id, &variant))
    add (self, id, json_node_get_string (variant), unit);
}

/* Without the key nobody can tell from a row whether it is about a visitor they know, nor that two
 * rows of different experiments are about the same one. */
static gint64
digest_unit (const char *key,
             const char *app,
             const char *experiment,
             const char *unit)
{
  GHmac *hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key));
  const char *texts[] = { "exposed", app, experiment, unit };
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_hmac_update (hmac, (const guchar *) texts[i], (gssize) strlen (texts[i]) + 1);
  g_hmac_get_digest (hmac, digest, &length);
  g_hmac_unref (hmac);
  for (guint i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  return (gint64) number;
}

/**
 * inlay_exposures_write:
 * @store: where to
 * @key: the registry's secret
 * @now: the time
 * @experiment: an experiment
 * @variant: one of its variants
 * @unit: who saw it
 * @error: return location
 *
 * Returns: whether it is written down
 */
gboolean
inlay_exposures_write (InlayRegistryStore  *store,
                       const char          *key,
                       gint64               now,
                       const char          *experiment,
                       const char          *variant,
                       const char          *unit,
                       GError             **error)
{
  gint64 digest = digest_unit (key, inlay_registry_store_get_app (store), experiment, unit);

  return inlay_registry_store_expose (store, now, experiment, variant, digest, error);
}

/**
 * inlay_exposures_flush:
 * @self: the exposures
 * @store: where to
 * @key: the registry's secret
 * @now: the time
 * @error: return location
 *
 * Writes down what waits, in the writer's thread. inlay_exposures_settle() says what became of it.
 *
 * Returns: whether all of it was written
 */
gboolean
inlay_exposures_flush (InlayExposures      *self,
                       InlayRegistryStore  *store,
                       const char          *key,
                       gint64               now,
                       GError             **error)
{
  if (self->taken == NULL)
    self->taken = __atomic_exchange_n (&self->waiting, NULL, __ATOMIC_ACQUIRE);
  for (Exposure *each = self->taken; each != NULL; each = each->next)
    if (!inlay_exposures_write (store, key, now, each->experiment, each->variant, each->unit, error))
      return FALSE;
  return TRUE;
}

/**
 * inlay_exposures_settle:
 * @self: the exposures
 * @written: whether what was flushed is durable; if not, the next flush begins with it again
 */
void
inlay_exposures_settle (InlayExposures *self,
                        gboolean        written)
{
  if (!written)
    return;
  g_atomic_int_add (&self->n_waiting, -(gint) free_all (g_steal_pointer (&self->taken)));
  /* Who is told the same again costs no more than a look; an experiment may begin anew. */
  for (guint i = 0; i < LATELY; i++)
    __atomic_store_n (&self->lately[i], 0, __ATOMIC_RELAXED);
}
