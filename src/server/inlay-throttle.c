/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-throttle.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/random.h>

#define N_SETS 2048
#define N_WAYS 4
#define N_LOCKS 16

typedef struct
{
  guint64 key;
  gint64 seen;      /* 0: free */
  double tokens;    /* at that time */
} Bucket;

struct _InlayThrottle
{
  gint rate;
  guint64 seed;     /* nobody outside can aim at somebody's bucket */
  pthread_mutex_t locks[N_LOCKS];   /* GMutex is for one process */
  Bucket buckets[N_SETS][N_WAYS];
};

InlayThrottle *
inlay_throttle_new (void)
{
  InlayThrottle *self = mmap (NULL, sizeof (InlayThrottle), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t attributes;

  if (self == MAP_FAILED)
    g_error ("no memory to count in");
  if (getrandom (&self->seed, sizeof self->seed, 0) != (gssize) sizeof self->seed)
    g_error ("the system has no randomness");
  pthread_mutexattr_init (&attributes);
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust (&attributes, PTHREAD_MUTEX_ROBUST);
  for (guint i = 0; i < N_LOCKS; i++)
    pthread_mutex_init (&self->locks[i], &attributes);
  pthread_mutexattr_destroy (&attributes);
  return self;
}

void
inlay_throttle_free (InlayThrottle *self)
{
  munmap (self, sizeof (InlayThrottle));
}

/* Of a process that was killed just here a bucket may be half written: no harm, it is a number. */
static void
lock (InlayThrottle *self,
      guint          set)
{
  if (pthread_mutex_lock (&self->locks[set % N_LOCKS]) == EOWNERDEAD)
    pthread_mutex_consistent (&self->locks[set % N_LOCKS]);
}

/**
 * inlay_throttle_set_rate:
 * @self: a throttle
 * @per_second: how many requests a second each key may make for ever; 0: any number
 */
void
inlay_throttle_set_rate (InlayThrottle *self,
                         guint          per_second)
{
  g_atomic_int_set (&self->rate, (gint) per_second);
}

/* The finisher of SplitMix64. */
static guint
set_of (InlayThrottle *self,
        guint64        key)
{
  guint64 x = key ^ self->seed;

  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return (guint) ((x ^ (x >> 31)) % N_SETS);
}

static double
fill (Bucket *bucket,
      double  rate,
      gint64  now)
{
  if (bucket->seen == 0)
    return rate * INLAY_THROTTLE_BURST;
  return MIN (rate * INLAY_THROTTLE_BURST, bucket->tokens + rate * (double) (now - bucket->seen) / G_USEC_PER_SEC);
}

static Bucket *
find_bucket (Bucket  *set,
             guint64  key,
             double   rate,
             gint64   now)
{
  Bucket *fullest = set;

  for (guint i = 0; i < N_WAYS; i++)
    {
      if (set[i].seen != 0 && set[i].key == key)
        return &set[i];
      if (fill (&set[i], rate, now) > fill (fullest, rate, now))
        fullest = &set[i];
    }
  *fullest = (Bucket) { .key = key };
  return fullest;
}

/**
 * inlay_throttle_take:
 * @self: a throttle
 * @key: who asks
 * @now: the time, monotonic
 * @retry_after: (out): seconds until there is a token again
 *
 * Returns: whether there was one
 */
gboolean
inlay_throttle_take (InlayThrottle *self,
                     guint64        key,
                     gint64         now,
                     guint         *retry_after)
{
  double rate = g_atomic_int_get (&self->rate);
  guint set = set_of (self, key);
  Bucket *bucket;
  gboolean has_one;

  if (rate <= 0)
    return TRUE;
  lock (self, set);
  bucket = find_bucket (self->buckets[set], key, rate, now);
  bucket->tokens = fill (bucket, rate, now);
  bucket->seen = now;
  has_one = bucket->tokens >= 1;
  if (has_one)
    bucket->tokens -= 1;
  else
    *retry_after = MAX (1, (guint) ceil ((1 - bucket->tokens) / rate));
  pthread_mutex_unlock (&self->locks[set % N_LOCKS]);
  return has_one;
}
