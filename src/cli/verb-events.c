/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <stdio.h>

#define FIRST_PAUSE (G_TIME_SPAN_SECOND / 4)
#define LAST_PAUSE (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  InlayOrder *order;
  const char * const *kinds;  /* nullable: all */
  gint64 left;                /* how many more; -1: no end */
  char *last;                 /* nullable: the last that was seen */
  gboolean progress;
} Following;

/* A line each: in JSON one text each, so that a script reads line by line. */
static void
print (Following        *self,
       const InlayEvent *event)
{
  g_autoptr(JsonNode) data = inlay_json_read_text (event->data, -1, NULL);
  g_autoptr(JsonNode) line = NULL;

  if (!self->order->cli->json)
    {
      inlay_cli_print ("%s  %s  %s", event->id != NULL ? event->id : "–", event->kind, event->data);
      return;
    }
  line = inlay_json_new_object ("id", event->id != NULL ? inlay_json_new_string (event->id) : inlay_json_new_null (),
                                "event", inlay_json_new_string (event->kind),
                                "data", data != NULL ? json_node_ref (data) : inlay_json_new_string (event->data), NULL);
  self->order->cli->answered = TRUE;
  inlay_cli_print_json_line (line);
}

static gboolean
take (const InlayEvent *event,
      gpointer          data)
{
  Following *self = data;

  self->progress = TRUE;
  g_free (self->last);
  self->last = g_strdup (event->id);
  if (self->kinds != NULL && !g_strv_contains (self->kinds, event->kind))
    return TRUE;
  print (self, event);
  fflush (stdout);
  if (ferror (stdout))
    return FALSE;
  return self->left < 0 || --self->left > 0;
}

static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, INLAY_ERROR, INLAY_ERROR_UNAVAILABLE) || g_error_matches (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

/* Who was cut off goes on behind the last event; who never got in is told why. */
static gboolean
follow (Following    *self,
        const char   *path,
        GError      **error)
{
  gint64 pause = FIRST_PAUSE;

  for (gboolean began = FALSE; self->left != 0 && !ferror (stdout);)
    {
      g_autoptr(GError) reason = NULL;
      gboolean ended;

      self->progress = FALSE;
      ended = inlay_client_follow (self->order->client, path, self->last, take, self, NULL, &reason);
      if (!ended && (!is_passing (reason) || (!began && !self->progress)))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      began = TRUE;
      if (self->left == 0 || ferror (stdout))
        return TRUE;
      pause = self->progress ? FIRST_PAUSE : MIN (pause * 2, LAST_PAUSE);
      g_usleep ((gulong) pause);
    }
  return TRUE;
}

static gboolean
run (InlayOrder  *order,
     GError     **error)
{
  g_autoptr(JsonNode) count = inlay_order_value (order, "count");
  Following self = { order, inlay_order_list (order, "event"), count != NULL ? json_node_get_int (count) : -1,
                     g_strdup (inlay_order_text (order, "since")), FALSE };
  g_autofree char *path = NULL;
  gboolean done;

  path = inlay_order_path (order, order->deed->path);
  done = inlay_order_connect (order, error) && follow (&self, path, error);
  g_free (self.last);
  return done;
}

const InlayDeed inlay_deeds_events[] = {
  { .method = "GET", .path = "~/events", .also = "--since --count --event", .run = run,
    .summary = N_("Follow what happens, a line each, until --count or Ctrl+C") },
  { NULL }
};
