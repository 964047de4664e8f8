/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-guests.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SWEEP_PERIOD G_USEC_PER_SEC
#define LINGER_TIME (3 * G_USEC_PER_SEC)
#define MAX_LINGERING 256

typedef struct _Guest Guest;

struct _Guest
{
  Guest *next;
  Guest *before;
  InlayPeer peer;
  int fd;
  gint phase;
  gint64 deadline;   /* monotonic; 0: none */
  gint64 heard;      /* monotonic: when something came of a body, or the phase began */
  gboolean is_cut;   /* guarded by the lock: sent away when the door closed */
  gboolean linger;   /* it was answered before all was read */
  gboolean is_ended; /* nothing more is taken from it */
};

/* A descriptor of our own of a connection the library has closed. Closing the last one while there is
 * something to read resets the connection, and the answer on its way is lost. */
typedef struct
{
  int fd;
  gint64 until;
} Lingering;

struct _InlayGuests
{
  InlayMetrics *metrics;
  GMutex lock;              /* guards what follows, and that no descriptor in it is closed */
  GCond wake;
  GThread *thread;
  gboolean stopping;
  Guest *first;
  GArray *lingering;        /* of Lingering */
  guint per_address;
  GArray *proxies;          /* (nullable): who speaks for many */
  GHashTable *counts;       /* key of an address -> connections */
};

/* How long a guest may be in a phase, in seconds. Whoever is idle has the time for another head on
 * top of what the library lets a silent connection live. */
static const struct
{
  guint seconds;
  InlayMetric metric;
} phases[] = {
  [INLAY_GUEST_HEAD] = { 10, INLAY_METRIC_REJECTED_SLOW_HEAD },
  [INLAY_GUEST_BODY] = { 30, INLAY_METRIC_REJECTED_SLOW_BODY },
  [INLAY_GUEST_WORK] = { 0, 0 },
  [INLAY_GUEST_ANSWER] = { 600, INLAY_METRIC_REJECTED_SLOW_READER },
  [INLAY_GUEST_STREAM] = { 0, 0 },
  [INLAY_GUEST_IDLE] = { 40, INLAY_METRIC_REJECTED_SLOW_HEAD },
};

/* The clock of g_get_monotonic_time(), to some milliseconds and for less. */
static gint64
coarse_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC_COARSE, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
enter (Guest           *guest,
       InlayGuestPhase  phase)
{
  guint seconds = phases[phase].seconds;
  gint64 now = seconds > 0 ? coarse_time () : 0;
  gint64 deadline = seconds > 0 ? now + seconds * G_USEC_PER_SEC : 0;

  __atomic_store_n (&guest->heard, now, __ATOMIC_RELAXED);
  __atomic_store_n (&guest->phase, (gint) phase, __ATOMIC_RELAXED);
  __atomic_store_n (&guest->deadline, deadline, __ATOMIC_RELEASE);
}

static void
sweep (InlayGuests *self)
{
  gint64 now = g_get_monotonic_time ();

  for (Guest *guest = self->first; guest != NULL; guest = guest->next)
    {
      gint64 deadline = __atomic_load_n (&guest->deadline, __ATOMIC_ACQUIRE);
      gint phase = __atomic_load_n (&guest->phase, __ATOMIC_RELAXED);

      if (deadline == 0 || deadline > now)
        continue;
      /* The library sees the end of the connection and cleans up in its own thread. */
      __atomic_store_n (&guest->deadline, 0, __ATOMIC_RELAXED);
      inlay_metrics_add (self->metrics, phases[phase].metric, 1);
      shutdown (guest->fd, SHUT_RDWR);
    }
}

static gboolean
is_over (const Lingering *lingering,
         gint64           now)
{
  char buffer[16 * 1024];
  gssize n;

  /* Not for ever: who sends faster than this reads is cut off by the time. */
  for (guint i = 0; i < 64; i++)
    if ((n = recv (lingering->fd, buffer, sizeof buffer, MSG_DONTWAIT)) <= 0)
      return n == 0 || (errno != EAGAIN && errno != EINTR) || now >= lingering->until;
  return now >= lingering->until;
}

static void
sweep_lingering (InlayGuests *self,
                 gint64       now)
{
  for (guint i = self->lingering->len; i > 0; i--)
    {
      Lingering *lingering = &g_array_index (self->lingering, Lingering, i - 1);

      if (!is_over (lingering, now))
        continue;
      close (lingering->fd);
      g_array_remove_index_fast (self->lingering, i - 1);
    }
}

