/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "inlay-workers.h"

/* Often enough for those who listen every two seconds. */
#define SIGN_OF_LIFE_SECONDS 1

static void
tell (int              life,
      InlayWorkerSign sign)
{
  char byte = (char) sign;

  /* What does not fit has not been read for long. */
  if (send (life, &byte, 1, MSG_NOSIGNAL) < 0 && errno != EAGAIN)
    g_debug ("nobody looks after this worker: %s", g_strerror (errno));
}

static gboolean
tell_cb (gpointer data)
{
  tell (GPOINTER_TO_INT (data), INLAY_WORKER_LIVES);
  return G_SOURCE_CONTINUE;
}

/**
 * inlay_worker_live:
 * @life: what a worker was given
 *
 * From now on the default main context tells that the worker answers and lives.
 *
 * Returns: the id of the source that does; whoever removes it closes @life, too, or is taken for dead
 */
guint
inlay_worker_live (int life)
{
  tell_cb (GINT_TO_POINTER (life));
  return g_timeout_add_seconds (SIGN_OF_LIFE_SECONDS, tell_cb, GINT_TO_POINTER (life));
}

/**
 * inlay_worker_has_reloaded:
 * @life: what a worker was given
 * @is_read: whether its settings are the new ones
 *
 * Answers SIGHUP; each one that came is to be answered.
 */
void
inlay_worker_has_reloaded (int      life,
                           gboolean is_read)
{
  tell (life, is_read ? INLAY_WORKER_HAS_READ : INLAY_WORKER_HAS_NOT_READ);
}
