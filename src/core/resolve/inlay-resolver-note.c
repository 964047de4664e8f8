/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "resolve/inlay-resolver-private.h"

#include <string.h>

/* What is noticed is kept as words and becomes text only when somebody reads it: of a large portfolio
 * there are tens of thousands. */

static InlayNote
note_new (const char *kind,
          const char *form,
          va_list     args)
{
  InlayNote note = { kind, form, { NULL } };
  InlayWord *word;

  for (guint i = 0; (word = va_arg (args, InlayWord *)) != NULL; i++)
    {
      g_assert (i < G_N_ELEMENTS (note.words));
      note.words[i] = word;
    }
  return note;
}

char *
inlay_note_to_text (const InlayNote *self)
{
  GString *text = g_string_new (NULL);
  guint next = 0;

  for (const char *p = self->form; *p != '\0'; p++)
    if (*p == '%')
      g_string_append (text, self->words[next++]->text);
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

/* @form with words for its %, in order; words past them say more to inlay_resolver_get_problems(). */
void
inlay_resolver_warn (InlayResolver *self,
                     const char    *kind,
                     const char    *form,
                     ...)
{
  InlayNote note;
  va_list args;

  va_start (args, form);
  note = note_new (kind, form, args);
  va_end (args);
  g_array_append_val (self->notes, note);
}

/* Always FALSE, for returning. */
gboolean
inlay_resolver_refuse (InlayResolver  *self,
                       GError        **error,
                       const char     *kind,
                       const char     *form,
                       ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, form);
  self->refusal = note_new (kind, form, args);
  va_end (args);
  message = inlay_note_to_text (&self->refusal);
  g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED, message);
  return FALSE;
}