static gpointer
sweep_thread (gpointer data)
{
  InlayGuests *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + SWEEP_PERIOD);
      sweep (self);
      sweep_lingering (self, self->stopping ? G_MAXINT64 : g_get_monotonic_time ());
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * inlay_guests_new:
 * @metrics: counts who came and who was sent away
 *
 * Returns: (transfer full): nobody yet
 */
InlayGuests *
inlay_guests_new (InlayMetrics *metrics)
{
  InlayGuests *self = g_new0 (InlayGuests, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->metrics = metrics;
  self->lingering = g_array_new (FALSE, FALSE, sizeof (Lingering));
  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->thread = g_thread_new ("door", sweep_thread, self);
  return self;
}

/**
 * inlay_guests_free:
 * @self: (transfer full): guests of a door that is closed
 */
void
inlay_guests_free (InlayGuests *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  g_assert (self->first == NULL);
  g_assert (self->lingering->len == 0);
  g_array_unref (self->lingering);
  g_hash_table_unref (self->counts);
  g_clear_pointer (&self->proxies, g_array_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}

/**
 * inlay_guests_limit:
 * @self: the guests
 * @per_address: how many connections an address may have; 0: any number
 * @proxies: (nullable) (element-type InlayNetwork): for whom that does not hold
 *
 * To be called once, before anybody comes.
 */
void
inlay_guests_limit (InlayGuests *self,
                    guint        per_address,
                    GArray      *proxies)
{
  g_mutex_lock (&self->lock);
  self->per_address = per_address;
  self->proxies = proxies != NULL ? g_array_ref (proxies) : NULL;
  g_mutex_unlock (&self->lock);
}

/**
 * inlay_guests_expect:
 * @self: the guests
 *
 * Returns: whether somebody came and has not said yet what for
 */
gboolean
inlay_guests_expect (InlayGuests *self)
{
  gboolean expected = FALSE;

  g_mutex_lock (&self->lock);
  for (Guest *guest = self->first; guest != NULL && !expected; guest = guest->next)
    expected = __atomic_load_n (&guest->phase, __ATOMIC_RELAXED) == INLAY_GUEST_HEAD;
  g_mutex_unlock (&self->lock);
  return expected;
}

/**
 * inlay_guests_cut:
 * @self: the guests, when the door is about to close
 * @silence: for how long, in microseconds
 *
 * Sends those away of whose bodies nothing came for @silence. They would be refused anyway, and some of
 * them are gone without anybody having been told.
 *
 * Returns: how many of those that were sent away the library still waits for
 */
guint
inlay_guests_cut (InlayGuests *self,
                  gint64       silence)
{
  gint64 before = g_get_monotonic_time () - silence;
  guint n = 0;

  g_mutex_lock (&self->lock);
  for (Guest *guest = self->first; guest != NULL; guest = guest->next)
    {
      if (__atomic_load_n (&guest->phase, __ATOMIC_RELAXED) != INLAY_GUEST_BODY)
        continue;
      if (!guest->is_cut && __atomic_load_n (&guest->heard, __ATOMIC_RELAXED) < before)
        {
          guest->is_cut = TRUE;
          shutdown (guest->fd, SHUT_RDWR);
        }
      n += guest->is_cut ? 1 : 0;
    }
  g_mutex_unlock (&self->lock);
  return n;
}

/* Returns: how many connections the address has now */
static int
count_address (InlayGuests     *self,
               const InlayPeer *peer,
               int              change)
{
  gint64 key = (gint64) inlay_peer_get_key (peer);
  int count = GPOINTER_TO_INT (g_hash_table_lookup (self->counts, &key)) + change;

  if (count > 0)
    g_hash_table_replace (self->counts, g_memdup2 (&key, sizeof key), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (self->counts, &key);
  return count;
}

static gboolean
is_counted (InlayGuests     *self,
            const InlayPeer *peer)
{
  return self->per_address > 0 && !inlay_peer_is_loopback (peer) && !inlay_peer_is_among (peer, self->proxies);
}

/**
 * inlay_guests_admit:
 * @self: an #InlayGuests
 * @address: who is at the door
 * @length: of @address
 *
 * Programs of this machine and those that a proxy speaks for share an address, so they are not
 * counted.
 *
 * Returns: whether to let it in
 */
enum MHD_Result
inlay_guests_admit (void                  *self,
                    const struct sockaddr *address,
                    socklen_t              length)
{
  InlayGuests *guests = self;
  gboolean is_welcome;
  InlayPeer peer;
  gint64 key;

  inlay_peer_init (&peer, address);
  if (!is_counted (guests, &peer))
    return MHD_YES;
  key = (gint64) inlay_peer_get_key (&peer);
  g_mutex_lock (&guests->lock);
  is_welcome = GPOINTER_TO_UINT (g_hash_table_lookup (guests->counts, &key)) < guests->per_address;
  g_mutex_unlock (&guests->lock);
  if (!is_welcome)
    inlay_metrics_add (guests->metrics, INLAY_METRIC_REJECTED_ADDRESS, 1);
  return is_welcome ? MHD_YES : MHD_NO;
}

static Guest *
guest_new (struct MHD_Connection *connection)
{
  Guest *guest = g_new0 (Guest, 1);
  const union MHD_ConnectionInfo *address = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const union MHD_ConnectionInfo *fd = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);

  inlay_peer_init (&guest->peer, address->client_addr);
  guest->fd = fd->connect_fd;
  enter (guest, INLAY_GUEST_HEAD);
  return guest;
}

static void
add_guest (InlayGuests *self,
           Guest       *guest)
{
  gboolean is_welcome;

  g_mutex_lock (&self->lock);
  guest->next = self->first;
  if (self->first != NULL)
    self->first->before = guest;
  self->first = guest;
  is_welcome = (guint) count_address (self, &guest->peer, 1) <= self->per_address || !is_counted (self, &guest->peer);
  g_mutex_unlock (&self->lock);
  /* Others were admitted at the same time, before one of them was counted. */
  if (!is_welcome)
    {
      shutdown (guest->fd, SHUT_RDWR);
      inlay_metrics_add (self->metrics, INLAY_METRIC_REJECTED_ADDRESS, 1);
    }
  inlay_metrics_add (self->metrics, INLAY_METRIC_CONNECTIONS, 1);
  inlay_metrics_add (self->metrics, INLAY_METRIC_CONNECTIONS_OPEN, 1);
}

/* With the lock held. */
static void
keep_lingering (InlayGuests *self,
                Guest       *guest)
{
  Lingering lingering = { -1, g_get_monotonic_time () + LINGER_TIME };

  if (!guest->linger || self->stopping || self->lingering->len >= MAX_LINGERING)
    return;
  if ((lingering.fd = fcntl (guest->fd, F_DUPFD_CLOEXEC, 0)) < 0)
    return;
  shutdown (lingering.fd, SHUT_WR);
  g_array_append_val (self->lingering, lingering);
}

static void
remove_guest (InlayGuests *self,
              Guest       *guest)
{
  g_mutex_lock (&self->lock);
  if (guest->before != NULL)
    guest->before->next = guest->next;
  else
    self->first = guest->next;
  if (guest->next != NULL)
    guest->next->before = guest->before;
  count_address (self, &guest->peer, -1);
  keep_lingering (self, guest);
  g_mutex_unlock (&self->lock);
  inlay_metrics_add (self->metrics, INLAY_METRIC_CONNECTIONS_OPEN, -1);
  g_free (guest);
}

/* The library closes the descriptor only after this returned. */
void
inlay_guests_notify (void                                *self,
                     struct MHD_Connection               *connection,
                     void                               **guest,
                     enum MHD_ConnectionNotificationCode  code)
{
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    add_guest (self, *guest = guest_new (connection));
  else if (*guest != NULL)
    remove_guest (self, g_steal_pointer (guest));
}

static Guest *
guest_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void
inlay_guest_enter (struct MHD_Connection *connection,
                   InlayGuestPhase        phase)
{
  enter (guest_of (connection), phase);
}

/* Something of the body came. */
void
inlay_guest_hear (struct MHD_Connection *connection)
{
  __atomic_store_n (&guest_of (connection)->heard, coarse_time (), __ATOMIC_RELAXED);
}

/* The answer goes out before the body has come. */
void
inlay_guest_linger (struct MHD_Connection *connection)
{
  guest_of (connection)->linger = TRUE;
}

/* The last words on a connection on which nothing is being sent. */
void
inlay_guest_say (struct MHD_Connection *connection,
                 const char            *text)
{
  Guest *guest = guest_of (connection);

  if (send (guest->fd, text, strlen (text), MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
    guest->linger = TRUE;
}

/* After the last words. What the library has read already is not to be looked at. */
void
inlay_guest_end (struct MHD_Connection *connection)
{
  Guest *guest = guest_of (connection);

  guest->is_ended = TRUE;
  shutdown (guest->fd, SHUT_RDWR);
}

gboolean
inlay_guest_is_ended (struct MHD_Connection *connection)
{
  return guest_of (connection)->is_ended;
}

const InlayPeer *
inlay_guest_get_peer (struct MHD_Connection *connection)
{
  return &guest_of (connection)->peer;
}
