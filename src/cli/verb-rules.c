/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <glib/gstdio.h>

static char *
choose_editor (void)
{
  const char *editor = g_getenv ("VISUAL");

  if (editor == NULL || *editor == '\0')
    editor = g_getenv ("EDITOR");
  return g_strdup (editor != NULL && *editor != '\0' ? editor : "vi");
}

/* As a shell would, so that EDITOR may have options; the file is no part of what the shell reads. */
static gboolean
run_editor (const char  *file,
            GError     **error)
{
  g_autofree char *editor = choose_editor ();
  g_autofree char *quoted = g_shell_quote (file);
  g_autofree char *command = g_strconcat (editor, " ", quoted, NULL);
  char *arguments[] = { (char *) "/bin/sh", (char *) "-c", command, NULL };
  int status;

  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, error))
    return FALSE;
  if (g_spawn_check_wait_status (status, NULL))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("%s did not end well; nothing was changed"), editor);
  return FALSE;
}

/* What was refused is worth another try, so the file stays then. */
static gboolean
put_edited (InlayOrder  *order,
            JsonNode    *before,
            const char  *file,
            GError     **error)
{
  g_autoptr(JsonNode) after = run_editor (file, error) ? inlay_cli_read_json (file, error) : NULL;
  gboolean same = after != NULL && inlay_json_equal (before, after);

  if (same)
    inlay_cli_say (_("nothing was changed"));
  if (!same && (after == NULL || !inlay_order_finish (order, after, error)))
    {
      g_prefix_error (error, _("your text is in %s: "), file);
      return FALSE;
    }
  g_remove (file);
  return TRUE;
}

static gboolean
edit (InlayOrder  *order,
      GError     **error)
{
  g_autoptr(JsonNode) rules = inlay_order_bind (order, error) ? inlay_order_get (order, order->deed->about, error) : NULL;
  g_autofree char *text = rules != NULL ? inlay_json_write (rules, INLAY_JSON_PRETTY) : NULL;
  g_autofree char *file = NULL;
  int fd = text != NULL ? g_file_open_tmp ("inlay-rules-XXXXXX.json", &file, error) : -1;

  if (fd < 0 || !g_close (fd, error) || !g_file_set_contents (file, text, -1, error))
    return FALSE;
  return put_edited (order, rules, file, error);
}

const InlayDeed inlay_deeds_rules[] = {
  { .name = "get", .method = "GET", .path = "~/rules", .also = "--output", .run = inlay_order_save,
    .summary = N_("The rules, flags, and what is done about a bad revision") },
  { .name = "put", .operands = "FILE", .method = "PUT", .path = "~/rules", .body = "@1", .bind = INLAY_BIND_OWN, .about = "~/rules",
    .keyed = TRUE, .columns = "generation", .summary = N_("Write them anew from a file") },
  { .name = "edit", .method = "PUT", .path = "~/rules", .bind = INLAY_BIND_OWN, .about = "~/rules", .keyed = TRUE, .columns = "generation",
    .run = edit, .summary = N_("Change them in VISUAL or EDITOR") },
  { .name = "traffic", .method = "GET", .path = "~/traffic", .summary = N_("All that a decision is made from") },
  { NULL }
};
