/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-canvas-private.h"

#include "inlay-app-enums.h"

#define FOLLOW_USEC (10 * G_USEC_PER_SEC)

typedef struct
{
  GMainLoop *loop;
  char *reply;
} Evaluation;

static void
evaluated_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Evaluation *evaluation = user_data;
  g_autoptr(GError) error = NULL;

  evaluation->reply = inlay_preview_evaluate_finish (INLAY_PREVIEW (object), result, &error);
  if (evaluation->reply == NULL)
    evaluation->reply = g_strdup_printf ("error: %s", error->message);
  g_main_loop_quit (evaluation->loop);
}

/* The hook answers in place, so the answer is waited for here. */
static char *
evaluate (InlayCanvas *self,
          const char  *script)
{
  Evaluation evaluation = { g_main_loop_new (NULL, FALSE), NULL };

  if (self->preview == NULL)
    {
      g_main_loop_unref (evaluation.loop);
      return g_strdup ("error: there is no page");
    }

  inlay_preview_evaluate_async (self->preview, script, evaluated_cb, &evaluation);
  g_main_loop_run (evaluation.loop);
  g_main_loop_unref (evaluation.loop);
  return g_strdelimit (evaluation.reply, "\n", ' ');
}

static char *
describe_status (InlayCanvas *self,
                 const char  *instance)
{
  g_autoptr(GEnumClass) statuses = g_type_class_ref (INLAY_TYPE_STATUS);
  InlayStatus status = inlay_workspace_get_status (self->workspace, instance);

  return g_strdup (g_enum_get_value (statuses, (int) status)->value_nick);
}

/* What the settings form does, without the form: INSTANCE POINTER JSON. */
static char *
set_config (InlayCanvas *self,
            const char  *argument)
{
  g_auto(GStrv) words = g_strsplit (argument, " ", 3);
  g_autoptr(JsonNode) value = NULL;
  GError *error = NULL;

  if (g_strv_length (words) == 3)
    value = inlay_json_read_text (words[2], -1, NULL);
  if (value == NULL ||
      !inlay_workspace_apply (self->workspace,
                              inlay_edit_set_config (inlay_workspace_get_composition (self->workspace),
                                                     words[0], words[1], value, &error), error))
    return g_strdup ("refused");

  return g_strdup ("ok");
}

/* An edit as config makes it, and how many microseconds passed until it was applied, and until the
 * page had followed. */
static char *
follow (InlayCanvas *self,
        const char  *argument)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *reply = set_config (self, argument);
  gint64 applied = g_get_monotonic_time ();

  if (self->preview == NULL || !g_str_equal (reply, "ok"))
    return g_strdup ("refused");

  while (!inlay_preview_is_current (self->preview))
    {
      if (g_get_monotonic_time () - applied > FOLLOW_USEC)
        return g_strdup ("refused");
      g_main_context_iteration (NULL, TRUE);
    }

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          applied - start, g_get_monotonic_time () - start);
}

char *
inlay_canvas_answer (InlayCanvas *self,
                     const char  *verb,
                     const char  *argument)
{
  if (g_str_equal (verb, "eval"))
    return evaluate (self, argument);
  if (g_str_equal (verb, "status"))
    return describe_status (self, argument);
  if (g_str_equal (verb, "config"))
    return set_config (self, argument);
  if (g_str_equal (verb, "follow"))
    return follow (self, argument);
  if (g_str_equal (verb, "latency"))
    return g_strdup_printf ("%" G_GINT64_FORMAT,
                            self->preview ? inlay_preview_get_latency (self->preview) : 0);
  if (g_str_equal (verb, "page"))
    return g_strdup_printf ("%d %d %.3f", self->preview ? (int) inlay_preview_get_state (self->preview) : -1,
                            inlay_canvas_is_wireframe (self) ||
                            (self->live_is_new && inlay_preview_is_current (self->preview)), self->zoom);

  return NULL;
}
